/** Breakdowns of the vacancies that name a skill: by role, use, seniority, workplace, country, or the skills named beside. */
import type { EmployerKey } from '../domain.ts'
import { minimum } from './method.ts'
import { type Ratio, ratio } from './ratio.ts'
import { clusteredShare, clustersOf, type Share } from './share.ts'

export interface PartShare {
  label: string
  /** Vacancies with the label, and their employers. */
  x: number
  employers: number
  /** The whole: vacancies that say anything of the matter, and their employers. */
  of: { n: number; employers: number }
  /** Null where fewer than two employers stand behind the whole. */
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
  const told = rows.flatMap((row) => {
    const labels = labelsOf(row)
    return labels === null ? [] : [{ employer: row.employer, labels: new Set(labels) }]
  })
  const labels = [...new Set(told.flatMap((row) => [...row.labels]))]
  const parts = labels.map((label) => partOf(told, label, base))
  return parts.sort((left, right) => right.x - left.x || (left.label < right.label ? -1 : 1))
}

interface Told {
  employer: EmployerKey
  labels: ReadonlySet<string>
}

function partOf(told: readonly Told[], label: string, base: Base | null): PartShare {
  const clusters = clustersOf(
    told,
    (row) => (row.labels.has(label) ? 1 : 0),
    () => 1,
  )
  const x = told.filter((row) => row.labels.has(label)).length
  const share = clusteredShare(clusters)
  const common = base === null || base.n === 0 ? 0 : (base.of.get(label) ?? 0) / base.n
  const enough =
    share !== null &&
    share.n >= minimum.level.n &&
    share.employers >= minimum.level.employers &&
    x >= minimum.part.n &&
    share.naming >= minimum.part.employers
  return {
    ...{ label, x, share, lift: common === 0 ? null : x / told.length / common, enough },
    employers: clusters.filter((cluster) => cluster.x > 0).length,
    of: { n: told.length, employers: clusters.length },
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
