/** The panel summed for a comparison: two windows paired week by week, or quarters in a row. */
import type { Week } from '../days.ts'
import type { BoardId, EmployerKey, SkillId } from '../domain.ts'
import { type Cell, countNaming, inPanel, type PairedCounts } from './change.ts'
import type { PeriodCell } from './chart-index.ts'
import { firstAt, monthNumber, type Panel, type Row, weekNumber } from './panel.ts'
import { sum } from './sums.ts'
import { lastWholeMonth, monthsIn, type Windows } from './windows.ts'

/** Both windows summed by board and employer, over the periods that the board was read in on both sides. */
export interface PairedCells {
  /** Of the boards with vacancies in both windows. */
  counts(skill: SkillId): PairedCounts
  /** The cells of these boards, in order of board and employer. */
  cells(skill: SkillId): Cell[]
}

/** Sums the paired periods of all skills at once. Threads pair months a year apart, and stay out of provisional windows. */
export function pairedCells(panel: Panel, through: Week, windows: Windows): PairedCells {
  const sums = new Map<BoardId, Map<EmployerKey, Sums>>()
  const end = weekNumber(through)
  addPairs(sums, panel.weekly, panel.weeks, end, windows.length, windows.distance)
  if (windows.distance === 52) {
    addPairs(sums, panel.monthly, panel.months, monthNumber(lastWholeMonth(through)), monthsIn(windows.length), 12)
  }
  const places = [...sums].sort(byKey).flatMap(([board, employers]) =>
    [...employers].sort(byKey).map(([employer, of]) => ({
      ...{ board, employer, n0: of.earlier.n, n1: of.now.n, earlier: of.earlier.naming, now: of.now.naming },
    })),
  )
  const inBoth = inPanel(places)
  // Most of a long catalog is named by few: what names a skill is found without walking over the others.
  const naming = namingPlaces(inBoth)
  const [n0, n1] = [sum(inBoth, (place) => place.n0), sum(inBoth, (place) => place.n1)]
  return {
    counts: (skill) => ({ n0, n1, ...countNaming((naming.get(skill) ?? []).map((place) => cellOf(place, skill))) }),
    cells: (skill) => inBoth.map((place) => cellOf(place, skill)),
  }
}

interface Place extends Omit<Cell, 'x0' | 'x1'> {
  earlier: ReadonlyMap<SkillId, number>
  now: ReadonlyMap<SkillId, number>
}

const cellOf = ({ board, employer, n0, n1, earlier, now }: Place, skill: SkillId): Cell => ({
  ...{ board, employer, n0, x0: earlier.get(skill) ?? 0, n1, x1: now.get(skill) ?? 0 },
})

function namingPlaces(places: readonly Place[]): Map<SkillId, Place[]> {
  const naming = new Map<SkillId, Place[]>()
  for (const place of places) {
    for (const skill of new Set([...place.earlier.keys(), ...place.now.keys()])) {
      const known = naming.get(skill)
      if (known === undefined) naming.set(skill, [place])
      else known.push(place)
    }
  }
  return naming
}

interface Side {
  n: number
  naming: Map<SkillId, number>
}
interface Sums {
  earlier: Side
  now: Side
}

function addPairs(
  sums: Map<BoardId, Map<EmployerKey, Sums>>,
  rows: readonly Row[],
  observed: ReadonlyMap<BoardId, ReadonlySet<number>>,
  end: number,
  length: number,
  distance: number,
): void {
  const take = (from: number, to: number, partner: number, side: 'earlier' | 'now') => {
    for (let index = firstAt(rows, from); index < rows.length && rows[index]!.at <= to; index++) {
      const row = rows[index]!
      if (!observed.get(row.board)!.has(row.at + partner)) continue
      addTo(sumsOf(sums, row)[side], row)
    }
  }
  take(end - length + 1, end, -distance, 'now')
  take(end - length + 1 - distance, end - distance, distance, 'earlier')
}

function sumsOf(sums: Map<BoardId, Map<EmployerKey, Sums>>, { board, employer }: Row): Sums {
  let employers = sums.get(board)
  if (employers === undefined) {
    employers = new Map()
    sums.set(board, employers)
  }
  let own = employers.get(employer)
  if (own === undefined) {
    own = { earlier: { n: 0, naming: new Map() }, now: { n: 0, naming: new Map() } }
    employers.set(employer, own)
  }
  return own
}

function addTo(side: Side, { n, naming }: Row): void {
  side.n += n
  for (const skill in naming) side.naming.set(skill, (side.naming.get(skill) ?? 0) + naming[skill]!)
}

const byKey = ([left]: [string, unknown], [right]: [string, unknown]) => (left < right ? -1 : 1)

/** Both windows over all that was read in either, paired or not: what a raw comparison would take. */
export interface Pooled {
  n0: number
  n1: number
  x0: Readonly<Record<SkillId, number>>
  x1: Readonly<Record<SkillId, number>>
}

export function pooled(panel: Panel, through: Week, windows: Windows): Pooled {
  const sums = { n0: 0, n1: 0, x0: {} as Record<SkillId, number>, x1: {} as Record<SkillId, number> }
  const take = (rows: readonly Row[], end: number, length: number, distance: number) => {
    for (let index = firstAt(rows, end - length + 1 - distance); index < rows.length; index++) {
      const { at, n, naming } = rows[index]!
      if (at > end) break
      const isNow = at > end - length
      if (!isNow && at > end - distance) continue
      if (isNow) sums.n1 += n
      else sums.n0 += n
      const into = isNow ? sums.x1 : sums.x0
      for (const skill in naming) into[skill] = (into[skill] ?? 0) + naming[skill]!
    }
  }
  take(panel.weekly, weekNumber(through), windows.length, windows.distance)
  if (windows.distance === 52) {
    take(panel.monthly, monthNumber(lastWholeMonth(through)), monthsIn(windows.length), 12)
  }
  return sums
}

/** Periods of 13 weeks (3 months of a thread) back from a week, the last one numbered 0 and the one before it -1. */
export function quarterCells(panel: Panel, skill: SkillId, through: Week): PeriodCell[] {
  const cellsOf = (rows: readonly Row[], end: number, length: number) =>
    rows
      .filter(({ at }) => at <= end)
      .map(({ board, employer, at, n, naming }) => {
        const period = -Math.floor((end - at) / length)
        return { board, employer, period: period === 0 ? 0 : period, n, x: naming[skill] ?? 0 }
      })
  return [
    ...cellsOf(panel.weekly, weekNumber(through), 13),
    ...cellsOf(panel.monthly, monthNumber(lastWholeMonth(through)), 3),
  ]
}
