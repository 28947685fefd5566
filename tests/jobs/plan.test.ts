import { describe, expect, test } from 'vitest'
import { clockStep, clockTrouble } from '../../jobs/clock.ts'
import { Plan } from '../../jobs/plan.ts'
import { timetableOf } from '../../jobs/timetable.ts'

const at = (text: string) => Date.parse(`${text}Z`)
const minute = 60_000
const entries = timetableOf({}).filter(({ job }) => job === 'refresh')

test('F2: makes up one run after three days off, never three', () => {
  const plan = new Plan(entries, new Map([['refresh', at('2026-11-20T05:12')]]), at('2026-11-20T06:00'))
  expect(plan.due(at('2026-11-24T00:00')).map(({ job }) => job)).toEqual(['refresh'])
  expect(plan.due(at('2026-11-24T00:01'))).toEqual([])
  expect(plan.upcoming()).toEqual([{ job: 'refresh', at: at('2026-11-24T05:12') }])
})

test('F2: a restart after three days owes one run at once, by what the store says of the last', () => {
  const plan = new Plan(entries, new Map([['refresh', at('2026-11-20T05:12')]]), at('2026-11-24T00:00'))
  expect(plan.due(at('2026-11-24T00:00'))).toHaveLength(1)
  expect(plan.due(at('2026-11-24T05:11'))).toHaveLength(0)
})

test('runs once a day over a year of minutes', () => {
  const plan = new Plan(entries, new Map(), at('2026-01-01T00:00'))
  let runs = 0
  for (let look = 0; look < 365 * 1440; look++) runs += plan.due(at('2026-01-01T00:00') + look * minute).length
  expect(runs).toBe(365)
})

describe('F3: after the clock jumps', () => {
  const before = at('2026-11-24T12:00')
  const jumps: [string, number][] = [
    ['an hour on', 60 * minute],
    ['a day on', 1440 * minute],
    ['to 2099', at('2099-01-01T00:00') - before],
    ['an hour back', -60 * minute],
    ['a day back', -1440 * minute],
    ['to 1970', -before],
  ]
  test.each(jumps)('%s, a daily job runs once in the next day, and one catch-up at most', (_, jump) => {
    const plan = new Plan(entries, new Map([['refresh', at('2026-11-24T05:12')]]), at('2026-11-24T11:00'))
    plan.due(before)
    const now = before + jump
    const catchUp = plan.due(now).length
    let runs = 0
    for (let look = 1; look <= 1440; look++) runs += plan.due(now + look * minute).length
    expect(catchUp).toBe(jump >= 1440 * minute ? 1 : 0)
    // A day back: this day's run was done before the clock was set, and is not done again.
    expect(runs).toBe(jump === -1440 * minute ? 0 : 1)
  })

  test.each(jumps)('%s and back again, the job is neither silenced nor run twice', (_, jump) => {
    const plan = new Plan(entries, new Map([['refresh', at('2026-11-24T05:12')]]), at('2026-11-24T11:00'))
    plan.due(before)
    plan.due(before + jump)
    const runs: string[] = []
    for (let look = 1; look <= 2 * 1440; look++) {
      const now = before + look * minute
      if (plan.due(now).length > 0) runs.push(new Date(now).toISOString().slice(0, 16))
    }
    // A day ahead of its time the job had run for the 25th already.
    const expected = ['2026-11-25T05:12', '2026-11-26T05:12']
    expect(runs).toEqual(jump === 1440 * minute ? expected.slice(1) : expected)
  })

  test('a last run that lies in the far future does not silence the job', () => {
    const plan = new Plan(entries, new Map([['refresh', at('2099-01-01T00:00')]]), before)
    expect(plan.upcoming()).toEqual([{ job: 'refresh', at: at('2026-11-25T05:12') }])
  })

  test.each([
    ['1970-01-01T00:00', true],
    ['2026-11-22T11:59', true],
    ['2026-11-23T12:00', false],
    ['2026-11-24T12:00', false],
    ['2027-11-24T12:00', false],
    ['2099-01-01T00:00', true],
  ])('no job runs at %s after the store was written on 2026-11-24: %s', (now, held) => {
    const said = clockTrouble(at(now), before)
    expect(said !== null).toBe(held)
    if (held)
      expect(said).toContain(
        `the clock says ${now.replace('T', ' ')}, and the store was last written at 2026-11-24 12:00`,
      )
  })

  test('a new store believes any clock', () => expect(clockTrouble(0, null)).toBeNull())

  test.each([
    [60_000, 60_000, null],
    [61_000 - 60 * minute, 61_000, 'the clock went back by 60 min: what was run already is not run again'],
    [
      3 * 1440 * minute,
      60_000,
      'the clock went on by 3 days at once, by sleep or by hand: what was missed is made up once',
    ],
    [3 * 60 * minute, 60_000, 'the clock went on by 3 h at once, by sleep or by hand: what was missed is made up once'],
  ])('%d ms by the clock in %d ms is said', (byClock, passed, said) => {
    expect(clockStep(byClock, passed)).toBe(said)
  })
})

test('a job of an installation begins by its spread later, and as often', () => {
  const plan = new Plan(
    timetableOf({}).filter(({ job }) => job === 'collect'),
    new Map(),
    at('2026-11-24T00:00'),
    () => 7 * minute,
  )
  const runs: number[] = []
  for (let look = 0; look < 1440; look++)
    if (plan.due(at('2026-11-24T00:00') + look * minute).length > 0) runs.push(look)
  expect(runs).toHaveLength(24)
  expect(runs.every((look) => look % 60 === 24)).toBe(true)
})

test('a job that found the store in use is owed again before its next time', () => {
  const plan = new Plan(entries, new Map(), at('2026-11-24T05:00'))
  expect(plan.due(at('2026-11-24T05:12'))).toHaveLength(1)
  plan.again('refresh', at('2026-11-24T05:22'))
  expect(plan.due(at('2026-11-24T05:21'))).toHaveLength(0)
  expect(plan.due(at('2026-11-24T05:22'))).toHaveLength(1)
  expect(plan.upcoming()).toEqual([{ job: 'refresh', at: at('2026-11-25T05:12') }])
})
