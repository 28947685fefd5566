/** The daemon: looks once a minute at what the timetable owes, and runs it, one job at a time. */
import cron from 'node-cron'
import type { Cron, Entry } from './timetable.ts'
import { nextRun, parseCron } from './timetable.ts'

/** A job in a process of its own: it may throw, hang or die without taking the daemon along. */
export interface RunningJob {
  /** The exit code, once it ended. */
  ended: Promise<number>
  /** Asks it to stop; the second call forces it. */
  stop(): void
}

export interface Daemon {
  entries: Entry[]
  /** When each job last began, from the store: what a restart or a night's sleep has missed is made up once. */
  lastRuns: Map<string, number>
  now(): number
  start(entry: Entry): RunningJob
  record(job: string, outcome: 'started' | 'done' | 'flagged' | 'failed' | 'overran', message: string): Promise<void>
  signal: AbortSignal
}

interface Timed extends Entry {
  times: Cron
  /** The instant it is next owed. */
  owedAt: number | null
}

/** A clock that stepped back further than this makes the plan anew; a smaller step just waits. */
const backwardsMs = 120_000

export class Plan {
  readonly #jobs: Timed[]
  #lastLook: number

  constructor(entries: Entry[], lastRuns: ReadonlyMap<string, number>, now: number) {
    this.#lastLook = now
    this.#jobs = entries.map((entry) => {
      const times = parseCron(entry.cron, `timetable.${entry.job}`)
      // A last run in the future is a clock that was wrong then; it must not silence the job until it catches up.
      const last = Math.min(lastRuns.get(entry.job) ?? now - 60_000, now)
      return { ...entry, times, owedAt: nextRun(times, last) }
    })
  }

  /** The jobs owed at `now`, in the timetable's order; each is owed once however many of its times went by. */
  due(now: number): Entry[] {
    if (now < this.#lastLook - backwardsMs) {
      for (const job of this.#jobs) job.owedAt = nextRun(job.times, now)
    }
    this.#lastLook = now
    const owed = this.#jobs.filter((job) => job.owedAt !== null && job.owedAt <= now)
    for (const job of owed) job.owedAt = nextRun(job.times, now)
    return owed
  }

  /** What comes next, soonest first. */
  upcoming(): { job: string; at: number }[] {
    return this.#jobs
      .flatMap((job) => (job.owedAt === null ? [] : [{ job: job.job, at: job.owedAt }]))
      .sort((left, right) => left.at - right.at)
  }
}

/** Runs until the signal; a job under way is asked to stop and waited for. */
export async function runSchedule(daemon: Daemon): Promise<void> {
  const plan = new Plan(daemon.entries, daemon.lastRuns, daemon.now())
  let running: RunningJob | null = null
  const waiting: Entry[] = []
  let busy: Promise<void> | null = null

  const work = async () => {
    for (let entry = waiting.shift(); entry !== undefined && !daemon.signal.aborted; entry = waiting.shift()) {
      const began = daemon.now()
      await daemon.record(entry.job, 'started', entry.about)
      running = daemon.start(entry)
      const code = await withDeadline(running, entry.deadlineMinutes * 60_000)
      running = null
      const seconds = Math.round((daemon.now() - began) / 1000)
      const outcome = code === 'overran' ? 'overran' : code === 0 ? 'done' : code === 3 ? 'flagged' : 'failed'
      const said =
        code === 'overran' ? `stopped after ${entry.deadlineMinutes} minutes` : `exit code ${code} after ${seconds} s`
      await daemon.record(entry.job, outcome, said)
    }
  }
  const look = () => {
    for (const entry of plan.due(daemon.now())) {
      if (!waiting.some((other) => other.job === entry.job)) waiting.push(entry)
    }
    busy ??= work().finally(() => {
      busy = null
    })
  }

  const ticking = cron.schedule('* * * * *', look, { timezone: 'UTC', noOverlap: true })
  look()
  await new Promise<void>((resolve) => {
    if (daemon.signal.aborted) resolve()
    daemon.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await ticking.destroy()
  ;(running as RunningJob | null)?.stop()
  if (busy !== null) await busy
}

/** Waits for a job, at most so long; then asks it to stop, and forces it 20 seconds later. */
async function withDeadline(job: RunningJob, ms: number): Promise<number | 'overran'> {
  let overran = false
  const first = setTimeout(() => {
    overran = true
    job.stop()
  }, ms)
  const second = setTimeout(() => job.stop(), ms + 20_000)
  const code = await job.ended
  clearTimeout(first)
  clearTimeout(second)
  return overran ? 'overran' : code
}
