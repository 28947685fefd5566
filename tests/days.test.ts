import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  day,
  dayFromNumber,
  dayNumber,
  daysBetween,
  eachDay,
  lastOfMonth,
  type Month,
  maybeDay,
  maybeMonday,
  mondayOf,
  weekOf,
} from '../src/days.ts'

const anyDay = fc.integer({ min: 0, max: 47_481 }).map(dayFromNumber)

test('a day that the calendar lacks is no day', () => {
  expect([
    maybeDay('2026-02-31'),
    maybeDay('2025-02-29'),
    maybeDay('2026-1-5'),
    maybeDay('today'),
    maybeDay('2024-02-29'),
  ]).toEqual([null, null, null, null, '2024-02-29'])
  expect(() => day('31.12.2026')).toThrow('"31.12.2026" is not a day; write it as 2026-11-24')
})

test('ISO weeks begin on Monday, and the year of a week is the year of its Thursday', () => {
  expect(
    ['2026-01-01', '2025-12-29', '2024-12-30', '2021-01-03', '2020-12-31'].map((text) => weekOf(day(text))),
  ).toEqual(['2026-W01', '2026-W01', '2025-W01', '2020-W53', '2020-W53'])
  expect(maybeMonday('2026-W47')).toBe('2026-11-16')
  expect(maybeMonday('2025-W53')).toBeNull()
})

test('every day of a hundred years lies in exactly one week, which its Monday names', () => {
  fc.assert(
    fc.property(anyDay, (of) => {
      const monday = mondayOf(of)
      expect(daysBetween(monday, of)).toBeGreaterThanOrEqual(0)
      expect(daysBetween(monday, of)).toBeLessThan(7)
      expect(maybeMonday(weekOf(of))).toBe(monday)
    }),
  )
})

test('days and their numbers are the same thing, over leap days too', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -800, max: 800 }), (from, days) => {
      expect(dayNumber(addDays(from, days)) - dayNumber(from)).toBe(days)
      expect(dayFromNumber(dayNumber(from))).toBe(from)
    }),
  )
  expect(eachDay(day('2024-02-28'), day('2024-03-01'))).toEqual(['2024-02-28', '2024-02-29', '2024-03-01'])
})

test('months end where the calendar says, and count over years', () => {
  expect(['2024-02', '2023-02', '2026-12'].map((month) => lastOfMonth(month as Month))).toEqual([
    '2024-02-29',
    '2023-02-28',
    '2026-12-31',
  ])
  expect(addMonths('2026-11' as Month, 3)).toBe('2027-02')
  expect(addMonths('2026-01' as Month, -13)).toBe('2024-12')
})
