/** Reads one board page by page, and tells whether that was all of it. */
import type { KnownBoard } from '../db/store.ts'
import { normalize } from '../scrapers/kit/normalize.ts'
import { ShapeError } from '../scrapers/kit/reading.ts'
import type { BoardAddress, PageRequest, RawPosting, Scraper, Source } from '../scrapers/kit/scraper.ts'
import type { Day } from '../src/days.ts'
import type { Posting } from '../src/domain.ts'
import type { Get, HttpAnswer, HttpRequest, Verdict as HttpVerdict } from '../src/http/contract.ts'
import type { Stop, Sweep } from './judge.ts'

/** Boards with more pages of a list, or more postings with a page of their own, are read in part, and say so. */
const limits = { list: 500, detail: 5000 }

export interface Reading {
  board: KnownBoard
  scraper: Scraper
  credentials: Record<string, string>
  get: Get
  signal: AbortSignal
  day: Day
  startedAt: number
}

export const addressOf = (board: KnownBoard): BoardAddress => ({
  token: board.token,
  employer: board.employer,
  settings: board.settings ?? {},
})

/** A sweep that read nothing, and why. */
export const nothingRead = (day: Day, startedAt: number, reason: string): Sweep => ({
  ...begun(day, startedAt),
  stop: { kind: 'failed', reason },
})

const begun = (day: Day, startedAt: number): Sweep => ({
  ...{
    postings: [],
    rejects: [],
    repeats: 0,
    nameless: 0,
    pages: 0,
    total: null,
    stop: null,
    doubts: [],
    day,
    startedAt,
  },
})

/** Reads the board page by page until no page names another, a page fails, or a page says nothing new. */
export async function sweepBoard(reading: Reading): Promise<Sweep | null> {
  const { board, scraper, credentials, get, signal, day, startedAt } = reading
  const sweep = begun(day, startedAt)
  const found = new Map<string, Posting>()
  const asked = new Set<string>()
  const pages = { list: 0, detail: 0 }
  let rows = 0
  let failedDetails = 0
  let requests: PageRequest[]
  try {
    requests = scraper.start(addressOf(board), credentials)
  } catch (error) {
    return nothingRead(day, startedAt, messageOf(error))
  }
  // Visiting what is pushed while the loop runs is the whole crawl queue.
  for (const request of requests) {
    if (signal.aborted) return null
    const kind = request.kind ?? 'list'
    pages[kind] += 1
    if (pages[kind] > limits[kind]) {
      if (pages[kind] === limits[kind] + 1) sweep.doubts.push(`stopped at the limit of ${limits[kind]} ${kind} pages`)
      continue
    }
    const verdict = await get({ ...httpRequest(request, scraper.source, signal), board: board.id })
    if (signal.aborted) return null
    if (verdict.kind !== 'answer') {
      const stop = stopOf(verdict, scraper.source)
      if (request.kind === 'detail') {
        // A page that leads elsewhere is not the word of its site that the posting is over.
        if (stop.kind === 'gone' && !('redirectedTo' in verdict)) sweep.rejects.push(`${request.url}: ${stop.reason}`)
        else failedDetails += 1
        continue
      }
      sweep.stop = stop
      break
    }
    const harvest = harvestOf(scraper, request, verdict.answer, board)
    if ('reason' in harvest) {
      if (request.kind === 'detail') {
        failedDetails += 1
        continue
      }
      sweep.stop = { kind: 'failed', reason: harvest.reason }
      break
    }
    sweep.pages += 1
    const before = found.size
    rows += harvest.postings.length
    for (const raw of harvest.postings) keep(raw, reading, found, sweep)
    sweep.rejects.push(...harvest.rejects)
    if (harvest.total !== undefined) {
      // A posting that moved over a page's edge meanwhile was on none of the pages read.
      if (sweep.total !== null && sweep.total !== harvest.total && sweep.doubts.length === 0)
        sweep.doubts.push(`the list went from ${sweep.total} to ${harvest.total} postings while it was read`)
      sweep.total = harvest.total
    }
    const fresh = harvest.next.filter((next) => !asked.has(keyOf(next)))
    for (const next of fresh) asked.add(keyOf(next))
    const repeated =
      request.kind !== 'detail' &&
      !request.overlaps &&
      sweep.pages > 1 &&
      harvest.postings.length > 0 &&
      found.size === before
    const lists = fresh.filter((next) => next.kind !== 'detail')
    if (repeated && sweep.total !== found.size) {
      if (lists.length > 0 || harvest.total === undefined) sweep.doubts.push('a page repeated what an earlier one said')
      requests.push(...fresh.filter((next) => next.kind === 'detail'))
      continue
    }
    requests.push(...fresh)
  }
  if (failedDetails > 0)
    sweep.doubts.push(`${failedDetails} posting${failedDetails === 1 ? '' : 's'} could not be opened`)
  sweep.postings = [...found.values()]
  const accounted = found.size + sweep.repeats + sweep.nameless
  if (rows !== accounted) throw new Error(`${board.id}: ${rows} rows were read, and ${accounted} are accounted for`)
  return sweep
}

const keyOf = (request: PageRequest) => `${request.method ?? 'GET'} ${request.url} ${request.body ?? ''}`
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function keep(raw: RawPosting, { scraper, board, day }: Reading, found: Map<string, Posting>, sweep: Sweep): void {
  const posting = normalize(raw, scraper.source, board, day)
  const twin = found.get(posting.externalId)
  if (posting.externalId === '' || posting.title === '') {
    sweep.nameless += 1
    sweep.rejects.push(`a row without ${posting.externalId === '' ? 'an id' : `a title (${posting.externalId})`}`)
    return
  }
  if (twin === undefined) {
    found.set(posting.externalId, posting)
    return
  }
  sweep.repeats += 1
  // The same id again is the same posting in another place, or its detail after its line in the list.
  const locations = [...new Set([...twin.locations, ...posting.locations])]
  const countries = [...new Set([...twin.countries, ...posting.countries])]
  found.set(posting.externalId, { ...twin, ...(twin.text === null ? posting : {}), locations, countries })
  if (twin.text !== null && posting.text !== null && twin.title !== posting.title) {
    sweep.rejects.push(`${posting.externalId}: listed twice under different titles; the first was kept`)
  }
}

function httpRequest(request: PageRequest, source: Source, signal: AbortSignal): HttpRequest {
  return {
    url: request.url,
    ...(request.method === undefined ? {} : { method: request.method }),
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(request.body === undefined ? {} : { body: request.body }),
    source: { id: source.id, robots: source.robots, minDelaySeconds: source.minDelaySeconds },
    ...(source.access === 'browser' && !request.plain
      ? { browser: request.waitFor === undefined ? {} : { waitFor: request.waitFor } }
      : {}),
    signal,
  }
}

function harvestOf(scraper: Scraper, request: PageRequest, answer: HttpAnswer, board: KnownBoard) {
  try {
    return scraper.read({
      request,
      body: answer.body,
      url: answer.url,
      board: addressOf(board),
      whole: answer.provenWhole,
    })
  } catch (error) {
    if (error instanceof ShapeError) return { reason: error.message }
    return { reason: `${request.url}: the reader failed: ${messageOf(error)}` }
  }
}

/** What a verdict other than an answer means for the board. */
function stopOf(verdict: Exclude<HttpVerdict, { kind: 'answer' }>, source: Source): Stop {
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
