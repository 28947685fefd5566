/** A whole board of every source on the misbehaving server, made from its fixtures: each request has an answer, and the count is known. */
import type { PageRequest, Scraper } from '../../scrapers/kit/scraper.ts'
import { boardOf, bodyOf, type Fixture, fixturesOf } from './contract.ts'

/** The fixtures that serve as the pages of a list in their order, and as the page of each posting; `totals` where theirs are of a longer list. */
const pagesOf: Record<string, { lists: string[]; detail?: string; totals?: [said: RegExp, true: string] }> = {
  adzuna: { lists: ['search.json'] },
  arbeitnow: { lists: ['page.json', 'end.json'] },
  ashby: { lists: ['board.json'] },
  bamboohr: { lists: ['list.json'], detail: 'detail.json' },
  breezy: { lists: ['list.json'], detail: 'linked-data.html' },
  browser: { lists: ['listing.html'], detail: 'selectors.html' },
  feed: { lists: ['indeed.xml'] },
  gem: { lists: ['board.json'] },
  greenhouse: { lists: ['board.json'] },
  hackernews: { lists: ['search.json', 'thread.json'] },
  himalayas: { lists: ['page.json', 'last.json'] },
  jobicy: { lists: ['remote-jobs.json'] },
  jsonld: { lists: ['robots.txt', 'sitemap.xml'], detail: 'odd.html' },
  lever: { lists: ['board.json'] },
  personio: { lists: ['positions.xml'], detail: 'english.xml' },
  pinpoint: { lists: ['postings.json'] },
  recruitee: { lists: ['offers.json'] },
  remoteok: { lists: ['api.json'] },
  remotive: { lists: ['remote-jobs.json'] },
  rippling: { lists: ['rows.json'], detail: 'detail.json' },
  smartrecruiters: { lists: ['list.json'], detail: 'detail.json', totals: [/"totalFound": ?\d+/, '"totalFound": 2'] },
  teamtailor: { lists: ['jobs.rss'] },
  themuse: { lists: ['page.json', 'last.json'] },
  usajobs: { lists: ['search.json', 'none.json'] },
  weworkremotely: { lists: ['feed.rss'] },
  workable: { lists: ['account.json'] },
  workday: { lists: ['list.json'], detail: 'detail.json', totals: [/"total": ?\d+/, '"total": 3'] },
  workingnomads: { lists: ['exposed_jobs.json'] },
}

export interface WholeBoard {
  board: ReturnType<typeof boardOf>
  /** The right answer to a request: lists by how many were asked before, the last one for all that follow. */
  answer(request: { url: string; kind: 'list' | 'detail'; nth: number }): string
}

export function wholeBoard(scraper: Scraper): WholeBoard {
  const { id } = scraper.source
  const pages = pagesOf[id]
  if (pages === undefined)
    throw new Error(`${id}: say in tests/support/whole-board.ts which fixtures make a whole board`)
  const named = (file: string): Fixture => fixturesOf(id).find((fixture) => fixture.file === file)!
  return {
    board: boardOf(named(pages.lists[0]!)),
    answer: ({ kind, nth }) => {
      if (kind === 'detail') return bodyOf(id, named(pages.detail!))
      const body = bodyOf(id, named(pages.lists[Math.min(nth, pages.lists.length - 1)]!))
      return pages.totals === undefined ? body : body.replace(...pages.totals)
    },
  }
}

/** Postings have pages of their own, each known by its address. */
export const hasPages = ({ source }: Scraper): boolean =>
  pagesOf[source.id]?.detail !== undefined && source.id !== 'personio'

export const kindOf = (request: PageRequest): 'list' | 'detail' => request.kind ?? 'list'
