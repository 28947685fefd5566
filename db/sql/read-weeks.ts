/**
 * In which weeks each board was read whole. Asked board by board and day by day of one week, in the order of an index that
 * holds all that is asked: most weeks are answered by their first day, and no other row is looked at.
 */
import { type Day, dayFromNumber, dayNumber, type Month, monthOf, type Week, weekOf } from '../../src/days.ts'
import type { BoardId } from '../../src/domain.ts'
import { mondayBefore } from './packed-weeks.ts'
import type { Session } from './session.ts'

const whole = "s.outcome in ('complete', 'empty')"
const readOn = `exists (select 1 from snapshots s where s.day = ? and s.board_no = b.no and ${whole})`

interface Span {
  monday: number
  /** Always seven, some of them again where the span ends within the week. */
  days: number[]
}

function weeksOf(from: number, to: number): Span[] {
  const weeks: Span[] = []
  for (let monday = mondayBefore(from); monday <= to; monday += 7) {
    const [first, last] = [Math.max(monday, from), Math.min(monday + 6, to)]
    weeks.push({ monday, days: Array.from({ length: 7 }, (_, at) => Math.min(first + at, last)) })
  }
  return weeks
}

/** The day of each board's first whole read: that list is all stock, and says nothing of what opened. */
async function firstReads(session: Session): Promise<Map<number, number>> {
  const rows = await session.all<{ no: number; first: number | null }>(
    `select b.no, (select s.day from snapshots s where s.board_no = b.no and ${whole} order by s.day limit 1) as first from boards b`,
  )
  return new Map(rows.flatMap(({ no, first }) => (first === null ? [] : [[no, first]])))
}

const isReadAfter = async (session: Session, board: number, first: number, days: readonly number[]) =>
  (await session.one(
    `select 1 from snapshots s where s.board_no = ? and s.day > ? and s.day <= ? and ${whole} limit 1`,
    ...[board, first, days.at(-1)],
  )) !== null

interface Read {
  no: number
  id: BoardId
}

/** The boards read whole in the week after their first time, as far as they are looked for: in order of id. */
async function* boardsIn(
  session: Session,
  { days }: Span,
  firsts: ReadonlyMap<number, number>,
  source: string | null,
): AsyncGenerator<Read> {
  const some = "b.every <> 'month'" + (source === null ? '' : ' and b.source = ?')
  const sql = `select b.no, b.id from boards b where ${some} and (${days.map(() => readOn).join(' or ')}) order by b.id`
  for (const board of await session.all<Read>(sql, ...(source === null ? [] : [source]), ...days)) {
    const first = firsts.get(board.no)!
    if (first < days[0]! || (await isReadAfter(session, board.no, first, days))) yield board
  }
}

export async function observedWeeks(
  session: Session,
  from: Day,
  asOf: Day,
): Promise<{ board: BoardId; week: Week; month: Month | null }[]> {
  const firsts = await firstReads(session)
  const threads = await session.all<{ id: BoardId; monday: number; day: number }>(
    `select distinct b.id, s.day - (s.day + 3) % 7 as monday, s.day from boards b join snapshots s on s.board_no = b.no
     where b.every = 'month' and ${whole} and s.day between ? and ? order by monday, b.id, s.day`,
    ...[dayNumber(from), dayNumber(asOf)],
  )
  const observed: { board: BoardId; week: Week; month: Month | null }[] = []
  let next = 0
  for (const span of weeksOf(dayNumber(from), dayNumber(asOf))) {
    const week = weekOf(dayFromNumber(span.monday))
    for (; threads[next]?.monday === span.monday; next++) {
      observed.push({ board: threads[next]!.id, week, month: monthOf(dayFromNumber(threads[next]!.day)) })
    }
    for await (const { id } of boardsIn(session, span, firsts, null)) observed.push({ board: id, week, month: null })
  }
  return observed
}

/** Weeks in which some board (of the source) that is no monthly thread was read whole after its first time. */
export async function readWeeks(session: Session, source: string | null, from: Day, asOf: Day): Promise<Week[]> {
  const firsts = await firstReads(session)
  const weeks: Week[] = []
  const some = `b.every <> 'month'${source === null ? '' : ' and b.source = ?'}`
  for (const span of weeksOf(dayNumber(from), dayNumber(asOf))) {
    const week = weekOf(dayFromNumber(span.monday))
    // Most weeks are told by the first board that was read before.
    const sql = `select b.no from boards b where ${some} and (${span.days.map(() => readOn).join(' or ')}) order by b.no limit 1`
    const any = await session.one<{ no: number }>(sql, ...(source === null ? [] : [source]), ...span.days)
    if (any === null) continue
    if (firsts.get(any.no)! < span.days[0]!) weeks.push(week)
    else
      for await (const _ of boardsIn(session, span, firsts, source)) {
        weeks.push(week)
        break
      }
  }
  return weeks
}
