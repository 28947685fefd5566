/** The share of vacancies that name a skill, where ten ads of one employer are one witness and not ten. */
import type { EmployerKey, Interval } from '../domain.ts'
import { tQuantile } from './student.ts'
import { wilson } from './wilson.ts'

/** What one employer has: `x` of its `n` vacancies name the skill. */
export interface Cluster {
  employer: EmployerKey
  x: number
  n: number
}

export interface Share {
  /** x / n. */
  share: number
  x: number
  n: number
  /** Employers with a vacancy, and those with one that names the skill. */
  employers: number
  naming: number
  /** How many times wider the variance is than if vacancies were independent; at least 1. */
  deff: number
  /** n / deff. */
  effectiveN: number
  /** How many equal employers would carry as much: n² / Σnₑ². */
  effectiveEmployers: number
  /** The quantile of Student's t that the interval was made with. */
  t: number
  /** Clustered Wilson, 95%. */
  interval: Interval
  /** The employer with most of x, and its part of x; null where x is 0. */
  top: { employer: EmployerKey; x: number; share: number } | null
}

/** Rows summed by employer, in order of employer; employers without a vacancy are left out. */
export function clustersOf<Row extends { employer: EmployerKey }>(
  rows: readonly Row[],
  x: (row: Row) => number,
  n: (row: Row) => number,
): Cluster[] {
  const clusters = new Map<EmployerKey, Cluster>()
  for (const row of rows) {
    const [own, of] = [x(row), n(row)]
    if (own === 0 && of === 0) continue
    const known = clusters.get(row.employer)
    if (known === undefined) clusters.set(row.employer, { employer: row.employer, x: own, n: of })
    else {
      known.x += own
      known.n += of
    }
  }
  return [...clusters.values()].filter(hasVacancy).sort(byEmployer)
}

/**
 * The share with its clustered Wilson interval (docs/method.md, "Share"). Null where there is no vacancy or fewer than
 * two employers: one employer says nothing about how employers differ.
 */
export function clusteredShare(clusters: readonly Cluster[]): Share | null {
  // Sums of fractions depend on their order in the last digit; a fixed order keeps answers the same to the byte.
  const employers = clusters.filter(hasVacancy).sort(byEmployer)
  const found = shareOf(
    employers.map(({ x }) => x),
    employers.map(({ n }) => n),
  )
  if (found === null) return null
  const most = employers.reduce((best, cluster) => (cluster.x > best.x ? cluster : best))
  return { ...found, top: found.x === 0 ? null : { employer: most.employer, x: most.x, share: most.x / found.x } }
}

/** The same of employers in order, each with a vacancy; without the name of the first among them. */
export function shareOf(each: ArrayLike<number>, of: ArrayLike<number>): Omit<Share, 'top'> | null {
  const count = of.length
  if (count < 2) return null
  let [x, n, squares, naming] = [0, 0, 0, 0]
  for (let at = 0; at < count; at++) {
    x += each[at]!
    n += of[at]!
    squares += of[at]! * of[at]!
    if (each[at]! > 0) naming++
  }
  const share = x / n
  let spread = 0
  for (let at = 0; at < count; at++) spread += ((x - each[at]!) / (n - of[at]!) - share) ** 2
  const variance = ((count - 1) / count) * spread
  const simple = (share * (1 - share)) / n
  // A share of 0 or 1 shows no variance; what templates usually do to such counts is assumed instead.
  const deff = Math.max(1, simple > 0 ? variance / simple : 0, 1 + 0.05 * (squares / n - 1))
  const effectiveEmployers = (n * n) / squares
  const t = tQuantile(0.975, Math.max(1, effectiveEmployers - 1))
  return {
    ...{ share, x, n, employers: count, naming, deff, effectiveN: n / deff, effectiveEmployers, t },
    interval: wilson(share, n / deff, t),
  }
}

/** How many of the employers with a vacancy have one that names the skill; plain Wilson. Null without employers. */
export function employersNaming(
  clusters: readonly Cluster[],
): { naming: number; employers: number; share: number; interval: Interval } | null {
  const employers = clusters.filter(hasVacancy).length
  if (employers === 0) return null
  const naming = clusters.filter((cluster) => cluster.n > 0 && cluster.x > 0).length
  return { naming, employers, share: naming / employers, interval: wilson(naming / employers, employers) }
}

const hasVacancy = ({ n }: Cluster) => n > 0
const byEmployer = (left: Cluster, right: Cluster) => (left.employer < right.employer ? -1 : 1)
