import cron from 'node-cron'
import { describe, expect, test } from 'vitest'
import { Plan } from '../../jobs/schedule.ts'
import { defaultTimetable, nextRun, parseCron, timetableOf } from '../../jobs/timetable.ts'

const at = (text: string) => Date.parse(`${text}Z`)
const next = (expression: string, after: string) => {
  const found = nextRun(parseCron(expression, 'test'), at(after))
  return found === null ? null : new Date(found).toISOString().slice(0, 16)
}

describe('the next run', () => {
  test.each([
    ['17 * * * *', '2026-11-24T10:17', '2026-11-24T11:17'],
    ['0 0 1 1 *', '2026-11-24T10:00', '2027-01-01T00:00'],
    ['*/15 9-17 * * 1-5', '2026-11-27T17:45', '2026-11-30T09:00'],
    ['0 12 13 * 5', '2026-11-24T00:00', '2026-11-27T12:00'],
    ['0 0 29 2 *', '2026-11-24T00:00', '2028-02-29T00:00'],
    ['@weekly', '2026-11-24T00:00', '2026-11-29T00:00'],
    ['30 6 * jan,jul sun', '2026-11-24T00:00', '2027-01-03T06:30'],
    ['0 0 31 2 *', '2026-11-24T00:00', null],
  ])('of %j after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected)
  })
})

test.each([
  [
    '61 * * * *',
    'timetable.collect: column 1 of "61 * * * *" (minute): "61" is out of range; it takes 0 to 59, lists, ranges and steps',
  ],
  [
    '0 5-2 * * *',
    'timetable.collect: column 3 of "0 5-2 * * *" (hour): "5-2" runs backwards; it takes 0 to 23, lists, ranges and steps',
  ],
  ['0 * * *', 'timetable.collect: "0 * * *" has 4 fields; a cron expression has five: minute hour day month weekday'],
  [
    '0 */0 * * *',
    'timetable.collect: column 3 of "0 */0 * * *" (hour): "*/0" has a wrong step; it takes 0 to 23, lists, ranges and steps',
  ],
])('the bad expression %j is refused with its column', (expression, message) => {
  expect(() => timetableOf({ collect: expression })).toThrow(message)
})

test('the library that ticks accepts every expression of the timetable', () => {
  expect(defaultTimetable.filter(({ cron: expression }) => !cron.validate(expression))).toEqual([])
})

test('the config changes and switches off jobs, and an unknown one is named', () => {
  expect(
    timetableOf({ collect: '0 * * * *', backup: false }).map(({ job, cron: expression }) => [job, expression]),
  ).toContainEqual(['collect', '0 * * * *'])
  expect(timetableOf({ backup: false }).some(({ job }) => job === 'backup')).toBe(false)
  expect(() => timetableOf({ colect: '0 * * * *' })).toThrow('there is no job "colect"')
})

describe('the plan', () => {
  const entries = timetableOf({}).filter(({ job }) => job === 'refresh')

  test('makes up one run after three days of sleep, never three', () => {
    const plan = new Plan(entries, new Map([['refresh', at('2026-11-20T05:12')]]), at('2026-11-20T06:00'))
    expect(plan.due(at('2026-11-24T00:00')).map(({ job }) => job)).toEqual(['refresh'])
    expect(plan.due(at('2026-11-24T00:01'))).toEqual([])
    expect(plan.upcoming()).toEqual([{ job: 'refresh', at: at('2026-11-24T05:12') }])
  })

  test('runs once a day over a year of minutes', () => {
    const plan = new Plan(entries, new Map(), at('2026-01-01T00:00'))
    let runs = 0
    for (let minute = 0; minute < 365 * 1440; minute++)
      runs += plan.due(at('2026-01-01T00:00') + minute * 60_000).length
    expect(runs).toBe(365)
  })

  test.each([
    ['an hour back', -3_600_000],
    ['a day back', -86_400_000],
    ['to 1970', -at('2026-11-24T12:00')],
  ])('goes on after the clock jumps %s', (_, jump) => {
    const plan = new Plan(entries, new Map(), at('2026-11-24T11:00'))
    plan.due(at('2026-11-24T12:00'))
    const now = at('2026-11-24T12:00') + jump
    plan.due(now)
    let runs = 0
    for (let minute = 1; minute <= 1440; minute++) runs += plan.due(now + minute * 60_000).length
    expect(runs).toBe(1)
  })

  test('is not silenced by a last run that lies in the future', () => {
    const plan = new Plan(entries, new Map([['refresh', at('2099-01-01T00:00')]]), at('2026-11-24T12:00'))
    expect(plan.upcoming()).toEqual([{ job: 'refresh', at: at('2026-11-25T05:12') }])
  })
})
