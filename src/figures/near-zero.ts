/** The change of a skill that hardly anybody named in one of the windows: no ratio, but a test of who began or stopped. */
import { type Cell, inPanel, type PairedCounts } from './change.ts'
import { minimum } from './method.ts'
import { binomialAtLeast } from './student.ts'

export interface NearZero {
  direction: 'up' | 'down'
  /** Employers with vacancies in both windows that name it only now, and only then. */
  onlyNow: number
  onlyThen: number
  p: number
}

/** Which way the rule looks; null where it does not apply: three employers in both windows, or too few in the fuller. */
export function nearZeroDirection(counts: PairedCounts): NearZero['direction'] | null {
  const { employersEachWindow } = minimum.change
  if (counts.namingThen < employersEachWindow && holds(counts.namingNow, counts.x1)) return 'up'
  if (counts.namingNow < employersEachWindow && holds(counts.namingThen, counts.x0)) return 'down'
  return null
}

/** Counts who began and who stopped. */
export function nearZero(cells: readonly Cell[], counts: PairedCounts, direction: NearZero['direction']): NearZero {
  const employers = new Map<string, Omit<Cell, 'board' | 'employer'>>()
  for (const { employer, n0, x0, n1, x1 } of inPanel(cells)) {
    const known = employers.get(employer) ?? { n0: 0, x0: 0, n1: 0, x1: 0 }
    employers.set(employer, { n0: known.n0 + n0, x0: known.x0 + x0, n1: known.n1 + n1, x1: known.x1 + x1 })
  }
  const both = [...employers.values()].filter(({ n0, n1 }) => n0 > 0 && n1 > 0)
  const onlyNow = both.filter(({ x0, x1 }) => x1 > 0 && x0 === 0).length
  const onlyThen = both.filter(({ x0, x1 }) => x0 > 0 && x1 === 0).length
  return { direction, onlyNow, onlyThen, p: onlyP(onlyNow, onlyThen, counts.n0, counts.n1) }
}

const holds = (employers: number, n: number) => employers >= minimum.nearZero.employers && n >= minimum.nearZero.n

/**
 * The probability of so lopsided a split by luck. More vacancies in one window make a first naming likelier there, which
 * the split's probability allows for.
 */
export function onlyP(onlyNow: number, onlyThen: number, n0: number, n1: number): number {
  const larger = onlyNow >= onlyThen ? n1 : n0
  const chance = Math.max(0.5, larger / (n0 + n1))
  return Math.min(1, 2 * binomialAtLeast(Math.max(onlyNow, onlyThen), onlyNow + onlyThen, chance))
}
