/** How many of the days on which boards should have been read whole they were. */
import { type Day, dayNumber } from '../../src/days.ts'
import { boardsWhere } from './boards-on.ts'
import type { Session } from './session.ts'
import { allOf, someNumbers } from './some-numbers.ts'
import { readsUpTo } from './whole-reads.ts'

/** Days of whole reads within a span, and how many there should have been, over boards read before it that are not monthly. */
export async function boardDays(session: Session, from: Day, to: Day): Promise<{ read: number; due: number }> {
  const [first, last] = [dayNumber(from), dayNumber(to)]
  const { boards, monday, days, firsts } = await readsUpTo(session, to)
  const dueOf = (every: string) => (every === 'week' ? 1 : last - first + 1)
  const sums = { read: 0, due: 0 }
  const unread: { no: number; due: number }[] = []
  for (const [place, { no, every, isThread }] of boards.entries()) {
    const since = firsts[place]!
    if (isThread || since === null || since >= first) continue
    let read = 0
    for (let day = first; day <= last; day++) {
      const [week, bit] = [Math.floor((day - monday) / 7), (day - monday) % 7]
      if ((days[week * boards.length + place]! >> bit) % 2 === 1) read += 1
    }
    const due = dueOf(every)
    if (read === 0) unread.push({ no, due })
    else {
      sums.read += Math.min(due, read)
      sums.due += due
    }
  }
  const missed = await missedOf(session, first, last, new Map(unread.map(({ no, due }) => [no, due])))
  for (const due of missed) sums.due += due
  return sums
}

/** Of boards not read whole within the span those that were to be: still active at its end, or tried within it. Gives their values. */
async function missedOf<Value>(
  session: Session,
  from: number,
  to: number,
  unread: ReadonlyMap<number, Value>,
): Promise<Value[]> {
  const rows = await allOf<{ no: number }>(
    session,
    unread.keys(),
    `with ${boardsWhere(`b.no in (${someNumbers})`)}
     select b.no from boards_on b where b.state = 'active' or b.try_day >= @from`,
    { from, day: to },
  )
  return rows.map(({ no }) => unread.get(no)!)
}
