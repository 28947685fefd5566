/** The places of a skill through the quarters, over a real store. */
import { expect, test } from 'vitest'
import { day } from '../../src/days.ts'
import type { SkillReportView } from '../../src/report/views.ts'
import { ask, asked, days, jobsOf, newPath, numbers } from '../support/asking.ts'
import { board, emptyStore, noon, snapshot } from '../support/store.ts'

const from = '2026-11-02'
const to = '2026-11-22'

test('a quarter that holds all new jobs ranks as the last 13 weeks do', async () => {
  const path = newPath()
  const store = await emptyStore(path, day(to))
  await store.registerBoards(
    numbers(0, 5).map((at) => board(`greenhouse:tide${at}`)),
    day(from),
  )
  for (const [turn, on] of days(from, to).entries()) {
    for (const at of numbers(0, 5)) {
      const postings = jobsOf(at, numbers(1, 10 + turn))
      await store.storeSnapshot(snapshot(`greenhouse:tide${at}`, on, 'complete', postings), noon(day(on)))
    }
  }
  await store.close()
  await ask(path, to, 'refresh')
  const view = await asked<SkillReportView>(path, to, 'report', 'pytorch', '--json')
  const rank = view.figures.find(({ measure }) => measure === 'rank')!
  const series = view.series.find(({ measure }) => measure === 'rank')!
  expect(rank.value).not.toBeNull()
  expect(series.points.map(({ period, value, status, n }) => ({ period, value, status, n }))).toEqual([
    { period: '2026-Q4', value: rank.value, status: 'partial', n: rank.n },
  ])
}, 60_000)
