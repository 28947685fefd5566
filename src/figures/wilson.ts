/** Wilson's interval for a share: never outside 0 to 1, and honest at 0 and at 1. */
import type { Interval } from '../domain.ts'

/** The normal quantile of a two-sided 95% interval. */
export const z95 = 1.959963984540054

/**
 * The interval of a share `p` seen in `n` > 0 trials (n may be an effective, fractional number), with quantile `q` of
 * the normal or of Student's t. Wilson 1927.
 */
export function wilson(p: number, n: number, q: number = z95): Interval {
  const centre = p + (q * q) / (2 * n)
  const reach = q * Math.sqrt((p * (1 - p)) / n + (q * q) / (4 * n * n))
  const scale = 1 + (q * q) / n
  // At p = 0 and p = 1 one end is exact; rounding must not move it past the share itself.
  const low = p <= 0 ? 0 : Math.max(0, (centre - reach) / scale)
  const high = p >= 1 ? 1 : Math.min(1, (centre + reach) / scale)
  return { low, high, confidence: 0.95 }
}
