/** Breakdowns of the vacancies that name a skill: by role, use, seniority, workplace, country, or the skills named beside. */
import type { EmployerKey } from '../domain.ts'
import { minimum } from './method.ts'
import { type Ratio, ratio } from './ratio.ts'
import { clusteredShare, type Share } from './share.ts'

export interface PartShare {
  label: string
  /** Vacancies with the label, and their employers. */
  x: number
  employers: number
  /** The whole: vacancies that say anything of the matter, and their employers. */
  of: { n: number; employers: number }
  /** Null where there is not enough. */
  share: Share | null
  /** How many times likelier than in the population; null where that has none or was not given. */
  lift: number | null
  /** At least 10 vacancies of 5 employers, out of at least 30 of 10. */
  enough: boolean
}

/** How often labels occur in the whole population. */
export interface Base {
  n: number
  of: ReadonlyMap<string, number>
}

/**
 * The share of each label among the rows, most frequent first. A row may have several labels or none; rows for which
 * `labelsOf` is null say nothing of the matter and are left out of the whole.
 */
export function partsOf<Row extends { employer: EmployerKey }>(
  rows: readonly Row[],
  labelsOf: (row: Row) => readonly string[] | null,
  base: Base | null = null,
): PartShare[] {
  const employers = new Map<EmployerKey, number>()
  const parts = new Map<string, { of: Map<EmployerKey, number>; last: Row | null }>()
  let n = 0
  for (const row of rows) {
    const labels = labelsOf(row)
    if (labels === null) continue
    n += 1
    employers.set(row.employer, (employers.get(row.employer) ?? 0) + 1)
    for (const label of labels) {
      let own = parts.get(label)
      if (own === undefined) {
        own = { of: new Map(), last: null }
        parts.set(label, own)
      }
      // A label that a row has twice counts once.
      if (own.last === row) continue
      own.last = row
      own.of.set(row.employer, (own.of.get(row.employer) ?? 0) + 1)
    }
  }
  const whole: Whole = { n, employers: [...employers].sort(([left], [right]) => (left < right ? -1 : 1)) }
  return [...parts]
    .map(([label, { of }]) => partOf(whole, label, of, base))
    .sort((left, right) => right.x - left.x || (left.label < right.label ? -1 : 1))
}

/** The vacancies that say anything of the matter: how many, and how many each employer has, in order of employer. */
interface Whole {
  n: number
  employers: readonly [EmployerKey, number][]
}

function partOf(whole: Whole, label: string, own: ReadonlyMap<EmployerKey, number>, base: Base | null): PartShare {
  let x = 0
  for (const count of own.values()) x += count
  const common = base === null || base.n === 0 ? 0 : (base.of.get(label) ?? 0) / base.n
  const enough =
    whole.n >= minimum.level.n &&
    whole.employers.length >= Math.max(2, minimum.level.employers) &&
    x >= minimum.part.n &&
    own.size >= minimum.part.employers
  const clusters = () => whole.employers.map(([employer, n]) => ({ employer, n, x: own.get(employer) ?? 0 }))
  return {
    ...{ label, x, share: enough ? clusteredShare(clusters()) : null, enough },
    lift: common === 0 ? null : x / whole.n / common,
    employers: own.size,
    of: { n: whole.n, employers: whole.employers.length },
  }
}

/** How many vacancies name both of two skills, and either: from the vacancies that name each. */
export function overlap(left: Iterable<number>, right: Iterable<number>): { both: number; either: number } {
  const first = new Set(left)
  const second = new Set(right)
  const both = [...first].filter((vacancy) => second.has(vacancy)).length
  return { both, either: first.size + second.size - both }
}

/**
 * Whether the most frequent label leads the next beyond luck: their head-to-head over employers, with `leads` true where
 * its interval lies above 1. Null where there are not two labels, or no ratio of them can be told.
 */
export function leadOf<Row extends { employer: EmployerKey }>(
  rows: readonly Row[],
  labelsOf: (row: Row) => readonly string[] | null,
): { first: string; second: string; ratio: Ratio; leads: boolean } | null {
  const [first, second] = partsOf(rows, labelsOf)
  if (first === undefined || second === undefined) return null
  const has = (row: Row, label: string) => (labelsOf(row)?.includes(label) ? 1 : 0)
  const pairs = rows.map((row) => ({ employer: row.employer, a: has(row, first.label), b: has(row, second.label) }))
  const found = ratio(pairs)
  if (found === null) return null
  return { first: first.label, second: second.label, ratio: found, leads: found.enough && found.interval.low > 1 }
}
