/** Whether a share went up or down at the same employers in the same weeks: Mantel-Haenszel ratio with a jackknife. */
import type { BoardId, EmployerKey, Interval } from '../domain.ts'
import { tQuantile, twoSidedP } from './student.ts'
import { sum } from './sums.ts'

/**
 * One employer on one board, over the paired periods: `x` of `n` new vacancies name the skill, then (0) and now (1). There
 * is one cell for each employer of a board.
 */
export interface Cell {
  board: BoardId
  employer: EmployerKey
  n0: number
  x0: number
  n1: number
  x1: number
}

/** Uncapped sums over the boards with vacancies in both windows. */
export interface PairedCounts {
  n0: number
  x0: number
  n1: number
  x1: number
  /** Employers naming the skill at all, then, and now. */
  naming: number
  namingThen: number
  namingNow: number
}

export interface ChangeEstimate {
  /** Share now for a share of 1 a year ago. */
  ratio: number
  /** The weighted sums that the ratio is of, before it is brought to a year. */
  weightedNow: number
  weightedThen: number
  logRatio: number
  /** Of the logarithm, jackknifed over employers. */
  se: number
  df: number
  /** Two-sided. */
  p: number
  interval: Interval
  interval90: Interval
  employers: number
  effectiveEmployers: number
  /** The part of the evidence that the weightiest employer has. */
  maxEvidence: number
}

export interface Change {
  counts: PairedCounts
  /** Null where the cells carry none: one employer alone, nothing named, or no spread to judge luck by. */
  estimate: ChangeEstimate | null
}

/** No employer weighs more than one with 50 vacancies a year: 25 is their harmonic sum over both windows. */
export const evidenceCap = 25

/**
 * The same-employer change (docs/method.md, "Change"), brought to a year from windows `distance` weeks apart. With n the
 * observed weeks and x the naming vacancies it gives the change of their number in the same way.
 */
export function sameEmployerChange(cells: readonly Cell[], distance: number, cap: number = evidenceCap): Change {
  const panel = inPanel(inOrder(cells))
  return { counts: countsOf(panel), estimate: changeEstimate(panel, distance, { cap, others: 0 }) }
}

/**
 * The estimate alone, from the cells of the boards that name the skill, in order, and the number of employers that stand
 * only on other boards: those weigh nothing, and count where luck is judged.
 */
export const changeEstimate = (
  cells: readonly Cell[],
  distance: number,
  { others, cap = evidenceCap }: { others: number; cap?: number },
): ChangeEstimate | null =>
  estimateOf(
    cells.map((cell) => capped(cell, cap)),
    distance,
    others,
  )

/** A board without vacancies in one of the windows says nothing about change. */
export function inPanel<Place extends Pick<Cell, 'board' | 'n0' | 'n1'>>(cells: readonly Place[]): Place[] {
  const boards = new Map<BoardId, { n0: number; n1: number }>()
  for (const { board, n0, n1 } of cells) {
    const known = boards.get(board)
    if (known === undefined) boards.set(board, { n0, n1 })
    else {
      known.n0 += n0
      known.n1 += n1
    }
  }
  return cells.filter(({ board, n0, n1 }) => {
    const total = boards.get(board)!
    return total.n0 > 0 && total.n1 > 0 && n0 + n1 > 0
  })
}

/** Sums of fractions depend on their order in the last digit; a fixed order keeps answers the same to the byte. */
function inOrder(cells: readonly Cell[]): readonly Cell[] {
  const before = (left: Cell, right: Cell) =>
    left.board < right.board || (left.board === right.board && left.employer <= right.employer)
  return cells.every((cell, at) => at === 0 || before(cells[at - 1]!, cell))
    ? cells
    : [...cells].sort((left, right) => (before(left, right) ? -1 : 1))
}

function countsOf(cells: readonly Cell[]): PairedCounts {
  return { n0: sum(cells, ({ n0 }) => n0), n1: sum(cells, ({ n1 }) => n1), ...countNaming(cells) }
}

/** What the cells that name the skill come to. */
export function countNaming(cells: readonly Cell[]): Omit<PairedCounts, 'n0' | 'n1'> {
  const naming = (of: (cell: Cell) => number) =>
    new Set(cells.filter((cell) => of(cell) > 0).map(({ employer }) => employer)).size
  return {
    x0: sum(cells, ({ x0 }) => x0),
    x1: sum(cells, ({ x1 }) => x1),
    naming: naming(({ x0, x1 }) => x0 + x1),
    namingThen: naming(({ x0 }) => x0),
    namingNow: naming(({ x1 }) => x1),
  }
}

function capped(cell: Cell, cap: number): Cell {
  const evidence = (cell.n0 * cell.n1) / (cell.n0 + cell.n1)
  if (evidence <= cap) return cell
  const by = cap / evidence
  return { ...cell, n0: cell.n0 * by, x0: cell.x0 * by, n1: cell.n1 * by, x1: cell.x1 * by }
}

type Totals = Pick<Cell, 'n0' | 'x0' | 'n1' | 'x1'>
const nothing: Totals = { n0: 0, x0: 0, n1: 0, x1: 0 }
const plus = (left: Totals, right: Totals, sign: 1 | -1): Totals => ({
  n0: left.n0 + sign * right.n0,
  x0: left.x0 + sign * right.x0,
  n1: left.n1 + sign * right.n1,
  x1: left.x1 + sign * right.x1,
})

/** What is left after subtracting what was added may be a rounding error instead of nothing. */
const isNothing = (value: number) => value < 1e-9

const now = ({ n0, n1, x1 }: Totals) => (isNothing(n0) || isNothing(n1) ? 0 : (x1 * n0) / (n0 + n1))
const then = ({ n0, n1, x0 }: Totals) => (isNothing(n0) || isNothing(n1) ? 0 : (x0 * n1) / (n0 + n1))

function estimateOf(cells: readonly Cell[], distance: number, others: number): ChangeEstimate | null {
  const boards = new Map<BoardId, Totals>()
  const employers = new Map<EmployerKey, Cell[]>()
  for (const cell of cells) {
    boards.set(cell.board, plus(boards.get(cell.board) ?? nothing, cell, 1))
    const known = employers.get(cell.employer)
    if (known === undefined) employers.set(cell.employer, [cell])
    else known.push(cell)
  }
  const totals = [...boards.values()]
  const weightedNow = sum(totals, now)
  const weightedThen = sum(totals, then)
  const count = employers.size + others
  if (count < 2 || isNothing(weightedNow) || isNothing(weightedThen)) return null
  const log = Math.log(weightedNow / weightedThen)

  let squares = 0
  let evidence = 0
  let evidenceSquares = 0
  let maxEvidence = 0
  for (const own of employers.values()) {
    let nowWithout = weightedNow
    let thenWithout = weightedThen
    let weight = 0
    for (const cell of own) {
      const total = boards.get(cell.board)!
      const without = plus(total, cell, -1)
      nowWithout += now(without) - now(total)
      thenWithout += then(without) - then(total)
      const share = (total.x0 + total.x1) / (total.n0 + total.n1)
      weight += (share * (total.n0 * cell.n1 + total.n1 * cell.n0)) / (2 * (total.n0 + total.n1))
    }
    if (isNothing(nowWithout) || isNothing(thenWithout)) return null
    squares += (Math.log(nowWithout / thenWithout) - log) ** 2
    evidence += weight
    evidenceSquares += weight * weight
    maxEvidence = Math.max(maxEvidence, weight)
  }
  const spread = Math.sqrt(((count - 1) / count) * squares)
  if (isNothing(spread)) return null
  const effectiveEmployers = evidence ** 2 / evidenceSquares
  const df = Math.max(1, effectiveEmployers - 1)
  const toYear = 52 / distance
  const logRatio = log * toYear
  const se = spread * toYear
  const reach = (p: number) => tQuantile(p, df) * se
  return {
    ...{ ratio: Math.exp(logRatio), weightedNow, weightedThen, logRatio, se, df, p: twoSidedP(logRatio / se, df) },
    interval: around(logRatio, reach(0.975), 0.95),
    interval90: around(logRatio, reach(0.95), 0.9),
    ...{ employers: count, effectiveEmployers, maxEvidence: maxEvidence / evidence },
  }
}

const around = (log: number, reach: number, confidence: number): Interval => ({
  low: Math.exp(log - reach),
  high: Math.exp(log + reach),
  confidence,
})
