/** How many jobs naming a skill were gone, period by period: each in the period in which a list first lacked it. */
import { type Day, dayFromNumber } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { grouped } from '../figures/sums.ts'
import type { Series } from '../report/views.ts'
import type { Asking } from './asking.ts'
import { flowBreaks } from './breaks.ts'
import { goneBetween } from './come-and-gone.ts'
import { lastDayOf, type PeriodKind, periodOf, periodsBetween } from './periods.ts'
import { broken, countPoint, gap, stateOf } from './points.ts'
import { readDaysOf } from './read-days.ts'

/** By the first list without each of the jobs that were gone from the day on. */
export async function closedOn(asking: Asking, skill: SkillId, from: Day): Promise<Map<Day, { employer: string }[]>> {
  const rows = await goneBetween(asking, skill, from, asking.asOf)
  return grouped(rows, ({ endedOn }) => dayFromNumber(endedOn))
}

/** Null where only monthly threads are read, which do not tell when a job is gone. */
export async function closedSeries(
  asking: Asking,
  skill: SkillId,
  by: Exclude<PeriodKind, 'day'>,
  from: Day,
): Promise<Series | null> {
  const { population, asOf } = asking
  const read = await readDaysOf(asking)
  const since = read.boardsSince
  if (since === null) return null
  const counts = new Map<string, number>()
  for (const [day, rows] of await closedOn(asking, skill, from)) {
    const period = periodOf(day, by)
    counts.set(period, (counts.get(period) ?? 0) + rows.length)
  }
  const points = periodsBetween(from, asOf, by).map((period) =>
    lastDayOf(period, by) < since
      ? gap(period, 'missing')
      : countPoint(period, counts.get(period) ?? 0, stateOf(period, by, asOf, read)),
  )
  const breaks = await flowBreaks(asking, by, from)
  return broken({ skill, population, by, breaks, measure: 'closed', unit: 'vacancies', points })
}
