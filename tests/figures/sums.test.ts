/** Pairing, coverage, pay, the chart index and the mix of boards, beyond what the worked examples show. */
import { describe, expect, test } from 'vitest'
import { day, type Month, weekOf } from '../../src/days.ts'
import { chartIndex, periodSums } from '../../src/figures/chart-index.ts'
import { isTelling, mixture, mixtureSentence } from '../../src/figures/mixture.ts'
import { openNow } from '../../src/figures/open-now.ts'
import { pairedCells } from '../../src/figures/paired.ts'
import { createPanel } from '../../src/figures/panel.ts'
import { payOf, payValues, type StatedPay } from '../../src/figures/pay.ts'

const rounded = (value: number) => Math.round(value * 1e4) / 1e4

test('threads pair the month with the same month a year before, and stay out of provisional windows', () => {
  const months = (['2024-03', '2024-04', '2025-03', '2025-04', '2025-05'] as Month[]).map((month) => ({
    ...{ board: 'thread', week: weekOf(day(`${month}-03`)), month },
  }))
  const rows = months.map(({ board, week, month }, at) => ({
    ...{ board, week, month, employer: `e${at}`, n: 10 + at, naming: at % 2 === 0 ? { jax: 1 } : {} },
  }))
  const panel = createPanel(rows, months)
  // In the week of 12 May the month of May is not over, and May has no partner.
  const week = weekOf(day('2025-05-12'))
  const cells = pairedCells(panel, week, { length: 26, distance: 52, mode: 'year over year' }).cells('jax')
  expect(cells.map(({ employer, n0, x0, n1, x1 }) => [employer, n0, x0, n1, x1])).toEqual([
    ['e0', 10, 1, 0, 0],
    ['e1', 11, 0, 0, 0],
    ['e2', 0, 0, 12, 1],
    ['e3', 0, 0, 13, 0],
  ])
  expect(pairedCells(panel, week, { length: 26, distance: 26, mode: 'provisional' }).cells('jax')).toEqual([])
})

test('a list older than 7 days only lowers the coverage', () => {
  const lists: [string, number, number, number][] = [
    ['S1', 0, 10, 3],
    ['S2', 3, 8, 2],
    ['S3', 9, 7, 4],
    ['S4', 0, 5, 1],
  ]
  const open = openNow(
    lists.map(([board, ageDays, vacancies, naming]) => ({
      ...{ board, employer: board, ageDays, vacancies, naming, postings: vacancies + 1, namingPostings: naming },
      ...{ required: 1, preferred: 0, mentioned: naming - 1, stale: 0 },
    })),
  )
  expect(open).toEqual({
    ...{ vacancies: 23, postings: 26, naming: 6, namingPostings: 6, required: 3, preferred: 0, mentioned: 3, stale: 0 },
    ...{ coverage: 23 / 30, carried: true, boards: { fresh: 3, known: 4 } },
    clusters: [
      { employer: 'S1', x: 3, n: 10 },
      { employer: 'S2', x: 2, n: 8 },
      { employer: 'S4', x: 1, n: 5 },
    ],
  })
})

describe('pay', () => {
  const job = (employer: string, min: number | null, max: number | null, period = 'year'): StatedPay => ({
    employer,
    pay: { min, max, currency: 'USD', period: period as 'year' },
  })
  const jobs = [
    ...[job('e1', 150_000, 190_000), job('e1', 160_000, 200_000), job('e2', 140_000, null), job('e3', 70, 90, 'hour')],
    ...[job('e4', null, 180_000), job('e5', 120_000, 150_000), job('e5', 125_000, 155_000)],
    ...[job('e6', 10_000, 13_000, 'month'), job('e7', 200_000, 260_000), job('e8', 100_000, 400_000)],
    ...[job('e9', 170_000, 210_000), job('e10', 600, 800, 'day')],
  ]

  test('eleven jobs of nine employers are too few to print', () => {
    const nothing = { median: null, interval: null, p25: null, p75: null }
    expect(payOf(jobs, 'USD')).toEqual({ currency: 'USD', n: 11, employers: 9, of: 12, ...nothing })
  })
  test('without five closed ranges, open ones are left out', () => {
    expect(payValues([job('e1', 140_000, null), job('e2', 150_000, 190_000)], 'USD')).toEqual([
      { employer: 'e2', value: 170_000 },
    ])
  })
  test('currencies are never blended, and one whose worth is unknown is not judged', () => {
    const euros = { employer: 'e1', pay: { min: 70_000, max: 90_000, currency: 'EUR', period: 'year' } as const }
    const coins = { employer: 'e1', pay: { min: 70_000, max: 90_000, currency: 'XTS', period: 'year' } as const }
    expect(payValues([...jobs, euros, coins], 'EUR')).toEqual([{ employer: 'e1', value: 80_000 }])
    expect(payValues([...jobs, euros, coins], 'XTS')).toEqual([])
  })
})

test('periods that share too few employers begin a new segment and are never joined', () => {
  const cells = [0, 1, 2, 3].map((period) => ({ board: period < 2 ? 'a' : 'b', employer: 'e', period, n: 10, x: 2 }))
  expect(chartIndex(periodSums(cells), 1).map(({ segment, index }) => [segment, index])).toEqual([
    ...[
      [0, 1],
      [0, 1],
    ],
    ...[
      [1, 1],
      [1, 1],
    ],
  ])
  expect(chartIndex(periodSums(cells)).map(({ index, raw }) => [index, raw])).toEqual(
    [0, 1, 2, 3].map(() => [null, 0.2]),
  )
})

test('what other boards do to the raw number is told apart', () => {
  const found = mixture([{ n0: 502, x0: 100, n1: 557, x1: 170 }], 1.2784, 52)!
  expect([found.raw, found.mix].map(rounded)).toEqual([1.5321, 1.1985])
  expect(isTelling(found)).toBe(true)
  expect(mixtureSentence(found)).toBe(
    'The raw share rose 53%: 28% at the same employers, the rest because we now read other boards.',
  )
  expect(mixtureSentence({ raw: 0.9, same: 1.1, mix: 0.9 / 1.1 })).toBe(
    'The raw share fell 10%, but at the same employers it rose 10%: the difference is that we now read other boards.',
  )
  expect(isTelling({ raw: 1.1, same: 1.08, mix: 1.1 / 1.08 })).toBe(false)
})
