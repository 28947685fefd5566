/** What must hold of every figure, whatever was counted. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjusted } from '../../src/figures/benjamini-hochberg.ts'
import { sameEmployerChange } from '../../src/figures/change.ts'
import { chartIndex } from '../../src/figures/chart-index.ts'
import { daysOpen } from '../../src/figures/days-open.ts'
import { datedBetween, openingDays } from '../../src/figures/opened.ts'
import { quarterSums } from '../../src/figures/paired.ts'
import { createPanel } from '../../src/figures/panel.ts'
import { medianOf } from '../../src/figures/pay.ts'
import { rankAll } from '../../src/figures/rank.ts'
import { ratio } from '../../src/figures/ratio.ts'
import { clusteredShare } from '../../src/figures/share.ts'
import { binomialAtLeast, tQuantile, twoSidedP } from '../../src/figures/student.ts'
import { judge } from '../../src/figures/trajectory.ts'
import { wilson } from '../../src/figures/wilson.ts'
import { type Market, markets, read, row, weekAt } from './markets.ts'

const skills = ['pytorch', 'jax']
const judged = ({ rows, observed }: Market) => judge(createPanel(rows, observed), skills, weekAt(109))
const probability = fc.double({ min: 0, max: 1, noNaN: true })
const clusters = fc.array(
  fc.integer({ min: 0, max: 60 }).chain((n) => fc.record({ n: fc.constant(n), x: fc.integer({ min: 0, max: n }) })),
  { maxLength: 40 },
)
const numbered = <T extends object>(items: T[]) => items.map((item, at) => ({ ...item, employer: `e${at}` }))

/** Every number in a value, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}
const expectNoNaN = (value: unknown) => expect(numbersIn(value).filter(Number.isNaN)).toEqual([])

describe('a judgement', () => {
  test('is the same whatever the order of boards and rows', () => {
    fc.assert(
      fc.property(markets, fc.integer(), ({ rows, observed }, seed) => {
        const shuffled = <T>(items: T[]) => [...items].sort((left, right) => hash(left, seed) - hash(right, seed))
        expect(judged({ rows: shuffled(rows), observed: shuffled(observed) })).toEqual(judged({ rows, observed }))
      }),
      { numRuns: 25 },
    )
  })

  test('is the same with one more board that was never read in both years', () => {
    fc.assert(
      fc.property(markets, fc.boolean(), fc.integer({ min: 1, max: 500 }), ({ rows, observed }, early, n) => {
        const weeks = Array.from({ length: 40 }, (_, at) => (early ? 10 + at : 65 + at))
        const wide = {
          rows: [...rows, ...weeks.map((at) => row('zz-new', at, n, { pytorch: n }))],
          observed: [...observed, ...weeks.map((at) => read('zz-new', at))],
        }
        // What the board mix did to the raw number is told beside the judgement, and does move with the boards.
        const withoutMix = (of: Parameters<typeof judged>[0]) => judged(of).map((own) => ({ ...own, mixture: null }))
        expect(withoutMix(wide)).toEqual(withoutMix({ rows, observed }))
      }),
      { numRuns: 25 },
    )
  })

  test('does not move when a missed week of one board is missed a year apart too: only pairs count', () => {
    fc.assert(
      fc.property(markets, fc.integer({ min: 58, max: 109 }), ({ rows, observed }, at) => {
        const without = (weeks: number[]) => ({
          rows: rows.filter((own) => own.board !== 'b0' || !weeks.map(weekAt).includes(own.week)),
          observed: observed.filter((own) => own.board !== 'b0' || !weeks.map(weekAt).includes(own.week)),
        })
        expect(judged(without([at])).map(({ change }) => change)).toEqual(
          judged(without([at, at - 52])).map(({ change }) => change),
        )
      }),
      { numRuns: 25 },
    )
  })

  test('counts what opened in a week that was not observed for nothing', () => {
    fc.assert(
      fc.property(markets, ({ rows, observed }) => {
        const stray = row('never-read', 80, 400, { pytorch: 400 })
        expect(judged({ rows: [...rows, stray], observed })).toEqual(judged({ rows, observed }))
      }),
      { numRuns: 25 },
    )
  })

  test('gives no trend to a market in which every board repeats its year', () => {
    fc.assert(
      fc.property(markets, ({ rows, observed }) => {
        const base = rows.filter((own) => own.week >= weekAt(58))
        const again = base.map((own) => ({ ...own, week: weekAt(indexOf(own.week) - 52) }))
        const seen = observed.filter((own) => own.week >= weekAt(58))
        const seenAgain = seen.map((own) => ({ ...own, week: weekAt(indexOf(own.week) - 52) }))
        for (const { raw } of judged({ rows: [...base, ...again], observed: [...seen, ...seenAgain] })) {
          expect(['Stable', 'No clear trend', 'Not enough data']).toContain(raw)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('holds no number that is not one, and intervals around their ratio', () => {
    fc.assert(
      fc.property(markets, (market) => {
        const found = judged(market)
        expectNoNaN(found)
        for (const { change } of found) {
          if (change.estimate === null) continue
          const { ratio: value, interval, interval90, p } = change.estimate
          expect(interval.low).toBeLessThanOrEqual(interval90.low)
          expect(interval90.low).toBeLessThanOrEqual(value)
          expect(value).toBeLessThanOrEqual(interval90.high)
          expect(interval90.high).toBeLessThanOrEqual(interval.high)
          expect(p < 0.05).toBe(interval.low > 1 || interval.high < 1)
        }
        expectNoNaN(chartIndex(quarterSums(createPanel(market.rows, market.observed), 'pytorch', weekAt(109)), 2))
      }),
      { numRuns: 25 },
    )
  })
})

const hash = (item: unknown, seed: number) => {
  let value = seed
  for (const letter of JSON.stringify(item)) value = (Math.imul(value, 31) + letter.charCodeAt(0)) | 0
  return value
}
const indexByWeek = new Map(Array.from({ length: 110 }, (_, at) => [weekAt(at), at]))
const indexOf = (week: string) => indexByWeek.get(week as never)!

test('ten times the vacancies of one giant move its share of the evidence hardly at all', () => {
  const cells = Array.from({ length: 12 }, (_, at) => ({
    ...{ board: `b${at}`, employer: `b${at}`, n0: 60, x0: 12, n1: 60, x1: 13 },
  }))
  const giant = { board: 'g', employer: 'g', n0: 600, x0: 60, n1: 600, x1: 300 }
  const huge = { ...giant, n0: 6000, x0: 600, n1: 6000, x1: 3000 }
  expect(sameEmployerChange([...cells, huge], 52).estimate!.ratio).toBeCloseTo(
    sameEmployerChange([...cells, giant], 52).estimate!.ratio,
    10,
  )
})

describe('a share', () => {
  test('lies in its interval, inside 0 to 1, and never holds a NaN', () => {
    fc.assert(
      fc.property(clusters, (items) => {
        const found = clusteredShare(numbered(items))
        if (found === null) return
        expectNoNaN(found)
        expect(found.interval.low).toBeGreaterThanOrEqual(0)
        expect(found.interval.high).toBeLessThanOrEqual(1)
        expect(found.interval.low).toBeLessThanOrEqual(found.share)
        expect(found.interval.high).toBeGreaterThanOrEqual(found.share)
        expect(found.deff).toBeGreaterThanOrEqual(1)
      }),
    )
  })
  test('is the same to the last digit in whatever order employers come', () => {
    fc.assert(
      fc.property(clusters, (items) => {
        const employers = numbered(items)
        expect(clusteredShare([...employers].reverse())).toEqual(clusteredShare(employers))
      }),
    )
  })
  test('has a wider interval than independent vacancies would give', () => {
    fc.assert(
      fc.property(clusters, (items) => {
        const found = clusteredShare(numbered(items))
        if (found === null) return
        const plain = wilson(found.share, found.n)
        expect(found.interval.high - found.interval.low).toBeGreaterThanOrEqual(plain.high - plain.low - 1e-12)
      }),
    )
  })
})

test('a head-to-head turned round is its inverse, interval and all', () => {
  const pair = fc.record({ a: fc.integer({ min: 0, max: 30 }), b: fc.integer({ min: 0, max: 30 }) })
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 30 }), (items) => {
      const one = ratio(numbered(items))
      const other = ratio(numbered(items.map(({ a, b }) => ({ a: b, b: a }))))
      expect(one === null).toBe(other === null)
      if (one === null || other === null) return
      expectNoNaN(one)
      expect(one.ratio * other.ratio).toBeCloseTo(1, 9)
      expect(one.interval.low * other.interval.high).toBeCloseTo(1, 9)
      expect(one.interval.low).toBeLessThanOrEqual(one.ratio)
    }),
  )
})

test('a head-to-head counts an employer once, however many rows tell of it', () => {
  const pair = fc.record({ a: fc.nat(9), b: fc.nat(9) })
  fc.assert(
    fc.property(fc.array(pair, { minLength: 2, maxLength: 30 }), (items) => {
      const whole = items.map((item, at) => ({ employer: `e${at}`, ...item }))
      const vacancies = whole.flatMap(({ employer, a, b }) => [
        ...Array.from({ length: a }, () => ({ employer, a: 1, b: 0 })),
        ...Array.from({ length: b }, () => ({ employer, a: 0, b: 1 })),
      ])
      expect(ratio(vacancies.reverse())).toEqual(ratio(whole))
    }),
  )
})

test('a rank lies in its range, and ranges cover every rank', () => {
  const counts = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 }), { maxLength: 20 })
  fc.assert(
    fc.property(counts, (items) => {
      const rows = items.map((own, at) => ({
        ...{ employer: `e${at}`, naming: Object.fromEntries(own.map((n, skill) => [`s${skill}`, n])) },
      }))
      for (const { rank, range } of rankAll(rows, ['s0', 's1', 's2', 's3', 's4'])) {
        expect(range![0]).toBeLessThanOrEqual(rank!)
        expect(range![1]).toBeGreaterThanOrEqual(rank!)
      }
    }),
  )
})

test('what opened in an interval adds up to the postings, however the interval is cut', () => {
  const posting = fc.record({
    firstSeen: fc.integer({ min: 1, max: 60 }),
    published: fc.option(fc.integer({ min: -9, max: 70 })),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 60 })),
      fc.array(posting),
      fc.integer({ min: 0, max: 60 }),
      (days, items, cut) => {
        const whole = days.sort((left, right) => left - right)
        const seen = items.filter(({ firstSeen }) => whole.includes(firstSeen))
        const dated = openingDays(whole, seen)
        const known = dated.filter((own) => own.length > 0).length
        expect(datedBetween(dated, -100, cut) + datedBetween(dated, cut + 1, 100)).toBeCloseTo(known, 9)
      },
    ),
  )
})

test('vacancies seen open for longer never lower the median of days open', () => {
  const lasted = fc.record({ days: fc.integer({ min: 0, max: 200 }), closed: fc.boolean() })
  fc.assert(
    fc.property(fc.array(lasted, { minLength: 1, maxLength: 40 }), fc.nat(39), (items, at) => {
      const before = daysOpen(numbered(items)).median
      const longer = items.map((own, index) =>
        index === at % items.length ? { days: own.days + 50, closed: false } : own,
      )
      const after = daysOpen(numbered(longer)).median
      if (after !== null) expect(before).toBeLessThanOrEqual(after)
    }),
  )
})

test('the interval of a median pay holds the median', () => {
  const pay = fc.record({
    employer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    value: fc.integer({ min: 1, max: 400 }),
  })
  fc.assert(
    fc.property(fc.array(pay, { minLength: 1, maxLength: 80 }), (values) => {
      const { median, interval } = medianOf(values)
      expectNoNaN({ median, interval })
      if (interval === null) return
      expect(interval.low).toBeLessThanOrEqual(median)
      expect(interval.high).toBeGreaterThanOrEqual(median)
    }),
  )
})

describe('the distributions', () => {
  test.each([
    [0.975, 1, 12.706204736],
    [0.975, 5, 2.570581836],
    [0.95, 10, 1.812461123],
    [0.975, 30, 2.042272456],
    [0.975, 1e6, 1.959966357],
  ])('the %d quantile of t with %d degrees of freedom is %d', (p, df, wanted) => {
    expect(tQuantile(p, df)).toBeCloseTo(wanted, 6)
  })
  test('quantile and tail undo each other', () => {
    const p = fc.double({ min: 0.51, max: 0.9999, noNaN: true })
    fc.assert(
      fc.property(p, fc.double({ min: 1, max: 500, noNaN: true }), (at, df) => {
        expect(twoSidedP(tQuantile(at, df), df)).toBeCloseTo(2 * (1 - at), 8)
      }),
    )
  })
  test('the binomial tail is the sum of its terms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 0, max: 25 }), probability, (n, k, p) => {
        let sum = 0
        for (let at = k; at <= n; at++) sum += choose(n, at) * p ** at * (1 - p) ** (n - at)
        expect(binomialAtLeast(k, n, p)).toBeCloseTo(Math.min(1, sum), 9)
      }),
    )
  })
  test('adjusted p values keep the order and never fall below the plain ones', () => {
    fc.assert(
      fc.property(fc.array(probability, { maxLength: 30 }), (ps) => {
        const found = adjusted(ps)
        for (const [at, p] of ps.entries()) {
          expect(found[at]!).toBeGreaterThanOrEqual(p - 1e-15)
          expect(found[at]!).toBeLessThanOrEqual(1)
          for (const [other, q] of ps.entries())
            if (p < q) expect(found[at]!).toBeLessThanOrEqual(found[other]! + 1e-15)
        }
      }),
    )
  })
})

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k)
