/** When a vacancy opened or closed, dated to an interval where nobody looked every day. */

/** A posting by day numbers: the day its board first listed it, and the day its source says, if any. */
export interface Appeared {
  firstSeen: number
  published: number | null
}

/**
 * The days on which each posting may have opened, with weights that sum to 1; none for those on the board's first whole
 * list, which are stock. `wholeDays`: days on which the board was read whole, ascending.
 *
 * A published date counts where it falls between the read before and the first sight, and is clamped into that span;
 * without one every day of the span is as likely.
 */
export function openingDays(
  wholeDays: readonly number[],
  postings: readonly Appeared[],
): { day: number; weight: number }[][] {
  return postings.map(({ firstSeen, published }) => {
    const before = wholeDays.filter((day) => day < firstSeen).at(-1)
    return before === undefined ? [] : within(before + 1, firstSeen, published)
  })
}

/** The days on which a posting may have been taken down: from the one after it was last seen to the first list without it. */
export const closingDays = (lastSeen: number, firstWithout: number): { day: number; weight: number }[] =>
  within(lastSeen + 1, firstWithout, null)

/** How many fall between two days, both included: a sum of weights, so seldom a whole number. */
export const datedBetween = (dated: readonly { day: number; weight: number }[][], from: number, to: number): number => {
  let total = 0
  for (const days of dated) for (const { day, weight } of days) if (day >= from && day <= to) total += weight
  return total
}

function within(first: number, last: number, stated: number | null): { day: number; weight: number }[] {
  if (stated !== null) return [{ day: Math.min(last, Math.max(first, stated)), weight: 1 }]
  const days = last - first + 1
  return Array.from({ length: days }, (_, at) => ({ day: first + at, weight: 1 / days }))
}
