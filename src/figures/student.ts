/** Student's t with real degrees of freedom, and the binomial tail. */
import { incompleteBeta } from './beta.ts'

/** P(|T| > |t|) for T with `df` > 0 degrees of freedom. */
export const twoSidedP = (t: number, df: number): number =>
  // Near t = 0 the argument is close to 1, where the mirrored form keeps the digits.
  t * t < df ? 1 - incompleteBeta((t * t) / (df + t * t), 0.5, df / 2) : incompleteBeta(df / (df + t * t), df / 2, 0.5)

/**
 * The t with P(T <= t) = p, for 0.5 < p < 1 and `df` >= 1: the tail is solved by bisection in the logarithm of t, since
 * it falls steadily there.
 */
export function tQuantile(p: number, df: number): number {
  const key = `${p} ${df}`
  const known = solved.get(key)
  if (known !== undefined) return known
  const tail = 2 * (1 - p)
  let low = Math.log(1e-8)
  let high = Math.log(1e8)
  for (let round = 0; round < 80; round++) {
    const middle = (low + high) / 2
    if (twoSidedP(Math.exp(middle), df) > tail) low = middle
    else high = middle
  }
  const found = Math.exp((low + high) / 2)
  if (solved.size >= 10_000) solved.clear()
  solved.set(key, found)
  return found
}

/** Whole runs ask for the same quantile again and again: one set of employers serves many skills. */
const solved = new Map<string, number>()

/** P(X >= k) for X binomial with n trials of probability `p`. */
export function binomialAtLeast(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  if (k > n) return 0
  return incompleteBeta(p, k, n - k + 1)
}
