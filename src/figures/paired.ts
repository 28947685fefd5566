/** The panel summed for a comparison: two windows paired week by week, or quarters in a row. */
import type { Week } from '../days.ts'
import type { SkillId } from '../domain.ts'
import type { Cell, CellColumns, PairedCounts } from './change.ts'
import type { PeriodSums } from './chart-index.ts'
import { firstAt } from './new-vacancies.ts'
import { monthAt, monthNumber, type Panel, readLater, rowsOfMonths, rowsOfWeeks, weekAt, weekNumber } from './panel.ts'
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
  onNamingBoards(skill: SkillId): { cells: CellColumns; others: number }
}

/** Sums the paired periods of all skills at once. Threads pair months a year apart, and stay out of provisional windows. */
export function pairedCells(panel: Panel, through: Week, windows: Windows): PairedCells {
  const { pairs, opened } = panel
  const sides = sidesOf(panel, through, windows)
  const [n0, n1] = [new Uint32Array(pairs.count), new Uint32Array(pairs.count)]
  for (const { from, to, isNow, takes } of sides) {
    const n = isNow ? n1 : n0
    for (let row = from; row < to; row++) if (takes[row] === 1) n[pairs.of[row]!]! += 1
  }
  const { inBoth, startOf } = pairsInBoth(panel, n0, n1)
  const isIn = new Uint8Array(pairs.count)
  const sums = { n0: 0, n1: 0 }
  for (const pair of inBoth) {
    isIn[pair] = 1
    sums.n0 += n0[pair]!
    sums.n1 += n1[pair]!
  }
  const [x0, x1] = [new Uint32Array(pairs.count), new Uint32Array(pairs.count)]
  const naming = new Uint32Array(pairs.count)
  /** Fills the sums of a skill, and hands over the pairs that name it. */
  const withNaming = <Result>(skill: SkillId, make: (naming: Uint32Array) => Result): Result => {
    let length = 0
    const place = panel.skills.get(skill)
    const named = place === undefined ? nothing : panel.named(place)
    for (const { from, to, isNow, takes } of sides) {
      const x = isNow ? x1 : x0
      for (let next = firstAt(named, from); next < named.length && named[next]! < to; next++) {
        const row = named[next]!
        if (takes[row] === 0) continue
        const pair = pairs.of[row]!
        if (x0[pair] === 0 && x1[pair] === 0) naming[length++] = pair
        x[pair]! += 1
      }
    }
    const own = naming.subarray(0, length)
    const made = make(own)
    for (const pair of own) {
      x0[pair] = 0
      x1[pair] = 0
    }
    return made
  }
  const distinct = distinctAmong(opened.employers.length)
  const employersOf = (of: Uint32Array, has: (pair: number) => boolean = () => true) =>
    distinct(of.length, (at) => (has(of[at]!) ? pairs.employer[of[at]!]! : null))
  const employers = employersOf(inBoth)
  const distinctBoards = distinctAmong(opened.boards.length)
  const cellOf = (pair: number): Cell => ({
    ...{ board: opened.boards[pairs.board[pair]!]!.id, employer: opened.employers[pairs.employer[pair]!]! },
    ...{ n0: n0[pair]!, x0: x0[pair]!, n1: n1[pair]!, x1: x1[pair]! },
  })
  return {
    counts: (skill) =>
      withNaming(skill, (naming) => {
        const own = naming.filter((pair) => isIn[pair] === 1)
        const found = { ...sums, x0: 0, x1: 0 }
        for (const pair of own) {
          found.x0 += x0[pair]!
          found.x1 += x1[pair]!
        }
        const naming0 = employersOf(own, (pair) => x0[pair]! > 0).length
        const naming1 = employersOf(own, (pair) => x1[pair]! > 0).length
        return { ...found, naming: employersOf(own).length, namingThen: naming0, namingNow: naming1 }
      }),
    byEmployer: (skill) =>
      withNaming(skill, (naming) => {
        const own = naming.filter((pair) => isIn[pair] === 1)
        const hiring = employersOf(own).sort()
        const placeOf = new Map(Array.from(hiring, (employer, place) => [employer, place]))
        const sums = { x0: new Array<number>(hiring.length).fill(0), x1: new Array<number>(hiring.length).fill(0) }
        for (const pair of own) {
          const place = placeOf.get(pairs.employer[pair]!)!
          sums.x0[place]! += x0[pair]!
          sums.x1[place]! += x1[pair]!
        }
        return { employers: Array.from(hiring), ...sums }
      }),
    onNamingBoards: (skill) =>
      withNaming(skill, (naming) => {
        const boards = distinctBoards(naming.length, (at) => pairs.board[naming[at]!]!).sort()
        let length = 0
        for (const board of boards) length += startOf[board + 1]! - startOf[board]!
        const beside = new Uint32Array(length)
        length = 0
        for (const board of boards) {
          const own = inBoth.subarray(startOf[board], startOf[board + 1])
          beside.set(own, length)
          length += own.length
        }
        const of = (column: Uint32Array) => beside.map((pair) => column[pair]!)
        const cells = {
          board: of(pairs.board),
          employer: of(pairs.employer),
          n0: of(n0),
          x0: of(x0),
          n1: of(n1),
          x1: of(x1),
        }
        return { cells, others: employers.length - employersOf(beside).length }
      }),
    cells: (skill) => withNaming(skill, () => Array.from(inBoth, cellOf)),
  }
}

const nothing = new Uint32Array(0)

/** Each number below `most` that comes among some, once and in the order in which they first come. */
function distinctAmong(most: number): (length: number, numberAt: (at: number) => number | null) => Uint32Array {
  const seenIn = new Uint32Array(most)
  let turn = 0
  return (length, numberAt) => {
    turn += 1
    const found = new Uint32Array(length)
    let count = 0
    for (let at = 0; at < length; at++) {
      const number = numberAt(at)
      if (number === null || seenIn[number] === turn) continue
      seenIn[number] = turn
      found[count++] = number
    }
    return found.subarray(0, count)
  }
}

/** One window on the boards of one kind: the vacancies from a place to that before another. */
interface Side {
  from: number
  to: number
  isNow: boolean
  /** 1 for each vacancy that counts: one of the kind whose board was read in its period and in the partner. */
  takes: Uint8Array
}

/** Both windows on both kinds of boards, `back` periods apart; paired with each other, or each for itself. */
function sidesOf(panel: Panel, through: Week, { length, distance }: Windows, isPaired = true): Side[] {
  const [week, month] = [weekNumber(through), monthNumber(lastWholeMonth(through))]
  const sides = (kind: Kind, back: number, rowsUntil: (last: number) => { from: number; to: number }, end: number) =>
    [true, false].map((isNow): Side => {
      const takes = takenOf(panel, kind, !isPaired ? 0 : isNow ? -back : back)
      return { ...rowsUntil(isNow ? end : end - back), isNow, takes }
    })
  const weekly = sides('weeks', distance, (last) => rowsOfWeeks(panel, last - length + 1, last), week)
  if (distance !== 52) return weekly
  const months = monthsIn(length)
  return [...weekly, ...sides('months', 12, (last) => rowsOfMonths(panel, last - months + 1, last), month)]
}

type Kind = 'weeks' | 'months'
/** By panel, kind of board and distance: the runs of many weeks compare over the same. */
const taken = new WeakMap<Panel, Map<string, Uint8Array>>()

function takenOf(panel: Panel, kind: Kind, later: number): Uint8Array {
  const own = taken.get(panel) ?? new Map<string, Uint8Array>()
  taken.set(panel, own)
  const known = own.get(`${kind} ${later}`)
  if (known !== undefined) return known
  const found = readLater(panel.opened, panel, kind, later)
  for (let row = 0; row < found.length; row++) found[row]! &= panel.observed[row]!
  own.set(`${kind} ${later}`, found)
  return found
}

/** A board without vacancies in one of the windows says nothing about change. Also where each board's pairs begin among the rest. */
function pairsInBoth({ pairs, opened }: Panel, n0: Uint32Array, n1: Uint32Array) {
  const boards = opened.boards.length
  const [then, now] = [new Uint32Array(boards), new Uint32Array(boards)]
  for (let pair = 0; pair < pairs.count; pair++) {
    then[pairs.board[pair]!]! += n0[pair]!
    now[pairs.board[pair]!]! += n1[pair]!
  }
  const [inBoth, startOf] = [new Uint32Array(pairs.count), new Uint32Array(boards + 1)]
  let length = 0
  for (let pair = 0; pair < pairs.count; pair++) {
    const board = pairs.board[pair]!
    if (then[board] === 0 || now[board] === 0 || n0[pair]! + n1[pair]! === 0) continue
    inBoth[length++] = pair
    startOf[board + 1] = length
  }
  for (let board = 0; board < boards; board++) startOf[board + 1] = Math.max(startOf[board]!, startOf[board + 1]!)
  return { inBoth: inBoth.subarray(0, length), startOf }
}

/** Both windows over all that was read in either, paired or not: what a raw comparison would take. */
export interface Pooled {
  n0: number
  n1: number
  naming(skill: SkillId): { x0: number; x1: number }
}

export function pooled(panel: Panel, through: Week, windows: Windows): Pooled {
  const sides = sidesOf(panel, through, windows, false)
  const sums = { n0: 0, n1: 0 }
  for (const { from, to, isNow, takes } of sides) {
    for (let row = from; row < to; row++) sums[isNow ? 'n1' : 'n0'] += takes[row]!
  }
  return {
    ...sums,
    naming: (skill) => {
      const place = panel.skills.get(skill)
      const found = { x0: 0, x1: 0 }
      if (place === undefined) return found
      const named = panel.named(place)
      for (const { from, to, isNow, takes } of sides) {
        for (let next = firstAt(named, from); next < named.length && named[next]! < to; next++) {
          found[isNow ? 'x1' : 'x0'] += takes[named[next]!]!
        }
      }
      return found
    },
  }
}

/** Periods of 13 weeks (3 months of a thread) back from a week, the last one numbered 0 and the one before it -1. */
export function quarterSums(panel: Panel, skill: SkillId, through: Week): PeriodSums {
  const { pairs, opened } = panel
  const place = panel.skills.get(skill)
  const periods = new Map<number, { n: Uint32Array; x: Uint32Array }>()
  const sumsOf = (period: number) => {
    let sums = periods.get(period)
    if (sums === undefined) {
      sums = { n: new Uint32Array(pairs.count), x: new Uint32Array(pairs.count) }
      periods.set(period, sums)
    }
    return sums
  }
  const take = (kind: Kind, at: (day: number) => number, { to }: { to: number }, end: number, length: number) => {
    const takes = takenOf(panel, kind, 0)
    const named = place === undefined ? nothing : panel.named(place)
    let [day, next] = [-1, 0]
    let sums: ReturnType<typeof sumsOf> | null = null
    for (let row = 0; row < to; row++) {
      if (takes[row] === 0) continue
      if (opened.firstSeen[row] !== day) {
        day = opened.firstSeen[row]!
        const back = Math.floor((end - at(day)) / length)
        sums = sumsOf(back === 0 ? 0 : -back)
      }
      sums!.n[pairs.of[row]!]! += 1
      while (next < named.length && named[next]! < row) next++
      if (named[next] === row) sums!.x[pairs.of[row]!]! += 1
    }
  }
  const [week, month] = [weekNumber(through), monthNumber(lastWholeMonth(through))]
  take('weeks', weekAt, rowsOfWeeks(panel, 0, week), week, 13)
  take('months', monthAt, rowsOfMonths(panel, 0, month), month, 3)
  const inOrder = [...periods].sort(([one], [other]) => one - other)
  return {
    ...{ board: pairs.board, employer: pairs.employer },
    periods: inOrder.map(([period, sums]) => ({ period, ...sums })),
  }
}
