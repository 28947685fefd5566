/** Takes snapshots of the boards that are due: ask, read, clean, judge, store; one failing board never stops another. */
import { setTimeout as wait } from 'node:timers/promises'
import type { KnownBoard, RememberedList, SnapshotResult, Store } from '../db/store.ts'
import type { PageRequest, Scraper, Source } from '../scrapers/kit/scraper.ts'
import { type Day, dayOf } from '../src/days.ts'
import type { Outcome } from '../src/domain.ts'
import type { Get } from '../src/http/contract.ts'
import { fillsOf } from './fills.ts'
import { confirmedGone, judge } from './judge.ts'
import { addressOf } from './page.ts'
import { nextBeat, shareOf } from './spread.ts'
import { nothingRead, type Swept, sweepBoard } from './sweep.ts'

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
  /** Begins with each host at a moment of its own within so long; all at once where it is not given. */
  spreadMs?: number
  sleep?(ms: number, signal: AbortSignal): Promise<void>
  /** A board of which a snapshot began at or after this instant is not stored again. */
  unlessSince?: number
  /** Reads every list and every page, whatever is known of them. */
  whole?: boolean
  onBoard?(done: Collected, count: number, of: number): void
}

export interface Collected {
  board: string
  outcome: Outcome
  reason: string | null
  /** Its source said that the list is the one before. */
  unchanged: boolean
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
  const began = job.now()
  const waiting = [...queues]
    .map(([host, boards]) => ({ host, boards, beginsAt: began + delayOf(host, boards.length, job.spreadMs ?? 0) }))
    .sort((left, right) => left.beginsAt - right.beginsAt || right.boards.length - left.boards.length)
  const worker = async () => {
    for (let queue = waiting.shift(); queue !== undefined; queue = waiting.shift()) {
      await until(queue.beginsAt, job)
      for (const board of queue.boards) {
        if (job.signal.aborted) return
        const done = await collectBoard(board, queue.host, job)
        if (done === null) return
        collected.push(done)
        job.onBoard?.(done, collected.length, boards.length)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(job.hosts, waiting.length) }, worker))
  return collected
}

/** So many boards of one host take minutes: it begins at once, so that it does not end the later. */
const longQueue = 60

const delayOf = (host: string, boards: number, spreadMs: number) =>
  boards >= longQueue ? 0 : Math.floor(shareOf(host) * spreadMs)

/** Waits for the moment, or for the end of the run. */
async function until(at: number, { now, signal, sleep = sleepUnlessEnded }: Collecting): Promise<void> {
  const ms = at - now()
  if (ms > 0 && !signal.aborted) await sleep(ms, signal)
}

const sleepUnlessEnded = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })

export function hostOf(board: KnownBoard, job: Pick<Collecting, 'scrapers' | 'credentials'>): string {
  const scraper = job.scrapers.get(board.source)
  const request = scraper && firstRequest(scraper, board, job.credentials)
  return request && URL.canParse(request.url) ? new URL(request.url).host : board.source
}

function firstRequest(scraper: Scraper, board: KnownBoard, credentials: Record<string, string>): PageRequest | null {
  try {
    return scraper.start(addressOf(board), credentials)[0] ?? null
  } catch {
    // The board's own collection meets the same error and records it with its reason.
    return null
  }
}

/** One board's snapshot, stored; null when the run was stopped in the middle, which leaves no trace. */
export async function collectBoard(board: KnownBoard, host: string, job: Collecting): Promise<Collected | null> {
  const startedAt = job.now()
  const day = dayOf(new Date(startedAt))
  const scraper = job.scrapers.get(board.source)
  const list = job.whole ? null : await job.store.rememberedList(board.id)
  const read = (list: RememberedList | null): Promise<Swept | null> =>
    scraper === undefined
      ? Promise.resolve(nothingRead(day, startedAt, `there is no source "${board.source}" in this version`))
      : sweepBoard({ ...job, board, scraper, day, startedAt, list, known: () => knownOf(board, job) })
  const first = await read(list)
  if (first?.unchanged && list !== null) {
    const repeated = await repeat(board, list, { startedAt, day, host, every: scraper!.source.every }, job)
    if (repeated !== null) return repeated
  }
  // The list that "unchanged" spoke of stands no longer as it was: then only reading tells what there is.
  const sweep = first?.unchanged ? await read(null) : first
  if (sweep === null) return null
  const source = scraper?.source ?? unknownSource
  const recent = await job.store.snapshots(board.id, 40)
  const open = await job.store.openIds(board.id)
  const listed = new Set(sweep.postings.map(({ externalId }) => externalId))
  const seenAgain = open.filter((id) => listed.has(id)).length
  const fills = { ...fillsOf(sweep.postings), seenAgain }
  const { outcome, reason, missTolerance } = judge(sweep, fills, source, { recent, open: open.length, seenAgain })
  const result = await job.store.storeSnapshot(
    {
      ...{ board: board.id, startedAt, day, outcome, reason, fills },
      ...{ postings: sweep.postings, total: sweep.total, rejects: sweep.rejects },
      ...{ run: job.run, origin: 'collected', missTolerance, unlessSince: job.unlessSince },
      nextDueAt: nextDue(board.id, startedAt, source.every, outcome),
      list: outcome === 'complete' ? sweep.list : undefined,
      opened: sweep.opened,
      state: outcome === 'gone' && confirmedGone(day, recent) ? 'gone' : isGood(outcome) ? 'active' : undefined,
    },
    job.now(),
  )
  const { postings, rejects } = sweep
  return { board: board.id, outcome, reason, unchanged: false, listed: postings.length, rejects, result, host }
}

const knownOf = (board: KnownBoard, job: Collecting) =>
  job.whole ? Promise.resolve([]) : job.store.knownPostings(board.id)

/** The last whole list once more, as its source says that it still stands; null where it is not there to be repeated. */
async function repeat(
  board: KnownBoard,
  list: RememberedList,
  at: { startedAt: number; day: Day; host: string; every: Source['every'] },
  job: Collecting,
): Promise<Collected | null> {
  const { startedAt, day, host } = at
  const reason = `unchanged, its source says, since it was read whole on ${dayOf(new Date(list.checkedWholeAt))}`
  const nextDueAt = nextDue(board.id, startedAt, at.every, 'complete')
  const result = await job.store.repeatSnapshot(
    {
      board: board.id,
      startedAt,
      day,
      reason,
      run: job.run,
      nextDueAt,
      readWholeAt: list.checkedWholeAt,
      unlessSince: job.unlessSince,
    },
    job.now(),
  )
  if (result === null) return null
  const listed = result.unchanged
  return { board: board.id, outcome: 'complete', reason, unchanged: true, listed, rejects: [], result, host }
}

const isGood = (outcome: Outcome) => outcome === 'complete' || outcome === 'empty'

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

/**
 * A good board is read once in its period; a failed one is asked again the sooner, but never within the hour. An hour's slack
 * keeps a daily board daily when the run itself takes a while.
 */
function nextDue(board: string, startedAt: number, every: Source['every'], outcome: Outcome): number {
  const period = periods[every]
  return nextBeat(board, startedAt, Math.max(hour, isGood(outcome) ? period - hour : Math.min(period, 6 * hour)))
}
