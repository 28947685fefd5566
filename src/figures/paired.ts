/** The panel summed for a comparison: two windows paired week by week, or quarters in a row. */
import type { Week } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { firstAt, type NamingRows } from './cells.ts'
import { type Cell, countNaming, type PairedCounts } from './change.ts'
import type { PeriodCell } from './chart-index.ts'
import { monthNumber, type Panel, type Periods, type Rows, wasRead, weekNumber } from './panel.ts'
import { lastWholeMonth, monthsIn, type Windows } from './windows.ts'

/** Both windows summed by board and employer, over the periods that the board was read in on both sides. */
export interface PairedCells {
  /** Of the boards with vacancies in both windows. */
  counts(skill: SkillId): PairedCounts
  /** The cells of these boards, in order of board and employer. */
  cells(skill: SkillId): Cell[]
  /** Employers of these boards that name the skill in either window, by place and in order, with how often in each. */
  byEmployer(skill: SkillId): { employers: number[]; x0: number[]; x1: number[] }
  /** Those of the boards that name the skill at all, and how many employers stand only on others. */
  onNamingBoards(skill: SkillId): { cells: Cell[]; others: number }
}

/** Sums the paired periods of all skills at once. Threads pair months a year apart, and stay out of provisional windows. */
export function pairedCells(panel: Panel, through: Week, windows: Windows): PairedCells {
  const { pairs, names } = panel
  const sides = sidesOf(panel, through, windows)
  const [n0, n1] = [new Uint32Array(pairs.count), new Uint32Array(pairs.count)]
  for (const { rows, from, to, isNow, paired } of sides) {
    const n = isNow ? n1 : n0
    for (let row = from; row < to; row++) if (paired[row - from] === 1) n[rows.pair[row]!]! += rows.n[row]!
  }
  const inBoth = pairsInBoth(panel, n0, n1)
  const cellOf = (pair: number, x0: Uint32Array, x1: Uint32Array): Cell => ({
    ...{ board: names.boards[pairs.board[pair]!]!.id, employer: names.employers[pairs.employer[pair]!]! },
    ...{ n0: n0[pair]!, x0: x0[pair]!, n1: n1[pair]!, x1: x1[pair]! },
  })
  const sums = { n0: 0, n1: 0 }
  const isIn = new Uint8Array(pairs.count)
  for (const pair of inBoth) {
    isIn[pair] = 1
    sums.n0 += n0[pair]!
    sums.n1 += n1[pair]!
  }
  const [x0, x1] = [new Uint32Array(pairs.count), new Uint32Array(pairs.count)]
  /** Fills the sums of a skill, and hands over the pairs that name it. */
  const withNaming = <Result>(skill: SkillId, make: (naming: readonly number[]) => Result): Result => {
    const naming: number[] = []
    const place = panel.skills.get(skill)
    for (const { rows, from, to, isNow, paired } of place === undefined ? [] : sides) {
      const x = isNow ? x1 : x0
      const named = rows.named(place!)
      for (let next = firstAt(named.row, from); next < named.row.length && named.row[next]! < to; next++) {
        const row = named.row[next]!
        if (paired[row - from] === 0) continue
        const pair = rows.pair[row]!
        if (x0[pair] === 0 && x1[pair] === 0) naming.push(pair)
        x[pair]! += named.x[next]!
      }
    }
    const made = make(naming)
    for (const pair of naming) {
      x0[pair] = 0
      x1[pair] = 0
    }
    return made
  }
  const employersIn = (of: Uint32Array | readonly number[]) => {
    const seen = new Set<number>()
    for (const pair of of) seen.add(pairs.employer[pair]!)
    return seen.size
  }
  const employers = employersIn(inBoth)
  const boardsInBoth = inBoth.map((pair) => pairs.board[pair]!)
  const naming = (skill: SkillId) =>
    withNaming(skill, (own) => own.filter((pair) => isIn[pair] === 1).map((pair) => cellOf(pair, x0, x1)))
  return {
    counts: (skill) => ({ ...sums, ...countNaming(naming(skill)) }),
    byEmployer: (skill) =>
      withNaming(skill, (own) => {
        const sums = new Map<number, [number, number]>()
        for (const pair of own) {
          if (isIn[pair] === 0) continue
          const employer = pairs.employer[pair]!
          const known = sums.get(employer) ?? [0, 0]
          sums.set(employer, [known[0] + x0[pair]!, known[1] + x1[pair]!])
        }
        const employers = [...sums.keys()].sort((one, other) => one - other)
        const of = (side: 0 | 1) => employers.map((employer) => sums.get(employer)![side])
        return { employers, x0: of(0), x1: of(1) }
      }),
    onNamingBoards: (skill) =>
      withNaming(skill, (own) => {
        const boards = Uint32Array.from(new Set(own.map((pair) => pairs.board[pair]!))).sort()
        const beside: number[] = []
        // Pairs stand in order of their boards.
        for (const board of boards) {
          for (let at = firstAt(boardsInBoth, board); boardsInBoth[at] === board; at++) beside.push(inBoth[at]!)
        }
        return { cells: beside.map((pair) => cellOf(pair, x0, x1)), others: employers - employersIn(beside) }
      }),
    cells: (skill) => withNaming(skill, () => Array.from(inBoth, (pair) => cellOf(pair, x0, x1))),
  }
}

/** The rows of one window on the boards of one kind, from a place to that before another. */
interface Side {
  rows: Rows
  from: number
  to: number
  isNow: boolean
  /** From the first of them on, 1 where its board was read in the partner period too. */
  paired: Uint8Array
}

function sidesOf(panel: Panel, through: Week, { length, distance }: Windows): Side[] {
  const { pairs, names } = panel
  const boards = names.boards.length
  const sides = (rows: Rows, periods: Periods, end: number, length: number, distance: number): Side[] =>
    [true, false].map((isNow) => {
      const last = isNow ? end : end - distance
      const partner = isNow ? -distance : distance
      const [from, to] = [firstAt(rows.at, last - length + 1), firstAt(rows.at, last + 1)]
      const paired = new Uint8Array(to - from)
      for (let row = from; row < to; row++) {
        if (wasRead(periods, boards, pairs.board[rows.pair[row]!]!, rows.at[row]! + partner)) paired[row - from] = 1
      }
      return { rows, from, to, isNow, paired }
    })
  const weekly = sides(panel.weekly, panel.weeks, weekNumber(through), length, distance)
  if (distance !== 52) return weekly
  const end = monthNumber(lastWholeMonth(through))
  return [...weekly, ...sides(panel.monthly, panel.months, end, monthsIn(length), 12)]
}

/** A board without vacancies in one of the windows says nothing about change. */
function pairsInBoth({ pairs, names }: Panel, n0: Uint32Array, n1: Uint32Array): Uint32Array {
  const [then, now] = [new Uint32Array(names.boards.length), new Uint32Array(names.boards.length)]
  for (let pair = 0; pair < pairs.count; pair++) {
    then[pairs.board[pair]!]! += n0[pair]!
    now[pairs.board[pair]!]! += n1[pair]!
  }
  const found = new Uint32Array(pairs.count)
  let length = 0
  for (let pair = 0; pair < pairs.count; pair++) {
    const board = pairs.board[pair]!
    if (then[board]! > 0 && now[board]! > 0 && n0[pair]! + n1[pair]! > 0) found[length++] = pair
  }
  return found.subarray(0, length)
}

/** Both windows over all that was read in either, paired or not: what a raw comparison would take. */
export interface Pooled {
  n0: number
  n1: number
  naming(skill: SkillId): { x0: number; x1: number }
}

export function pooled(panel: Panel, through: Week, windows: Windows): Pooled {
  const sides = sidesOf(panel, through, windows)
  const sums = { n0: 0, n1: 0 }
  for (const { rows, from, to, isNow } of sides) {
    for (let row = from; row < to; row++) sums[isNow ? 'n1' : 'n0'] += rows.n[row]!
  }
  return {
    ...sums,
    naming: (skill) => {
      const place = panel.skills.get(skill)
      const found = { x0: 0, x1: 0 }
      if (place === undefined) return found
      for (const { rows, from, to, isNow } of sides) {
        found[isNow ? 'x1' : 'x0'] += sumBetween(rows.named(place), from, to)
      }
      return found
    },
  }
}

function sumBetween({ row, x }: NamingRows, from: number, to: number): number {
  let sum = 0
  for (let next = firstAt(row, from); next < row.length && row[next]! < to; next++) sum += x[next]!
  return sum
}

/** Periods of 13 weeks (3 months of a thread) back from a week, the last one numbered 0 and the one before it -1; in order of period, board and employer. */
export function quarterCells(panel: Panel, skill: SkillId, through: Week): PeriodCell[] {
  const { pairs, names } = panel
  const place = panel.skills.get(skill)
  const periods = new Map<number, { n: Uint32Array; x: Uint32Array }>()
  const take = (rows: Rows, end: number, length: number) => {
    const to = firstAt(rows.at, end + 1)
    const sumsAt = (row: number) => {
      const back = Math.floor((end - rows.at[row]!) / length)
      const period = back === 0 ? 0 : -back
      let sums = periods.get(period)
      if (sums === undefined) {
        sums = { n: new Uint32Array(pairs.count), x: new Uint32Array(pairs.count) }
        periods.set(period, sums)
      }
      return sums
    }
    for (let row = 0; row < to; row++) sumsAt(row).n[rows.pair[row]!]! += rows.n[row]!
    if (place === undefined) return
    const { row, x } = rows.named(place)
    for (let next = 0; next < row.length && row[next]! < to; next++) {
      sumsAt(row[next]!).x[rows.pair[row[next]!]!]! += x[next]!
    }
  }
  take(panel.weekly, weekNumber(through), 13)
  take(panel.monthly, monthNumber(lastWholeMonth(through)), 3)
  const cells: PeriodCell[] = []
  for (const [period, { n, x }] of [...periods].sort(([one], [other]) => one - other)) {
    for (let pair = 0; pair < pairs.count; pair++) {
      if (n[pair] === 0) continue
      const [board, employer] = [names.boards[pairs.board[pair]!]!.id, names.employers[pairs.employer[pair]!]!]
      cells.push({ board, employer, period, n: n[pair]!, x: x[pair]! })
    }
  }
  return cells
}
