/** Each board as it stood on a day: read when, tried how, still alive or gone. Statements take @day. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import type { BoardId } from '../../src/domain.ts'
import type { BoardHealth } from '../store.ts'
import { larger } from './expressions.ts'
import { openSpells } from './open-spells.ts'
import { agencies, forItself, notCopied, textThen } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'

/** A list is carried so many days unchanged; a monthly thread speaks for its month, a weekly list for its week first. */
export const carryDays = 7
const period = "case b.every when 'month' then 31 when 'week' then 7 else 0 end"

/** Days on which its site has said that it is gone, since it last said anything else. Few ever say so: of the others not all snapshots are read. */
const goneDays = `case when exists (select 1 from snapshots s where s.board_no = b.no and s.outcome = 'gone') then
      (select count(distinct s.day) from snapshots s where s.board_no = b.no and s.day <= @day and s.outcome = 'gone'
       and s.started_at > coalesce((select max(o.started_at) from snapshots o where o.board_no = b.no and o.day <= @day and o.outcome <> 'gone'), 0))
    else 0 end`

/**
 * A board is given up once its site has said on three days that it is gone, and paused from the day on which somebody said
 * so: what becomes of a board later must not change what is said of a day.
 */
export const boardsOn = boardsWhere('true')

/** The same of some boards b. */
export function boardsWhere(condition: string): string {
  return `boards_then as (
  select b.no, b.id, b.source, b.token, b.every, b.state, b.state_since, b.added_on,
    (select s.day from snapshots s where s.board_no = b.no and s.day <= @day and s.outcome in ('complete', 'empty') order by s.day desc limit 1) as read_on,
    (select s.no from snapshots s where s.board_no = b.no and s.day <= @day order by s.day desc, s.started_at desc limit 1) as tried_no,
    exists (select 1 from snapshots s where s.board_no = b.no and s.day > @day) as asked_later,
    ${goneDays} as gone_days
  from boards b where ${condition}),
boards_on as materialized (
  select b.no, b.id, b.source, b.token, b.every, b.read_on, t.day as try_day, t.outcome, t.reason,
    ${larger(`@day - b.read_on - ${period}`, '0')} as age,
    case when b.gone_days >= 3 then 'gone' when b.state = 'active' then 'active'
      when b.state_since <= @day or (b.state_since is null and not b.asked_later) then b.state else 'active' end as state
  from boards_then b left join snapshots t on t.no = b.tried_no
  where b.added_on <= @day or t.no is not null)`
}

/** Boards of boards_on whose last whole list speaks for the day. */
export const speaking = `b.state = 'active' and b.age <= ${carryDays}`
/** The others, and those never read whole. */
const silent = `(b.state <> 'active' or b.read_on is null or b.age > ${carryDays})`

/** A statement like openSpells of those on boards whose lists do not speak for the day. */
export const silentSpells = async (session: Session, day: number): Promise<string> => `with ${boardsOn}
  select s.posting_no, s.first_seen, s.stock from (${await openSpells(session, day)}) s cross join postings p left join boards_on b on b.no = p.board_no
  where p.no = s.posting_no and (b.no is null or ${silent})`

interface HealthRow {
  no: number
  id: string
  source: string
  every: BoardHealth['every']
  state: BoardHealth['state']
  read_on: number | null
  try_day: number | null
  outcome: NonNullable<BoardHealth['lastTry']>['outcome']
  reason: string | null
  speaks: number
}

/** What is open on boards whose lists speak for the day, where that has been read already. */
interface Open {
  count: number
  board: Uint32Array
  vacancy: Uint32Array
  employer: Uint32Array
  ai: Uint8Array
}

export async function healthFromRows(session: Session, asOf: Day, open?: Open): Promise<BoardHealth[]> {
  const day = dayNumber(asOf)
  const edition = (await editionInForce(session))?.no ?? 0
  const rows = await session.all<HealthRow>(
    `with ${boardsOn} select b.*, case when ${speaking} then 1 else 0 end as speaks from boards_on b order by b.id`,
    { day },
  )
  const unread = open === undefined || rows.some(({ speaks }) => speaks === 0)
  const counted = unread
    ? await session.all<{ board: number; vacancies: number }>(
        `with ${boardsOn}
         select p.board_no as board, count(distinct coalesce(p.vacancy_no, p.no)) as vacancies
         from (${await openSpells(session, day)}) s cross join postings p join boards_on b on b.no = p.board_no
           join traits r on r.text_no = ${textThen} and r.edition_no = @edition and r.ai = 1
         where p.no = s.posting_no and ${forItself} ${open === undefined ? '' : `and ${silent}`} group by p.board_no`,
        { day, edition },
      )
    : []
  const ai = new Map(counted.map(({ board, vacancies }) => [board, vacancies]))
  if (open !== undefined) for (const [board, vacancies] of await aiVacancies(session, open)) ai.set(board, vacancies)
  return rows.map((row) => ({
    board: row.id,
    source: row.source,
    every: row.every,
    state: row.state,
    lastComplete: row.read_on === null ? null : dayFromNumber(row.read_on),
    lastTry:
      row.try_day === null ? null : { day: dayFromNumber(row.try_day), outcome: row.outcome, reason: row.reason },
    aiVacancies: ai.get(row.no) ?? 0,
  }))
}

/** By board the vacancies that its employers advertise for themselves and whose words are of AI. */
async function aiVacancies(session: Session, open: Open): Promise<Map<number, number>> {
  const others = await agencies(session)
  const found = new Map<number, Set<number>>()
  for (let at = 0; at < open.count; at++) {
    if (open.ai[at] === 0 || others.has(open.employer[at]!)) continue
    const board = open.board[at]!
    found.set(board, (found.get(board) ?? new Set()).add(open.vacancy[at]!))
  }
  return new Map([...found].map(([board, vacancies]) => [board, vacancies.size]))
}

export async function speakingOn(session: Session, day: Day): Promise<BoardId[]> {
  const rows = await session.all<{ id: string }>(
    `with ${boardsOn} select b.id from boards_on b where b.every <> 'month' and ${speaking} and ${notCopied('b')} order by b.id`,
    { day: dayNumber(day) },
  )
  return rows.map(({ id }) => id)
}
