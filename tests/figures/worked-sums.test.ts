/** The worked examples of pairing, coverage, pay, the chart index and the mix of boards: to four decimals. */
import { describe, expect, test } from 'vitest'
import { addDays, day, type Month, type Week, weekOf } from '../../src/days.ts'
import { chartIndex } from '../../src/figures/chart-index.ts'
import { isTelling, mixture, mixtureSentence } from '../../src/figures/mixture.ts'
import { openNow } from '../../src/figures/open-now.ts'
import { pairedCells } from '../../src/figures/paired.ts'
import { createPanel } from '../../src/figures/panel.ts'
import { medianOf, payOf, payValues, type StatedPay } from '../../src/figures/pay.ts'
import { ascending, quantile } from '../../src/figures/quartiles.ts'

const rounded = (value: number) => Math.round(value * 1e4) / 1e4

test('E3: a week counts only with its partner, and a week without new jobs is a true zero', () => {
  const weekAt = (at: number): Week => weekOf(addDays(day('2026-01-05'), 7 * at))
  const read = [1, 0, 1, 1, 1, 1]
  const n = [4, 0, 5, 6, 2, 3]
  const x = [1, 0, 2, 2, 1, 1]
  const observed = read.flatMap((was, at) => (was ? [{ board: 'b', week: weekAt(at), month: null }] : []))
  const rows = n.map((count, at) => ({
    ...{ board: 'b', employer: 'e', week: weekAt(at), month: '2026-01' as Month },
    ...{ n: count, naming: { pytorch: x[at]! } },
  }))
  const paired = pairedCells(createPanel(rows, observed), weekAt(5), {
    ...{ length: 3, distance: 3, mode: 'provisional' },
  })
  expect(paired.cells('pytorch')).toEqual([{ board: 'b', employer: 'e', n0: 9, x0: 3, n1: 9, x1: 3 }])
  expect(paired.counts('pytorch')).toEqual({ n0: 9, x0: 3, n1: 9, x1: 3, naming: 1, namingThen: 1, namingNow: 1 })
})

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

test('E5: a list older than 7 days only lowers the coverage', () => {
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

describe('E10: pay', () => {
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

  test('yearly values, with open ranges placed by what closed ones show', () => {
    expect(payValues(jobs, 'USD').map(({ employer, value }) => [employer, rounded(value)])).toEqual([
      ...[
        ['e1', 170_000],
        ['e1', 180_000],
        ['e2', 158_666.6667],
        ['e3', 166_400],
        ['e4', 161_052.6316],
      ],
      ...[
        ['e5', 135_000],
        ['e5', 140_000],
        ['e6', 138_000],
        ['e7', 230_000],
        ['e9', 190_000],
        ['e10', 182_000],
      ],
    ])
  })
  test('the median, and how far it may be off', () => {
    const values = payValues(jobs, 'USD')
    const found = medianOf(values)
    expect([found.median, found.deff!, found.reach!].map(rounded)).toEqual([166_400, 1.6597, 0.4584])
    expect([found.interval!.low, found.interval!.high].map(rounded)).toEqual([136_248.6456, 213_351.392])
    const sorted = ascending(values.map(({ value }) => value))
    expect([0.25, 0.75].map((p) => rounded(quantile(sorted, p)))).toEqual([149_333.3333, 181_000])
  })
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

test('E11: the chart’s index is what boards read in several periods say', () => {
  const cells: [string, number, number, number][] = [
    ...([
      ['a', 0, 10, 2],
      ['a', 1, 12, 3],
      ['a', 2, 10, 4],
      ['b', 0, 20, 1],
    ] as [string, number, number, number][]),
    ...([
      ['b', 1, 20, 2],
      ['c', 1, 30, 15],
      ['c', 2, 40, 22],
      ['d', 2, 10, 1],
    ] as [string, number, number, number][]),
  ]
  const points = chartIndex(
    cells.map(([board, period, n, x]) => ({ board, employer: board, period, n, x })),
    1,
  )
  expect(points.map(({ index }) => rounded(index!))).toEqual([0.5289, 0.8606, 1])
  expect(points.map(({ adjusted }) => rounded(adjusted!))).toEqual([0.238, 0.3873, 0.45])
  expect(points.map(({ raw }) => rounded(raw))).toEqual([0.1, 0.3226, 0.45])
  expect(points.map(({ segment }) => segment)).toEqual([0, 0, 0])
})

test('periods that share too few employers begin a new segment and are never joined', () => {
  const cells = [0, 1, 2, 3].map((period) => ({ board: period < 2 ? 'a' : 'b', employer: 'e', period, n: 10, x: 2 }))
  expect(chartIndex(cells, 1).map(({ segment, index }) => [segment, index])).toEqual([
    ...[
      [0, 1],
      [0, 1],
    ],
    ...[
      [1, 1],
      [1, 1],
    ],
  ])
  expect(chartIndex(cells).map(({ index, raw }) => [index, raw])).toEqual([0, 1, 2, 3].map(() => [null, 0.2]))
})

test('E14: what other boards do to the raw number is told apart', () => {
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
