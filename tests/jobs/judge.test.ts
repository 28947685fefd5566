import { describe, expect, test } from 'vitest'
import type { SnapshotRow } from '../../db/store.ts'
import { fillsOf } from '../../jobs/fills.ts'
import { confirmedGone, judge, type Past, type Sweep } from '../../jobs/judge.ts'
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
  repeats: 0,
  refused: 0,
  pages: 1,
  total: null,
  stop: null,
  doubts: [],
  day: today,
  startedAt: Date.parse(`${today}T06:00:00Z`),
  ...over,
})

/** The verdict on a board of which nothing is known but these snapshots, unless `past` says more. */
const judged = (read: Sweep, recent: SnapshotRow[], of = source, past: Partial<Past> = {}) =>
  judge(read, fillsOf(read.postings), of, { recent, open: 0, seenAgain: 0, ...past })

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
      clearedAt: null,
    }
  })
const quiet = history(['complete', 40], ['complete', 41], ['complete', 39], ['complete', 40], ['complete', 40])

describe('a board is read whole', () => {
  test('when every page was read and nothing is unusual', () => {
    expect(judged(sweep(), quiet)).toEqual({ outcome: 'complete', reason: null })
  })

  test('when it is small and halves: that is an ordinary week', () => {
    expect(judged(sweep({ postings: postings(3) }), history(['complete', 8]))).toEqual({
      outcome: 'complete',
      reason: null,
    })
  })
})

describe('a short answer is partial', () => {
  test('D1: when a later page failed', () => {
    const stop = { kind: 'failed', reason: 'harbour.example answered 502' } as const
    expect(judged(sweep({ pages: 6, stop }), quiet)).toEqual({
      outcome: 'partial',
      reason: '40 postings read, then page 7: harbour.example answered 502',
    })
  })

  test('D3: when the source says that it has more', () => {
    expect(judged(sweep({ total: 50 }), quiet).outcome).toBe('partial')
    expect(judged(sweep({ total: 42, rejects: ['row 7: no id', 'row 9: no id'] }), quiet).outcome).toBe('complete')
  })

  test('D4: when a page repeated another', () => {
    expect(judged(sweep({ doubts: ['a page repeated what an earlier one said'] }), quiet).outcome).toBe('partial')
  })
})

describe('an empty list', () => {
  const nothing = sweep({ postings: [] })

  test('of a board that never had postings is believed', () => {
    expect(judged(nothing, [])).toEqual({ outcome: 'empty', reason: null })
  })

  test('D2: is suspect where there were postings, until a second one six hours later agrees', () => {
    expect(judged(nothing, quiet)).toEqual({
      outcome: 'suspect',
      reason: 'an empty list where 40 were on 2026-11-23; waiting for a second one',
    })
    expect(judged(nothing, history(['suspect', 0], ['complete', 40])).outcome).toBe('empty')
    const soon = history(['suspect', 0], ['complete', 40]).map((row, index) =>
      index === 0 ? { ...row, startedAt: nothing.startedAt - 5 * 3_600_000 } : row,
    )
    expect(judged(nothing, soon).outcome).toBe('suspect')
  })

  test('of rows that could not be read is no empty list', () => {
    expect(judged(sweep({ postings: [], rejects: ['row 0: no title'] }), [])).toEqual({
      outcome: 'suspect',
      reason: 'none of 1 rows could be read',
    })
  })
})

describe('a board that shrank', () => {
  const half = sweep({ postings: postings(15) })

  test('D7: to less than half of its usual size is held back', () => {
    expect(judged(half, quiet)).toEqual({ outcome: 'suspect', reason: '15 listed where 40 are usual' })
  })

  test('is believed when three lists on three days agree', () => {
    expect(judged(half, [...history(['suspect', 15], ['suspect', 16]), ...quiet])).toEqual({
      outcome: 'complete',
      reason: '15 listed where 40 are usual; three days agree',
    })
    const sameDay = history(['suspect', 15], ['suspect', 16]).map((row) => ({ ...row, day: today }))
    expect(judged(half, [...sameDay, ...quiet]).outcome).toBe('suspect')
  })

  test('in a monthly thread is a new thread, not a loss', () => {
    expect(judged(half, quiet, { ...source, unit: 'month' }).outcome).toBe('complete')
  })
})

describe('a field that was lost', () => {
  test('C13: holds the board back with the field’s name', () => {
    expect(judged(sweep({ postings: postings(40, { locations: [] }) }), quiet)).toEqual({
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
    expect(judged(bare, [...agreeing, ...quiet]).outcome).toBe('suspect')
  })

  test('C14: shows when every text became a teaser', () => {
    const long = posting(0, { text: { role: 'Guide the ships with Python. '.repeat(60), company: '' } })
    const usual = history(['complete', 40], ['complete', 40]).map((row) => ({
      ...row,
      fills: { ...row.fills, textLength: fillsOf([long])['textLength']! * 40 },
    }))
    expect(judged(sweep(), usual)).toEqual({
      outcome: 'suspect',
      reason: 'texts of 28 characters where 1740 are usual',
    })
  })
})

describe('ids that changed', () => {
  const moved = { open: 40, seenAgain: 3 }

  test('D11: hold the board back instead of closing everything and opening it anew', () => {
    expect(judged(sweep(), quiet, source, moved)).toEqual({
      outcome: 'suspect',
      reason: 'only 3 of 40 known postings are on the list, among 37 new ones: the ids may have changed',
    })
  })

  test('are believed when three days agree, and never doubted after two weeks without a read', () => {
    const agreeing = history(['suspect', 40], ['suspect', 40]).map((row) => ({
      ...row,
      fills: { ...row.fills, seenAgain: 3 },
    }))
    expect(judged(sweep(), [...agreeing, ...quiet], source, moved).reason).toMatch(/three days agree$/)
    const old = quiet.map((row) => ({ ...row, day: addDays(row.day, -14) }))
    expect(judged(sweep(), old, source, moved).outcome).toBe('complete')
  })

  test('are ordinary in a thread that begins anew and in a feed of the newest', () => {
    expect(judged(sweep(), quiet, { ...source, unit: 'month' }, moved).outcome).toBe('complete')
    expect(judged(sweep(), quiet, { ...source, coverage: 'recent' }, moved).outcome).toBe('complete')
  })
})

describe('a list that misses a fifth of what was known', () => {
  test('D1: ends those only when the next whole list misses them too', () => {
    const half = { open: 40, seenAgain: 20 }
    expect(judged(sweep({ postings: postings(20) }), quiet, source, half)).toEqual({
      outcome: 'complete',
      reason: null,
      missTolerance: 2,
    })
    expect(
      judged(sweep({ postings: postings(1) }), history(['complete', 2]), source, { open: 2, seenAgain: 1 }),
    ).toEqual({ outcome: 'complete', reason: null, missTolerance: 2 })
    expect(judged(sweep(), quiet, source, { open: 40, seenAgain: 33 })).toEqual({ outcome: 'complete', reason: null })
  })
})

describe('words without any everyday skill', () => {
  const canaries = (share: number) =>
    quiet.map((row) => ({ ...row, fills: { ...row.fills, canary: Math.round(row.listed * share) } }))
  const blurb = sweep({ postings: postings(40, { text: { role: 'Guide the ships with great care.', company: '' } }) })

  test('C14: are not the adverts, where the others name some', () => {
    expect(judged(blurb, canaries(0.5))).toEqual({
      outcome: 'suspect',
      reason: 'none of 40 texts names any everyday skill, Python among them, where 50 % do',
    })
    expect(judged(sweep(), canaries(0.5)).outcome).toBe('complete')
  })

  test('are ordinary on a board of other trades', () => {
    expect(judged(blurb, canaries(0.2)).outcome).toBe('complete')
  })
})

describe('a list as long as the source ever makes one', () => {
  const capped = sweep({ postings: postings(100) })
  const reason = 'exactly 100 listed, which is where this source cuts its lists'

  test('is held back: what is not on it may have been cut off', () => {
    expect(judged(capped, [])).toEqual({ outcome: 'suspect', reason })
    expect(judged(capped, history(['complete', 97], ['complete', 99]))).toEqual({ outcome: 'suspect', reason })
    const refused = sweep({ postings: postings(98), rejects: ['a row without a title', 'a row without an id'] })
    expect(judged(refused, [])).toEqual({ outcome: 'suspect', reason })
    expect(judged(sweep({ postings: postings(101) }), [])).toEqual({ outcome: 'complete', reason: null })
  })

  test('counts from when a person has let it, and is held back again after a list of another length', () => {
    const held = history(['suspect', 100], ['complete', 97])
    expect(judged(capped, held).outcome).toBe('suspect')
    expect(judged(capped, [{ ...held[0]!, clearedAt: 1 }, held[1]!]).outcome).toBe('complete')
    expect(judged(capped, history(['complete', 100], ['complete', 97])).outcome).toBe('complete')
    expect(judged(capped, history(['complete', 96], ['complete', 100])).outcome).toBe('suspect')
  })

  test('does not become whole by being seen on many days', () => {
    expect(judged(capped, history(...Array.from({ length: 9 }, (): [Outcome, number] => ['suspect', 100])))).toEqual({
      outcome: 'suspect',
      reason,
    })
  })
})

describe('a suspect list that a person has cleared', () => {
  const cleared = (rows: SnapshotRow[]) => rows.map((row, at) => (at === 0 ? { ...row, clearedAt: 1 } : row))

  test('is what is usual from then on', () => {
    const shrunk = history(['suspect', 15], ['complete', 40], ['complete', 40])
    expect(judged(sweep({ postings: postings(15) }), shrunk).outcome).toBe('suspect')
    expect(judged(sweep({ postings: postings(15) }), cleared(shrunk)).outcome).toBe('complete')
    expect(judged(sweep({ postings: postings(4) }), cleared(shrunk)).outcome).toBe('suspect')
  })

  test('lets an empty list and changed ids through', () => {
    expect(judged(sweep({ postings: [] }), cleared(history(['suspect', 0], ['complete', 40]))).outcome).toBe('empty')
    const moved = { open: 40, seenAgain: 0 }
    expect(judged(sweep(), cleared(history(['suspect', 40], ['complete', 40])), source, moved)).toEqual({
      outcome: 'complete',
      reason: null,
    })
  })
})

test('a board that answers "gone" is given up after three days of it', () => {
  expect(confirmedGone(today, history(['gone', 0], ['gone', 0]))).toBe(true)
  expect(confirmedGone(today, history(['gone', 0], ['complete', 4]))).toBe(false)
  expect(confirmedGone(today, history(['failed', 0], ['gone', 0], ['gone', 0]))).toBe(false)
})
