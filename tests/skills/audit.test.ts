import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mention } from '../../src/domain.ts'
import { judgementsIn, precisionOf, sheetOf, wilson } from '../../src/skills/audit.ts'

const mention = (offset: number): Mention & { text: { no: number; title: string; words: string } } => ({
  skill: 'jax',
  level: 'required',
  field: 'role',
  offset,
  length: 3,
  cue: null,
  text: { no: 7, title: 'ML\nEngineer', words: 'You know JAX,\nand JAX.' },
})

describe('an audit of mentions', () => {
  test('draws a line for each, with its words on one line', () => {
    expect(sheetOf([mention(9)]).split('\n')[1]).toBe(
      '? jax required 7:role:9 | ML Engineer | You know [[JAX]], and JAX.',
    )
  })

  test('reads back what a person filled in, and leaves what is still open', () => {
    const sheet = sheetOf([mention(9), mention(18)]).replace('? jax required 7:role:9', 'wrong jax required 7:role:9')
    expect(judgementsIn(sheet, 'sheet.txt')).toEqual([
      { verdict: 'wrong', skill: 'jax', level: 'required', place: '7:role:9' },
    ])
  })

  test('refuses a line that is no verdict, with its number', () => {
    expect(() => judgementsIn('right jax required 7:role:9\nyes jax required 7:role:9', 'sheet.txt')).toThrow(
      'sheet.txt:2 does not begin with right, level or wrong and a mention: "yes jax required 7:role:9"',
    )
  })

  test('counts the newer verdict of a mention judged twice', () => {
    const judged = (verdict: 'right' | 'level' | 'wrong', place: string) =>
      ({ skill: 'jax', level: 'required', place, verdict }) as const
    const [row] = precisionOf([
      judged('wrong', '1:role:0'),
      judged('right', '1:role:0'),
      judged('level', '2:role:0'),
      judged('wrong', '3:role:0'),
    ])
    expect(row).toMatchObject({ skill: 'jax', judged: 3, right: 2, atLevel: 1 })
  })

  test('gives Wilson’s interval', () => {
    const { low, high } = wilson(9, 10)
    expect(low).toBeCloseTo(0.5958, 4)
    expect(high).toBeCloseTo(0.9821, 4)
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (hits, more) => {
        const interval = wilson(hits, hits + more)
        const share = hits + more === 0 ? 0.5 : hits / (hits + more)
        expect(interval.low <= share + 1e-9 && share <= interval.high + 1e-9).toBe(true)
      }),
    )
  })
})
