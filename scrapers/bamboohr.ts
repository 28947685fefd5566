import { boardHost } from './kit/address.ts'
import { detailOf, detailRequest } from './kit/detail.ts'
import { harvest } from './kit/harvest.ts'
import { payFromText } from './kit/pay.ts'
import { countryCode } from './kit/places.ts'
import { json, type Reader } from './kit/reading.ts'
import { defineScraper, type Page } from './kit/scraper.ts'

// One list, and one request more for each posting's text and date. `locationType` is a code that nobody explains, so it
// says nothing here. A name that is not there redirects to another host.
export default defineScraper({
  source: {
    id: 'bamboohr',
    title: 'BambooHR',
    homepage: 'https://www.bamboohr.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://www.bamboohr.com/legal/',
      asks: 'not stated for this address; robots.txt of each host is obeyed',
    },
    robots: 'obey',
    byDefault: false,
    offBecause: 'the address behind the career pages is not documented',
    settings: { host: { about: 'The host of a board that lives under another name than its own.', kind: 'text' } },
  },

  start: (board) => [{ url: `https://${boardHost(board, 'bamboohr.com')}/careers/list` }],
  read: (page) => (page.request.kind === 'detail' ? readDetail(page) : readList(page)),
})

function readList(page: Page) {
  const answer = json(page)
  const total = answer.maybeNumber('meta.totalCount')
  const careers = page.request.url.replace(/\/list$/, '')
  const found = harvest(answer.list('result'), (job) => ({
    externalId: job.text('id'),
    title: job.text('jobOpeningName'),
    url: `${careers}/${encodeURIComponent(job.text('id'))}`,
    ...whereabouts(job),
    workplace: job.maybeFlag('isRemote') === true ? 'remote' : null,
    employment: job.maybeText('employmentStatusLabel') ?? job.maybeText('employmentType'),
    department: job.maybeText('departmentLabel'),
  }))
  const next = found.postings.map((each) => detailRequest(`${each.url}/detail`, each))
  return { ...found, next, ...(total === null ? {} : { total }) }
}

function readDetail(page: Page) {
  const opening = json(page).object('result').object('jobOpening')
  const places = whereabouts(opening)
  return detailOf(page, {
    title: opening.text('jobOpeningName'),
    url: opening.maybeText('jobOpeningShareUrl'),
    body: opening.text('description'),
    ...(places.locations.length > 0 ? places : {}),
    department: opening.maybeText('departmentLabel'),
    pay: payFromText(opening.maybeText('compensation'), places.countries.map(countryCode)[0]),
    publishedAt: opening.maybeText('datePosted'),
  })
}

/** Two addresses, of which either may be empty; state and province are one thing under two names. */
function whereabouts(job: Reader) {
  const first = (...keys: string[]) => keys.map((key) => job.maybeText(key)).find((value) => value !== null) ?? null
  const country = first('atsLocation.country', 'location.addressCountry')
  const parts = [
    first('location.city', 'atsLocation.city'),
    first('location.state', 'atsLocation.state', 'atsLocation.province'),
    country,
  ].filter((part) => part !== null)
  return { locations: parts.length === 0 ? [] : [parts.join(', ')], countries: country === null ? [] : [country] }
}
