/** On which days each board was read whole, a byte a board and week: packed by refresh, from their rows where not. */
import { type Day, dayNumber, mondayBefore } from '../../src/days.ts'
import type { BoardHealth, NamedBoard, WholeReads } from '../store.ts'
import { mondaysBetween, notPacked } from './mondays.ts'
import type { Session } from './session.ts'

const whole = "outcome in ('complete', 'empty')"

export interface NumberedBoard extends NamedBoard {
  no: number
  token: string
  every: BoardHealth['every']
}

/** No name holds them. */
const [cell, end] = ['\u001f', '\u001e']

let lastRead: { text: string; boards: readonly NumberedBoard[] } = { text: '', boards: [] }

/** Every board, in order of number; asked for as one text, because a row a board would cost more than what is done with it. */
export async function everyBoard(session: Session): Promise<readonly NumberedBoard[]> {
  const row = await session.one<{ boards: string | null }>(
    `select string_agg(cast(no as text) || @cell || id || @cell || source || @cell || token || @cell || every, cast(@end as text)) as boards from boards`,
    { cell, end },
  )
  if (row?.boards == null) return []
  // Several questions in a row find the same boards: the same text is taken apart once.
  if (row.boards === lastRead.text) return lastRead.boards
  const boards = row.boards.split(end).map((text) => {
    const [no, id, source, token, every] = text.split(cell) as [
      ...[string, string, string, string],
      BoardHealth['every'],
    ]
    return { no: Number(no), id, source, token, every, isThread: every === 'month' }
  })
  lastRead = { text: row.boards, boards: boards.sort((one, other) => one.no - other.no) }
  return lastRead.boards
}

/** The same in order of id. */
export const boardsInOrder = async (session: Session): Promise<NumberedBoard[]> =>
  (await everyBoard(session)).toSorted((one, other) => (one.id < other.id ? -1 : 1))

/** The days of a week on which boards were read whole, by number of board. */
async function readsFromRows(session: Session, monday: number): Promise<Uint8Array> {
  const rows = await session.all<{ board: number; day: number }>(
    `select board_no as board, day from snapshots where day between @monday and @monday + 6 and ${whole}`,
    { monday },
  )
  const days = new Uint8Array(rows.reduce((most, { board }) => Math.max(most, board), -1) + 1)
  for (const { board, day } of rows) days[board]! |= 1 << (day - monday)
  return days
}

/** A snapshot of a day leaves its week to be packed again. */
export async function forgetReadsOf(session: Session, day: number): Promise<void> {
  await session.run('delete from packed_reads where monday = ?', mondayBefore(day))
}

/** Snapshots of days from one on leave all weeks since to be packed again. */
export async function forgetReadsFrom(session: Session, day: number): Promise<void> {
  await session.run('delete from packed_reads where monday >= ?', mondayBefore(day))
}

/** Mondays from that of the first whole read to that of the last of which the reads are not packed. */
export async function readsToPack(session: Session): Promise<Day[]> {
  // Each end of the index by itself: asked for both at once, SQLite reads all that is between.
  const { first, last } = (await session.one<{ first: number | null; last: number | null }>(
    `select (select day from snapshots where ${whole} order by day limit 1) as first,
       (select day from snapshots where ${whole} order by day desc limit 1) as last`,
  ))!
  const packed = await session.all<{ monday: number }>('select monday from packed_reads')
  return notPacked(mondaysBetween(first, last), packed)
}

export async function packReads(session: Session, of: Day): Promise<void> {
  const monday = dayNumber(of)
  await session.write(async (session) => {
    await session.run(
      'insert into packed_reads (monday, body) values (?, ?) on conflict (monday) do update set body = excluded.body',
      ...[monday, Buffer.from(await readsFromRows(session, monday))],
    )
  })
}

/** Mondays of packed weeks that are not what their snapshots say; for verify. */
export async function mispackedReads(session: Session): Promise<number[]> {
  const wrong: number[] = []
  for (const { monday } of await session.all<{ monday: number }>('select monday from packed_reads order by monday')) {
    const stored = await session.one<{ body: Buffer }>('select body from packed_reads where monday = ?', monday)
    if (!Buffer.from(await readsFromRows(session, monday)).equals(stored!.body)) wrong.push(monday)
  }
  return wrong
}

/** The reads with the day of each board's first, and all that is known of the boards. */
export async function readsUpTo(session: Session, asOf: Day) {
  const boards = await boardsInOrder(session)
  const last = dayNumber(asOf)
  const start = await session.one<{ day: number }>(
    `select day from snapshots where ${whole} and day <= ? order by day limit 1`,
    last,
  )
  const monday = mondayBefore(start?.day ?? last)
  const weeks = start === null ? 0 : (mondayBefore(last) - monday) / 7 + 1
  const days = new Uint8Array(weeks * boards.length)
  const packed = new Map(
    (
      await session.all<{ monday: number; body: Uint8Array }>(
        'select monday, body from packed_reads where monday between ? and ?',
        ...[monday, last],
      )
    ).map(({ monday, body }) => [monday, body]),
  )
  for (let week = 0; week < weeks; week++) {
    const read = packed.get(monday + 7 * week) ?? (await readsFromRows(session, monday + 7 * week))
    // Of the week of asOf only what was read by then.
    const known = week === weeks - 1 ? (1 << (last - mondayBefore(last) + 1)) - 1 : 127
    for (const [place, { no }] of boards.entries()) days[week * boards.length + place] = (read[no] ?? 0) & known
  }
  const firsts = boards.map((_, place) => {
    for (let week = 0; week < weeks; week++) {
      const bits = days[week * boards.length + place]!
      // The lowest bit is the earliest day.
      if (bits !== 0) return monday + 7 * week + Math.log2(bits & -bits)
    }
    return null
  })
  return { boards, monday, weeks, days, firsts }
}

export async function wholeReads(session: Session, asOf: Day): Promise<WholeReads> {
  const { boards, monday, weeks, days, firsts } = await readsUpTo(session, asOf)
  for (const [place, { isThread }] of boards.entries()) {
    const on = firsts[place]!
    if (isThread || on === null) continue
    days[((mondayBefore(on) - monday) / 7) * boards.length + place]! &= ~(1 << (on - mondayBefore(on)))
  }
  return { boards: boards.map(({ id, source, isThread }) => ({ id, source, isThread })), monday, weeks, days }
}
