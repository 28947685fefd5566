/** Boards that are lost for a while and boards that are new: no number moves by them unmarked. */
import { afterEach, expect, test, vi } from 'vitest'
import type { Store } from '../../db/store.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import type { Posting } from '../../src/domain.ts'
import type { SkillReportView, TrendView } from '../../src/report/views.ts'
import { ask, asked, days, jobsOf, newPath, numbers } from '../support/asking.ts'
import { board, emptyStore, noon, snapshot } from '../support/store.ts'

const first = day('2026-10-26')
const today = '2026-11-17'

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Twenty boards that list the same twelve jobs all the time, as `boards` says otherwise; refreshed. */
async function market(path: string, boards: number, read: (at: number, on: Day) => Posting[] | null): Promise<void> {
  const store: Store = await emptyStore(path, day(today))
  await store.registerBoards(
    numbers(0, boards - 1).map((at) => board(`greenhouse:tide${at}`)),
    first,
  )
  for (const on of days(first, today)) {
    for (const at of numbers(0, boards - 1)) {
      const postings = read(at, on)
      const write = snapshot(`greenhouse:tide${at}`, on, postings === null ? 'failed' : 'complete', postings ?? [])
      await store.storeSnapshot(write, noon(on))
    }
  }
  await store.close()
  await ask(path, today, 'refresh')
}

const seriesOf = async (path: string, by: string, measure: string) => {
  const view = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', by, '--since', first)
  return view.series.find((series) => series.measure === measure)!
}

test('D9: one of twenty boards down for ten days moves no share, and where it is no longer carried a break stands', async () => {
  const path = newPath()
  const [from, to] = [day('2026-11-01'), day('2026-11-10')]
  await market(path, 20, (at, on) => (at === 7 && on >= from && on <= to ? null : jobsOf(at, numbers(1, 12))))
  const share = await seriesOf(path, 'day', 'share')
  expect(new Set(share.points.map(({ value }) => value))).toEqual(new Set([0.5]))
  const open = await seriesOf(path, 'day', 'open')
  const moved = open.points.filter(({ value }, at) => at > 0 && value !== open.points[at - 1]!.value)
  expect(moved.map(({ period, value, flags }) => [period, value, flags])).toEqual([
    ['2026-11-08', 114, ['break']],
    ['2026-11-11', 120, ['break']],
  ])
  expect(open.breaks).toEqual([
    { period: '2026-11-08', why: '1 board of before not read (greenhouse:tide7)' },
    { period: '2026-11-11', why: '1 board more than before (greenhouse:tide7)' },
  ])
  const during = ['report', 'pytorch', '--as-of', '2026-11-09']
  const { coverage, figures } = await asked<SkillReportView>(path, today, ...during)
  expect([coverage.boardsRead, coverage.boardsActive]).toEqual([19, 20])
  expect(coverage.missing.join(' ')).toContain('greenhouse:tide7')
  // A board is as good as its coverage: with it and without it the share is one.
  const without = newPath()
  await market(without, 20, (at) => (at === 7 ? null : jobsOf(at, numbers(1, 12))))
  const alone = await asked<SkillReportView>(without, today, ...during)
  for (const measure of ['share', 'open']) {
    const value = (view: typeof alone.figures) => view.find((figure) => figure.measure === measure)!.value
    expect([measure, value(figures)]).toEqual([measure, value(alone.figures)])
  }
})

test('D10: a board that is added is a break, by day in what is open and by week in what is new, and nothing else is', async () => {
  const path = newPath()
  const added = day('2026-11-03')
  // Ten new jobs a week at each board; the new board is large, and none of its jobs names PyTorch.
  const week = (on: Day) => Math.floor((Date.parse(on) - Date.parse(first)) / (7 * 86_400_000))
  await market(path, 11, (at, on) => {
    if (at < 10) return jobsOf(at, numbers(1 + 10 * week(on), 20 + 10 * week(on)))
    if (on < added) return null
    const odd = numbers(1, 80).map((number) => 2 * (number + 60 * week(on)) + 1)
    return jobsOf(at, odd)
  })
  for (const measure of ['share', 'open', 'opened']) {
    const { breaks } = await seriesOf(path, 'day', measure)
    expect(breaks).toEqual([{ period: added, why: '1 board more than before (greenhouse:tide10)' }])
  }
  const share = await seriesOf(path, 'day', 'share')
  const at = (on: Day) => share.points.find(({ period }) => period === on)!
  expect([at(addDays(added, -1)).value, at(addDays(added, -1)).flags]).toEqual([0.5, []])
  expect(at(added).value).toBeLessThan(0.4)
  expect(at(added).flags).toEqual(['break'])
  for (const measure of ['opened.share', 'opened']) {
    const { breaks, points } = await seriesOf(path, 'week', measure)
    expect(breaks.map(({ period }) => period)).toEqual(['2026-W46'])
    expect(points.filter(({ flags }) => flags.includes('break')).map(({ period }) => period)).toEqual(['2026-W46'])
  }
  const { text } = await ask(path, today, 'trend', 'pytorch', '--by', 'week', '--since', first)
  expect(text).toMatch(/Breaks: nothing is compared across them\s+2026-W46: 1 board more than before/)
  // The word for the direction, and its percentage, compare each employer with itself alone.
  expect(await (await emptyStore(path, day(today))).verify()).toEqual([])
})
