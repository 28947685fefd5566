/** Small made-up markets for the tests of changes and labels: boards read week by week, and what opened on them. */
import fc from 'fast-check'
import { addDays, day, type Month, monthOf, type Week, weekOf } from '../../src/days.ts'
import type { ObservedWeek, WeeklyRow } from '../../src/figures/panel.ts'

export const firstMonday = day('2024-01-01')
export const weekAt = (at: number): Week => weekOf(addDays(firstMonday, 7 * at))
const monthAt = (at: number): Month => monthOf(addDays(firstMonday, 7 * at))

export interface Market {
  rows: WeeklyRow[]
  observed: ObservedWeek[]
}

export const row = (board: string, at: number, n: number, naming: Record<string, number>): WeeklyRow => ({
  ...{ board, employer: board.split('/')[0]!, week: weekAt(at), month: monthAt(at), n, naming },
})
export const read = (board: string, at: number): ObservedWeek => ({ board, week: weekAt(at), month: null })

/** Boards that are read every week, with the same openings each week but for what `naming` says. */
export function steady(
  boards: number,
  weeks: number,
  n: number,
  naming: (board: number, week: number) => number,
): Market {
  const market: Market = { rows: [], observed: [] }
  for (let board = 0; board < boards; board++) {
    for (let at = 0; at < weeks; at++) {
      const x = naming(board, at)
      market.observed.push(read(`b${board}`, at))
      market.rows.push(row(`b${board}`, at, n, x === 0 ? {} : { pytorch: x }))
    }
  }
  return market
}

/** Twelve to twenty boards over 110 weeks, with gaps and with any counts at all. */
export const markets: fc.Arbitrary<Market> = fc
  .array(
    fc.record({
      level: fc.double({ min: 0, max: 1, noNaN: true }),
      growth: fc.double({ min: -1, max: 1, noNaN: true }),
      size: fc.integer({ min: 1, max: 12 }),
      misses: fc.uniqueArray(fc.integer({ min: 0, max: 109 }), { maxLength: 30 }),
      seed: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 12, maxLength: 20 },
  )
  .map((boards) => {
    const market: Market = { rows: [], observed: [] }
    for (const [index, { level, growth, size, misses, seed }] of boards.entries()) {
      for (let at = 0; at < 110; at++) {
        if (misses.includes(at)) continue
        const board = `b${index}`
        market.observed.push(read(board, at))
        const n = (at * (seed + 3) + index) % (size + 1)
        if (n === 0) continue
        const share = Math.min(1, Math.max(0, level + (growth * at) / 220))
        const x = Math.min(n, Math.floor(n * share + ((at * 7 + seed) % 10) / 10))
        market.rows.push(row(board, at, n, { ...(x > 0 ? { pytorch: x } : {}), ...(n > 2 ? { jax: 1 } : {}) }))
      }
    }
    return market
  })
