/** Which day, week and month an instant belongs to: the calendar that every series is cut by. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  dayFromNumber,
  dayOf,
  eachDay,
  firstOfMonth,
  lastOfMonth,
  maybeMonday,
  monthOf,
  weekOf,
} from '../../src/days.ts'
import { random } from '../support/market.ts'

const dayMs = 86_400_000
const [from, to] = [Date.UTC(2010, 0, 1), Date.UTC(2030, 0, 1)]
const edges = fc
  .integer({ min: from / dayMs, max: to / dayMs - 1 })
  .chain((number) => fc.constantFrom(number * dayMs, number * dayMs - 1, number * dayMs + 1))

test('F7: an instant belongs to exactly one day, also a millisecond before and at midnight', () => {
  fc.assert(
    fc.property(fc.oneof(edges, fc.integer({ min: from, max: to - 1 })), (instant) => {
      const on = dayOf(new Date(instant))
      const begin = Date.parse(`${on}T00:00:00Z`)
      expect(instant - begin).toBeGreaterThanOrEqual(0)
      expect(instant - begin).toBeLessThan(dayMs)
      expect(dayFromNumber(begin / dayMs)).toBe(on)
    }),
    { numRuns: 20_000 },
  )
})

test('F7, F8: a million events, cut by days, weeks or months, come to the same million', () => {
  const totals = { day: new Map<string, number>(), week: new Map<string, number>(), month: new Map<string, number>() }
  const next = random(7)
  for (let event = 0; event < 1_000_000; event++) {
    const on = dayOf(new Date(from + Math.floor(next() * (to - from))))
    totals.day.set(on, (totals.day.get(on) ?? 0) + 1)
  }
  for (const [on, events] of totals.day) {
    const as = on as Parameters<typeof weekOf>[0]
    totals.week.set(weekOf(as), (totals.week.get(weekOf(as)) ?? 0) + events)
    totals.month.set(monthOf(as), (totals.month.get(monthOf(as)) ?? 0) + events)
  }
  const sum = (of: Map<string, number>) => [...of.values()].reduce((left, right) => left + right, 0)
  expect([sum(totals.day), sum(totals.week), sum(totals.month)]).toEqual([1_000_000, 1_000_000, 1_000_000])
  expect(totals.day.size).toBe(7305)
  expect(totals.month.size).toBe(240)
})

test('F9: over a hundred years the ISO weeks follow each other, 52 or 53 a year, and 4 January is in the first', () => {
  let monday = maybeMonday('1970-W01')!
  const weeks = new Map<string, number>()
  let before: string | null = null
  while (monday < '2070-01-01') {
    const week = weekOf(monday)
    const [year = '', number = ''] = week.split('-W')
    for (let at = 0; at < 7; at++) expect(weekOf(addDays(monday, at))).toBe(week)
    expect(new Date(`${monday}T00:00:00Z`).getUTCDay()).toBe(1)
    if (before !== null) {
      const [lastYear = '', lastNumber = ''] = before.split('-W')
      expect(
        number === '01' ? [Number(lastYear) + 1, true] : [Number(lastYear), Number(lastNumber) + 1 === Number(number)],
      ).toEqual([Number(year), true])
    }
    weeks.set(year, (weeks.get(year) ?? 0) + 1)
    before = week
    monday = addDays(monday, 7)
  }
  const long = [...weeks].filter(([, count]) => count === 53).map(([year]) => Number(year))
  // A year has 53 weeks when it begins on a Thursday, or on a Wednesday and is a leap year.
  const begins = (year: number) => new Date(Date.UTC(year, 0, 1)).getUTCDay()
  const leap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  expect(long).toEqual(
    [...weeks.keys()].map(Number).filter((year) => begins(year) === 4 || (leap(year) && begins(year) === 3)),
  )
  for (const year of weeks.keys()) expect(weekOf(`${year}-01-04` as never)).toBe(`${year}-W01`)
})

test('F9: over a hundred years the months hold each of their days once, 29 February included', () => {
  let month = monthOf('1970-01-01' as never)
  let days = 0
  while (month < '2070-01') {
    const own = eachDay(firstOfMonth(month), lastOfMonth(month))
    expect(own.every((on) => monthOf(on) === month)).toBe(true)
    expect(own.length).toBe(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate())
    days += own.length
    month = addMonths(month, 1)
  }
  expect(days).toBe(36_525)
})
