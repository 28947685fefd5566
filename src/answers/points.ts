/** The points of a series of what happened in periods: whether a period can speak, and what stands where it cannot. */
import { addDays, type Day } from '../days.ts'
import type { Flag, Status } from '../domain.ts'
import { minimum, preliminaryWeeks } from '../figures/method.ts'
import type { Point, Series } from '../report/views.ts'
import { lastDayOf, type PeriodKind } from './periods.ts'
import type { ReadDays } from './read-days.ts'

export interface State {
  status: Extract<Status, 'observed' | 'partial' | 'missing'>
  flags: Flag[]
}

/** Whether a period can speak: how many of its days were read well enough, and whether it is over. */
export function stateOf(period: string, by: PeriodKind, asOf: Day, read: ReadDays): State {
  const last = lastDayOf(period, by)
  const { days, good } = read.within(period, by, asOf)
  if (days === 0) return { status: 'missing', flags: [] }
  const short = good < minimum.coverage
  const young = addDays(last, 7 * preliminaryWeeks) > asOf
  const flags: Flag[] = [...(young ? ['preliminary' as const] : []), ...(short ? ['low_coverage' as const] : [])]
  return { status: last > asOf || short ? 'partial' : 'observed', flags }
}

export const gap = (period: string, status: Status): Point => ({
  ...{ period, value: null, status, flags: [], interval: null, n: null, denominator: null },
})

export function countPoint(period: string, n: number, { status, flags }: State): Point {
  if (status === 'missing') return gap(period, status)
  return {
    period,
    value: n,
    status: status === 'observed' && n === 0 ? 'zero' : status,
    flags,
    interval: null,
    n,
    denominator: null,
  }
}

/** The same with its first points of other boards flagged. */
export function broken(series: Series): Series {
  const at = new Set(series.breaks.map(({ period }) => period))
  const points = series.points.map((point) =>
    at.has(point.period) ? { ...point, flags: [...point.flags, 'break' as const] } : point,
  )
  return { ...series, points }
}
