/** How long vacancies stay open, with those that are still open not thrown away. */
import type { EmployerKey } from '../domain.ts'
import { minimum } from './method.ts'

/** A vacancy that opened while its board was watched; those of a board's first list are stock and do not belong here. */
export interface Lasted {
  employer: EmployerKey
  /** Days from opening to closing, or to the last time that it was seen open. */
  days: number
  closed: boolean
}

export interface DaysOpen {
  n: number
  closings: number
  /** Employers with a closing. */
  employers: number
  /** The day by which half were closed; null where fewer than half have closed so far. */
  median: number | null
  /** At least 30 closings of 10 employers. */
  enough: boolean
}

/** The median of Kaplan and Meier 1958: vacancies still open count for as long as they were seen. */
export function daysOpen(vacancies: readonly Lasted[]): DaysOpen {
  const closed = vacancies.filter((vacancy) => vacancy.closed)
  const employers = new Set(closed.map(({ employer }) => employer)).size
  const { n, employers: least } = minimum.daysOpen
  return {
    ...{ n: vacancies.length, closings: closed.length, employers, median: medianOf(vacancies) },
    enough: closed.length >= n && employers >= least,
  }
}

function medianOf(vacancies: readonly Lasted[]): number | null {
  const sorted = [...vacancies].sort((left, right) => left.days - right.days)
  let surviving = 1
  for (let at = 0; at < sorted.length; ) {
    const { days } = sorted[at]!
    const atRisk = sorted.length - at
    let closings = 0
    for (; at < sorted.length && sorted[at]!.days === days; at++) if (sorted[at]!.closed) closings++
    surviving *= 1 - closings / atRisk
    // Products of fractions miss a half by a rounding error.
    if (surviving <= 0.5 + 1e-12) return days
  }
  return null
}
