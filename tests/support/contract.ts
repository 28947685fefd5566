/** Fixtures of the sources: what each holds, and the request that it answers. */
import { existsSync, readFileSync } from 'node:fs'
import { normalize } from '../../scrapers/kit/normalize.ts'
import type { BoardAddress, Harvest, Page, PageRequest, Scraper } from '../../scrapers/kit/scraper.ts'
import { day } from '../../src/days.ts'
import type { Posting } from '../../src/domain.ts'

export const fixtures = new URL('../fixtures/', import.meta.url)

/** A line of `tests/fixtures/<source>/index.json`. Without a request it is the first that start() asks for. */
export interface Fixture {
  file: string
  /** What the fixture shows, as a sentence's end: "reads a board of ...". */
  shows: string
  board?: Partial<BoardAddress>
  request?: PageRequest
}

export function fixturesOf(source: string): Fixture[] {
  const index = new URL(`${source}/index.json`, fixtures)
  return existsSync(index) ? (JSON.parse(readFileSync(index, 'utf8')) as Fixture[]) : []
}

export const bodyOf = (source: string, fixture: Fixture): string =>
  readFileSync(new URL(`${source}/${fixture.file}`, fixtures), 'utf8')

export const boardOf = (fixture: Fixture): BoardAddress => ({
  token: 'acme',
  employer: null,
  settings: {},
  ...fixture.board,
})

/** The page that a fixture is, or another body in its place. */
export function pageOf(scraper: Scraper, fixture: Fixture, body: string): Page {
  const board = boardOf(fixture)
  const keys = Object.fromEntries((scraper.source.credentials ?? []).map((name) => [name, 'a-key']))
  const request = fixture.request ?? scraper.start(board, keys)[0]
  if (request === undefined) throw new Error(`${scraper.source.id}: start() asks for nothing`)
  return { request, body, url: request.url, board }
}

/** The day on which all fixtures are read. */
export const today = day('2026-11-24')

export function postingsOf(scraper: Scraper, fixture: Fixture, harvest: Harvest): Posting[] {
  const { token, employer } = boardOf(fixture)
  const board = { id: `${scraper.source.id}:${token}`, source: scraper.source.id, token, employer }
  return harvest.postings.map((raw) => normalize(raw, scraper.source, board, today))
}
