import { UserError } from '../src/domain.ts'
import { detailOf, detailRequest } from './kit/detail.ts'
import { workplaceOf } from './kit/employment.ts'
import { harvest } from './kit/harvest.ts'
import { json, type Reader } from './kit/reading.ts'
import {
  type BoardAddress,
  defineScraper,
  type Harvest,
  type Page,
  type PageRequest,
  type RawPosting,
} from './kit/scraper.ts'

const pageSize = 20
/** Some tenants write this total for all that they have beyond it, and serve page one again past it. */
const cappedTotal = 2000

// A board is `tenant/number/site`, as in `acme/wd5/External`; a tenant written with an underscore has it in the path and a
// hyphen in its host. Pages of twenty by POST (more answers 400), and one request more for each posting's text. A tenant at
// the cap is read family by family. Later pages may report a total of 0: the first page's counts.
export default defineScraper({
  source: {
    id: 'workday',
    title: 'Workday',
    homepage: 'https://www.workday.com',
    access: 'api',
    coverage: 'complete',
    every: 'week',
    terms: {
      url: 'https://www.workday.com/en-us/legal.html',
      asks: 'not stated for this address; robots.txt of each site is obeyed',
    },
    robots: 'obey',
    byDefault: false,
    offBecause: 'the address behind the career sites is not documented, and each posting costs a request',
    caps: [cappedTotal],
    goneWhen: { statuses: [422] },
    settings: {
      search: { about: 'Only postings that these words find: fewer pages, and a biased sample.', kind: 'text' },
    },
  },

  start: (board) => {
    const search = board.settings['search']
    return [
      listRequest(board, { offset: 0, total: null, family: null, search: typeof search === 'string' ? search : '' }),
    ]
  },
  read: (page) => (page.request.kind === 'detail' ? readDetail(page) : readList(page)),
})

/** Where in the board a page of the list stands. */
interface Place {
  offset: number
  total: number | null
  family: string | null
  search: string
}

function site(board: BoardAddress) {
  const parts = /^([a-z0-9_-]+)[/|](wd\d{1,3})[/|]([\w-]+)$/i.exec(board.token.replace(/\s/g, ''))
  if (!parts)
    throw new UserError(`"${board.token}" is no Workday board; write it as tenant/wd5/site, as in its address`)
  const [tenant = '', number = '', name = ''] = parts.slice(1)
  const host = `https://${tenant.replaceAll('_', '-')}.${number}.myworkdayjobs.com`
  return { api: `${host}/wday/cxs/${tenant}/${name}`, public: `${host}/${name}` }
}

const listRequest = (board: BoardAddress, place: Place): PageRequest => ({
  url: `${site(board).api}/jobs`,
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: JSON.stringify({
    appliedFacets: place.family === null ? {} : { jobFamilyGroup: [place.family] },
    limit: pageSize,
    offset: place.offset,
    searchText: place.search,
  }),
  context: place,
})

function readList(page: Page): Harvest {
  const answer = json(page)
  const place = page.request.context as Place
  const rows = answer.list('jobPostings')
  const total = place.total ?? answer.number('total')
  const families = place.family === null && place.offset === 0 && total === cappedTotal ? familiesOf(answer) : []
  if (families.length > 0) {
    // These twenty come again under their families.
    const next = families.map(({ id }) => listRequest(page.board, { ...place, family: id }))
    return { postings: [], rejects: [], next, total: families.reduce((sum, { count }) => sum + count, 0) }
  }
  const address = site(page.board)
  const paths = new Map<string, string>()
  const found = harvest(rows, (row) => {
    const posting = listedPosting(row, address.public)
    if (!paths.has(posting.externalId)) paths.set(posting.externalId, row.text('externalPath'))
    return posting
  })
  const next = found.postings.map((each) =>
    detailRequest(`${address.api}${paths.get(each.externalId)}`, each, { accept: 'application/json' }),
  )
  const read = place.offset + rows.length
  if (rows.length > 0 && read < total) next.unshift(listRequest(page.board, { ...place, offset: read, total }))
  const first = place.family === null && place.offset === 0
  return { ...found, next, ...(first ? { total } : {}), end: read >= total }
}

function familiesOf(answer: Reader): { id: string; count: number }[] {
  const facet = answer.maybeList('facets').find((each) => each.maybeText('facetParameter') === 'jobFamilyGroup')
  return facet?.maybeList('values').map((value) => ({ id: value.text('id'), count: value.number('count') })) ?? []
}

function listedPosting(row: Reader, address: string): RawPosting {
  const path = row.text('externalPath')
  const tail = decodeURIComponent(path.slice(path.lastIndexOf('_') + 1))
  // The same requisition stands under paths ending in -1, -2; the requisition's number is the first bullet.
  const requisition = row.texts('bulletFields').find((bullet) => tail === bullet || tail.startsWith(`${bullet}-`))
  const place = row.maybeText('locationsText')
  return {
    externalId: requisition ?? tail,
    title: row.text('title'),
    url: `${address}${path}`,
    // "2 Locations" is a count; the places stand in the detail.
    locations: place === null || /^\d+\s/.test(place) ? [] : [place],
    workplace: workplaceOf(row.maybeText('remoteType')),
    employment: row.maybeText('timeType'),
    publishedAt: row.maybeText('postedOn'),
  }
}

function readDetail(page: Page): Harvest {
  const answer = json(page)
  const info = answer.object('jobPostingInfo')
  return detailOf(page, {
    title: info.text('title'),
    company: answer.maybeText('hiringOrganization.name'),
    url: info.maybeText('externalUrl'),
    body: info.text('jobDescription'),
    locations: [info.maybeText('location'), ...info.texts('additionalLocations')],
    workplace: workplaceOf(info.maybeText('remoteType')),
    employment: info.maybeText('timeType'),
    publishedAt: info.maybeText('startDate'),
  })
}
