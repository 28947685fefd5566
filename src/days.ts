/** Calendar days, ISO weeks and months in UTC. A `Day` is `YYYY-MM-DD`; comparing two as strings compares them in time. */
export type Day = string & { readonly brand: 'Day' }
/** An ISO week, `2026-W47`. */
export type Week = string & { readonly brand: 'Week' }
/** A calendar month, `2026-11`. */
export type Month = string & { readonly brand: 'Month' }

const dayMs = 86_400_000

/** The day that `text` names, or null: the 31st of February is not a day. */
export function maybeDay(text: string): Day | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : (text as Day)
}

/** The day that `text` names; throws a RangeError when it names none. */
export function day(text: string): Day {
  const found = maybeDay(text)
  if (found === null) throw new RangeError(`"${text}" is not a day; write it as 2026-11-24`)
  return found
}

/** The UTC day of an instant. */
export const dayOf = (instant: Date): Day => instant.toISOString().slice(0, 10) as Day

/** A century has 36,525 days, and a report asks for each of a few hundred of them thousands of times. */
function remembered<From, To>(reckon: (from: From) => To): (from: From) => To {
  const known = new Map<From, To>()
  return (from) => {
    const before = known.get(from)
    if (before !== undefined) return before
    const found = reckon(from)
    known.set(from, found)
    return found
  }
}

/** Days since 1970-01-01; the integer form that series and stores reckon with. */
export const dayNumber = remembered((of: Day): number => Date.parse(`${of}T00:00:00Z`) / dayMs)
export const dayFromNumber = remembered((number: number): Day => dayOf(new Date(number * dayMs)))

export const addDays = (to: Day, days: number): Day => dayFromNumber(dayNumber(to) + days)
/** Days from `from` to `to`: 1 when `to` is the day after. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

/** The days from `from` to `to`, both included. */
export function eachDay(from: Day, to: Day): Day[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index))
}

/** Monday of the ISO week that holds the day. */
export const mondayOf = (of: Day): Day => addDays(of, -((dayNumber(of) + 3) % 7))

export const weekOf = remembered((of: Day): Week => {
  const thursday = addDays(mondayOf(of), 3)
  const year = thursday.slice(0, 4)
  const number = Math.floor(daysBetween(`${year}-01-01` as Day, thursday) / 7) + 1
  return `${year}-W${String(number).padStart(2, '0')}` as Week
})

/** Monday of the named ISO week, or null when the year has no such week. */
export function maybeMonday(text: string): Day | null {
  const parts = /^(\d{4})-W(\d{2})$/.exec(text)
  if (!parts) return null
  const monday = addDays(mondayOf(`${parts[1]}-01-04` as Day), (Number(parts[2]) - 1) * 7)
  return weekOf(monday) === text ? monday : null
}

export const monthOf = (of: Day): Month => of.slice(0, 7) as Month
export const firstOfMonth = (of: Month): Day => `${of}-01` as Day
export function addMonths(to: Month, months: number): Month {
  const [year = 0, month = 0] = to.split('-').map(Number)
  const index = year * 12 + month - 1 + months
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}` as Month
}
/** The Monday of the week that holds a day, both in days since 1970. */
export const mondayBefore = (of: number): number => of - ((of + 3) % 7)

const firstsOfMonths = new Map<number, number>()
/** The first of the month that holds a day, both in days since 1970. */
export function monthStart(of: number): number {
  const known = firstsOfMonths.get(of)
  if (known !== undefined) return known
  const first = dayNumber(firstOfMonth(monthOf(dayFromNumber(of))))
  firstsOfMonths.set(of, first)
  return first
}

export const lastOfMonth = (of: Month): Day => addDays(firstOfMonth(addMonths(of, 1)), -1)
export function maybeMonth(text: string): Month | null {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? (text as Month) : null
}
