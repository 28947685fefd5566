/** Periods of a series: days, ISO weeks, months, quarters, years. */
import {
  addDays,
  addMonths,
  type Day,
  firstOfMonth,
  lastOfMonth,
  type Month,
  maybeMonday,
  monthOf,
  weekOf,
} from '../days.ts'

export const periodKinds = ['day', 'week', 'month', 'quarter', 'year'] as const
export type PeriodKind = (typeof periodKinds)[number]

/** Which kind of period a name is of. */
export const kindOf = (period: string): PeriodKind =>
  /^\d{4}$/.test(period)
    ? 'year'
    : /^\d{4}-Q[1-4]$/.test(period)
      ? 'quarter'
      : /^\d{4}-W\d{2}$/.test(period)
        ? 'week'
        : /^\d{4}-\d{2}$/.test(period)
          ? 'month'
          : 'day'

export function periodOf(day: Day, by: PeriodKind): string {
  if (by === 'day') return day
  if (by === 'week') return weekOf(day)
  if (by === 'month') return monthOf(day)
  const year = day.slice(0, 4)
  return by === 'year' ? year : `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

export function lastDayOf(period: string, by: PeriodKind): Day {
  if (by === 'day') return period as Day
  if (by === 'week') return addDays(maybeMonday(period)!, 6)
  if (by === 'month') return lastOfMonth(period as Month)
  if (by === 'year') return `${period}-12-31` as Day
  return lastOfMonth(`${period.slice(0, 4)}-${String(Number(period.slice(6)) * 3).padStart(2, '0')}` as Month)
}

/** Every period from the one that holds `from` to the one that holds `to`. */
export function periodsBetween(from: Day, to: Day, by: PeriodKind): string[] {
  const periods: string[] = []
  for (let day = from; day <= to; day = addDays(lastDayOf(periodOf(day, by), by), 1)) periods.push(periodOf(day, by))
  return periods
}

/** Where a series begins unless told: three months of days, two years of weeks, all there is of longer periods. */
export function usualStart(by: PeriodKind, asOf: Day, first: Day): Day {
  const back = by === 'day' ? addDays(asOf, -90) : by === 'week' ? addDays(asOf, -7 * 104) : first
  return back > first ? back : first
}

/** The first day of the period that holds the day. */
export function startOf(day: Day, by: PeriodKind): Day {
  if (by === 'day') return day
  if (by === 'week') return maybeMonday(weekOf(day))!
  const month = monthOf(day)
  if (by === 'month') return firstOfMonth(month)
  const back = by === 'year' ? Number(month.slice(5)) - 1 : (Number(month.slice(5)) - 1) % 3
  return firstOfMonth(addMonths(month, -back))
}
