/** A skill over time: which part of the newly opened jobs names it, period by period, with gaps as gaps. */
import type { DailyRow } from '../../db/store.ts'
import { type Day, monthOf } from '../days.ts'
import type { Flag, SkillId } from '../domain.ts'
import { carriesShare, minimum } from '../figures/method.ts'
import { firstAt } from '../figures/new-vacancies.ts'
import { shareOf } from '../figures/share.ts'
import type { Point, Series, TrendView } from '../report/views.ts'
import { type Asking, sharedBy, skillName } from './asking.ts'
import { dayBreaks, flowBreaks } from './breaks.ts'
import { carryingPeriod } from './carrying.ts'
import { closedOn, closedSeries } from './closed-series.ts'
import { coverageOf } from './coverage.ts'
import { directionOf } from './direction.ts'
import { vintageOf } from './figure.ts'
import { indexSeries } from './index-series.ts'
import { openedNaming, openedOf, rowsByPeriod } from './opened.ts'
import { lastDayOf, type PeriodKind, periodsBetween, startOf, usualStart } from './periods.ts'
import { broken, countPoint, gap, type State, stateOf } from './points.ts'
import { boardsOf, readDaysOf } from './read-days.ts'
import { tracked, untoldThrough } from './tracked.ts'

export interface TrendAsked {
  /** The finest that carries shares where none is named. */
  by?: PeriodKind
  since?: Day
}

export async function trend(asking: Asking, skill: SkillId, { by: asked, since }: TrendAsked): Promise<TrendView> {
  const direction = await directionOf(asking, skill)
  const view = { skill: skillName(asking, skill), vintage: await vintageOf(asking), trajectory: direction.trajectory }
  const coverage = await coverageOf(asking)
  const span = await asking.store.questions.span(asking.asOf)
  if (span === null || (await tracked(asking, skill)) !== null) return { ...view, coverage, series: [] }
  const by = asked ?? (await carryingPeriod(asking))
  const from = startOf(since ?? usualStart(by, asking.asOf, span.first), by)
  const start = from < span.first ? startOf(span.first, by) : from
  const series = by === 'day' ? await daily(asking, skill, start) : await flows(asking, skill, by, start)
  const closed = by === 'day' ? null : await closedSeries(asking, skill, by, start)
  const threads = by === 'day' || by === 'week' ? await boardsOf(asking, 'threads') : []
  const missing = threads.map((board) => `${board} speaks once a month: "--by month" shows it.`)
  const index = by === 'day' ? null : await indexSeries(asking, skill)
  const all = [...series, closed, index].filter((each) => each !== null)
  return { ...view, coverage: { ...coverage, missing: [...coverage.missing, ...missing] }, series: all }
}

/** Share and number of the jobs newly opened in each period. */
export async function flows(asking: Asking, skill: SkillId, by: PeriodKind, from: Day): Promise<Series[]> {
  const { population, asOf } = asking
  const clusters = await clustersByPeriod(asking, skill, by, from)
  const read = await readDaysOf(asking)
  const periods = periodsBetween(from, asOf, by)
  const untold = await untoldThrough(asking, skill)
  const points = (point: typeof sharePoint) =>
    periods.map((period) =>
      untold !== null && monthOf(startOf(lastDayOf(period, by), by)) <= untold
        ? gap(period, 'not_tracked')
        : point(period, clusters.get(period)!, stateOf(period, by, asOf, read)),
    )
  const breaks = await flowBreaks(asking, by, from)
  const base = { skill, population, by, breaks }
  return [
    broken({ ...{ ...base, measure: 'opened.share', unit: 'share' }, points: points(sharePoint) }),
    broken({ ...{ ...base, measure: 'opened', unit: 'vacancies' }, points: points(openedPoint) }),
  ]
}

/** What each employer opened in a period: the employers by place and in order, and how many jobs. */
interface OpenedIn {
  employers: Uint32Array
  n: Uint32Array
  from: number
  to: number
}

/** By period the same for every skill. */
const openedByPeriod = sharedBy(async (asking, key): Promise<Map<string, OpenedIn>> => {
  const [by, from] = key.split(' ') as [PeriodKind, Day]
  const { boards, board, employers, employer } = await openedOf(asking)
  // A thread says nothing of weeks.
  const isLeftOut = Uint8Array.from(boards, ({ isThread }) => Number(by === 'week' && isThread))
  const periods = (await rowsByPeriod(asking, by, from)).map(({ period, from, to }): [string, OpenedIn] => {
    const sums = new Uint32Array(employers.length)
    let count = 0
    for (let row = from; row < to; row++) {
      if (isLeftOut[board[row]!] === 1) continue
      if (sums[employer[row]!]!++ === 0) count += 1
    }
    const found = { employers: new Uint32Array(count), n: new Uint32Array(count), from, to }
    for (let of = 0, at = 0; at < count; of++) {
      if (sums[of] === 0) continue
      found.employers[at] = of
      found.n[at++] = sums[of]!
    }
    return [period, found]
  })
  return new Map(periods)
})

/** The new jobs of a period by employer, in order, and how many of each name a skill. */
interface Clusters {
  n: Uint32Array
  x: Uint32Array
}

async function clustersByPeriod(
  asking: Asking,
  skill: SkillId,
  by: PeriodKind,
  from: Day,
): Promise<Map<string, Clusters>> {
  const periods = await openedByPeriod(asking, `${by} ${from}`)
  const { boards, board, employers, employer } = await openedOf(asking)
  const naming = await openedNaming(asking, skill)
  const sums = new Uint32Array(employers.length)
  const found = new Map<string, Clusters>()
  for (const [period, { employers: own, n, from, to }] of periods) {
    sums.fill(0)
    for (let next = firstAt(naming, from); next < naming.length && naming[next]! < to; next++) {
      const row = naming[next]!
      if (by !== 'week' || !boards[board[row]!]!.isThread) sums[employer[row]!]! += 1
    }
    found.set(period, { n, x: own.map((of) => sums[of]!) })
  }
  return found
}

const total = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0)

function sharePoint(period: string, { n: of, x }: Clusters, { status, flags }: State): Point {
  if (status === 'missing') return gap(period, status)
  const share = shareOf(x, of)
  if (share === null || !carriesShare(share)) {
    // Too few for a share: the counts are told, and no share is made of them.
    return { ...gap(period, 'low'), flags, n: total(x), denominator: total(of) }
  }
  const { x: n, n: denominator, interval } = share
  const told = status === 'observed' && n === 0 ? 'zero' : status
  return { period, value: share.share, status: told, flags, interval, n, denominator }
}

const openedPoint = (period: string, { x }: Clusters, state: State) => countPoint(period, total(x), state)

/** What was open on each day: share, number, newly opened and closed, as counted on the day. */
async function daily(asking: Asking, skill: SkillId, from: Day): Promise<Series[]> {
  const { population, asOf, store } = asking
  if (population !== 'all' && population !== 'ai') return []
  const rows = new Map(
    (await store.questions.daily(skill, population, from, asOf)).map((row) => [row.day as string, row]),
  )
  const days = periodsBetween(from, asOf, 'day') as Day[]
  const read = new Map<Day, { read: number; due: number }>()
  for (const day of days) read.set(day, await store.questions.boardDays(day, day))
  const breaks = await dayBreaks(asking, days, rows)
  const closed = await closedOn(asking, skill, from)
  const series = (measure: string, unit: Series['unit'], value: (row: DailyRow) => number, of: DayValue): Series =>
    broken({
      ...{ skill, measure, population, unit, by: 'day', breaks },
      points: days.map((day) => dayPoint(rows.get(day), read.get(day)!, { period: day, value, of })),
    })
  return [
    series('share', 'share', (row) => (row.allOpen === 0 ? 0 : row.open / row.allOpen), 'share'),
    series('open', 'vacancies', (row) => row.open, 'stock'),
    series('opened', 'vacancies', (row) => row.opened, 'flow'),
    series('closed', 'vacancies', (row) => closed.get(row.day)?.length ?? 0, 'flow'),
  ]
}

type DayValue = 'share' | 'stock' | 'flow'

/** A list of an earlier day still says what is open, and is flagged as carried; of what opened it says nothing. */
function dayPoint(
  row: DailyRow | undefined,
  { read, due }: { read: number; due: number },
  { period, value, of }: { period: Day; value: (row: DailyRow) => number; of: DayValue },
): Point {
  if (row === undefined || row.status === 'missing') return gap(period, 'missing')
  if ((row.coverage ?? 0) < minimum.coverage) return { ...gap(period, 'missing'), flags: ['low_coverage'] }
  if (of === 'flow' ? read === 0 : of === 'share' && row.allOpen === 0) return gap(period, 'missing')
  const found = value(row)
  const short = read < due * minimum.coverage
  const flags: Flag[] = !short ? [] : of === 'flow' ? ['low_coverage'] : ['carried']
  const few = of !== 'flow' && row.allOpen < minimum.share.n
  const [n, denominator] = of === 'share' ? [row.open, row.allOpen] : [found, null]
  if (of === 'share' && few) return { ...gap(period, 'low'), flags, n, denominator }
  const status = of === 'flow' && short ? 'partial' : few && found === 0 ? 'low' : found === 0 ? 'zero' : 'observed'
  return { period, value: found, status, flags, interval: null, n, denominator }
}
