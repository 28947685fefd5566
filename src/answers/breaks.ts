/** Where other boards speak than before: a number moves there though no market did, and nothing is compared across it. */

import type { DailyRow } from '../../db/store.ts'
import { addDays, type Day, maybeMonday } from '../days.ts'
import type { BoardId } from '../domain.ts'
import { breaksAt, minimum } from '../figures/method.ts'
import type { Series } from '../report/views.ts'
import { counted } from '../report/wording.ts'
import { type Asking, sharedBy } from './asking.ts'
import { lastDayOf, type PeriodKind, periodOf, periodsBetween } from './periods.ts'
import { observedOf } from './runs.ts'

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
const breaksSince = sharedBy(async ({ store, population, asOf }, key): Promise<Breaks> => {
  const [by, from] = key.split(' ') as [PeriodKind, Day]
  const observed = (await observedOf(store, population, from, asOf)).filter(
    ({ month }) => by !== 'week' || month === null,
  )
  const boards = new Set(observed.map(({ board }) => board))
  const rows = (await store.questions.weekly('every', { name: population }, from, asOf)).filter(({ board }) =>
    boards.has(board),
  )
  const read = new Map<string, Set<BoardId>>()
  for (const { board, week, month } of observed) {
    // A week across two months belongs to that of its Thursday.
    const on = month === null ? addDays(maybeMonday(week)!, 3) : (`${month}-01` as Day)
    const period = periodOf(on, by)
    read.set(period, (read.get(period) ?? new Set()).add(board))
  }
  const opened = new Map<string, Map<BoardId, number>>()
  for (const { board, from, n } of rows) {
    const own = opened.get(periodOf(from, by)) ?? new Map<BoardId, number>()
    opened.set(periodOf(from, by), own.set(board, (own.get(board) ?? 0) + n))
  }
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
