/** Which days of the past were read well enough to speak for, boards and threads apart. */
import { type Day, dayFromNumber, dayNumber, lastOfMonth, type Week, weekOf } from '../days.ts'
import { minimum } from '../figures/method.ts'
import { type Asking, shared } from './asking.ts'
import { openedOf, readsOf } from './opened.ts'
import { lastDayOf, type PeriodKind, startOf } from './periods.ts'
import { healthOf } from './reading.ts'

export interface ReadDays {
  /** The first day on which anything but a monthly thread was read; null where nothing was. */
  boardsSince: Day | null
  /** Days of the period, up to the as-of day, on which something was read, and the part of them with enough read. */
  within(period: string, by: PeriodKind, asOf: Day): { days: number; good: number }
}

/** The monthly threads that the store knows, or its other boards. */
export async function boardsOf(asking: Asking, kind: 'threads' | 'boards'): Promise<string[]> {
  const boards = await healthOf(asking)
  return boards.filter(({ every }) => (every === 'month') === (kind === 'threads')).map(({ board }) => board)
}

export const readDaysOf = shared(async (asking: Asking): Promise<ReadDays> => {
  const { first, coverage } = await dailyCoverage(asking)
  const weeks = await weeksRead(asking)
  const months = await asking.store.questions.threadMonths(asking.asOf)
  const threadDays = new Set<number>()
  for (const month of months) {
    const last = dayNumber(lastOfMonth(month))
    for (let day = dayNumber(`${month}-01` as Day); day <= last; day++) threadDays.add(day)
  }
  const onlyThreads = (asking.population.startsWith('source:') && coverage.size === 0) || first === null
  return {
    boardsSince: first === null ? null : dayFromNumber(first),
    within: (period, by, asOf) => {
      const last = lastDayOf(period, by)
      const from = dayNumber(startOf(last, by))
      const to = dayNumber(last < asOf ? last : asOf)
      let days = 0
      let good = 0
      for (let day = from; day <= to; day++) {
        const daily = coverage.get(day)
        // Before the first board was read only threads speak; from then on both must.
        const judgedByThread = onlyThreads || (first !== null && day < first)
        // A thread speaks of its month, never of one of its weeks.
        const speaks = judgedByThread
          ? by !== 'week' && threadDays.has(day)
          : daily !== undefined && weeks.has(weekOf(dayFromNumber(day)))
        if (!speaks) continue
        days += 1
        if (judgedByThread || daily! >= minimum.coverage) good += 1
      }
      return { days, good: days === 0 ? 0 : good / (to - from + 1) }
    },
  }
})

/**
 * Weeks in which some board was read whole again after its first time: a list that is carried says what is open, never that
 * nothing opened, and a first list is all stock.
 */
async function weeksRead(asking: Asking): Promise<Set<Week>> {
  const [{ boards }, reads] = [await openedOf(asking), await readsOf(asking)]
  const weeks = new Set<Week>()
  for (let week = 0; week < reads.weeks; week++) {
    if (boards.some(({ isThread }, board) => !isThread && reads.daysOf(week, board) !== 0)) {
      weeks.add(weekOf(dayFromNumber(reads.monday + 7 * week)))
    }
  }
  return weeks
}

async function dailyCoverage(asking: Asking): Promise<{ first: number | null; coverage: Map<number, number> }> {
  const days = await asking.store.questions.countedDays(asking.asOf)
  const read = days.filter(({ boardsRead }) => boardsRead > 0)
  const coverage = new Map(
    read.map((row) => [dayNumber(row.day), row.coverage ?? row.boardsRead / Math.max(1, row.boardsActive)]),
  )
  return { first: read[0] === undefined ? null : dayNumber(read[0].day), coverage }
}
