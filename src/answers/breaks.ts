/** Where other boards speak than before: a number moves there though no market did, and nothing is compared across it. */

import type { DailyRow } from '../../db/store.ts'
import { type Day, dayFromNumber, dayNumber, monthStart } from '../days.ts'
import type { BoardId } from '../domain.ts'
import { breaksAt, minimum } from '../figures/method.ts'
import type { Series } from '../report/views.ts'
import { counted } from '../report/wording.ts'
import { type Asking, sharedBy } from './asking.ts'
import { openedOf, readsOf, rowsByPeriod } from './opened.ts'
import { lastDayOf, type PeriodKind, periodOf, periodsBetween } from './periods.ts'

type Breaks = Series['breaks']

/** Days since which the open jobs stand on other boards' lists. */
export async function dayBreaks(
  { store }: Asking,
  days: readonly Day[],
  rows: ReadonlyMap<string, DailyRow>,
): Promise<Breaks> {
  const breaks: Breaks = []
  let before: DailyRow | null = null
  for (const day of days) {
    const row = rows.get(day)
    if (row === undefined || row.status === 'missing' || (row.coverage ?? 0) < minimum.coverage) continue
    if (before !== null && Math.abs(row.allOpen - before.allOpen) > breaksAt.open * before.allOpen) {
      const [then, now] = [await store.questions.speaking(before.day), await store.questions.speaking(day)]
      breaks.push(...breakAt(day, moved(new Set(then), new Set(now))))
    }
    before = row
  }
  return breaks
}

/** Periods in which boards were read that carry a good part of the new jobs and were not read in the period before, or left. */
export const flowBreaks = (asking: Asking, by: PeriodKind, from: Day): Promise<Breaks> =>
  breaksSince(asking, `${by} ${from}`)

/** The same for every skill. */
const breaksSince = sharedBy(async (asking, key): Promise<Breaks> => {
  const [by, from] = key.split(' ') as [PeriodKind, Day]
  const { asOf } = asking
  const { boards } = await openedOf(asking)
  const read = await readIn(asking, by, from)
  const opened = await openedIn(asking, by, from, read)
  const part = (period: string, of: readonly number[]) => {
    const own = opened.get(period)
    if (own === undefined || own.all === 0) return 0
    return of.reduce((sum, board) => sum + own.boards[board]!, 0) / own.all
  }
  const breaks: Breaks = []
  let before: string | null = null
  // A board's first list is all stock: its new jobs come with the period after the one in which it was first read.
  let young: number[] = []
  for (const period of periodsBetween(from, asOf, by)) {
    const now = read.get(period)
    // Of a period that is not over nobody knows yet which boards will have been read.
    if (now === undefined || lastDayOf(period, by) > asOf) continue
    if (before !== null) {
      const then = read.get(before)!
      const joined = now.boards.filter((board) => then.has[board] === 0)
      const left = then.boards.filter((board) => now.has[board] === 0)
      const came = [...new Set([...joined, ...young])].filter((board) => now.has[board] === 1)
      const isJump = part(period, came) > breaksAt.opened || part(before, left) > breaksAt.opened
      const names = (of: readonly number[]) => of.map((board) => boards[board]!.id)
      if (isJump) breaks.push(...breakAt(period, { joined: names(came), left: names(left) }))
      young = isJump ? [] : joined
    }
    before = period
  }
  return breaks
})

/** The boards read in a period, by place and in order of time. */
interface ReadIn {
  has: Uint8Array
  boards: number[]
}

/** A thread says nothing of weeks. */
async function readIn(asking: Asking, by: PeriodKind, from: Day): Promise<Map<string, ReadIn>> {
  const [{ boards }, reads] = [await openedOf(asking), await readsOf(asking)]
  const read = new Map<string, ReadIn>()
  const periodAt = (day: number) => {
    const period = periodOf(dayFromNumber(day), by)
    const known = read.get(period) ?? { has: new Uint8Array(boards.length), boards: [] }
    read.set(period, known)
    return known
  }
  const add = ({ has, boards: own }: ReadIn, board: number) => {
    if (has[board] === 1) return
    has[board] = 1
    own.push(board)
  }
  const threads = [...boards.keys()].filter((board) => boards[board]!.isThread)
  const others = [...boards.keys()].filter((board) => !boards[board]!.isThread)
  const first = dayNumber(from)
  for (let week = 0; week < reads.weeks; week++) {
    const monday = reads.monday + 7 * week
    if (monday + 6 < first) continue
    const since = first <= monday ? 127 : 127 & ~((1 << (first - monday)) - 1)
    for (const board of by === 'week' ? [] : threads) {
      const days = reads.daysOf(week, board) & since
      // A thread speaks for the month of its day.
      for (let day = 0; day < 7; day++) if ((days >> day) % 2 === 1) add(periodAt(monthStart(monday + day)), board)
    }
    const own = others.filter((board) => (reads.daysOf(week, board) & since) !== 0)
    if (own.length === 0) continue
    // A week across two months belongs to that of its Thursday.
    const period = periodAt(monday + 3)
    for (const board of own) add(period, board)
  }
  return read
}

/** What opened in each period on the boards that were read in any: in all, and board by board. */
async function openedIn(
  asking: Asking,
  by: PeriodKind,
  from: Day,
  read: ReadonlyMap<string, ReadIn>,
): Promise<Map<string, { all: number; boards: Uint32Array }>> {
  const { boards, board } = await openedOf(asking)
  const counts = new Uint8Array(boards.length)
  for (const { boards: own } of read.values()) for (const of of own) counts[of] = 1
  const periods = (await rowsByPeriod(asking, by, from)).map(({ period, from, to }) => {
    const found = { all: 0, boards: new Uint32Array(boards.length) }
    for (let row = from; row < to; row++) {
      if (counts[board[row]!] === 0) continue
      found.all += 1
      found.boards[board[row]!]! += 1
    }
    return [period, found] as const
  })
  return new Map(periods)
}

const moved = (then: ReadonlySet<BoardId>, now: ReadonlySet<BoardId>) => ({
  joined: [...now].filter((board) => !then.has(board)),
  left: [...then].filter((board) => !now.has(board)),
})

function breakAt(period: string, { joined, left }: ReturnType<typeof moved>): Breaks {
  if (joined.length + left.length === 0) return []
  const told = (boards: BoardId[], words: string) =>
    boards.length === 0 ? [] : [`${counted(boards.length, 'board')} ${words} (${named(boards)})`]
  const why = [...told(joined, 'more than before'), ...told(left, 'of before not read')].join('; ')
  return [{ period, why }]
}

const named = (boards: BoardId[]) => boards.slice(0, 3).join(', ') + (boards.length > 3 ? ', …' : '')
