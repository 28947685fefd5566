/** Each board as it stood on a day: read when, tried how, still alive or gone. Statements take @day. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import type { BoardId } from '../../src/domain.ts'
import type { BoardHealth } from '../store.ts'
import { larger } from './expressions.ts'
import { openSpells } from './open-spells.ts'
import { forItself, notCopied, textThen } from './population.ts'
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

interface HealthRow {
  id: string
  source: string
  every: BoardHealth['every']
  state: BoardHealth['state']
  read_on: number | null
  try_day: number | null
  outcome: NonNullable<BoardHealth['lastTry']>['outcome']
  reason: string | null
  ai: number
}

export async function healthFromRows(session: Session, asOf: Day): Promise<BoardHealth[]> {
  const day = dayNumber(asOf)
  const edition = (await editionInForce(session))?.no ?? 0
  const rows = await session.all<HealthRow>(
    `with ${boardsOn},
     ai as (
       select p.board_no, count(distinct coalesce(p.vacancy_no, p.no)) as vacancies
       from (${await openSpells(session, day)}) s cross join postings p
         join traits r on r.text_no = ${textThen} and r.edition_no = @edition and r.ai = 1 where p.no = s.posting_no and ${forItself} group by p.board_no)
     select b.*, coalesce(ai.vacancies, 0) as ai from boards_on b left join ai on ai.board_no = b.no order by b.id`,
    { day, edition },
  )
  return rows.map((row) => ({
    board: row.id,
    source: row.source,
    every: row.every,
    state: row.state,
    lastComplete: row.read_on === null ? null : dayFromNumber(row.read_on),
    lastTry:
      row.try_day === null ? null : { day: dayFromNumber(row.try_day), outcome: row.outcome, reason: row.reason },
    aiVacancies: row.ai,
  }))
}

export async function speakingOn(session: Session, day: Day): Promise<BoardId[]> {
  const rows = await session.all<{ id: string }>(
    `with ${boardsOn} select b.id from boards_on b where b.every <> 'month' and ${speaking} and ${notCopied('b')} order by b.id`,
    { day: dayNumber(day) },
  )
  return rows.map(({ id }) => id)
}
