/** Clocks that change: the written rule over all kinds of zones. The oracle is the zone database, asked minute by minute. */
import { describe, expect, test } from 'vitest'
import { parseCron } from '../../jobs/cron.ts'
import { nextRun } from '../../jobs/occurrences.ts'
import { Plan } from '../../jobs/plan.ts'
import { timetableOf } from '../../jobs/timetable.ts'
import { zones } from '../support/zones.ts'

const day = 86_400_000

const localDate = (zone: string) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (at: number) => format.format(at)
}

function runsPerDate(expression: string, zone: string, from: number, to: number): Map<string, number> {
  const cron = parseCron(expression, 'test')
  const dateOf = localDate(zone)
  const counts = new Map<string, number>()
  for (let at = nextRun(cron, from, zone); at !== null && at < to; at = nextRun(cron, at, zone)) {
    counts.set(dateOf(at), (counts.get(dateOf(at)) ?? 0) + 1)
  }
  return counts
}

/** The dates that the zone's clocks ever show between two instants. */
function datesOf(zone: string, from: number, to: number): string[] {
  const dateOf = localDate(zone)
  const dates = new Set<string>()
  for (let at = from; at < to; at += 12 * 3_600_000) dates.add(dateOf(at))
  return [...dates].slice(1, -1)
}

describe('over ten years that hold the lost day of Apia, the midnight gaps of Brazil and the changing rules of Morocco', () => {
  const [from, to] = [Date.parse('2010-06-01'), Date.parse('2020-06-01')]

  test.each(zones)(
    'F4, F5, F6: a daily schedule in %s runs exactly once on each of its days, whatever the clocks do',
    (zone) => {
      const dates = datesOf(zone, from, to)
      expect(dates.length).toBeGreaterThan(3645)
      for (const time of ['0 0', '30 1', '30 2']) {
        const counts = runsPerDate(`${time} * * *`, zone, from - 2 * day, to + 2 * day)
        const wrong = dates
          .filter((date) => counts.get(date) !== 1)
          .map((date) => `${date}: ${counts.get(date) ?? 0} runs`)
        expect(wrong, time).toEqual([])
      }
    },
  )
})

test.each([
  [
    'a time in the gap runs at the first minute after it',
    'Europe/London',
    '30 1 * * *',
    '2026-03-29T00:00Z',
    '2026-03-29T01:00Z',
  ],
  [
    'a time in the gap runs at the first minute after it',
    'America/New_York',
    '30 2 * * *',
    '2026-03-08T05:00Z',
    '2026-03-08T07:00Z',
  ],
  [
    'a time in the fold runs at its first passing',
    'Europe/London',
    '30 1 * * *',
    '2026-10-25T00:00Z',
    '2026-10-25T00:30Z',
  ],
  ['and not at its second', 'Europe/London', '30 1 * * *', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
  [
    'a gap of half an hour is left at its end',
    'Australia/Lord_Howe',
    '15 2 * * *',
    '2026-10-03T15:00Z',
    '2026-10-03T15:30Z',
  ],
  [
    'a gap at midnight gives the first minute of the day',
    'America/Sao_Paulo',
    '0 0 * * *',
    '2018-11-04T02:59Z',
    '2018-11-04T03:00Z',
  ],
  ['a date that was left out has no run', 'Pacific/Apia', '0 12 30 12 *', '2011-12-29T00:00Z', '2012-12-29T22:00Z'],
])('F4, F5, F6: %s (%s)', (_, zone, expression, after, expected) => {
  expect(new Date(nextRun(parseCron(expression, 'test'), Date.parse(after), zone)!).toISOString()).toBe(
    new Date(expected).toISOString(),
  )
})

test('F5: what runs every half hour runs by instants: four times in the two hours of the fold, twice in the hour of the gap', () => {
  const runs = (from: string, to: string) => {
    const cron = parseCron('*/30 * * * *', 'test')
    const found: string[] = []
    for (
      let at = nextRun(cron, Date.parse(from) - 1, 'Europe/London')!;
      at < Date.parse(to);
      at = nextRun(cron, at, 'Europe/London')!
    ) {
      found.push(new Date(at).toISOString().slice(11, 16))
    }
    return found
  }
  expect(runs('2026-10-25T00:00Z', '2026-10-25T02:00Z')).toEqual(['00:00', '00:30', '01:00', '01:30'])
  expect(runs('2026-03-29T00:30Z', '2026-03-29T02:00Z')).toEqual(['00:30', '01:00', '01:30'])
})

test('F4, F6: the plan looks once a minute through the days on which clocks change, and owes the job once each', () => {
  for (const [zone, on] of [
    ['Europe/London', '2026-03-29'],
    ['Europe/London', '2026-10-25'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['America/Sao_Paulo', '2018-11-04'],
  ] as const) {
    const entries = timetableOf({ zone, refresh: '30 1 * * *' }).filter(({ job }) => job === 'refresh')
    const from = Date.parse(on) - day
    const plan = new Plan(entries, new Map(), from)
    const counts = new Map<string, number>()
    for (let at = from; at < from + 3 * day; at += 60_000) {
      for (const _ of plan.due(at)) counts.set(localDate(zone)(at), (counts.get(localDate(zone)(at)) ?? 0) + 1)
    }
    expect(counts.get(on), `${zone} ${on}`).toBe(1)
  }
})
