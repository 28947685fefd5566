/** Expressions that each database words differently, said once in words that both understand. */

/** The larger of two; null where either is. */
export const larger = (one: string, other: string): string =>
  `case when ${one} is null or ${other} is null then null when ${one} >= ${other} then ${one} else ${other} end`

/** The smaller of two; null where either is. */
export const smaller = (one: string, other: string): string =>
  `case when ${one} is null or ${other} is null then null when ${one} <= ${other} then ${one} else ${other} end`

/** 1 or 0: as a number every database can add it up, store it and give it back. */
export const flag = (condition: string): string => `case when ${condition} then 1 else 0 end`
