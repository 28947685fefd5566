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

/** Cells as columns, in order of board and employer, which are told by numbers. */
export type CellColumns = Readonly<Record<keyof Cell, ArrayLike<number>>>

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
  return { counts: countsOf(panel), estimate: changeEstimate(columnsOf(panel), distance, { cap, others: 0 }) }
}

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

function columnsOf(cells: readonly Cell[]): CellColumns {
  const numbered = (names: readonly string[]) => {
    const numbers = new Map<string, number>()
    return names.map((name) => {
      const number = numbers.get(name) ?? numbers.size
      numbers.set(name, number)
      return number
    })
  }
  return {
    board: numbered(cells.map(({ board }) => board)),
    employer: numbered(cells.map(({ employer }) => employer)),
    n0: cells.map(({ n0 }) => n0),
    x0: cells.map(({ x0 }) => x0),
    n1: cells.map(({ n1 }) => n1),
    x1: cells.map(({ x1 }) => x1),
  }
}

/** What is left after subtracting what was added may be a rounding error instead of nothing. */
const isNothing = (value: number) => value < 1e-9

const weightedNow = (n0: number, n1: number, x1: number) => (isNothing(n0) || isNothing(n1) ? 0 : (x1 * n0) / (n0 + n1))
const weightedThen = (n0: number, n1: number, x0: number) =>
  isNothing(n0) || isNothing(n1) ? 0 : (x0 * n1) / (n0 + n1)

/** Sums over what each cell weighs: no employer more than the cap. */
function capped(cells: CellColumns, cap: number) {
  const { length } = cells.board
  const [n0, x0] = [new Float64Array(length), new Float64Array(length)]
  const [n1, x1] = [new Float64Array(length), new Float64Array(length)]
  for (let at = 0; at < length; at++) {
    const [then, now] = [cells.n0[at]!, cells.n1[at]!]
    const evidence = (then * now) / (then + now)
    const by = evidence <= cap ? 1 : cap / evidence
    n0[at] = then * by
    x0[at] = cells.x0[at]! * by
    n1[at] = now * by
    x1[at] = cells.x1[at]! * by
  }
  return { n0, x0, n1, x1 }
}

/** The place of each cell's board among the boards, and their sums. */
function boardSums(board: ArrayLike<number>, { n0, x0, n1, x1 }: ReturnType<typeof capped>) {
  const { length } = board
  const of = new Uint32Array(length)
  const sums = {
    n0: new Float64Array(length),
    x0: new Float64Array(length),
    n1: new Float64Array(length),
    x1: new Float64Array(length),
  }
  let place = -1
  for (let at = 0; at < length; at++) {
    if (at === 0 || board[at] !== board[at - 1]) place += 1
    of[at] = place
    sums.n0[place]! += n0[at]!
    sums.x0[place]! += x0[at]!
    sums.n1[place]! += n1[at]!
    sums.x1[place]! += x1[at]!
  }
  return { of, count: place + 1, ...sums }
}

/** The first cell of each employer, in order, and after each cell the next of its employer; -1 after the last. */
function byEmployer(employer: ArrayLike<number>): { first: number[]; next: Int32Array } {
  const { length } = employer
  let most = 0
  for (let at = 0; at < length; at++) most = Math.max(most, employer[at]!)
  const last = new Int32Array(most + 1).fill(-1)
  const next = new Int32Array(length).fill(-1)
  const first: number[] = []
  for (let at = 0; at < length; at++) {
    const before = last[employer[at]!]!
    if (before < 0) first.push(at)
    else next[before] = at
    last[employer[at]!] = at
  }
  return { first, next }
}

/**
 * The estimate alone, from the cells of the boards that name the skill and the number of employers that stand only on
 * other boards: those weigh nothing, and count where luck is judged.
 */
export function changeEstimate(
  all: CellColumns,
  distance: number,
  { others, cap = evidenceCap }: { others: number; cap?: number },
): ChangeEstimate | null {
  const cells = capped(all, cap)
  const boards = boardSums(all.board, cells)
  const employers = byEmployer(all.employer)
  let [now, then] = [0, 0]
  for (let board = 0; board < boards.count; board++) {
    now += weightedNow(boards.n0[board]!, boards.n1[board]!, boards.x1[board]!)
    then += weightedThen(boards.n0[board]!, boards.n1[board]!, boards.x0[board]!)
  }
  const count = employers.first.length + others
  if (count < 2 || isNothing(now) || isNothing(then)) return null
  const log = Math.log(now / then)

  let squares = 0
  let evidence = 0
  let evidenceSquares = 0
  let maxEvidence = 0
  for (const first of employers.first) {
    let nowWithout = now
    let thenWithout = then
    let weight = 0
    for (let at = first; at >= 0; at = employers.next[at]!) {
      const board = boards.of[at]!
      const [n0, x0, n1, x1] = [boards.n0[board]!, boards.x0[board]!, boards.n1[board]!, boards.x1[board]!]
      const [n0Without, n1Without] = [n0 - cells.n0[at]!, n1 - cells.n1[at]!]
      nowWithout += weightedNow(n0Without, n1Without, x1 - cells.x1[at]!) - weightedNow(n0, n1, x1)
      thenWithout += weightedThen(n0Without, n1Without, x0 - cells.x0[at]!) - weightedThen(n0, n1, x0)
      const share = (x0 + x1) / (n0 + n1)
      weight += (share * (n0 * cells.n1[at]! + n1 * cells.n0[at]!)) / (2 * (n0 + n1))
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
    ...{
      ratio: Math.exp(logRatio),
      weightedNow: now,
      weightedThen: then,
      logRatio,
      se,
      df,
      p: twoSidedP(logRatio / se, df),
    },
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
