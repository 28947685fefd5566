/** Where other boards speak than before: a number moves there though no market did, and nothing is compared across it. */

import type { DailyRow } from '../../db/store.ts'
import { type Day, dayFromNumber, dayNumber } from '../days.ts'
import type { BoardId } from '../domain.ts'
import { monthStart } from '../figures/cells.ts'
import { breaksAt, minimum } from '../figures/method.ts'
import type { Series } from '../report/views.ts'
import { counted } from '../report/wording.ts'
import { type Asking, sharedBy } from './asking.ts'
import { eachOfPeriods, openedCellsOf, openedOf, readsOf } from './opened.ts'
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
  const read = await readIn(asking, by, from)
  const opened = await openedIn(asking, by, from, new Set([...read.values()].flatMap((boards) => [...boards])))
  const part = (period: string, boards: readonly BoardId[]) => {
    const own = opened.get(period) ?? new Map<BoardId, number>()
    const all = [...own.values()].reduce((sum, n) => sum + n, 0)
    return all === 0 ? 0 : boards.reduce((sum, board) => sum + (own.get(board) ?? 0), 0) / all
  }
  const breaks: Breaks = []
  let before: string | null = null
  // A board's first list is all stock: its new jobs come with the period after the one in which it was first read.
  let young: BoardId[] = []
  for (const period of periodsBetween(from, asOf, by)) {
    const now = read.get(period)
    // Of a period that is not over nobody knows yet which boards will have been read.
    if (now === undefined || lastDayOf(period, by) > asOf) continue
    if (before !== null) {
      const then = read.get(before)!
      const { joined, left } = moved(then, now)
      const all = { joined: [...new Set([...joined, ...young])].filter((board) => now.has(board)), left }
      const isJump = part(period, all.joined) > breaksAt.opened || part(before, left) > breaksAt.opened
      if (isJump) breaks.push(...breakAt(period, all))
      young = isJump ? [] : joined
    }
    before = period
  }
  return breaks
})

/** The boards read in each period, in order of time; a thread says nothing of weeks. */
async function readIn(asking: Asking, by: PeriodKind, from: Day): Promise<Map<string, Set<BoardId>>> {
  const [{ boards }, reads] = [await openedOf(asking), await readsOf(asking)]
  const read = new Map<string, { seen: Uint8Array; boards: BoardId[] }>()
  const periodAt = (day: number) => {
    const period = periodOf(dayFromNumber(day), by)
    const known = read.get(period) ?? { seen: new Uint8Array(boards.length), boards: [] }
    read.set(period, known)
    return known
  }
  const add = ({ seen, boards: own }: ReturnType<typeof periodAt>, board: number) => {
    if (seen[board] === 1) return
    seen[board] = 1
    own.push(boards[board]!.id)
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
  return new Map([...read].map(([period, own]) => [period, new Set(own.boards)]))
}

/** What opened on the boards in each period, board by board. */
async function openedIn(
  asking: Asking,
  by: PeriodKind,
  from: Day,
  of: ReadonlySet<BoardId>,
): Promise<Map<string, Map<BoardId, number>>> {
  const [{ boards }, cells] = [await openedOf(asking), await openedCellsOf(asking)]
  const opened = new Map<string, Map<BoardId, number>>()
  await eachOfPeriods(asking, from, by, (period, cell) => {
    const { id } = boards[cells.board[cell]!]!
    if (!of.has(id)) return
    let own = opened.get(period)
    if (own === undefined) {
      own = new Map()
      opened.set(period, own)
    }
    own.set(id, (own.get(id) ?? 0) + cells.n[cell]!)
  })
  return opened
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
