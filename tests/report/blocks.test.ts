/** Charts of block characters: as wide as asked, and a gap is never a low value. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockChart, sparkline, upward } from '../../src/report/blocks.ts'
import { cellWidth } from '../../src/report/terminal-text.ts'
import type { Point, Series } from '../../src/report/views.ts'

const point = (value: number | null, over: Partial<Point> = {}): Point => ({
  ...{ period: '2026-01', value, status: value === null ? 'missing' : value === 0 ? 'zero' : 'observed', flags: [] },
  ...{ interval: null, n: null, denominator: null, ...over },
})
const points = (...values: (number | null)[]) =>
  values.map((value, at) => point(value, { period: `2026-${String(at + 1).padStart(2, '0')}` }))
const series = (of: Point[], over: Partial<Series> = {}): Series => ({
  ...{ skill: 'pytorch', measure: 'opened', population: 'ai', unit: 'vacancies', by: 'month', breaks: [] },
  points: of,
  ...over,
})
const terminal = (width: number, colour = false) => ({ width, colour })
const valuesOf = fc.array(fc.option(fc.nat(5000)), { minLength: 1, maxLength: 200 })

describe('a sparkline', () => {
  test.each([
    ['a gap, a measured none and the least value are three signs', [null, 0, 1, 800], '·_▁█'],
    ['values that are all equal are all as high', [3, 3, 3], '███'],
    ['one value stands alone', [0.2], '█'],
    ['only nones are no highs', [0, 0], '__'],
    ['only gaps are gaps', [null, null], '··'],
  ])('%s', (_, values, drawn) => {
    expect(sparkline(points(...values), 10)).toBe(drawn)
  })

  test('has a cell for each of the newest points that fit, whatever they are', () => {
    fc.assert(
      fc.property(valuesOf, fc.integer({ min: 1, max: 160 }), (values, width) => {
        const drawn = sparkline(
          values.map((value) => point(value)),
          width,
        )
        expect(cellWidth(drawn)).toBe(Math.min(values.length, width))
        expect([...drawn].map((sign) => sign === '·')).toEqual(values.slice(-width).map((value) => value === null))
      }),
    )
  })

  test('of ranks stands highest at the best, and keeps its gaps', () => {
    expect(sparkline(upward(series(points(1, 8, null, 4), { unit: 'rank' })), 10)).toBe('█▁·▅')
  })
})

describe('a chart of blocks', () => {
  test('has its axis, its scale from 0, a gap as a gap, and the first and the last period', () => {
    expect(blockChart(series(points(8, null, 0, 4)), terminal(40))).toBe(
      [
        '8 ┤███',
        '  ┤███',
        '  ┤███',
        '  ┤███',
        '4 ┤███         ███',
        '  ┤███         ███',
        '  ┤███         ███',
        '0 ┤███ ·   ___ ███',
        '  └────────────────',
        '   2026-01  2026-04',
      ].join('\n'),
    )
  })

  test('is never wider than the terminal, with thousands of periods or one, and says how many are left out', () => {
    fc.assert(
      fc.property(valuesOf, fc.integer({ min: 40, max: 140 }), (values, width) => {
        const lines = blockChart(series(values.map((value) => point(value))), terminal(width)).split('\n')
        expect(lines.filter((line) => cellWidth(line) > width)).toEqual([])
      }),
    )
    const long = blockChart(series(Array.from({ length: 300 }, () => point(5))), terminal(80))
    expect(long).toContain('earlier periods do not fit in this width.')
  })

  test('of values that are all equal fills every row, of nones none', () => {
    const rows = (values: number[]) =>
      blockChart(series(points(...values)), terminal(60))
        .split('\n')
        .slice(0, 8)
    expect(rows([7, 7]).every((row) => row.endsWith('███ ███'))).toBe(true)
    expect(rows([0, 0]).filter((row) => /[▁-█]/.test(row))).toEqual([])
    expect(rows([0, 0])[7]).toMatch(/___ ___$/)
  })

  test('marks unfinished periods by a faint tone, and by nothing where there is to be no colour', () => {
    const half = series([...points(5, 6), point(3, { status: 'partial', period: '2026-03' })])
    expect(blockChart(half, terminal(60, true))).toContain('\x1b[2m')
    const bare = blockChart(half, terminal(60))
    expect(bare).not.toContain('\x1b')
    expect(
      blockChart(half, terminal(60, true))
        .replaceAll(/\x1b\[\d+m/g, '')
        .replaceAll(/ +$/gm, ''),
    ).toBe(bare)
  })

  test('has signs of one cell each, also where a period has a wide name', () => {
    const wide = series([point(1, { period: '２０２５年' }), ...points(2, 3, 4, 5, 6, 7)])
    const lines = blockChart(wide, terminal(60)).split('\n')
    expect(lines.filter((line) => cellWidth(line) > 60)).toEqual([])
  })
})
