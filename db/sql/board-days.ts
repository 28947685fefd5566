/** How many of the days on which boards should have been read whole they were. */
import { type Day, dayNumber } from '../../src/days.ts'
import { boardsWhere } from './boards-on.ts'
import type { Session } from './session.ts'
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
  const missed = unread.length === 0 ? new Set<number>() : await missedOf(session, first, last)
  for (const { no, due } of unread) if (missed.has(no)) sums.due += due
  return sums
}

/** Boards not read whole within the span that were to be: still active at its end, or tried within it. */
async function missedOf(session: Session, from: number, to: number): Promise<Set<number>> {
  const isRead = `exists (select 1 from snapshots s where s.board_no = b.no and s.day between @from and @day and s.outcome in ('complete', 'empty'))`
  const rows = await session.all<{ no: number }>(
    `with ${boardsWhere(`b.every <> 'month' and not ${isRead}`)}
     select b.no from boards_on b where b.state = 'active' or b.try_day >= @from`,
    { from, day: to },
  )
  return new Set(rows.map(({ no }) => no))
}
