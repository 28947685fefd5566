/** How many of the days on which boards should have been read whole they were. */
import { type Day, dayNumber } from '../../src/days.ts'
import { boardsOn } from './boards-on.ts'
import { smaller } from './expressions.ts'
import type { Session } from './session.ts'

/** Days of whole reads within a span, and how many there should have been, over boards read before it that are not monthly. */
export async function boardDays(session: Session, from: Day, to: Day): Promise<{ read: number; due: number }> {
  const span = { from: dayNumber(from), to: dayNumber(to), day: dayNumber(to) }
  const row = (await session.one<{ read: number; due: number | null }>(
    `with ${boardsOn},
     known as (
       select b.no, case b.every when 'week' then 1 else cast(@to as integer) - cast(@from as integer) + 1 end as due,
         (select count(distinct s.day) from snapshots s
            where s.board_no = b.no and s.day between @from and @to and s.outcome in ('complete', 'empty')) as days
       from boards_on b
       where b.every <> 'month' and exists (
           select 1 from snapshots s where s.board_no = b.no and s.day < @from and s.outcome in ('complete', 'empty'))
         and (b.state = 'active' or b.try_day >= @from))
     select coalesce(sum(due), 0) as due, coalesce(sum(${smaller('due', 'days')}), 0) as read from known`,
    span,
  ))!
  return { read: row.read, due: row.due ?? 0 }
}
