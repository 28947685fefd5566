import { describe, expect, test } from 'vitest'
import type { SnapshotRow } from '../../db/store.ts'
import { confirmedGone, fillsOf, judge, type Sweep } from '../../jobs/judge.ts'
import type { Source } from '../../scrapers/kit/scraper.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import type { Outcome, Posting } from '../../src/domain.ts'

const source: Source = {
  id: 'harbour',
  title: 'Harbour',
  homepage: 'https://harbour.example',
  access: 'api',
  coverage: 'complete',
  every: 'day',
  terms: { url: 'https://harbour.example/terms', asks: 'nothing' },
  robots: 'obey',
  byDefault: true,
  caps: [100],
}
const today = day('2026-11-24')

const posting = (no: number, over: Partial<Posting> = {}): Posting => ({
  externalId: String(no),
  url: `https://harbour.example/${no}`,
  title: 'Pilot',
  company: 'Harbour',
  employer: 'harbour',
  text: { role: 'Guide the ships with Python.', company: '' },
  locations: ['Oslo'],
  countries: ['NO'],
  workplace: 'onsite',
  employment: 'full-time',
  department: null,
  pay: null,
  publishedOn: today,
  publishedPrecision: 'day',
  ...over,
})
const postings = (count: number, over: Partial<Posting> = {}) =>
  Array.from({ length: count }, (_, no) => posting(no, over))

const sweep = (over: Partial<Sweep> = {}): Sweep => ({
  postings: postings(40),
  rejects: [],
  pages: 1,
  total: null,
  stop: null,
  doubts: [],
  day: today,
  startedAt: Date.parse(`${today}T06:00:00Z`),
  ...over,
})

/** Earlier snapshots, one a day, newest first. */
const history = (...outcomes: [Outcome, number][]): SnapshotRow[] =>
  outcomes.map(([outcome, listed], index): SnapshotRow => {
    const on: Day = addDays(today, -1 - index)
    return {
      board: 'harbour',
      startedAt: Date.parse(`${on}T06:00:00Z`),
      day: on,
      outcome,
      reason: null,
      listed,
      total: null,
      withText: listed,
      rejects: 0,
      fills: Object.fromEntries(
        Object.entries(fillsOf(postings(1))).map(([field, filled]) => [field, filled * listed]),
      ),
      origin: 'collected',
    }
  })
const quiet = history(['complete', 40], ['complete', 41], ['complete', 39], ['complete', 40], ['complete', 40])

describe('a board is read whole', () => {
  test('when every page was read and nothing is unusual', () => {
    expect(judge(sweep(), source, quiet)).toEqual({ outcome: 'complete', reason: null })
  })

  test('when it is small and halves: that is an ordinary week', () => {
    expect(judge(sweep({ postings: postings(3) }), source, history(['complete', 8]))).toEqual({
      outcome: 'complete',
      reason: null,
    })
  })
})

describe('a short answer is partial', () => {
  test('D1: when a later page failed', () => {
    const stop = { kind: 'failed', reason: 'harbour.example answered 502' } as const
    expect(judge(sweep({ pages: 6, stop }), source, quiet)).toEqual({
      outcome: 'partial',
      reason: '40 postings read, then page 7: harbour.example answered 502',
    })
  })

  test('D3: when the source says that it has more', () => {
    expect(judge(sweep({ total: 50 }), source, quiet).outcome).toBe('partial')
    expect(judge(sweep({ total: 42, rejects: ['row 7: no id', 'row 9: no id'] }), source, quiet).outcome).toBe(
      'complete',
    )
  })

  test('when exactly as many came as the source ever lists', () => {
    expect(judge(sweep({ postings: postings(100) }), source, []).reason).toBe(
      'exactly 100 listed, which is where this source cuts its lists',
    )
  })

  test('D4: when a page repeated another', () => {
    expect(judge(sweep({ doubts: ['a page repeated what an earlier one said'] }), source, quiet).outcome).toBe(
      'partial',
    )
  })
})

describe('an empty list', () => {
  const nothing = sweep({ postings: [] })

  test('of a board that never had postings is believed', () => {
    expect(judge(nothing, source, [])).toEqual({ outcome: 'empty', reason: null })
  })

  test('D2: is suspect where there were postings, until a second one six hours later agrees', () => {
    expect(judge(nothing, source, quiet)).toEqual({
      outcome: 'suspect',
      reason: 'an empty list where 40 were on 2026-11-23; waiting for a second one',
    })
    expect(judge(nothing, source, history(['suspect', 0], ['complete', 40])).outcome).toBe('empty')
    const soon = history(['suspect', 0], ['complete', 40]).map((row, index) =>
      index === 0 ? { ...row, startedAt: nothing.startedAt - 5 * 3_600_000 } : row,
    )
    expect(judge(nothing, source, soon).outcome).toBe('suspect')
  })

  test('of rows that could not be read is no empty list', () => {
    expect(judge(sweep({ postings: [], rejects: ['row 0: no title'] }), source, [])).toEqual({
      outcome: 'suspect',
      reason: 'none of 1 rows could be read',
    })
  })
})

describe('a board that shrank', () => {
  const half = sweep({ postings: postings(15) })

  test('D7: to less than half of its usual size is held back', () => {
    expect(judge(half, source, quiet)).toEqual({ outcome: 'suspect', reason: '15 listed where 40 are usual' })
  })

  test('is believed when three lists on three days agree', () => {
    expect(judge(half, source, [...history(['suspect', 15], ['suspect', 16]), ...quiet])).toEqual({
      outcome: 'complete',
      reason: '15 listed where 40 are usual; three days agree',
    })
    const sameDay = history(['suspect', 15], ['suspect', 16]).map((row) => ({ ...row, day: today }))
    expect(judge(half, source, [...sameDay, ...quiet]).outcome).toBe('suspect')
  })

  test('in a monthly thread is a new thread, not a loss', () => {
    expect(judge(half, { ...source, every: 'month' }, quiet).outcome).toBe('complete')
  })
})

describe('a field that was lost', () => {
  test('C13: holds the board back with the field’s name', () => {
    expect(judge(sweep({ postings: postings(40, { locations: [] }) }), source, quiet)).toEqual({
      outcome: 'suspect',
      reason: 'locations filled in 0 % where 100 % is usual',
    })
  })

  test('is never believed when it is the text, however often it comes', () => {
    const bare = sweep({ postings: postings(40, { text: null }) })
    const agreeing = history(['suspect', 40], ['suspect', 40]).map((row) => ({
      ...row,
      fills: { ...row.fills, text: 0 },
    }))
    expect(judge(bare, source, [...agreeing, ...quiet]).outcome).toBe('suspect')
  })

  test('C14: shows when every text became a teaser', () => {
    const long = posting(0, { text: { role: 'Guide the ships with Python. '.repeat(60), company: '' } })
    const usual = history(['complete', 40], ['complete', 40]).map((row) => ({
      ...row,
      fills: { ...row.fills, textLength: fillsOf([long])['textLength']! * 40 },
    }))
    expect(judge(sweep(), source, usual)).toEqual({
      outcome: 'suspect',
      reason: 'texts of 28 characters where 1740 are usual',
    })
  })
})

test('a board that answers "gone" is given up after three days of it', () => {
  expect(confirmedGone(today, history(['gone', 0], ['gone', 0]))).toBe(true)
  expect(confirmedGone(today, history(['gone', 0], ['complete', 4]))).toBe(false)
  expect(confirmedGone(today, history(['failed', 0], ['gone', 0], ['gone', 0]))).toBe(false)
})
