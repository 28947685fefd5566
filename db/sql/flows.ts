/** What opened when: by board, employer and week, summed from the packed weeks. */
import { type Day, dayFromNumber, dayNumber, monthOf, weekOf } from '../../src/days.ts'
import type { SkillId } from '../../src/domain.ts'
import type { OpenedCell, Population, WeeklyRow } from '../store.ts'
import { mondayBefore, weeksBetween } from './packed-weeks.ts'
import { type Grouped, inPopulation } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'
import type { WeekColumns } from './week-columns.ts'

export const skillNoOf = async (session: Session, id: SkillId) =>
  (await session.one<{ no: number }>('select no from skills where id = ?', id))?.no ?? -1

interface BoardRow extends Grouped {
  no: number
  id: string
}

/** A table by its numbers: what packed rows refer to. */
async function byNumber<Row extends { no: number }>(session: Session, sql: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const row of await session.all<Row>(sql)) rows[row.no] = row
  return rows
}

interface EmployerRow {
  no: number
  key: string
  kind: string
}

interface Flow {
  week: WeekColumns
  at: number
  board: BoardRow
  employer: EmployerRow
}

/** Calls back for each new vacancy of the population first seen from one day to another. */
export async function eachOpened(
  session: Session,
  population: Population,
  { from, to }: { from: number; to: number },
  take: (flow: Flow) => void,
): Promise<void> {
  const boards = await byNumber<BoardRow>(session, 'select no, id, source, token, every from boards')
  const employers = await byNumber<EmployerRow>(session, 'select no, key, kind from employers')
  const test = inPopulation(population.name)
  const edition = (await editionInForce(session))?.no ?? 0
  const flow = {} as Flow
  for await (const week of weeksBetween(session, edition, from, to)) {
    const { count, firstSeen, board, employer, ai, role, country, roles, countries } = week
    const inCountry = countries.map(test.country)
    const inRole = roles.map(test.role)
    flow.week = week
    for (let at = 0; at < count; at++) {
      if (firstSeen[at]! < from || firstSeen[at]! > to) continue
      if ((test.ai && ai[at] === 0) || !inRole[role[at]!] || !inCountry[country[at]!]) continue
      const home = boards[board[at]!]!
      const by = employers[employer[at]!]!
      if (!test.board(home) || !test.employer(by.kind)) continue
      flow.at = at
      flow.board = home
      flow.employer = by
      take(flow)
    }
  }
}

export function names({ skillsFrom, skills }: WeekColumns, at: number, skill: number): boolean {
  for (let next = skillsFrom[at]!; next < skillsFrom[at + 1]!; next++) if (skills[next] === skill) return true
  return false
}

const firstOfItsMonth = (day: number) => dayNumber(`${dayFromNumber(day).slice(0, 7)}-01` as Day)

/** Each day's answer, worked out once. */
function perDay(of: (day: number) => number): (day: number) => number {
  const known = new Map<number, number>()
  return (day) => {
    let found = known.get(day)
    if (found === undefined) {
      found = of(day)
      known.set(day, found)
    }
    return found
  }
}

const monthStart = perDay(firstOfItsMonth)
// The later of the week's Monday and the first of the month: such cells sum to weeks and to months alike.
const cellOf = (board: BoardRow, day: number) =>
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
  const rows = new Map<number, { at: number; row: WeeklyRow }>()
  await eachOpened(session, population, span, ({ week, at, board, employer }) => {
    const cell = cellOf(board, week.firstSeen[at]!)
    const key = ((cell - span.from + 31) * 2 ** 18 + board.no) * 2 ** 18 + employer.no
    let found = rows.get(key)
    if (found === undefined) {
      const day = dayFromNumber(cell)
      const row = {
        board: board.id,
        employer: employer.key,
        from: day,
        week: weekOf(day),
        month: monthOf(day),
      }
      found = { at: cell, row: { ...row, n: 0, naming: {} } }
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
  return [...rows.values()]
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

/** New vacancies of each employer in each week or month, and how many name the skill; in order of time and employer. */
export async function openedCells(
  session: Session,
  skill: SkillId,
  population: Population,
  { by, from, to, threads }: { by: 'week' | 'month'; from: Day; to: Day; threads: boolean },
): Promise<OpenedCell[]> {
  const span = { from: dayNumber(from), to: dayNumber(to) }
  const skillNo = await skillNoOf(session, skill)
  const periods = new Map<number, OpenedCell[]>()
  await eachOpened(session, population, span, ({ week, at, board, employer }) => {
    if (!threads && board.every === 'month') return
    const day = week.firstSeen[at]!
    const start = by === 'week' ? mondayBefore(day) : monthStart(day)
    let cells = periods.get(start)
    if (cells === undefined) {
      cells = []
      periods.set(start, cells)
    }
    let cell = cells[employer.no]
    if (cell === undefined) {
      cell = { employer: employer.key, from: dayFromNumber(start), n: 0, x: 0 }
      cells[employer.no] = cell
    }
    cell.n += 1
    if (names(week, at, skillNo)) cell.x += 1
  })
  return [...periods]
    .sort(([one], [other]) => one - other)
    .flatMap(([, cells]) => Object.values(cells).sort((one, other) => compare(one.employer, other.employer)))
}
