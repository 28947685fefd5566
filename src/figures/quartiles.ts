/** Medians and quartiles of plain values. */

/** The type-7 quantile (Hyndman and Fan 1996), the one of spreadsheets and of R; `sorted` ascending and not empty. */
export function quantile(sorted: readonly number[], p: number): number {
  const at = Math.min(Math.max(p, 0), 1) * (sorted.length - 1)
  const below = Math.floor(at)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (at - below) * (high - low)
}

export const ascending = (values: readonly number[]): number[] => [...values].sort((left, right) => left - right)

export const median = (values: readonly number[]): number => quantile(ascending(values), 0.5)

export interface Quartiles {
  n: number
  p25: number
  median: number
  p75: number
}

/** Null without values. */
export function quartiles(values: readonly number[]): Quartiles | null {
  if (values.length === 0) return null
  const sorted = ascending(values)
  return { n: sorted.length, p25: quantile(sorted, 0.25), median: quantile(sorted, 0.5), p75: quantile(sorted, 0.75) }
}
