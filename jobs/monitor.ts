/**
 * What is wrong with the collection though each list looks well: a source that shrinks a little every day, a field that
 * fills less and less, boards that are no longer read. Pure: from the whole lists of the last weeks to alarms in words.
 */
import type { BoardState, SnapshotRow } from '../db/store.ts'
import { type Day, daysBetween } from '../src/days.ts'

export interface Alarm {
  /** A source or a board. */
  about: string
  what: string
  message: string
  todo: string
}

/** Runs before this one that a sudden loss is held against, and those that a slow one is held against. */
const justBefore = [1, 5] as const
const longBefore = [10, 20] as const
/** Runs needed within either, so that one odd list is no yardstick. */
const enough = 3
/** A sudden and a slow loss begin here, as a share of what was usual. */
const losses = [
  { over: justBefore, below: 0.7, words: 'within a few runs' },
  { over: longBefore, below: 0.85, words: 'over the last weeks' },
]
/** Postings come and go: half of a list changes within the weeks that lie between. */
const turnover = 0.5
/** Drops within so many deviations are chance; a source has many boards, and so many more chances for one of them to drop. */
const deviations = { source: 3, board: 4.5 }
/** Below so many postings a rate says nothing. */
const smallest = 50

const measures = [
  { what: 'volume', of: null, words: 'postings', todo: 'look at the lists: something is left out' },
  { what: 'text', of: 'text', words: 'have a text', todo: 'look where the source keeps the text now' },
  { what: 'url', of: 'url', words: 'have an address', todo: 'look at the reader of this source' },
  { what: 'places', of: 'locations', words: 'name a place', todo: 'look at the reader of this source' },
  { what: 'dates', of: 'publishedOn', words: 'have a date', todo: 'look at the reader of this source' },
  { what: 'python', of: 'python', words: 'name Python', todo: 'look at the texts: words are being lost' },
] as const

/** The boards' whole lists, oldest first, one a day; and how each board stands. Alarms about sources first. */
export function alarmsOf(lists: SnapshotRow[], boards: BoardState[], today: Day): Alarm[] {
  const byBoard = new Map<string, SnapshotRow[]>()
  for (const list of lists) {
    const runs = byBoard.get(list.board) ?? []
    byBoard.set(list.board, runs)
    if (runs.at(-1)?.day === list.day) runs.pop()
    runs.push(list)
  }
  const bySource = new Map<string, BoardState[]>()
  for (const board of boards) {
    if (board.state !== 'active') continue
    bySource.set(board.source, [...(bySource.get(board.source) ?? []), board])
  }
  const ofSources = [...bySource].flatMap(([source, own]) => {
    // A thread that begins anew each month has no usual size.
    const steady = own.filter(({ every }) => every !== 'month')
    const series = steady.map(({ id }) => byBoard.get(id) ?? [])
    return [...unread(source, own, today), ...lossesOf(source, series, deviations.source)]
  })
  const ofBoards = [...byBoard].flatMap(([board, runs]) => {
    const known = boards.find(({ id }) => id === board)
    return known === undefined || known.every === 'month' ? [] : lossesOf(board, [runs], deviations.board)
  })
  const told = new Set(ofSources.map(({ about, what }) => `${about} ${what}`))
  // What a whole source loses is not told once more for each of its boards.
  return [...ofSources, ...ofBoards.filter(({ about, what }) => !told.has(`${about.split(':')[0]} ${what}`))]
}

/** Boards of a source that were not read whole when they should have been. */
function unread(source: string, boards: BoardState[], today: Day): Alarm[] {
  // Boards known from files alone are nobody's to read.
  const tried = boards.filter(({ lastSnapshot }) => lastSnapshot?.origin === 'collected')
  const bad = tried.filter(({ lastSnapshot: last }) => last!.outcome !== 'complete' && last!.outcome !== 'empty')
  const alarms: Alarm[] = []
  if (bad.length >= 3 && bad.length > tried.length / 5) {
    const reasons = new Map<string, number>()
    for (const { lastSnapshot } of bad)
      reasons.set(lastSnapshot!.outcome, (reasons.get(lastSnapshot!.outcome) ?? 0) + 1)
    const [most] = [...reasons].sort((left, right) => right[1] - left[1])
    alarms.push({
      ...{ about: source, what: 'reads', todo: 'see "skilltide status" for the reasons; the figures leave them out' },
      message: `${bad.length} of ${tried.length} boards were not read whole at their last try, most of them ${most![0]}`,
    })
  }
  const days = { hour: 3, day: 3, week: 21, month: 38 } as const
  const last = tried
    .flatMap(({ lastComplete }) => lastComplete ?? [])
    .sort()
    .at(-1)
  const every = boards[0]!.every
  if (last !== undefined && daysBetween(last, today) > days[every]) {
    alarms.push({
      ...{ about: source, what: 'freshness', todo: 'run "skilltide collect", or see why the schedule does not' },
      message: `no board was read whole since ${last}`,
    })
  }
  return alarms
}

interface Sums {
  now: number
  usual: number
  listedNow: number
  listedUsual: number
}

function lossesOf(about: string, series: SnapshotRow[][], chance: number): Alarm[] {
  return measures.flatMap(({ what, of, words, todo }) => {
    for (const { over, below, words: when } of losses) {
      const sums = sumsOf(series, over, of)
      if (sums === null || sums.listedUsual < smallest) continue
      if (of === null ? !isLoss(sums.now, sums.usual, sums.usual, below, chance) : !isLowerRate(sums, below, chance))
        continue
      const message =
        of === null
          ? `lists ${number(sums.now)} postings where ${number(sums.usual)} were usual, ${when}`
          : `${percent(sums.now / sums.listedNow)} of its postings ${words} where ${percent(sums.usual / sums.listedUsual)} did, ${when}`
      return [{ about, what, message, todo }]
    }
    return []
  })
}

const number = (value: number) => Math.round(value).toLocaleString('en-US')
const percent = (rate: number) => `${Math.round(rate * 100)} %`

const isLoss = (now: number, usual: number, variance: number, below: number, chance: number) =>
  now < usual * below && usual - now > chance * Math.sqrt(turnover * variance)

function isLowerRate({ now, usual, listedNow, listedUsual }: Sums, below: number, chance: number): boolean {
  const rate = usual / listedUsual
  if (rate < 0.05 || listedNow === 0) return false
  return isLoss(now, rate * listedNow, listedNow * rate * (1 - rate) + 1, below, chance)
}

/** The newest lists of the boards against what each usually listed so many runs before; boards without a past are left out. */
function sumsOf(series: SnapshotRow[][], [from, to]: readonly [number, number], field: string | null): Sums | null {
  const sums: Sums = { now: 0, usual: 0, listedNow: 0, listedUsual: 0 }
  for (const runs of series) {
    const last = runs.at(-1)
    const before = runs.slice(Math.max(0, runs.length - 1 - to), Math.max(0, runs.length - from))
    if (last === undefined || before.length < enough) continue
    const value = (list: SnapshotRow) => (field === null ? list.listed : (list.fills[field] ?? 0))
    sums.now += value(last)
    sums.usual += median(before.map(value))
    sums.listedNow += last.listed
    sums.listedUsual += median(before.map((list) => list.listed))
  }
  return sums.listedUsual === 0 ? null : sums
}

function median(values: number[]): number {
  const sorted = values.sort((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
