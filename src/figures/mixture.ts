/** How much of a raw change is a change at the employers, and how much a change of what we read. */
import type { Cell } from './change.ts'
import { sum } from './sums.ts'

export interface Mixture {
  /** The pooled share now for a pooled share of 1 then, over all that was read. */
  raw: number
  /** The same-employer ratio. */
  same: number
  /** raw / same. */
  mix: number
}

/**
 * Splits the raw change of all cells, paired or not, into the same-employer ratio and the rest. Both are brought to a
 * year. Null where one of the windows has no vacancies or names the skill nowhere.
 */
export function mixture(
  cells: readonly Omit<Cell, 'board' | 'employer'>[],
  sameEmployerRatio: number,
  distance: number,
): Mixture | null {
  const [n0, x0, n1, x1] = [
    sum(cells, (cell) => cell.n0),
    sum(cells, (cell) => cell.x0),
    sum(cells, (cell) => cell.n1),
    sum(cells, (cell) => cell.x1),
  ]
  if (n0 === 0 || n1 === 0 || x0 === 0 || x1 === 0) return null
  const raw = (x1 / n1 / (x0 / n0)) ** (52 / distance)
  return { raw, same: sameEmployerRatio, mix: raw / sameEmployerRatio }
}

/** Worth a sentence: what we read moved the raw number by more than 5%. */
export const isTelling = ({ mix }: Mixture): boolean => mix > 1.05 || mix < 1 / 1.05

/** `The raw share rose 53%: 28% at the same employers, the rest because we now read other boards.` */
export function mixtureSentence({ raw, same }: Mixture): string {
  const [rawWord, sameWord] = [moved(raw), moved(same)]
  const agree = raw > 1 === same > 1 && Math.abs(Math.log(raw)) > Math.abs(Math.log(same))
  return agree
    ? `The raw share ${rawWord}: ${sizeOf(same)} at the same employers, the rest because we now read other boards.`
    : `The raw share ${rawWord}, but at the same employers it ${sameWord}: the difference is that we now read other boards.`
}

const sizeOf = (ratio: number) => `${Math.round(100 * Math.abs(ratio - 1))}%`
const moved = (ratio: number) =>
  sizeOf(ratio) === '0%' ? 'stood still' : `${ratio > 1 ? 'rose' : 'fell'} ${sizeOf(ratio)}`
