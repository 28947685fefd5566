/** Jobs that are gone: counted in the week in which it happened, as known on the day asked for, and never because a list was not read. */
import { afterEach, expect, test, vi } from 'vitest'
import { addDays, day } from '../../src/days.ts'
import type { FigureExplained, SkillReportView, TrendView } from '../../src/report/views.ts'
import { ask, asked, collected, days, jobsOf, newPath, numbers } from '../support/asking.ts'
import { board, emptyStore, noon, snapshot } from '../support/store.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const closedIn = async (path: string, today: string, ...more: string[]) =>
  (await asked<SkillReportView>(path, today, 'report', 'pytorch', ...more)).figures.find(
    ({ measure }) => measure === 'closed',
  )!

test('every job that a list lacks counts in the week of that list, those of the first list too, and its rows sum to it', async () => {
  const path = newPath()
  // Each day the oldest job goes and a new one comes; half of them name PyTorch.
  const reads = days('2026-11-02', '2026-11-22').map((on, at) => ({ on, jobs: numbers(1 + at, 8 + at) }))
  await collected(path, 4, reads)
  const today = '2026-11-22'
  const closed = await closedIn(path, today)
  expect(closed).toMatchObject({
    ...{ period: '2026-W47', value: 16, n: 16, employers: 4, status: 'observed', flags: ['preliminary'] },
    text: '16 closed in 2026-W47, at 4 employers',
  })
  const weekly = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', 'week')
  const points = weekly.series.find(({ measure }) => measure === 'closed')!.points
  expect(points.map(({ period, value }) => [period, value])).toEqual([
    ...[
      ['2026-W45', 12],
      ['2026-W46', 12],
      ['2026-W47', 16],
    ],
  ])
  const daily = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', 'day')
  const byDay = daily.series.find(({ measure }) => measure === 'closed')!.points
  expect(byDay.slice(-7).map(({ value }) => value)).toEqual([4, 0, 4, 0, 4, 0, 4])
  for (const name of ['pytorch.closed', 'pytorch.closed@2026-11', 'pytorch.closed@2026']) {
    const explained = await asked<FigureExplained>(path, today, 'explain', name)
    expect(explained.employers.reduce((sum, { n }) => sum + n, 0)).toBe(explained.figure.n)
    expect(explained.figure.n).toBeGreaterThan(0)
  }
})

test('what was listed again is not gone, but was on the day on which nobody knew', async () => {
  const path = newPath()
  const store = await emptyStore(path)
  await store.registerBoards([board('greenhouse:tide')], day('2026-11-01'))
  for (const on of days('2026-11-01', '2026-11-22')) {
    // The second job is missing on three days, and back on the 14th.
    const away = on >= day('2026-11-11') && on < day('2026-11-14')
    const shown = numbers(1, 12).filter((number) => number !== 2 || !away)
    await store.storeSnapshot(snapshot('greenhouse:tide', on, 'complete', jobsOf(0, shown)), noon(on))
  }
  await store.close()
  await ask(path, '2026-11-22', 'refresh')
  const byDay = async (...more: string[]) => {
    const { series } = await asked<TrendView>(path, '2026-11-22', 'trend', 'pytorch', '--by', 'day', ...more)
    const { points } = series.find(({ measure }) => measure === 'closed')!
    return points.filter(({ value }) => value !== null && value > 0).map(({ period, value }) => [period, value])
  }
  expect(await byDay()).toEqual([])
  expect(await byDay('--as-of', '2026-11-12')).toEqual([['2026-11-11', 1]])
})

test('a week that was not read has no closings, not none; and a list that lacks many after a gap dates them over it', async () => {
  const path = newPath()
  const store = await emptyStore(path)
  await store.registerBoards([board('greenhouse:tide')], day('2026-11-01'))
  for (let on = day('2026-11-01'); on <= day('2026-11-29'); on = addDays(on, 1)) {
    const down = on >= day('2026-11-09') && on <= day('2026-11-17')
    const shown = down ? [] : jobsOf(0, on < day('2026-11-09') ? numbers(1, 40) : numbers(21, 40))
    await store.storeSnapshot(snapshot('greenhouse:tide', on, down ? 'failed' : 'complete', shown), noon(on))
  }
  await store.close()
  await ask(path, '2026-11-29', 'refresh')
  expect(await closedIn(path, '2026-11-29', '--as-of', '2026-11-15')).toMatchObject({
    ...{ value: null, status: 'missing', flags: ['low_coverage'] },
    text: 'Not measured: 0 of 7 board-days of 2026-W46 were read (80% needed).',
  })
  const weekly = await asked<TrendView>(path, '2026-11-29', 'trend', 'pytorch', '--by', 'week')
  const points = weekly.series.find(({ measure }) => measure === 'closed')!.points
  const told = points.map(({ period, value, status }) => [period, value, status])
  expect(told).toContainEqual(['2026-W46', null, 'missing'])
  expect(told).toContainEqual(['2026-W47', 10, 'partial'])
  expect((await closedIn(path, '2026-11-29', '--as-of', '2026-11-24')).text).toMatch(/board-days of 2026-W47/)
})

test('monthly threads do not tell when a job is gone', async () => {
  const path = newPath()
  const store = await emptyStore(path)
  const thread = board('hackernews', { token: '', every: 'month' })
  await store.registerBoards([thread], day('2026-10-01'))
  const jobs = jobsOf(0, numbers(1, 12))
  for (const on of ['2026-10-05', '2026-11-05']) {
    await store.storeSnapshot(snapshot('hackernews', on, 'complete', jobs), noon(day(on)))
  }
  await store.close()
  await ask(path, '2026-11-10', 'refresh')
  expect(await closedIn(path, '2026-11-10')).toMatchObject({
    ...{ value: null, status: 'missing', text: 'Not measured: monthly threads do not tell when a job is gone.' },
  })
  const { series } = await asked<TrendView>(path, '2026-11-10', 'trend', 'pytorch', '--by', 'month')
  expect(series.map(({ measure }) => measure)).not.toContain('closed')
})
