/** Head to head: how many vacancies name one skill for each that names the other. */
import type { EmployerKey, Interval } from '../domain.ts'
import { minimum } from './method.ts'
import { tQuantile } from './student.ts'

/** Vacancies of one employer, which may have several of these: `a` name the first skill, `b` the second; both may count the same vacancy. */
export interface Pair {
  employer: EmployerKey
  a: number
  b: number
}

export interface Ratio {
  a: number
  b: number
  /** a / b. */
  ratio: number
  /** Jackknife over employers, 95%. */
  interval: Interval
  /** Of the logarithm. */
  se: number
  /** Employers naming either, and those naming each. */
  employers: number
  employersA: number
  employersB: number
  effectiveEmployers: number
  /** Meets the minimum to be printed: 20 vacancies and 5 employers each, and 5 effective employers. */
  enough: boolean
}

/**
 * The ratio with its interval, leaving each employer out in turn (docs/method.md, "Head to head"). Null where either
 * side is nothing, or rests on one employer alone: then there is no ratio to speak of.
 */
export function ratio(pairs: readonly Pair[]): Ratio | null {
  const named = byEmployer(pairs).filter(({ a, b }) => a + b > 0)
  return ratioOf(
    named.map(({ a }) => a),
    named.map(({ b }) => b),
  )
}

/** The same of employers in order, each naming either skill at least once. */
export function ratioOf(a: readonly number[], b: readonly number[]): Ratio | null {
  const count = a.length
  let [wholeA, wholeB, squares, employersA, employersB] = [0, 0, 0, 0, 0]
  for (let at = 0; at < count; at++) {
    wholeA += a[at]!
    wholeB += b[at]!
    squares += (a[at]! + b[at]!) ** 2
    if (a[at]! > 0) employersA++
    if (b[at]! > 0) employersB++
  }
  if (count < 2 || wholeA === 0 || wholeB === 0) return null
  const log = Math.log(wholeA / wholeB)
  let spread = 0
  for (let at = 0; at < count; at++) {
    if (a[at] === wholeA || b[at] === wholeB) return null
    spread += (Math.log((wholeA - a[at]!) / (wholeB - b[at]!)) - log) ** 2
  }
  const se = Math.sqrt(((count - 1) / count) * spread)
  const effectiveEmployers = (wholeA + wholeB) ** 2 / squares
  const reach = tQuantile(0.975, Math.max(1, effectiveEmployers - 1)) * se
  const least = minimum.ratio
  return {
    ...{ a: wholeA, b: wholeB, ratio: wholeA / wholeB, se },
    ...{ employers: count, employersA, employersB, effectiveEmployers },
    interval: { low: Math.exp(log - reach), high: Math.exp(log + reach), confidence: 0.95 },
    enough:
      Math.min(wholeA, wholeB) >= least.n &&
      Math.min(employersA, employersB) >= least.employers &&
      effectiveEmployers >= least.effectiveEmployers,
  }
}

/** One pair an employer, in order of employer: what is left out in turn is all that one employer does. */
function byEmployer(pairs: readonly Pair[]): Pair[] {
  const whole = new Map<EmployerKey, Pair>()
  for (const { employer, a, b } of pairs) {
    const known = whole.get(employer)
    whole.set(employer, { employer, a: a + (known?.a ?? 0), b: b + (known?.b ?? 0) })
  }
  return [...whole.values()].sort((left, right) => (left.employer < right.employer ? -1 : 1))
}
