import { detailOf, detailRequest } from './kit/detail.ts'
import { workplaceOf } from './kit/employment.ts'
import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json, type Reader } from './kit/reading.ts'
import { defineScraper, type Page, type PageRequest, type RawPosting } from './kit/scraper.ts'

const board = (version: 'v1' | 'v2', token: string) =>
  `https://api.rippling.com/platform/api/ats/${version}/board/${encodeURIComponent(token)}/jobs`

// One row for each place of a posting, and one request more for each posting's text. A hundred requests in ten minutes are
// published as the limit. With the setting `list: v2` the paged list is read, which tells countries and workplaces.
export default defineScraper({
  source: {
    id: 'rippling',
    title: 'Rippling',
    homepage: 'https://www.rippling.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://developer.rippling.com/documentation',
      asks: 'at most 100 requests in ten minutes; developer terms apply',
    },
    robots: 'obey',
    byDefault: false,
    offBecause: 'its developer terms could not be read, and each posting costs a request',
    minDelaySeconds: 6,
    settings: { list: { about: 'The version of the list; v1 unless said.', kind: 'text', choices: ['v1', 'v2'] } },
  },

  start: ({ token, settings }) => [settings['list'] === 'v2' ? pageOf(token, 0) : { url: board('v1', token) }],
  read: (page) => {
    if (page.request.kind === 'detail') return readDetail(page)
    return new URL(page.request.url).pathname.includes('/v2/') ? readPages(page) : readRows(page)
  },
})

const pageOf = (token: string, page: number): PageRequest => ({
  url: `${board('v2', token)}?page=${page}&pageSize=100`,
  context: page,
})

const details = (token: string, postings: RawPosting[]) =>
  postings.map((each) => detailRequest(`${board('v1', token)}/${encodeURIComponent(each.externalId)}`, each))

function readRows(page: Page) {
  const found = harvest(json(page).rows(), (row) => ({
    externalId: row.text('uuid'),
    title: row.text('name'),
    url: row.text('url'),
    locations: [row.maybeText('workLocation.label')],
    department: row.maybeText('department.label'),
  }))
  return { ...found, next: details(page.board.token, found.postings) }
}

/** `totalItems` counts rows, not postings, so it proves nothing; the number of pages does. */
function readPages(page: Page) {
  const answer = json(page)
  const number = page.request.context as number
  const found = harvest(answer.list('items'), (item) => {
    const places = item.maybeList('locations')
    return {
      externalId: item.text('id'),
      title: item.text('name'),
      url: item.text('url'),
      locations: places.map((place) => place.maybeText('name')),
      countries: places.map((place) => place.maybeText('countryCode') ?? place.maybeText('country')),
      workplace: workplaceOf(places[0]?.maybeText('workplaceType')),
      department: item.maybeText('department.name'),
      language: item.maybeText('language'),
    }
  })
  const last = number + 1 >= answer.number('totalPages')
  const next = details(page.board.token, found.postings)
  if (!last) next.unshift(pageOf(page.board.token, number + 1))
  return { ...found, next, end: last }
}

function readDetail(page: Page) {
  const job = json(page)
  const places = job.texts('workLocations')
  return detailOf(page, {
    title: job.text('name'),
    company: job.maybeText('companyName'),
    url: job.maybeText('url'),
    roleParts: [job.maybeText('description.role')],
    companyParts: [job.maybeText('description.company')],
    ...(places.length > 0 ? { locations: places } : {}),
    ...(job.maybeFlag('isRemote') === true ? { workplace: 'remote' as const } : {}),
    employment: job.maybeText('employmentType.label'),
    department: job.maybeText('department.name'),
    pay: pay(job.maybeList('payRangeDetails')[0]),
    publishedAt: job.maybeText('createdOn'),
  })
}

const pay = (range: Reader | undefined) =>
  range === undefined
    ? null
    : payOf(
        range.maybeNumber('rangeStart'),
        range.maybeNumber('rangeEnd'),
        range.maybeText('currency'),
        payPeriod(range.maybeText('frequency')),
      )
