/** Newly opened vacancies by board, employer and period, with the periods that each board was read in: what changes are made of. */
import { dayNumber, type Month, type Week } from '../days.ts'
import type { BoardId, EmployerKey, SkillId } from '../domain.ts'
import { bySkill, type Cells, type Names, type Naming, type NamingRows, ordered } from './cells.ts'
import { lastWholeMonth, mondayOfWeek } from './windows.ts'

/** The periods in which each board was read whole, after its first such read: a 1 for each, by period, then by board. */
export interface Periods {
  first: number
  count: number
  read: Uint8Array
}

/** In order of period; each of a board that was read in it. */
export interface Rows {
  /** Weeks since the epoch, or months since the year 0 for threads. */
  at: Uint32Array
  /** Place in `pairs`. */
  pair: Uint32Array
  n: Uint32Array
  naming: Naming
  /** The rows that name a skill, by its place. */
  named(skill: number): NamingRows
}

export interface Panel {
  names: Names
  /** Place of each skill in the names. */
  skills: ReadonlyMap<SkillId, number>
  /** The employers of each board, in order of board and employer. */
  pairs: { count: number; board: Uint32Array; employer: Uint32Array }
  weekly: Rows
  monthly: Rows
  weeks: Periods
  months: Periods
  /** The first week in which at least 10 employers were watched together; null where there is none. */
  watchedSince: number | null
}

export const weekNumber = (week: Week): number => {
  const known = weekNumbers.get(week)
  if (known !== undefined) return known
  const number = weekAt(dayNumber(mondayOfWeek(week)))
  weekNumbers.set(week, number)
  return number
}
const weekNumbers = new Map<Week, number>()

/** The number of the week that holds a day, since 1970. */
export const weekAt = (day: number): number => Math.floor((day + 3) / 7)

export const monthNumber = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

/** The number of the month that holds a day, since 1970. */
export function monthAt(day: number): number {
  const date = new Date(day * 86_400_000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

export const wasRead = ({ first, count, read }: Periods, boards: number, board: number, at: number): boolean =>
  at >= first && at < first + count && read[(at - first) * boards + board] === 1

/** Rows of a period in which their board was not observed are left out: nobody knows what else opened then. */
export function panelFrom(names: Names, cells: Cells, { weeks, months }: Pick<Panel, 'weeks' | 'months'>): Panel {
  const { boards, employers, skills } = names
  const [weekly, monthly] = [kept(names, cells, weeks, false), kept(names, cells, months, true)]
  const all = new Uint32Array(weekly.rows.length + monthly.rows.length)
  all.set(weekly.rows)
  all.set(monthly.rows, weekly.rows.length)
  const byEmployer = ordered(all, (row) => cells.employer[row]!, employers.length)
  const byBoard = ordered(byEmployer, (row) => cells.board[row]!, boards.length)
  const pairOf = new Uint32Array(cells.count)
  const pairs = { count: 0, board: new Uint32Array(all.length), employer: new Uint32Array(all.length) }
  for (const row of byBoard) {
    const last = pairs.count - 1
    const [board, employer] = [cells.board[row]!, cells.employer[row]!]
    if (last < 0 || pairs.board[last] !== board || pairs.employer[last] !== employer) {
      pairs.board[pairs.count] = board
      pairs.employer[pairs.count++] = employer
    }
    pairOf[row] = pairs.count - 1
  }
  const rowsOf = ({ rows, at }: ReturnType<typeof kept>): Rows => {
    const naming = namingOf(cells.naming, rows)
    const pair = rows.map((row) => pairOf[row]!)
    return { at, pair, n: rows.map((row) => cells.n[row]!), naming, named: bySkill(naming, skills.length) }
  }
  const panel = { names, skills: placesOf(skills), pairs, weekly: rowsOf(weekly), monthly: rowsOf(monthly) }
  return { ...panel, weeks, months, watchedSince: watchedSince(boards.length, weeks, panel.monthly) }
}

function kept({ boards }: Names, cells: Cells, periods: Periods, threads: boolean) {
  const rows = new Uint32Array(cells.count)
  const at = new Uint32Array(cells.count)
  let length = 0
  let [day, period] = [-1, 0]
  for (let row = 0; row < cells.count; row++) {
    const board = cells.board[row]!
    if (boards[board]!.isThread !== threads) continue
    if (cells.from[row] !== day) {
      day = cells.from[row]!
      period = threads ? monthAt(day) : weekAt(day)
    }
    if (!wasRead(periods, boards.length, board, period)) continue
    at[length] = period
    rows[length++] = row
  }
  return { rows: rows.subarray(0, length), at: at.subarray(0, length) }
}

function namingOf({ from, skill, x }: Naming, rows: Uint32Array): Naming {
  let length = 0
  for (const row of rows) length += from[row + 1]! - from[row]!
  const found = { from: new Uint32Array(rows.length + 1), skill: new Uint16Array(length), x: new Uint32Array(length) }
  let next = 0
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place]!
    found.from[place] = next
    for (let at = from[row]!; at < from[row + 1]!; at++) {
      found.skill[next] = skill[at]!
      found.x[next++] = x[at]!
    }
  }
  found.from[rows.length] = next
  return found
}

const placesOf = <Name>(names: readonly Name[]) => new Map(names.map((name, place) => [name, place]))

/** A board counts as one employer, a monthly thread as those who post in it. */
function watchedSince(boards: number, weeks: Periods, monthly: Rows): number | null {
  const watched = new Map<number, number>()
  for (let week = 0; week < weeks.count; week++) {
    let read = 0
    for (let board = 0; board < boards; board++) read += weeks.read[week * boards + board]!
    watched.set(weeks.first + week, read)
  }
  for (const month of monthly.at) {
    const at = weekOfMonth(month)
    watched.set(at, (watched.get(at) ?? 0) + 1)
  }
  const enough = [...watched].filter(([, employers]) => employers >= 10).map(([at]) => at)
  return enough.length === 0 ? null : Math.min(...enough)
}

/** The week that holds the first of the month. */
function weekOfMonth(month: number): number {
  return weekAt(Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000)
}

/** How many complete weeks, up to and with `through`, at least 10 employers have been watched together. */
export function completeWeeks({ watchedSince }: Panel, through: Week): number {
  const end = weekNumber(through)
  return watchedSince === null || watchedSince > end ? 0 : end - watchedSince + 1
}

/** How many boards were read in the week, and how many in it or one of so many weeks before. */
export function boardsRead({ names, weeks }: Panel, week: Week, remembered: number): { read: number; known: number } {
  const at = weekNumber(week)
  const boards = names.boards.length
  let [read, known] = [0, 0]
  for (let board = 0; board < boards; board++) {
    if (wasRead(weeks, boards, board, at)) read++
    for (let back = 0; back <= remembered; back++) {
      if (!wasRead(weeks, boards, board, at - back)) continue
      known++
      break
    }
  }
  return { read, known }
}

/** Whether a thread was read of the month. */
export function isThreadRead({ names, months }: Panel, month: Month): boolean {
  const at = monthNumber(month)
  return names.boards.some((_, board) => wasRead(months, names.boards.length, board, at))
}

/** New vacancies naming a skill up to and with a week, and the employers they are of. */
export function namingSoFar(panel: Panel, skill: SkillId, through: Week): { n: number; employers: number } {
  const place = panel.skills.get(skill)
  if (place === undefined) return { n: 0, employers: 0 }
  const employers = new Set<number>()
  let n = 0
  const take = (rows: Rows, end: number) => {
    const { row, x } = rows.named(place)
    for (let next = 0; next < row.length; next++) {
      const at = row[next]!
      if (rows.at[at]! > end) break
      n += x[next]!
      employers.add(panel.pairs.employer[rows.pair[at]!]!)
    }
  }
  take(panel.weekly, weekNumber(through))
  take(panel.monthly, monthNumber(lastWholeMonth(through)))
  return { n, employers: employers.size }
}

// ---- from rows -----------------------------------------------------------------------------------------------------

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

/** The panel of a market that stands in rows. */
export function createPanel(rows: readonly WeeklyRow[], observed: readonly ObservedWeek[]): Panel {
  const threads = new Set(observed.flatMap(({ board, month }) => (month === null ? [] : [board])))
  const sorted = <Name extends string>(of: Iterable<Name>) => [...new Set(of)].sort()
  const ids = sorted([...rows, ...observed].map(({ board }) => board))
  const names: Names = {
    boards: ids.map((id) => ({ id, isThread: threads.has(id) })),
    employers: sorted(rows.map(({ employer }) => employer)),
    skills: sorted(rows.flatMap(({ naming }) => Object.keys(naming))),
  }
  const boards = placesOf(ids)
  const [weeks, months] = ([false, true] as const).map((isOfThreads): Periods => {
    const own = observed.filter(({ board }) => threads.has(board) === isOfThreads)
    const told = own.flatMap(({ board, week, month }) =>
      isOfThreads && month === null
        ? []
        : [{ board: boards.get(board)!, at: month === null ? weekNumber(week) : monthNumber(month) }],
    )
    return periodsOf(told, ids.length)
  }) as [Periods, Periods]
  return panelFrom(names, cellsFrom(rows, names, threads), { weeks, months })
}

function periodsOf(told: readonly { board: number; at: number }[], boards: number): Periods {
  const first = told.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY)
  const last = told.reduce((most, { at }) => Math.max(most, at), 0)
  if (told.length === 0) return { first: 0, count: 0, read: new Uint8Array(0) }
  const read = new Uint8Array((last - first + 1) * boards)
  for (const { board, at } of told) read[(at - first) * boards + board] = 1
  return { first, count: last - first + 1, read }
}

function cellsFrom(rows: readonly WeeklyRow[], names: Names, threads: ReadonlySet<BoardId>): Cells {
  const [boards, employers, skills] = [
    placesOf(names.boards.map(({ id }) => id)),
    placesOf(names.employers),
    placesOf(names.skills),
  ]
  const placed = rows
    .map(({ board, employer, week, month, n, naming }) => ({
      from: dayNumber(threads.has(board) ? (`${month}-01` as Parameters<typeof dayNumber>[0]) : mondayOfWeek(week)),
      ...{ board: boards.get(board)!, employer: employers.get(employer)!, n },
      naming: Object.entries(naming).filter(([, x]) => x > 0),
    }))
    .sort((one, other) => one.from - other.from || one.board - other.board || one.employer - other.employer)
  const entries = placed.flatMap(({ naming }) => naming)
  const from = new Uint32Array(placed.length + 1)
  for (const [at, { naming }] of placed.entries()) from[at + 1] = from[at]! + naming.length
  return {
    count: placed.length,
    from: Uint32Array.from(placed, (row) => row.from),
    board: Uint32Array.from(placed, ({ board }) => board),
    employer: Uint32Array.from(placed, ({ employer }) => employer),
    n: Uint32Array.from(placed, ({ n }) => n),
    naming: {
      from,
      skill: Uint16Array.from(entries, ([skill]) => skills.get(skill)!),
      x: Uint32Array.from(entries, ([, x]) => x),
    },
  }
}
