/** Which weeks a change compares, by how long enough employers have been watched together. */
import { addDays, addMonths, type Day, type Month, maybeMonday, monthOf, type Week } from '../days.ts'
import { minimum } from './method.ts'

export interface Windows {
  /** Weeks in each of the two windows. */
  length: number
  /** Weeks between a week and the one it is compared with. */
  distance: number
  /** `provisional`: half a year against the half before, so that a season may pass for a trend. */
  mode: 'provisional' | 'year over year'
}

/** The windows after so many complete weeks with at least 10 employers; null under 26. */
export function windowsFor(completeWeeks: number): Windows | null {
  if (completeWeeks < minimum.change.weeks) return null
  if (completeWeeks < 78) {
    const length = Math.min(26, Math.floor(completeWeeks / 2))
    return { length, distance: length, mode: 'provisional' }
  }
  return { length: Math.min(52, completeWeeks - 52), distance: 52, mode: 'year over year' }
}

/** The flag "reversing lately" compares the last half year with the half before. */
export const lately: Windows = { length: 26, distance: 26, mode: 'provisional' }

/** A window of weeks as months, for monthly threads: 52 weeks are 12, 26 are 6. */
export const monthsIn = (weeks: number): number => Math.round(weeks / 4.345)

export const mondayOfWeek = (week: Week): Day => {
  const monday = maybeMonday(week)
  if (monday === null) throw new RangeError(`"${week}" is not an ISO week`)
  return monday
}

/** The last month that is over when the week is. */
export const lastWholeMonth = (week: Week): Month => addMonths(monthOf(addDays(mondayOfWeek(week), 7)), -1)

/** Both windows as a reader names them: `Mar 2025–Feb 2026` and `Mar 2024–Feb 2025`. */
export function windowNames(through: Week, { length, distance }: Windows): { now: string; earlier: string } {
  // The Thursdays of the first and last week: a week belongs to the month that holds most of it.
  const last = addDays(mondayOfWeek(through), 3)
  const first = addDays(last, -7 * (length - 1))
  const back = -7 * distance
  return { now: monthsFrom(first, last), earlier: monthsFrom(addDays(first, back), addDays(last, back)) }
}

function monthsFrom(first: Day, last: Day): string {
  const [from, to] = [monthName(first), monthName(last)]
  return from === to ? from : `${from}–${to}`
}

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const monthName = (of: Day) => `${names[Number(of.slice(5, 7)) - 1]} ${of.slice(0, 4)}`
