/** What a worker does with each kind of work, such that doing it twice is doing it once. */

import { hostname } from 'node:os'
import { openQueue, openStore, openTurns } from '../db/open.ts'
import type { Kind, Queue, Taken, WorkerSign } from '../db/queue.ts'
import type { KnownBoard, Store } from '../db/store.ts'
import { type App, openClient } from '../src/app.ts'
import { dayOf } from '../src/days.ts'
import { exit, type HostTurns } from '../src/domain.ts'
import type { Get } from '../src/http/contract.ts'
import { scrapersById } from '../src/in-force.ts'
import { createLog } from '../src/log/log.ts'
import { version } from '../src/version.ts'
import { watch } from './alarms.ts'
import { collectBoard, hostOf } from './collect.ts'
import { startJob } from './daemon.ts'
import type { TagWork } from './enqueue.ts'
import { graceMs } from './schedule.ts'
import { steadily, steadyStore } from './steady.ts'
import { tagInput } from './tag-input.ts'
import { type Came, runWorker, type Worked } from './worker.ts'

export interface WorkerAsked {
  atOnce: Record<Kind, number>
  untilEmpty: boolean
  format: 'auto' | 'json' | 'text'
}

/** Clocks of machines differ: two reads of a board so near to each other are the same. */
const clockDoubtMs = 1_000
/** Tagging comes before the refresh that counts; another run that has the store ends some time. */
const laterMs = { tags: 10_000, store: 30_000 }
const textsAtOnce = 200

interface Hands {
  app: App
  queue: Queue
  store: Store
  get: Get
  /** By the clock of the database. */
  now(): number
  /** An instant of the database by that clock. */
  ownTime(at: number): number
  taggerOf(): ReturnType<typeof loadTagger>
  signal: AbortSignal
  log: ReturnType<typeof createLog>
}

/** Works until it is asked to stop, or until nothing waits. */
export async function workFor(app: App, { atOnce, untilEmpty, format }: WorkerAsked): Promise<Worked> {
  const { signal } = app
  const log = createLog({
    format: format === 'auto' ? (app.terminal.interactive ? 'text' : 'json') : format,
    level: app.config.settings.log?.level ?? 'info',
    now: app.now,
    write: app.say,
  })
  const place = app.config.store
  // Makes the tables where there are none, and says early when the store cannot be used.
  await (await openStore(place, { lock: 'brief', now: app.now })).close()
  const queue = await openQueue(place)
  const clock = await clockOf(app, queue)
  const patience = {
    sleep: app.sleep,
    signal,
    onTrouble: (message: string) => log('warn', `${message} It is waited for.`),
  }
  const store = steadyStore(() => openStore(place, { lock: 'brief', now: clock.now }), patience)
  const turns = await openTurns(place)
  const get = await openClient(app.config, clock.now, { ...memoryOf(store), turns: steadyTurns(turns!, patience) })
  const sign: WorkerSign = { id: app.run, where: `${hostname()} ${process.pid}`, version }
  let tagger: ReturnType<typeof loadTagger> | null = null
  const taggerOf = () => {
    tagger ??= loadTagger(app)
    return tagger
  }
  const hands: Hands = { app, queue, store, get, now: clock.now, ownTime: clock.ownTime, taggerOf, signal, log }
  log(
    'info',
    `working for ${Object.entries(atOnce)
      .map(([kind, most]) => `${most} ${kind}`)
      .join(', ')} at once`,
  )
  try {
    const worked = await runWorker({
      ...{ queue, sign, atOnce, signal, untilEmpty },
      work: (taken) => doings[taken.kind](taken, hands),
      tell: (level, message) => log(level, message, { run: app.run }),
    })
    log('info', `stopped: ${worked.done} done, ${worked.failed} failed, ${worked.handedBack} handed back`)
    return worked
  } finally {
    clock.stop()
    await get.close()
    await turns!.close()
    await store.close()
    await queue.close()
  }
}

/** Made at the first text: most of a worker's start would be spent on it. */
const loadTagger = async (app: App) => (await import('../src/tagger-in-force.ts')).taggerInForce(app.config)

const memoryOf = ({ host, rememberHost, robots, rememberRobots }: Store) => ({
  host,
  rememberHost,
  robots,
  rememberRobots,
})

const steadyTurns = (turns: HostTurns, patience: Parameters<typeof steadily>[1]): HostTurns => ({
  take: (...given) => steadily(() => turns.take(...given), patience),
  move: (...given) => steadily(() => turns.move(...given), patience),
  rest: (...given) => steadily(() => turns.rest(...given), patience),
  failed: (...given) => steadily(() => turns.failed(...given), patience),
  worked: (...given) => steadily(() => turns.worked(...given), patience),
})

/** This machine's clock put right by that of the database; a pinned day stays pinned, and is as far off as it was. */
async function clockOf(app: App, queue: Queue) {
  const pinned = app.config.today !== null
  const found = (await queue.clock()) - app.now()
  let ahead = pinned ? 0 : found
  const look = async () => {
    ahead = (await queue.clock()) - app.now()
  }
  // Where the database is away, the clock is right as it was.
  const timer = setInterval(() => void (pinned ? null : look().catch(() => {})), 60_000)
  return {
    now: () => app.now() + ahead,
    ownTime: (at: number) => (pinned ? at - found : at),
    stop: () => clearInterval(timer),
  }
}

const doings: Record<Kind, (taken: Taken, hands: Hands) => Promise<Came>> = { collect, tag, timetable }

/** Reads a board, unless it was read since the work was put in: then it was delivered twice. */
async function collect(
  { data, putInAt }: Taken,
  { app, queue, store, get, now, ownTime, signal }: Hands,
): Promise<Came> {
  const board = data as KnownBoard
  const since = ownTime(putInAt) - clockDoubtMs
  const [last] = await store.snapshots(board.id, 1)
  if (last !== undefined && last.startedAt >= since) return 'done'
  const job = {
    store,
    get,
    now,
    signal,
    scrapers: scrapersById,
    credentials: app.config.secrets,
    hosts: 1,
    run: app.run,
  }
  const read = await collectBoard(board, hostOf(board, job), { ...job, unlessSince: since })
  if (read === null) return { againInMs: 0 }
  // Whoever brings in the last board looks at the whole; two that do so at once find what the other told.
  if ((await queue.outstanding('collect')) <= 1)
    await store.alone(() => watch(store, dayOf(new Date(now())), now(), app.run))
  return 'done'
}

/** Tags a stretch of texts, where this version's catalog is the one that is asked for. */
async function tag({ data, about }: Taken, { taggerOf, store, signal, log }: Hands): Promise<Came> {
  const { edition, after, upTo } = data as TagWork
  const tagger = await taggerOf()
  if (tagger.edition !== edition) {
    log(
      'warn',
      `${about} are left to the refresh: they are for catalog ${edition}, and this worker has ${tagger.edition}`,
    )
    return 'done'
  }
  for (let at = after; at < upTo; ) {
    if (signal.aborted) return { againInMs: 0 }
    const texts = (await store.untagged(edition, at, textsAtOnce)).filter(({ no }) => no <= upTo)
    if (texts.length === 0) break
    const rows = texts.map((text) => ({ no: text.no, ...tagger.tag(tagInput(text)) }))
    await store.saveTags(edition, rows)
    at = texts.at(-1)!.no
    // Signals and signs of life get their turn.
    await new Promise<void>((heard) => void setImmediate(heard))
  }
  return 'done'
}

/** Runs a job of the timetable in a process of its own. */
async function timetable({ data }: Taken, { app, queue, signal, log }: Hands): Promise<Came> {
  const { job } = data as { job: string }
  if (job === 'refresh' && (await queue.outstanding('tag')) > 0) return { againInMs: laterMs.tags }
  const running = startJob(app, job, app.run, log)
  const force = { timer: undefined as NodeJS.Timeout | undefined }
  const stop = () => {
    running.stop(false)
    force.timer = setTimeout(() => running.stop(true), graceMs)
  }
  signal.addEventListener('abort', stop, { once: true })
  const { code, signal: ended } = await running.ended
  signal.removeEventListener('abort', stop)
  clearTimeout(force.timer)
  if (signal.aborted) return { againInMs: 0 }
  if (code === exit.locked || code === exit.store) return { againInMs: laterMs.store }
  if (code === null) throw new Error(`the ${job} job was ended by ${ended ?? 'itself'}`)
  // How else it ended the job has recorded itself; its next time comes.
  return 'done'
}
