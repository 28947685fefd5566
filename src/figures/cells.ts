/** New vacancies summed by board, employer and week, as columns: millions of them are summed without an object for each. */
import { type Day, dayFromNumber, dayNumber } from '../days.ts'
import type { BoardId, EmployerKey, SkillId } from '../domain.ts'

/** What the columns refer to by place: lists in order of name. */
export interface Names {
  boards: readonly { id: BoardId; isThread: boolean }[]
  employers: readonly EmployerKey[]
  skills: readonly SkillId[]
}

/** New vacancies; `skill` holds what each names, from its place in `skillsFrom` to that of the next. */
export interface Opened extends Names {
  count: number
  /** Its number. */
  vacancy: Uint32Array
  /** Days since 1970. */
  firstSeen: Uint32Array
  board: Uint32Array
  employer: Uint32Array
  skillsFrom: Uint32Array
  skill: Uint16Array
}

/** In order of their first day, board and employer; no two are of the same. */
export interface Cells {
  count: number
  /** The first day of the week within its month, since 1970; the first of the month for threads. */
  from: Uint32Array
  board: Uint32Array
  employer: Uint32Array
  n: Uint32Array
  naming: Naming
}

/** How many vacancies of each row name each skill: those of a row stand from its place in `from` to that of the next. */
export interface Naming {
  from: Uint32Array
  skill: Uint16Array
  x: Uint32Array
}

export const mondayBefore = (day: number): number => day - ((day + 3) % 7)

const firstsOfMonths = new Map<number, number>()
/** The first of the month that holds the day. */
export function monthStart(day: number): number {
  let found = firstsOfMonths.get(day)
  if (found === undefined) {
    found = dayNumber(`${dayFromNumber(day).slice(0, 7)}-01` as Day)
    firstsOfMonths.set(day, found)
  }
  return found
}

/** The cells of the vacancies first seen from one day to another. They sum to weeks and to months alike. */
export function cellsOf(opened: Opened, from: number, to: number): Cells {
  const { count, firstSeen, board, employer, boards, employers } = opened
  const rows = new Uint32Array(count)
  const starts = new Uint32Array(count)
  let length = 0
  let [first, last] = [Number.POSITIVE_INFINITY, 0]
  for (let at = 0; at < count; at++) {
    const day = firstSeen[at]!
    if (day < from || day > to) continue
    // The later of the week's Monday and the first of the month.
    const start = boards[board[at]!]!.isThread ? monthStart(day) : Math.max(mondayBefore(day), monthStart(day))
    starts[at] = start
    first = Math.min(first, start)
    last = Math.max(last, start)
    rows[length++] = at
  }
  if (length === 0) return summed(opened, rows.subarray(0, 0), starts)
  const byEmployer = ordered(rows.subarray(0, length), (at) => employer[at]!, employers.length)
  const byBoard = ordered(byEmployer, (at) => board[at]!, boards.length)
  return summed(
    opened,
    ordered(byBoard, (at) => starts[at]! - first, last - first + 1),
    starts,
  )
}

/** The rows in order of a small number; those of the same number stay in their order. */
export function ordered(rows: Uint32Array, keyOf: (row: number) => number, keys: number): Uint32Array {
  const places = new Uint32Array(keys + 1)
  for (let at = 0; at < rows.length; at++) places[keyOf(rows[at]!) + 1]!++
  for (let key = 0; key < keys; key++) places[key + 1]! += places[key]!
  const found = new Uint32Array(rows.length)
  for (let at = 0; at < rows.length; at++) found[places[keyOf(rows[at]!)]!++] = rows[at]!
  return found
}

function summed(opened: Opened, rows: Uint32Array, starts: Uint32Array): Cells {
  const { board, employer, skillsFrom, skill, skills } = opened
  const { length } = rows
  let named = 0
  for (const at of rows) named += skillsFrom[at + 1]! - skillsFrom[at]!
  const cells = {
    from: new Uint32Array(length),
    board: new Uint32Array(length),
    employer: new Uint32Array(length),
    n: new Uint32Array(length),
  }
  const naming = { from: new Uint32Array(length + 1), skill: new Uint16Array(named), x: new Uint32Array(named) }
  const counts = new Uint32Array(skills.length)
  let cell = -1
  let entry = 0
  const end = () => {
    for (let at = naming.from[cell]!; at < entry; at++) {
      naming.x[at] = counts[naming.skill[at]!]!
      counts[naming.skill[at]!] = 0
    }
  }
  for (const at of rows) {
    const isNew =
      cell < 0 ||
      cells.from[cell] !== starts[at] ||
      cells.board[cell] !== board[at] ||
      cells.employer[cell] !== employer[at]
    if (isNew) {
      if (cell >= 0) end()
      cell += 1
      cells.from[cell] = starts[at]!
      cells.board[cell] = board[at]!
      cells.employer[cell] = employer[at]!
      naming.from[cell] = entry
    }
    cells.n[cell]! += 1
    for (let next = skillsFrom[at]!; next < skillsFrom[at + 1]!; next++) {
      const of = skill[next]!
      if (counts[of]!++ === 0) naming.skill[entry++] = of
    }
  }
  if (cell >= 0) end()
  const count = cell + 1
  naming.from[count] = entry
  const cut = <Numbers extends Uint32Array | Uint16Array>(of: Numbers, to: number) => of.subarray(0, to) as Numbers
  return {
    count,
    from: cut(cells.from, count),
    board: cut(cells.board, count),
    employer: cut(cells.employer, count),
    n: cut(cells.n, count),
    naming: { from: cut(naming.from, count + 1), skill: cut(naming.skill, entry), x: cut(naming.x, entry) },
  }
}

/** The rows that name a skill, in order, with how many of each do. */
export interface NamingRows {
  row: Uint32Array
  x: Uint32Array
}

/** By the place of a skill; nothing for one that has none. */
export function bySkill({ from, skill, x }: Naming, skills: number): (skill: number) => NamingRows {
  const places = new Uint32Array(skills + 1)
  for (let at = 0; at < skill.length; at++) places[skill[at]! + 1]!++
  for (let key = 0; key < skills; key++) places[key + 1]! += places[key]!
  const next = places.slice()
  const [rows, counts] = [new Uint32Array(skill.length), new Uint32Array(skill.length)]
  for (let row = 0; row + 1 < from.length; row++) {
    for (let at = from[row]!; at < from[row + 1]!; at++) {
      const place = next[skill[at]!]!++
      rows[place] = row
      counts[place] = x[at]!
    }
  }
  return (of) => {
    const [start, end] = [places[of] ?? 0, places[of + 1] ?? 0]
    return of < 0
      ? { row: rows.subarray(0, 0), x: counts.subarray(0, 0) }
      : { row: rows.subarray(start, end), x: counts.subarray(start, end) }
  }
}

/** The first row of a column in order that is no less. */
export function firstAt(column: Uint32Array, least: number): number {
  let low = 0
  let high = column.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (column[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
