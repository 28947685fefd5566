/** The spells that are open on a day. */
import type { Session } from './session.ts'

/**
 * A statement that gives their rows (posting_no, first_seen, stock). Few spells begin before an early day, few end after a
 * late one: whichever index leaves less to look through. Takes @day.
 */
export async function openSpells(session: Session, day: number): Promise<string> {
  const { first, last } = (await session.one<{ first: number | null; last: number | null }>(
    'select (select min(first_seen) from spells) as first, (select max(first_seen) from spells) as last',
  ))!
  const isLate = day - (first ?? day) > (last ?? day) - day
  return isLate
    ? `select posting_no, first_seen, stock from spells where ended_on is null and +first_seen <= @day
       union all select posting_no, first_seen, stock from spells where ended_on > @day and +first_seen <= @day`
    : 'select posting_no, first_seen, stock from spells where first_seen <= @day and (+ended_on is null or +ended_on > @day)'
}
