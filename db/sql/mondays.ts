/** Weeks as what is packed by the week names them: by their Mondays, in days since 1970. */
import { type Day, dayFromNumber, mondayBefore } from '../../src/days.ts'

/** From the week that holds the first day to that which holds the last; none where one is not known. */
export function mondaysBetween(first: number | null, last: number | null): number[] {
  if (first === null || last === null) return []
  const from = mondayBefore(first)
  return Array.from({ length: (mondayBefore(last) - from) / 7 + 1 }, (_, week) => from + 7 * week)
}

/** Those of them that are still to be packed. */
export function notPacked(mondays: readonly number[], packed: readonly { monday: number }[]): Day[] {
  const known = new Set(packed.map(({ monday }) => monday))
  return mondays.filter((monday) => !known.has(monday)).map(dayFromNumber)
}
