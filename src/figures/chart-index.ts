/** The line of the chart: shares by period as if the same boards had been read all along. */
import type { BoardId, EmployerKey } from '../domain.ts'
import { minimum } from './method.ts'
import { sum } from './sums.ts'

/** New vacancies of one employer on one board in one period; periods are numbered in time. */
export interface PeriodCell {
  board: BoardId
  employer: EmployerKey
  period: number
  n: number
  x: number
}

export interface IndexPoint {
  period: number
  n: number
  x: number
  employers: number
  /** x / n over all boards read. */
  raw: number
  /** The share at the same boards, with the last period of its segment as 1; null where the period shares too few employers. */
  index: number | null
  /** The last raw share of the segment carried back by the index. */
  adjusted: number | null
  /** Points of different segments are not compared: nothing connects their boards. */
  segment: number
}

/**
 * A time-product-dummy index with a Poisson mean (docs/method.md, "Chart"): what a board names in a period is its own
 * level times the period's. Periods belong together where they share at least 10 employers, directly or by others.
 */
export function chartIndex(cells: readonly PeriodCell[], shared: number = minimum.chart.sharedEmployers): IndexPoint[] {
  const full = cells.filter(({ n }) => n > 0).sort(byPlace)
  const periods = [...new Set(full.map(({ period }) => period))].sort((left, right) => left - right)
  const groups = connected(full, periods, shared)
  const indexes = new Map<number, { index: number; adjusted: number }>()
  for (const group of new Set(groups.values())) {
    const members = periods.filter((period) => groups.get(period) === group)
    if (members.length > 1) addIndexes(indexes, full, members)
  }
  let segment = 0
  return periods.map((period, at) => {
    if (at > 0 && groups.get(period) !== groups.get(periods[at - 1]!)) segment++
    const own = full.filter((cell) => cell.period === period)
    const n = sum(own, (cell) => cell.n)
    const x = sum(own, (cell) => cell.x)
    const found = indexes.get(period)
    return {
      ...{ period, n, x, employers: new Set(own.map(({ employer }) => employer)).size, raw: x / n },
      ...{ index: found?.index ?? null, adjusted: found?.adjusted ?? null, segment },
    }
  })
}

/** Sums of fractions depend on their order in the last digit; a fixed order keeps answers the same to the byte. */
const byPlace = (left: PeriodCell, right: PeriodCell) =>
  left.period - right.period ||
  (left.board < right.board ? -1 : left.board > right.board ? 1 : left.employer < right.employer ? -1 : 1)

/** The group of each period, named by its earliest one. */
function connected(cells: readonly PeriodCell[], periods: readonly number[], shared: number): Map<number, number> {
  const employers = new Map(periods.map((period) => [period, new Set<string>()]))
  for (const { period, board, employer } of cells) employers.get(period)!.add(`${board}\t${employer}`)
  const group = new Map(periods.map((period) => [period, period]))
  for (const [at, later] of periods.entries()) {
    for (const earlier of periods.slice(0, at)) {
      const [from, to] = [group.get(later)!, group.get(earlier)!]
      if (from === to || common(employers.get(earlier)!, employers.get(later)!) < shared) continue
      for (const [period, of] of group) if (of === from || of === to) group.set(period, Math.min(from, to))
    }
  }
  return group
}

const common = (left: ReadonlySet<string>, right: ReadonlySet<string>) => {
  let count = 0
  for (const key of left) if (right.has(key)) count++
  return count
}

/** Boards and periods estimate each other in turn until the periods stand still. */
function addIndexes(
  into: Map<number, { index: number; adjusted: number }>,
  cells: readonly PeriodCell[],
  periods: readonly number[],
): void {
  const totals = boardTotals(cells, periods)
  const { x, n } = sumsByPeriod(totals, periods.length)
  const rows = namingRows(totals)
  let indexes = new Float64Array(periods.length).fill(1)
  const levels = new Float64Array(rows.boards)
  for (let round = 0; round < 100_000; round++) {
    levels.fill(0)
    for (let at = 0; at < rows.n.length; at++) levels[rows.board[at]!]! += rows.n[at]! * indexes[rows.period[at]!]!
    for (let board = 0; board < rows.boards; board++) levels[board] = part(rows.x[board]!, levels[board]!)
    const next = new Float64Array(periods.length)
    for (let at = 0; at < rows.n.length; at++) next[rows.period[at]!]! += rows.n[at]! * levels[rows.board[at]!]!
    for (let at = 0; at < periods.length; at++) next[at] = part(x[at]!, next[at]!)
    const moved = Math.max(...next.map((index, at) => Math.abs(index - indexes[at]!)))
    indexes = next
    if (moved < 1e-12) break
  }
  // The last period is the measure; where it names the skill nowhere, the last that does.
  const measure = indexes.findLastIndex((index) => index > 0)
  if (measure < 0) {
    for (const period of periods) into.set(period, { index: 0, adjusted: 0 })
    return
  }
  const raw = x[measure]! / n[measure]!
  for (const [at, period] of periods.entries()) {
    const index = indexes[at]! / indexes[measure]!
    into.set(period, { index, adjusted: index * raw })
  }
}

const part = (of: number, whole: number) => (whole === 0 ? 0 : of / whole)

/** A board in a period, which is told by its place. */
interface BoardPeriod {
  board: BoardId
  period: number
  n: number
  x: number
}

/** Cells are in order of period and board. */
function boardTotals(cells: readonly PeriodCell[], periods: readonly number[]): BoardPeriod[] {
  const places = new Map(periods.map((period, place) => [period, place]))
  const totals: BoardPeriod[] = []
  for (const { board, period, n, x } of cells) {
    const place = places.get(period)
    if (place === undefined) continue
    const last = totals.at(-1)
    if (last?.period === place && last.board === board) {
      last.n += n
      last.x += x
    } else totals.push({ board, period: place, n, x })
  }
  return totals
}

function sumsByPeriod(totals: readonly BoardPeriod[], periods: number) {
  const [n, x] = [new Float64Array(periods), new Float64Array(periods)]
  for (const row of totals) {
    n[row.period]! += row.n
    x[row.period]! += row.x
  }
  return { n, x }
}

/** The rows of the boards that ever name the skill: the level of the others is 0, and adds nothing to any period. */
function namingRows(totals: readonly BoardPeriod[]) {
  const sums = new Map<BoardId, number>()
  for (const { board, x } of totals) if (x > 0) sums.set(board, (sums.get(board) ?? 0) + x)
  const places = new Map([...sums.keys()].map((board, place) => [board, place]))
  const own = totals.filter(({ board }) => places.has(board))
  return {
    boards: places.size,
    x: Float64Array.from(sums.values()),
    board: Uint32Array.from(own, ({ board }) => places.get(board)!),
    period: Uint32Array.from(own, ({ period }) => period),
    n: Float64Array.from(own, ({ n }) => n),
  }
}
