/** Asks for one page of a board and reads it: what it holds, or why that cannot be told. */
import type { KnownBoard } from '../db/store.ts'
import { ShapeError } from '../scrapers/kit/reading.ts'
import type { BoardAddress, Harvest, PageRequest, Scraper, Source } from '../scrapers/kit/scraper.ts'
import type { Get, HttpAnswer, HttpRequest, Verdict } from '../src/http/contract.ts'
import type { Stop } from './judge.ts'

export interface Asking {
  board: KnownBoard
  scraper: Scraper
  get: Get
  signal: AbortSignal
}

export type PageRead =
  | { kind: 'read'; harvest: Harvest; answer: HttpAnswer }
  /** What the validators stand for is all that there is. */
  | { kind: 'unchanged' }
  /** `elsewhere`: the page leads to another host, which is not the word of its own that it is gone. */
  | { kind: 'stopped'; stop: Stop; elsewhere: boolean }

export const addressOf = (board: KnownBoard): BoardAddress => ({
  token: board.token,
  employer: board.employer,
  settings: board.settings ?? {},
})

export async function readPage(
  request: PageRequest,
  { board, scraper, get, signal }: Asking,
  validators?: HttpRequest['validators'],
): Promise<PageRead> {
  const asked = httpRequest(request, scraper.source, signal)
  const verdict = await get({ ...asked, board: board.id, ...(validators === undefined ? {} : { validators }) })
  if (verdict.kind === 'unchanged' && validators !== undefined) return { kind: 'unchanged' }
  if (verdict.kind !== 'answer') {
    return { kind: 'stopped', stop: stopOf(verdict, scraper.source), elsewhere: 'redirectedTo' in verdict }
  }
  const harvest = harvestOf(scraper, request, verdict.answer, board)
  return 'reason' in harvest
    ? { kind: 'stopped', stop: { kind: 'failed', reason: harvest.reason }, elsewhere: false }
    : { kind: 'read', harvest, answer: verdict.answer }
}

function httpRequest(request: PageRequest, source: Source, signal: AbortSignal): HttpRequest {
  return {
    url: request.url,
    ...(request.method === undefined ? {} : { method: request.method }),
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(request.body === undefined ? {} : { body: request.body }),
    source: { id: source.id, robots: source.robots, minDelaySeconds: source.minDelaySeconds },
    ...(isRendered(request, source)
      ? { browser: request.waitFor === undefined ? {} : { waitFor: request.waitFor } }
      : {}),
    signal,
  }
}

export const isRendered = (request: PageRequest, source: Source): boolean =>
  source.access === 'browser' && request.plain !== true

function harvestOf(scraper: Scraper, request: PageRequest, answer: HttpAnswer, board: KnownBoard) {
  const { body, url, provenWhole: whole } = answer
  try {
    return scraper.read({ request, body, url, board: addressOf(board), whole })
  } catch (error) {
    if (error instanceof ShapeError) return { reason: error.message }
    return { reason: `${request.url}: the reader failed: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** What a verdict other than an answer means for the board. */
function stopOf(verdict: Exclude<Verdict, { kind: 'answer' }>, source: Source): Stop {
  switch (verdict.kind) {
    case 'gone':
      return { kind: 'gone', reason: verdict.reason }
    case 'refused': {
      const gone = verdict.status !== undefined && source.goneWhen?.statuses?.includes(verdict.status)
      return { kind: gone ? 'gone' : 'blocked', reason: verdict.reason }
    }
    case 'changed': {
      const gone = verdict.status !== undefined && source.goneWhen?.statuses?.includes(verdict.status)
      return { kind: gone ? 'gone' : 'failed', reason: verdict.reason }
    }
    case 'later':
      return { kind: 'blocked', reason: `${verdict.reason} (next try after ${verdict.until.toISOString()})` }
    case 'again':
      return { kind: 'failed', reason: verdict.reason }
    case 'unchanged':
      return { kind: 'failed', reason: `${verdict.url} answered "unchanged" to a request without validators` }
  }
}
