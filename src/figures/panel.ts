/** New vacancies with the periods in which their boards were read: what changes are made of. */
import { dayNumber, type Month, type Week } from '../days.ts'
import type { BoardId, EmployerKey, SkillId } from '../domain.ts'
import { firstAt, type Names, namingRows, type Opened, type Pairs, pairsOf } from './new-vacancies.ts'
import { lastWholeMonth, mondayOfWeek } from './windows.ts'

/** The periods in which each board was read whole, after its first such read: a 1 for each, by period, then by board. */
export interface Periods {
  first: number
  count: number
  read: Uint8Array
}

/** Vacancies of a period in which their board was not observed count for nothing: nobody knows what else opened then. */
export interface Panel {
  opened: Opened
  /** Place of each skill in the names. */
  skills: ReadonlyMap<SkillId, number>
  pairs: Pairs
  /** The vacancies that name a skill, by its place. */
  named(skill: number): Uint32Array
  /** Of each vacancy: 0 where its board was not observed in its period. */
  observed: Uint8Array
  weeks: Periods
  /** Those of threads. */
  months: Periods
  /** Whether new vacancies of observed threads are among the others. */
  holdsThreads: boolean
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

/** The number of the week that holds a day, since 1970, and its Monday. */
export const weekAt = (day: number): number => Math.floor((day + 3) / 7)
const mondayAt = (week: number): number => 7 * week - 3

export const monthNumber = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

/** The number of the month that holds a day, since the year 0, and its first day. */
export function monthAt(day: number): number {
  const date = new Date(day * 86_400_000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}
const firstOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000

export const wasRead = ({ first, count, read }: Periods, boards: number, board: number, at: number): boolean =>
  at >= first && at < first + count && read[(at - first) * boards + board] === 1

/** What no panel of the same vacancies does differently. */
export interface Grouped {
  opened: Opened
  pairs: Pairs
  named(skill: number): Uint32Array
}

export const groupedBy = (opened: Opened): Grouped => ({
  opened,
  pairs: pairsOf(opened),
  named: namingRows(opened, opened.skills.length),
})

/** The panel of the vacancies first seen from a day on. */
export function panelFrom(grouped: Grouped, from: number, periods: Pick<Panel, 'weeks' | 'months'>): Panel {
  const { opened } = grouped
  const [observed, onThreads] = [readLater(opened, periods, 'weeks', 0), readLater(opened, periods, 'months', 0)]
  const first = firstAt(opened.firstSeen, from)
  observed.fill(0, 0, first)
  for (let row = first; row < opened.count; row++) observed[row]! |= onThreads[row]!
  const holdsThreads = onThreads.subarray(first).includes(1)
  const panel = { ...grouped, ...periods, observed, holdsThreads, skills: placesOf(opened.skills) }
  return { ...panel, watchedSince: watchedSince(panel) }
}

/** 1 for each vacancy on a board of the kind that was read so many weeks, or for threads months, after the vacancy's own. */
export function readLater(
  { count, firstSeen, board, boards }: Opened,
  periods: Pick<Panel, 'weeks' | 'months'>,
  kind: 'weeks' | 'months',
  later: number,
): Uint8Array {
  const found = new Uint8Array(count)
  const { first, read, count: most } = periods[kind]
  if (most === 0) return found
  const own = Uint8Array.from(boards, ({ isThread }) => Number(isThread === (kind === 'months')))
  const periodAt = kind === 'weeks' ? weekAt : monthAt
  let [day, period] = [-1, 0]
  for (let row = 0; row < count; row++) {
    if (firstSeen[row] !== day) {
      day = firstSeen[row]!
      period = periodAt(day) + later - first
    }
    if (period < 0 || period >= most) continue
    found[row] = own[board[row]!]! & read[period * boards.length + board[row]!]!
  }
  return found
}

/** The vacancies first seen from the first of some weeks, or months, to the last of them: from a place to that before another. */
export const rowsOfWeeks = ({ opened: { firstSeen } }: Panel, first: number, last: number) => ({
  from: firstAt(firstSeen, mondayAt(first)),
  to: firstAt(firstSeen, mondayAt(last + 1)),
})
export const rowsOfMonths = ({ opened: { firstSeen } }: Panel, first: number, last: number) => ({
  from: firstAt(firstSeen, firstOf(first)),
  to: firstAt(firstSeen, firstOf(last + 1)),
})

/** By board: a 1 for each thread. */
const threadsAmong = (boards: Names['boards']) => Uint8Array.from(boards, ({ isThread }) => Number(isThread))

const placesOf = <Name>(names: readonly Name[]) => new Map(names.map((name, place) => [name, place]))

/** A board counts as one employer, a monthly thread as those who post in it. */
function watchedSince({ opened, pairs, observed, weeks }: Omit<Panel, 'watchedSince'>): number | null {
  const boards = opened.boards.length
  const watched = new Map<number, number>()
  for (let week = 0; week < weeks.count; week++) {
    let read = 0
    for (let board = 0; board < boards; board++) read += weeks.read[week * boards + board]!
    watched.set(weeks.first + week, read)
  }
  const isThread = threadsAmong(opened.boards)
  const posting = new Set<number>()
  let now = -1
  const end = () => {
    const at = weekAt(firstOf(now))
    watched.set(at, (watched.get(at) ?? 0) + posting.size)
    posting.clear()
  }
  for (let row = 0; row < opened.count; row++) {
    if (observed[row] === 0 || isThread[opened.board[row]!] === 0) continue
    const month = monthAt(opened.firstSeen[row]!)
    if (month !== now && posting.size > 0) end()
    now = month
    posting.add(pairs.of[row]!)
  }
  if (posting.size > 0) end()
  const enough = [...watched].filter(([, employers]) => employers >= 10).map(([at]) => at)
  return enough.length === 0 ? null : Math.min(...enough)
}

/** How many complete weeks, up to and with `through`, at least 10 employers have been watched together. */
export function completeWeeks({ watchedSince }: Panel, through: Week): number {
  const end = weekNumber(through)
  return watchedSince === null || watchedSince > end ? 0 : end - watchedSince + 1
}

/** How many boards were read in the week, and how many in it or one of so many weeks before. */
export function boardsRead({ opened, weeks }: Panel, week: Week, remembered: number): { read: number; known: number } {
  const at = weekNumber(week)
  const boards = opened.boards.length
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
export function isThreadRead({ opened: { boards }, months }: Panel, month: Month): boolean {
  const at = monthNumber(month)
  return boards.some((_, board) => wasRead(months, boards.length, board, at))
}

/** New vacancies naming a skill up to and with a week, and the employers they are of. */
export function namingSoFar(panel: Panel, skill: SkillId, through: Week): { n: number; employers: number } {
  const place = panel.skills.get(skill)
  if (place === undefined) return { n: 0, employers: 0 }
  const { boards, board, employer } = panel.opened
  const week = rowsOfWeeks(panel, 0, weekNumber(through)).to
  const month = rowsOfMonths(panel, 0, monthNumber(lastWholeMonth(through))).to
  const employers = new Set<number>()
  let n = 0
  for (const row of panel.named(place)) {
    if (row >= Math.max(week, month)) break
    if (panel.observed[row] === 0 || row >= (boards[board[row]!]!.isThread ? month : week)) continue
    n += 1
    employers.add(employer[row]!)
  }
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
  return panelFrom(groupedBy(openedFrom(rows, names, threads)), 0, { weeks, months })
}

function periodsOf(told: readonly { board: number; at: number }[], boards: number): Periods {
  const first = told.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY)
  const last = told.reduce((most, { at }) => Math.max(most, at), 0)
  if (told.length === 0) return { first: 0, count: 0, read: new Uint8Array(0) }
  const read = new Uint8Array((last - first + 1) * boards)
  for (const { board, at } of told) read[(at - first) * boards + board] = 1
  return { first, count: last - first + 1, read }
}

/** A vacancy for each that the rows count; the first of a row name what so many of it name. */
function openedFrom(rows: readonly WeeklyRow[], names: Names, threads: ReadonlySet<BoardId>): Opened {
  const [boards, employers, skills] = [
    placesOf(names.boards.map(({ id }) => id)),
    placesOf(names.employers),
    placesOf(names.skills),
  ]
  const vacancies = rows
    .flatMap(({ board, employer, week, month, n, naming }) => {
      const first = threads.has(board) ? firstOf(monthNumber(month)) : dayNumber(mondayOfWeek(week))
      const own = { first, board: boards.get(board)!, employer: employers.get(employer)! }
      const named = Object.entries(naming)
      return Array.from({ length: n }, (_, at) => ({
        ...own,
        skills: named.flatMap(([skill, x]) => (at < x ? skills.get(skill)! : [])),
      }))
    })
    .sort((one, other) => one.first - other.first)
  const skillsFrom = new Uint32Array(vacancies.length + 1)
  for (const [at, own] of vacancies.entries()) skillsFrom[at + 1] = skillsFrom[at]! + own.skills.length
  return {
    ...{ ...names, count: vacancies.length, vacancy: Uint32Array.from(vacancies.keys()), skillsFrom },
    firstSeen: Uint32Array.from(vacancies, ({ first }) => first),
    board: Uint32Array.from(vacancies, ({ board }) => board),
    employer: Uint32Array.from(vacancies, ({ employer }) => employer),
    skill: Uint16Array.from(vacancies.flatMap((own) => own.skills)),
  }
}
