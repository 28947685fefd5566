/** What opened when, from the packed weeks: as columns of everything, and by board, employer and week. */
import { type Day, dayFromNumber, dayNumber, mondayBefore, monthOf, monthStart, weekOf } from '../../src/days.ts'
import type { SkillId } from '../../src/domain.ts'
import type { OpenedColumns, Population, VacancyColumns, WeeklyRow } from '../store.ts'
import { type Employers, everyEmployer } from './employers.ts'
import { weeksBetween } from './packed-weeks.ts'
import { inPopulation } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'
import type { WeekColumns } from './week-columns.ts'
import { boardsInOrder, type NumberedBoard } from './whole-reads.ts'

export const skillNoOf = async (session: Session, id: SkillId) =>
  (await session.one<{ no: number }>('select no from skills where id = ?', id))?.no ?? -1

/** A table by its numbers: what packed rows refer to. */
async function byNumber<Row extends { no: number }>(session: Session, sql: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const row of await session.all<Row>(sql)) rows[row.no] = row
  return rows
}

/** A week with the places of the vacancies that are asked for, in order of their first day: the new ones, and the stock. */
interface Found {
  week: WeekColumns
  rows: Uint32Array
  stock: Uint32Array
}

/** Week by week the vacancies of the population first seen from one day to another. */
async function* foundIn(
  session: Session,
  population: Population,
  { from, to }: { from: number; to: number },
  { boards, employers }: Tables,
): AsyncGenerator<Found> {
  const test = inPopulation(population.name)
  const counts = new Uint8Array(boards.reduce((most, { no }) => Math.max(most, no), 0) + 1)
  for (const board of boards) counts[board.no] = Number(test.board(board))
  const isLeft = test.employer('agency') ? new Uint8Array(employers.isAgency.length) : employers.isAgency
  const edition = (await editionInForce(session))?.no ?? 0
  for await (const week of weeksBetween(session, edition, from, to)) {
    const { count, firstSeen, board, employer, ai, stock, role, country } = week
    const inCountry = Uint8Array.from(week.countries, (countries) => Number(test.country(countries)))
    const inRole = Uint8Array.from(week.roles, (of) => Number(test.role(of)))
    const [rows, old] = [new Uint32Array(count), new Uint32Array(count)]
    let [found, foundOld] = [0, 0]
    for (let at = 0; at < count; at++) {
      const day = firstSeen[at]!
      if (day < from || day > to || (test.ai && ai[at] === 0)) continue
      if (inRole[role[at]!] === 0 || inCountry[country[at]!] === 0) continue
      if (counts[board[at]!] === 0 || isLeft[employer[at]!] === 1) continue
      if (stock[at] === 1) old[foundOld++] = at
      else rows[found++] = at
    }
    yield { week, rows: rows.subarray(0, found), stock: old.subarray(0, foundOld) }
  }
}

/** What the numbers in packed weeks refer to. */
interface Tables {
  boards: readonly NumberedBoard[]
  employers: Employers
}

const tablesOf = async (session: Session): Promise<Tables> => ({
  boards: await boardsInOrder(session),
  employers: await everyEmployer(session),
})

interface Flow {
  week: WeekColumns
  at: number
  board: NumberedBoard
  /** Its number. */
  employer: number
}

/** Calls back for each new vacancy of the population first seen from one day to another, in order of day. */
async function eachOpened(
  session: Session,
  population: Population,
  span: { from: number; to: number },
  tables: Tables,
  take: (flow: Flow) => void,
): Promise<void> {
  const boards: NumberedBoard[] = []
  for (const board of tables.boards) boards[board.no] = board
  const flow = {} as Flow
  for await (const { week, rows } of foundIn(session, population, span, tables)) {
    flow.week = week
    for (const at of rows) {
      flow.at = at
      flow.board = boards[week.board[at]!]!
      flow.employer = week.employer[at]!
      take(flow)
    }
  }
}

// The later of the week's Monday and the first of the month: such cells sum to weeks and to months alike.
const cellOf = (board: NumberedBoard, day: number) =>
  board.every === 'month' ? monthStart(day) : Math.max(mondayBefore(day), monthStart(day))

export async function weekly(
  session: Session,
  skills: readonly SkillId[] | 'every',
  population: Population,
  from: Day,
  to: Day,
): Promise<WeeklyRow[]> {
  const span = { from: dayNumber(from), to: dayNumber(to) }
  const ids = await byNumber<{ no: number; id: string }>(session, 'select no, id from skills')
  const wanted = ids.map(({ id }) => (skills === 'every' || skills.includes(id) ? id : null))
  const rows = new Map<number, { at: number; employer: number; row: Omit<WeeklyRow, 'employer'> }>()
  const tables = await tablesOf(session)
  await eachOpened(session, population, span, tables, ({ week, at, board, employer }) => {
    const cell = cellOf(board, week.firstSeen[at]!)
    const key = ((cell - span.from + 31) * 2 ** 18 + board.no) * 2 ** 18 + employer
    let found = rows.get(key)
    if (found === undefined) {
      const day = dayFromNumber(cell)
      const row = {
        board: board.id,
        from: day,
        week: weekOf(day),
        month: monthOf(day),
      }
      found = { at: cell, employer, row: { ...row, n: 0, naming: {} } }
      rows.set(key, found)
    }
    const { row } = found
    row.n += 1
    const naming = row.naming as Record<SkillId, number>
    for (let next = week.skillsFrom[at]!; next < week.skillsFrom[at + 1]!; next++) {
      const id = wanted[week.skills[next]!]
      if (id != null) naming[id] = (naming[id] ?? 0) + 1
    }
  })
  const { keys } = tables.employers
  return [...rows.values()]
    .map(({ at, employer, row: { board, ...row } }) => ({ at, row: { board, employer: keys[employer]!, ...row } }))
    .sort(
      (one, other) =>
        one.at - other.at || compare(one.row.board, other.row.board) || compare(one.row.employer, other.row.employer),
    )
    .map(({ row }) => ({ ...row, naming: inOrder(row.naming) }))
}

/** By skill, whatever the numbers of the skills are. */
const inOrder = (naming: WeeklyRow['naming']): WeeklyRow['naming'] =>
  Object.fromEntries(Object.entries(naming).sort(([one], [other]) => compare(one, other)))

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** The ids of skills, by their numbers. */
export async function skillIds(session: Session): Promise<string[]> {
  const ids: string[] = []
  for (const { no, id } of await session.all<{ no: number; id: string }>('select no, id from skills')) ids[no] = id
  return ids
}

/** The vacancies as columns, over the boards and employers in order of their names. */
export async function opened(session: Session, population: Population, to: Day): Promise<OpenedColumns> {
  const tables = await tablesOf(session)
  const { boards, employers: all } = tables
  const found: Found[] = []
  for await (const week of foundIn(session, population, { from: 0, to: dayNumber(to) }, tables)) found.push(week)
  const boardPlaces = new Uint32Array(boards.reduce((most, { no }) => Math.max(most, no), 0) + 1)
  for (const [place, { no }] of boards.entries()) boardPlaces[no] = place
  const isHiring = new Uint8Array(all.isAgency.length)
  for (const { week, rows, stock } of found) {
    for (let next = 0; next < rows.length; next++) isHiring[week.employer[rows[next]!]!] = 1
    for (let next = 0; next < stock.length; next++) isHiring[week.employer[stock[next]!]!] = 1
  }
  const employers = ranked(all.keys.map((key, no) => (isHiring[no] === 1 ? key : undefined)))
  const skills = ranked(await skillIds(session))
  const places = { board: boardPlaces, employer: employers.places, skill: skills.places }
  return {
    ...{ employers: employers.names, skills: skills.names, stock: columnsOf(found, 'stock', places) },
    ...columnsOf(found, 'rows', places),
    boards: boards.map(({ id, source, isThread }) => ({ id, source, isThread })),
  }
}

function columnsOf(
  found: readonly Found[],
  which: 'rows' | 'stock',
  places: Record<'board' | 'employer' | 'skill', Uint32Array>,
): VacancyColumns {
  let [count, named] = [0, 0]
  for (const { week, [which]: rows } of found) {
    count += rows.length
    // At most: some of them may not be asked for.
    if (rows.length > 0) named += week.skills.length
  }
  const column = () => new Uint32Array(count)
  const [vacancy, notBefore, firstSeen, openedOn] = [column(), column(), column(), column()]
  const [board, employer, skillsFrom, skill] = [column(), column(), new Uint32Array(count + 1), new Uint16Array(named)]
  let [first, next] = [0, 0]
  for (const { week, [which]: rows } of found) {
    const to = first + rows.length
    copy(vacancy.subarray(first, to), week.vacancy, rows)
    copyDays(notBefore.subarray(first, to), week.notBefore, rows)
    copyDays(firstSeen.subarray(first, to), week.firstSeen, rows)
    copyDays(openedOn.subarray(first, to), week.openedOn, rows)
    place(board.subarray(first, to), week.board, rows, places.board)
    place(employer.subarray(first, to), week.employer, rows, places.employer)
    const { skillsFrom: from, skills } = week
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!
      for (let of = from[row]!; of < from[row + 1]!; of++) skill[next++] = places.skill[skills[of]!]!
      skillsFrom[first + at + 1] = next
    }
    first = to
  }
  return { count, vacancy, notBefore, firstSeen, openedOn, board, employer, skillsFrom, skill: skill.subarray(0, next) }
}

// Column by column, each loop over arrays of one kind alone.
function copy(to: Uint32Array, from: Uint32Array, rows: Uint32Array): void {
  for (let at = 0; at < to.length; at++) to[at] = from[rows[at]!]!
}
function copyDays(to: Uint32Array, from: Uint16Array, rows: Uint32Array): void {
  for (let at = 0; at < to.length; at++) to[at] = from[rows[at]!]!
}
function place(to: Uint32Array, from: Uint32Array, rows: Uint32Array, places: Uint32Array): void {
  for (let at = 0; at < to.length; at++) to[at] = places[from[rows[at]!]!]!
}

/** Names in order, and the place in it of each number. */
function ranked(names: readonly (string | undefined)[]): { names: string[]; places: Uint32Array } {
  const numbers: number[] = []
  for (let no = 0; no < names.length; no++) if (names[no] !== undefined) numbers.push(no)
  numbers.sort((one, other) => compare(names[one]!, names[other]!))
  const places = new Uint32Array(names.length)
  for (const [place, no] of numbers.entries()) places[no] = place
  return { names: numbers.map((no) => names[no]!), places }
}
