/** Newly opened vacancies by board, employer and period, with the periods that each board was read in: what changes are made of. */
import { dayNumber, type Month, type Week } from '../days.ts'
import type { BoardId, EmployerKey, SkillId } from '../domain.ts'
import { lastWholeMonth, mondayOfWeek } from './windows.ts'

/** New vacancies of one employer on one board in one week; in its month where the board is a monthly thread. */
export interface WeeklyRow {
  board: BoardId
  employer: EmployerKey
  week: Week
  month: Month
  n: number
  naming: Readonly<Record<SkillId, number>>
}

/** A week in which a board was read whole, after its first such read; `month` is set for monthly threads alone. */
export interface ObservedWeek {
  board: BoardId
  week: Week
  month: Month | null
}

/** A row by the number of its period: weeks since the epoch, or months since the year 0 for threads. */
export interface Row {
  board: BoardId
  employer: EmployerKey
  at: number
  n: number
  naming: Readonly<Record<SkillId, number>>
}

export interface Panel {
  /** In order of period. */
  weekly: readonly Row[]
  monthly: readonly Row[]
  /** Periods in which each board was read. */
  weeks: ReadonlyMap<BoardId, ReadonlySet<number>>
  months: ReadonlyMap<BoardId, ReadonlySet<number>>
}

export const weekNumber = (week: Week): number => {
  const known = weekNumbers.get(week)
  if (known !== undefined) return known
  const number = (dayNumber(mondayOfWeek(week)) + 3) / 7
  weekNumbers.set(week, number)
  return number
}
const weekNumbers = new Map<Week, number>()

export const monthNumber = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

/** Rows of a period in which their board was not observed are left out: nobody knows what else opened then. */
export function createPanel(rows: readonly WeeklyRow[], observed: readonly ObservedWeek[]): Panel {
  const weeks = new Map<BoardId, Set<number>>()
  const months = new Map<BoardId, Set<number>>()
  for (const { board, week, month } of observed) {
    if (month === null) add(weeks, board, weekNumber(week))
    else add(months, board, monthNumber(month))
  }
  const weekly: Row[] = []
  const monthly: Row[] = []
  for (const { board, employer, week, month, n, naming } of rows) {
    const isThread = months.has(board)
    const at = isThread ? monthNumber(month) : weekNumber(week)
    if (!(isThread ? months : weeks).get(board)?.has(at)) continue
    ;(isThread ? monthly : weekly).push({ board, employer, at, n, naming })
  }
  return { weekly: weekly.sort(byPeriod), monthly: monthly.sort(byPeriod), weeks, months }
}

/**
 * How many complete weeks, up to and with `through`, at least 10 employers have been watched together. A board counts
 * as one employer, a monthly thread as those who post in it.
 */
export function completeWeeks(panel: Panel, through: Week): number {
  const end = weekNumber(through)
  const watched = new Map<number, number>()
  for (const observed of panel.weeks.values()) for (const at of observed) watched.set(at, (watched.get(at) ?? 0) + 1)
  for (const [month, employers] of employersByMonth(panel)) {
    const at = weekOfMonth(month)
    watched.set(at, (watched.get(at) ?? 0) + employers)
  }
  const first = Math.min(...[...watched].filter(([at, boards]) => boards >= 10 && at <= end).map(([at]) => at))
  return Number.isFinite(first) ? end - first + 1 : 0
}

function employersByMonth(panel: Panel): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { at } of panel.monthly) counts.set(at, (counts.get(at) ?? 0) + 1)
  return counts
}

/** The week that holds the first of the month. */
function weekOfMonth(month: number): number {
  const first = `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
  return Math.floor((Date.parse(`${first}T00:00:00Z`) / 86_400_000 + 3) / 7)
}

/** The index of the first row of the period or a later one. */
export function firstAt(rows: readonly { at: number }[], at: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}

const byPeriod = (left: Row, right: Row) => left.at - right.at

function add(sets: Map<BoardId, Set<number>>, board: BoardId, at: number): void {
  const known = sets.get(board)
  if (known === undefined) sets.set(board, new Set([at]))
  else known.add(at)
}

/** New vacancies naming a skill up to and with a week, and the employers they are of. */
export function namingSoFar(panel: Panel, skill: SkillId, through: Week): { n: number; employers: number } {
  const sides: [readonly Row[], number][] = [
    [panel.weekly, weekNumber(through)],
    [panel.monthly, monthNumber(lastWholeMonth(through))],
  ]
  const employers = new Set<EmployerKey>()
  let n = 0
  for (const [rows, end] of sides) {
    for (const { at, employer, naming } of rows) {
      const x = naming[skill] ?? 0
      if (at > end || x === 0) continue
      n += x
      employers.add(employer)
    }
  }
  return { n, employers: employers.size }
}
