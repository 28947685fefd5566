/** Many skills tested at once: the expected part of false finds among the finds is held at q. */

/** Benjamini and Hochberg 1995: adjusted p values in the order given; a find is one that is at most q. */
export function adjusted(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((left, right) => right.p - left.p)
  const values = new Array<number>(ps.length)
  let least = 1
  for (const [at, { p, index }] of order.entries()) {
    least = Math.min(least, (p * ps.length) / (ps.length - at))
    values[index] = least
  }
  return values
}
