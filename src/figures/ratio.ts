/** Head to head: how many vacancies name one skill for each that names the other. */
import type { EmployerKey, Interval } from '../domain.ts'
import { minimum } from './method.ts'
import { tQuantile } from './student.ts'
import { sum } from './sums.ts'

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
  const a = sum(named, (pair) => pair.a)
  const b = sum(named, (pair) => pair.b)
  const count = named.length
  if (count < 2 || a === 0 || b === 0) return null
  if (named.some((pair) => pair.a === a || pair.b === b)) return null
  const log = Math.log(a / b)
  const se = Math.sqrt(((count - 1) / count) * sum(named, (pair) => (Math.log((a - pair.a) / (b - pair.b)) - log) ** 2))
  const effectiveEmployers = (a + b) ** 2 / sum(named, (pair) => (pair.a + pair.b) ** 2)
  const reach = tQuantile(0.975, Math.max(1, effectiveEmployers - 1)) * se
  const employersA = named.filter((pair) => pair.a > 0).length
  const employersB = named.filter((pair) => pair.b > 0).length
  const least = minimum.ratio
  return {
    ...{ a, b, ratio: a / b, se, employers: count, employersA, employersB, effectiveEmployers },
    interval: { low: Math.exp(log - reach), high: Math.exp(log + reach), confidence: 0.95 },
    enough:
      Math.min(a, b) >= least.n &&
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
