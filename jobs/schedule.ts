/** The daemon: looks once a minute at what the timetable owes, and runs each job in a process of its own. */
import { exit } from '../src/domain.ts'
import { clockStep, clockTrouble } from './clock.ts'
import { Plan } from './plan.ts'
import type { Entry } from './timetable.ts'

/** How a process ended: by an exit code, or by a signal, or by never beginning. */
export interface Ended {
  code: number | null
  signal: string | null
}

export interface RunningJob {
  ended: Promise<Ended>
  /** Asks it to stop; `force` ends it. */
  stop(force: boolean): void
}

export type JobOutcome = 'started' | 'done' | 'flagged' | 'failed' | 'overran' | 'stopped'

export interface Daemon {
  entries: Entry[]
  /** When each job last began, from the store: what a restart or a night's sleep has missed is made up once. */
  lastRuns(): Promise<ReadonlyMap<string, number>>
  /** Milliseconds since 1970 by the clock on the wall, which may jump. */
  now(): number
  /** Milliseconds since some instant, by a clock that only goes on. */
  elapsed(): number
  /** Called at each look that could be made: the sign of life that others see. */
  looked?(): void
  /** Milliseconds by which a job of this installation begins after its time. */
  spreadOf?(entry: Entry): number
  /** Names a run: what it writes carries the name. */
  nameRun(job: string): string
  start(entry: Entry, run: string): RunningJob
  /** Whether the run itself recorded how it ended. */
  settled(run: string): Promise<boolean>
  record(job: string, run: string, outcome: JobOutcome, message: string): Promise<void>
  /** The instant of what was recorded last, whatever the clock said then; null in a new store. */
  lastRecorded(): Promise<number | null>
  tell(level: 'info' | 'warn' | 'error', message: string, about?: { job?: string; run?: string }): void
  signal: AbortSignal
}

/** A job asked to stop has so long before it is ended. */
export const graceMs = 8_000
/** A job that found the store in use is tried again after so long. */
const againMs = 10 * 60_000
const minuteMs = 60_000

/** Runs until the signal; jobs under way are asked to stop and waited for. Nothing that a job does can end it. */
export async function runSchedule(daemon: Daemon): Promise<void> {
  const plan = new Plan(daemon.entries, await daemon.lastRuns(), daemon.now(), daemon.spreadOf)
  const lanes = { store: lane(daemon, plan, () => enqueue('watch')), beside: lane(daemon, plan) }
  const put = (entry: Entry) => (entry.beside ? lanes.beside : lanes.store).put(entry)
  const enqueue = (job: string) => {
    const entry = daemon.entries.find((own) => own.job === job)
    if (entry !== undefined) put(entry)
  }
  const clock = clockOf(daemon)
  const look = async () => {
    try {
      daemon.looked?.()
      if (await clock.good()) for (const entry of plan.due(daemon.now())) put(entry)
    } catch (error) {
      daemon.tell('error', `looking at the timetable failed: ${messageOf(error)}`)
    }
  }
  const ticking = everyMinute(() => void look(), daemon.now)
  await look()
  await new Promise<void>((resolve) => {
    if (daemon.signal.aborted) resolve()
    daemon.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  ticking.stop()
  await Promise.all([lanes.store.stop(), lanes.beside.stop()])
}

/**
 * Looks a moment after each full minute. Not a library's tick: node-cron works off every minute that a clock jumped over,
 * one by one, and after a jump back it is silent until the old time comes again.
 */
function everyMinute(look: () => void, now: () => number) {
  let timer: NodeJS.Timeout
  const wait = () => {
    timer = setTimeout(
      () => {
        look()
        wait()
      },
      minuteMs - (now() % minuteMs) + 20,
    )
  }
  wait()
  return { stop: () => clearTimeout(timer) }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Holds the jobs while the clock cannot be believed, and says once what it did. */
function clockOf(daemon: Daemon) {
  let last = { wall: daemon.now(), passed: daemon.elapsed() }
  let trouble: string | null = null
  return {
    good: async (): Promise<boolean> => {
      const at = { wall: daemon.now(), passed: daemon.elapsed() }
      const step = clockStep(at.wall - last.wall, at.passed - last.passed)
      if (step !== null) daemon.tell('warn', step)
      last = at
      const found = clockTrouble(at.wall, await daemon.lastRecorded())
      if (found !== null && trouble === null) daemon.tell('error', found)
      if (found === null && trouble !== null) daemon.tell('info', 'the clock can be believed again')
      trouble = found
      return found === null
    },
  }
}

/** Jobs of one lane run one after another; one that waits already is not put in twice. */
function lane(daemon: Daemon, plan: Plan, afterEach: () => void = () => {}) {
  const waiting: Entry[] = []
  let running: RunningJob | null = null
  let busy: Promise<void> | null = null
  const work = async () => {
    for (let entry = waiting.shift(); entry !== undefined && !daemon.signal.aborted; entry = waiting.shift()) {
      const run = daemon.nameRun(entry.job)
      try {
        await runJob(daemon, plan, entry, run, (job) => {
          running = job
        })
      } catch (error) {
        daemon.tell('error', `${entry.job} could not be run: ${messageOf(error)}`, { job: entry.job, run })
      }
      running = null
      afterEach()
    }
  }
  return {
    put: (entry: Entry) => {
      if (daemon.signal.aborted || waiting.some((other) => other.job === entry.job)) return
      waiting.push(entry)
      busy ??= work().finally(() => {
        busy = null
      })
    },
    stop: async () => {
      const force = setTimeout(() => running?.stop(true), graceMs)
      running?.stop(false)
      await busy
      clearTimeout(force)
    },
  }
}

/** One run from start to end; what it could not record itself is recorded for it. */
async function runJob(daemon: Daemon, plan: Plan, entry: Entry, run: string, onStart: (job: RunningJob) => void) {
  const about = { job: entry.job, run }
  const began = daemon.elapsed()
  if (!entry.quiet) daemon.tell('info', `${entry.job} started`, about)
  let end: Ended & { overran: boolean }
  try {
    const job = daemon.start(entry, run)
    onStart(job)
    end = await withDeadline(job, entry.deadlineMinutes * 60_000)
  } catch (error) {
    daemon.tell('error', `${entry.job} could not begin: ${messageOf(error)}`, about)
    await daemon.record(entry.job, run, 'failed', `it could not begin: ${messageOf(error)}`)
    return
  }
  const seconds = Math.max(0, Math.round((daemon.elapsed() - began) / 1000))
  if (end.overran) {
    const message = `stopped: it was not done after ${entry.deadlineMinutes} minutes`
    daemon.tell('error', `${entry.job} ${message}`, about)
    await daemon.record(entry.job, run, 'overran', message)
  } else if (end.code === exit.locked) {
    daemon.tell('info', `${entry.job} waits: another run holds the store`, about)
    plan.again(entry.job, daemon.now() + againMs)
  } else {
    const how = end.code === null ? `ended by ${end.signal ?? 'itself'}` : `exit code ${end.code}`
    const good = end.code === exit.done || end.code === exit.flagged
    if (!good || !entry.quiet)
      daemon.tell(good ? 'info' : 'error', `${entry.job} ended after ${seconds} s, ${how}`, about)
    if (!good && !(await daemon.settled(run))) {
      await daemon.record(entry.job, run, 'failed', `${how} after ${seconds} s, before it could say why`)
    }
  }
}

/** Waits for a job, at most so long; then asks it to stop, and forces it a little later. */
async function withDeadline(job: RunningJob, ms: number): Promise<Ended & { overran: boolean }> {
  let overran = false
  const first = setTimeout(() => {
    overran = true
    job.stop(false)
  }, ms)
  const second = setTimeout(() => job.stop(true), ms + graceMs)
  try {
    return { ...(await job.ended), overran }
  } finally {
    clearTimeout(first)
    clearTimeout(second)
  }
}
