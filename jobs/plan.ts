/** What the timetable owes at an instant. Pure but for what it remembers: each job's last run and its next. */
import { type Cron, parseCron } from './cron.ts'
import { nextRun } from './occurrences.ts'
import type { Entry } from './timetable.ts'

interface Timed extends Entry {
  times: Cron
  spreadMs: number
  last: number | null
  /** The instant it is next owed; null where its expression names no day that comes. */
  owedAt: number | null
  /** Tried again then, whatever its times say. */
  againAt: number | null
}

/** A clock that stepped back further than this makes the plan anew; a smaller step just waits. */
const backwardsMs = 120_000
/** Runs that lie ahead of a clock set back by at most so much are not repeated: their hour was done. */
const repeatedMs = 25 * 3_600_000

export class Plan {
  readonly #jobs: Timed[]
  #lastLook: number

  constructor(
    entries: Entry[],
    lastRuns: ReadonlyMap<string, number>,
    now: number,
    spreadOf: (entry: Entry) => number = () => 0,
  ) {
    this.#lastLook = now
    this.#jobs = entries.map((entry) => {
      const times = parseCron(entry.cron, `timetable.${entry.job}`)
      const last = lastRuns.get(entry.job) ?? null
      return planned(
        { ...entry, times, spreadMs: spreadOf(entry), last, owedAt: null, againAt: null },
        now,
        last ?? now - 60_000,
      )
    })
  }

  /** The jobs owed at `now`, in the timetable's order; each is owed once however many of its times went by. */
  due(now: number): Entry[] {
    if (now < this.#lastLook - backwardsMs) for (const job of this.#jobs) planned(job, now, job.last ?? now)
    this.#lastLook = now
    // A plan made under a clock that was far back is no longer good when the clock is right again.
    for (const job of this.#jobs) {
      if (job.owedAt !== null && job.owedAt <= now && job.last !== null && job.last <= now) planned(job, now, job.last)
    }
    const owed = this.#jobs.filter(({ owedAt, againAt }) => (owedAt ?? now + 1) <= now || (againAt ?? now + 1) <= now)
    return owed.map((job) => {
      const slot = lastTime(job, now)
      job.last = now
      job.againAt = null
      job.owedAt = nextOwed(job, now)
      return { ...job, slot }
    })
  }

  /** Owes a job once more, before its next time: it could not begin because another run held the store. */
  again(job: string, at: number): void {
    for (const own of this.#jobs) if (own.job === job) own.againAt = at
  }

  /** What comes next, soonest first. */
  upcoming(): { job: string; at: number }[] {
    return this.#jobs
      .flatMap((job) => (job.owedAt === null ? [] : [{ job: job.job, at: job.owedAt }]))
      .sort((left, right) => left.at - right.at)
  }
}

const nextOwed = ({ times, spreadMs }: Timed, after: number): number | null => {
  const at = nextRun(times, after - spreadMs)
  return at === null ? null : at + spreadMs
}

/** The newest of the job's times that has come; looked for over two days, within which every usual job has one. */
function lastTime({ times, spreadMs, owedAt }: Timed, now: number): number {
  let slot = owedAt !== null && owedAt <= now ? owedAt - spreadMs : now
  const from = Math.max(now - 2 * 86_400_000, slot === now ? 0 : slot)
  for (let at = nextRun(times, from); at !== null && at + spreadMs <= now; at = nextRun(times, at)) slot = at
  return slot
}

/** A last run in the far future is a clock that was wrong then; it must not silence the job until that day comes. */
function planned(job: Timed, now: number, last: number): Timed {
  job.owedAt = nextOwed(job, last - now > repeatedMs ? now : last)
  return job
}
