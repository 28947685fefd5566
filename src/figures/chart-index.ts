/** The line of the chart: shares by period as if the same boards had been read all along. */
import type { BoardId, EmployerKey } from '../domain.ts'
import { minimum } from './method.ts'
import { grouped } from './sums.ts'

/** New vacancies of one employer on one board in one period; periods are numbered in time. */
export interface PeriodCell {
  board: BoardId
  employer: EmployerKey
  period: number
  n: number
  x: number
}

/** The same as columns: the employers of each board, in order of both, and for each period in order what each has in it. */
export interface PeriodSums {
  board: ArrayLike<number>
  employer: ArrayLike<number>
  periods: readonly { period: number; n: ArrayLike<number>; x: ArrayLike<number> }[]
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
export function chartIndex(sums: PeriodSums, shared: number = minimum.chart.sharedEmployers): IndexPoint[] {
  const { periods } = sums
  const groups = connected(sums, shared)
  const indexes = new Map<number, { index: number; adjusted: number }>()
  for (const members of grouped([...periods.keys()], (at) => groups[at]!).values()) {
    if (members.length > 1) addIndexes(indexes, sums, members)
  }
  // The period in which each employer was seen last.
  const seenIn = new Int32Array(most(sums.employer) + 1).fill(-1)
  let segment = 0
  return periods.map(({ period, n: each, x: naming }, at) => {
    if (at > 0 && groups[at] !== groups[at - 1]) segment++
    let [n, x, employers] = [0, 0, 0]
    for (let place = 0; place < each.length; place++) {
      if (each[place] === 0) continue
      n += each[place]!
      x += naming[place]!
      if (seenIn[sums.employer[place]!] === at) continue
      seenIn[sums.employer[place]!] = at
      employers += 1
    }
    const found = indexes.get(at)
    return {
      ...{ period, n, x, employers, raw: x / n },
      ...{ index: found?.index ?? null, adjusted: found?.adjusted ?? null, segment },
    }
  })
}

/** Sums of fractions depend on their order in the last digit; a fixed order keeps answers the same to the byte. */
export function periodSums(cells: readonly PeriodCell[]): PeriodSums {
  const full = cells.filter(({ n }) => n > 0)
  const keyOf = ({ board, employer }: PeriodCell) => `${board}\t${employer}`
  const inOrder = [...grouped(full, keyOf).values()]
    .map(([first]) => first!)
    .sort((one, other) => compare(one.board, other.board) || compare(one.employer, other.employer))
  const places = new Map(inOrder.map((cell, place) => [keyOf(cell), place]))
  const numbered = (names: readonly string[]) => {
    const numbers = new Map([...new Set(names)].map((name, number) => [name, number]))
    return names.map((name) => numbers.get(name)!)
  }
  const periods = [...grouped(full, ({ period }) => period)].sort(([one], [other]) => one - other)
  return {
    board: numbered(inOrder.map(({ board }) => board)),
    employer: numbered(inOrder.map(({ employer }) => employer)),
    periods: periods.map(([period, own]) => {
      const [n, x] = [new Float64Array(inOrder.length), new Float64Array(inOrder.length)]
      for (const cell of own) {
        n[places.get(keyOf(cell))!]! += cell.n
        x[places.get(keyOf(cell))!]! += cell.x
      }
      return { period, n, x }
    }),
  }
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** The group of each period, by place and named by its earliest one. */
function connected({ periods }: PeriodSums, shared: number): number[] {
  let groups = [...periods.keys()]
  for (let later = 0; later < periods.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      const [from, to] = [groups[later]!, groups[earlier]!]
      if (from === to || common(periods[earlier]!.n, periods[later]!.n) < shared) continue
      groups = groups.map((of) => (of === from || of === to ? Math.min(from, to) : of))
    }
  }
  return groups
}

function common(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let count = 0
  for (let at = 0; at < one.length; at++) if (one[at]! > 0 && other[at]! > 0) count++
  return count
}

/** Boards and periods estimate each other in turn until the periods stand still. */
function addIndexes(
  into: Map<number, { index: number; adjusted: number }>,
  sums: PeriodSums,
  periods: readonly number[],
): void {
  const totals = boardTotals(sums, periods)
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

/** Boards in periods, which are told by their places, in order of period and board: a column for each value. */
interface BoardTotals {
  board: number[]
  period: number[]
  n: number[]
  x: number[]
}

function boardTotals(sums: PeriodSums, members: readonly number[]): BoardTotals {
  const totals: BoardTotals = { board: [], period: [], n: [], x: [] }
  for (const [period, at] of members.entries()) {
    const { n, x } = sums.periods[at]!
    const first = totals.board.length
    for (let place = 0; place < n.length; place++) {
      if (n[place] === 0) continue
      const last = totals.board.length - 1
      if (last >= first && totals.board[last] === sums.board[place]) {
        totals.n[last]! += n[place]!
        totals.x[last]! += x[place]!
      } else {
        totals.board.push(sums.board[place]!)
        totals.period.push(period)
        totals.n.push(n[place]!)
        totals.x.push(x[place]!)
      }
    }
  }
  return totals
}

function sumsByPeriod(totals: BoardTotals, periods: number) {
  const [n, x] = [new Float64Array(periods), new Float64Array(periods)]
  for (let at = 0; at < totals.period.length; at++) {
    n[totals.period[at]!]! += totals.n[at]!
    x[totals.period[at]!]! += totals.x[at]!
  }
  return { n, x }
}

/** The rows of the boards that ever name the skill: the level of the others is 0, and adds nothing to any period. */
function namingRows({ board, period, n, x }: BoardTotals) {
  const places = new Int32Array(most(board) + 1).fill(-1)
  const sums: number[] = []
  for (let at = 0; at < board.length; at++) {
    if (x[at] === 0) continue
    if (places[board[at]!] === -1) places[board[at]!] = sums.push(0) - 1
    sums[places[board[at]!]!]! += x[at]!
  }
  let count = 0
  for (let at = 0; at < board.length; at++) if (places[board[at]!] !== -1) count += 1
  const found = {
    boards: sums.length,
    x: Float64Array.from(sums),
    board: new Uint32Array(count),
    period: new Uint32Array(count),
    n: new Float64Array(count),
  }
  for (let at = 0, to = 0; to < count; at++) {
    if (places[board[at]!] === -1) continue
    found.board[to] = places[board[at]!]!
    found.period[to] = period[at]!
    found.n[to++] = n[at]!
  }
  return found
}

function most(numbers: ArrayLike<number>): number {
  let found = 0
  for (let at = 0; at < numbers.length; at++) found = Math.max(found, numbers[at]!)
  return found
}
