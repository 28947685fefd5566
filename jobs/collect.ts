/** Takes snapshots of the boards that are due: ask, read, clean, judge, store; one failing board never stops another. */
import type { KnownBoard, SnapshotResult, Store } from '../db/store.ts'
import { normalize } from '../scrapers/kit/normalize.ts'
import { ShapeError } from '../scrapers/kit/reading.ts'
import type { PageRequest, RawPosting, Scraper, Source } from '../scrapers/kit/scraper.ts'
import { type Day, dayOf } from '../src/days.ts'
import type { Outcome, Posting } from '../src/domain.ts'
import type { Get, HttpAnswer, HttpRequest, Verdict as HttpVerdict } from '../src/http/contract.ts'
import { confirmedGone, fillsOf, judge, type Stop, type Sweep } from './judge.ts'

/** Boards longer than this many pages are read in part, and say so. */
const pageLimit = 500
const hour = 3_600_000
const periods: Record<Source['every'], number> = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour }

export interface Collecting {
  store: Store
  get: Get
  now(): number
  signal: AbortSignal
  scrapers: ReadonlyMap<string, Scraper>
  credentials: Record<string, string>
  /** Hosts asked at the same time. */
  hosts: number
  run: string
  onBoard?(done: Collected, count: number, of: number): void
}

export interface Collected {
  board: string
  outcome: Outcome
  reason: string | null
  listed: number
  rejects: string[]
  result: SnapshotResult
  host: string
}

/** Collects these boards, several hosts at once and each host's boards in turn; returns one line of truth per board. */
export async function collect(boards: KnownBoard[], job: Collecting): Promise<Collected[]> {
  const queues = new Map<string, KnownBoard[]>()
  for (const board of boards) {
    const host = hostOf(board, job)
    queues.set(host, [...(queues.get(host) ?? []), board])
  }
  const collected: Collected[] = []
  const waiting = [...queues].sort((left, right) => right[1].length - left[1].length)
  const worker = async () => {
    for (let queue = waiting.shift(); queue !== undefined; queue = waiting.shift()) {
      for (const board of queue[1]) {
        if (job.signal.aborted) return
        const done = await collectBoard(board, queue[0], job)
        if (done === null) return
        collected.push(done)
        job.onBoard?.(done, collected.length, boards.length)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(job.hosts, waiting.length) }, worker))
  return collected
}

function hostOf(board: KnownBoard, job: Collecting): string {
  const scraper = job.scrapers.get(board.source)
  const request = scraper && firstRequest(scraper, board, job.credentials)
  return request && URL.canParse(request.url) ? new URL(request.url).host : board.source
}

function firstRequest(scraper: Scraper, board: KnownBoard, credentials: Record<string, string>): PageRequest | null {
  try {
    return scraper.start(address(board), credentials)[0] ?? null
  } catch {
    // The board's own collection meets the same error and records it with its reason.
    return null
  }
}

const address = (board: KnownBoard) => ({
  token: board.token,
  employer: board.employer,
  settings: board.settings ?? {},
})

/** One board's snapshot, stored; null when the run was stopped in the middle, which leaves no trace. */
export async function collectBoard(board: KnownBoard, host: string, job: Collecting): Promise<Collected | null> {
  const startedAt = job.now()
  const day = dayOf(new Date(startedAt))
  const scraper = job.scrapers.get(board.source)
  const sweep =
    scraper === undefined
      ? nothingRead(day, startedAt, `there is no source "${board.source}" in this version`)
      : await read(board, scraper, day, startedAt, job)
  if (sweep === null) return null
  const recent = await job.store.snapshots(board.id, 40)
  const source = scraper?.source ?? unknownSource
  const { outcome, reason } = judge(sweep, source, recent)
  const result = await job.store.storeSnapshot(
    {
      board: board.id,
      startedAt,
      day,
      outcome,
      reason,
      postings: sweep.postings,
      total: sweep.total,
      rejects: sweep.rejects,
      fills: fillsOf(sweep.postings),
      run: job.run,
      origin: 'collected',
    },
    job.now(),
  )
  if (outcome === 'gone' && confirmedGone(day, recent)) await job.store.setBoardState(board.id, 'gone')
  await job.store.setDue(board.id, nextDue(startedAt, board, outcome))
  return { board: board.id, outcome, reason, listed: sweep.postings.length, rejects: sweep.rejects, result, host }
}

const unknownSource: Pick<Source, 'caps'> & Source = {
  id: 'unknown',
  title: 'unknown',
  homepage: '',
  access: 'api',
  coverage: 'sample',
  every: 'day',
  terms: { url: '', asks: '' },
  robots: 'obey',
  byDefault: false,
}

/** A good board waits its period; a failed one is asked again the sooner, but never within the hour. */
function nextDue(startedAt: number, board: KnownBoard, outcome: Outcome): number {
  const period = periods[board.every]
  const good = outcome === 'complete' || outcome === 'empty'
  // An hour's slack keeps a daily board daily when the run itself takes a while.
  return startedAt + Math.max(hour, good ? period - hour : Math.min(period, 6 * hour))
}

const nothingRead = (day: Day, startedAt: number, reason: string): Sweep => ({
  postings: [],
  rejects: [],
  pages: 0,
  total: null,
  stop: { kind: 'failed', reason },
  doubts: [],
  day,
  startedAt,
})

/** Reads the board page by page until no page names another, a page fails, or a page says nothing new. */
async function read(
  board: KnownBoard,
  scraper: Scraper,
  day: Day,
  startedAt: number,
  job: Collecting,
): Promise<Sweep | null> {
  const sweep: Sweep = { postings: [], rejects: [], pages: 0, total: null, stop: null, doubts: [], day, startedAt }
  const found = new Map<string, Posting>()
  const asked = new Set<string>()
  let failedDetails = 0
  let requests: PageRequest[]
  try {
    requests = scraper.start(address(board), job.credentials)
  } catch (error) {
    return nothingRead(day, startedAt, messageOf(error))
  }
  // Visiting what is pushed while the loop runs is the whole crawl queue.
  for (const request of requests) {
    if (job.signal.aborted) return null
    if (sweep.pages >= pageLimit) {
      sweep.doubts.push(`stopped at the limit of ${pageLimit} pages`)
      break
    }
    const verdict = await job.get(httpRequest(request, scraper.source, job.signal))
    if (job.signal.aborted) return null
    if (verdict.kind !== 'answer') {
      const stop = stopOf(verdict, scraper.source)
      if (request.kind === 'detail') {
        if (stop.kind === 'gone') sweep.rejects.push(`${request.url}: ${stop.reason}`)
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
    for (const raw of harvest.postings) keep(raw, scraper.source, board, day, found, sweep.rejects)
    sweep.rejects.push(...harvest.rejects)
    if (harvest.total !== undefined) sweep.total = harvest.total
    const fresh = harvest.next.filter((next) => !asked.has(keyOf(next)))
    for (const next of fresh) asked.add(keyOf(next))
    const repeated =
      request.kind !== 'detail' && sweep.pages > 1 && harvest.postings.length > 0 && found.size === before
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
  return sweep
}

const keyOf = (request: PageRequest) => `${request.method ?? 'GET'} ${request.url} ${request.body ?? ''}`
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function keep(
  raw: RawPosting,
  source: Source,
  board: KnownBoard,
  day: Day,
  found: Map<string, Posting>,
  rejects: string[],
): void {
  const posting = normalize(raw, source, board, day)
  const twin = found.get(posting.externalId)
  if (twin === undefined) {
    found.set(posting.externalId, posting)
    return
  }
  // The same id again is the same posting in another place, or its detail after its line in the list.
  const locations = [...new Set([...twin.locations, ...posting.locations])]
  const countries = [...new Set([...twin.countries, ...posting.countries])]
  found.set(posting.externalId, { ...twin, ...(twin.text === null ? posting : {}), locations, countries })
  if (twin.text !== null && posting.text !== null && twin.title !== posting.title) {
    rejects.push(`${posting.externalId}: listed twice under different titles; the first was kept`)
  }
}

function httpRequest(request: PageRequest, source: Source, signal: AbortSignal): HttpRequest {
  return {
    url: request.url,
    ...(request.method === undefined ? {} : { method: request.method }),
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(request.body === undefined ? {} : { body: request.body }),
    source: { id: source.id, robots: source.robots, minDelaySeconds: source.minDelaySeconds },
    ...(source.access === 'browser'
      ? { browser: request.waitFor === undefined ? {} : { waitFor: request.waitFor } }
      : {}),
    signal,
  }
}

function harvestOf(scraper: Scraper, request: PageRequest, answer: HttpAnswer, board: KnownBoard) {
  try {
    return scraper.read({ request, body: answer.body, url: answer.url, board: address(board) })
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
