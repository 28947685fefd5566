/** Expressions that each database words differently, said once in words that both understand. */

/** The larger of two; null where either is. */
export const larger = (one: string, other: string): string =>
  `case when ${one} is null or ${other} is null then null when ${one} >= ${other} then ${one} else ${other} end`

/** The smaller of two; null where either is. */
export const smaller = (one: string, other: string): string =>
  `case when ${one} is null or ${other} is null then null when ${one} <= ${other} then ${one} else ${other} end`

/** 1 or 0: as a number every database can add it up, store it and give it back. */
export const flag = (condition: string): string => `case when ${condition} then 1 else 0 end`

/** For how many rows a condition holds; 0 where there are none. */
export const countOf = (condition: string): string => `count(case when ${condition} then 1 end)`

/** The whole days since 1970 of the first of the month that a day lies in, by the calendar's own arithmetic (Howard Hinnant). */
export function firstOfMonth(day: string): string {
  const shifted = `(${day} + 719468)`
  const ofEra = `(${shifted} % 146097)`
  const yearOfEra = `((${ofEra} - ${ofEra} / 1460 + ${ofEra} / 36524 - ${ofEra} / 146096) / 365)`
  // Days since the first of March, from which months come in lengths that repeat.
  const ofYear = `(${ofEra} - (365 * ${yearOfEra} + ${yearOfEra} / 4 - ${yearOfEra} / 100))`
  const month = `((5 * ${ofYear} + 2) / 153)`
  return `(${day} - (${ofYear} - (153 * ${month} + 2) / 5))`
}
