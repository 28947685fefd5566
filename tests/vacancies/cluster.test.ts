import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, day } from '../../src/days.ts'
import { type Candidate, clusterPostings, normaliseTitle } from '../../src/vacancies/cluster.ts'
import { bandsOf, jaccard, shinglesOf } from '../../src/vacancies/fingerprint.ts'

const advert = (words: string) =>
  `We build instruments that listen to rivers. You will ${words} and keep the fleet of buoys running through the winter. ` +
  'You bring patience, a steady hand with Python and a liking for cold mornings on the quay. We offer tea.'

const posting = (no: number, over: Partial<Candidate> = {}): Candidate => ({
  no,
  source: 'greenhouse',
  priority: 0,
  title: 'River Engineer',
  textNo: 1,
  firstSeen: day('2026-03-01'),
  lastSeen: day('2026-03-20'),
  endedOn: null,
  ...over,
})
const texts = new Map([
  [1, advert('train the models')],
  [2, advert('sell the models to every harbour and town along the coast, on foot if it must be, in all weathers')],
])
const textOf = (no: number) => texts.get(no)!

const merged = (candidates: Candidate[]) =>
  clusterPostings(candidates, textOf).map(({ members }) => members.map(({ no }) => no))

test('copies per location with one text are one vacancy, and each says why', () => {
  expect(clusterPostings([posting(1), posting(2)], textOf)).toEqual([
    {
      members: [
        { no: 1, because: null },
        { no: 2, because: 'same title and text, on show at the same time' },
      ],
    },
  ])
})

test('the same title with a distinct text stays apart', () => {
  expect(merged([posting(1), posting(2, { textNo: 2 })])).toEqual([[1], [2]])
})

test('listed again within 60 days it is the same job, after that another', () => {
  const again = (days: number) =>
    posting(2, { firstSeen: addDays(day('2026-03-20'), days), lastSeen: addDays(day('2026-03-20'), days + 5) })
  expect(merged([posting(1), again(60)])).toEqual([[1, 2]])
  expect(merged([posting(1), again(61)])).toEqual([[1], [2]])
})

test('an aggregator’s rewritten copy joins the employer’s own posting, which speaks for both', () => {
  const copy = posting(1, { source: 'remotive', priority: 2, textNo: 2 })
  expect(clusterPostings([copy, posting(2)], textOf)[0]!.members).toEqual([
    { no: 2, because: null },
    { no: 1, because: 'same title as on greenhouse, by the same employer at the same time' },
  ])
})

test('a posting without text is merged with none of its own source', () => {
  expect(merged([posting(1, { textNo: null }), posting(2, { textNo: null })])).toEqual([[1], [2]])
})

test('titles are compared without case, punctuation and marks of gender', () => {
  expect(normaliseTitle('Sr. River-Engineer (m/w/d)')).toBe(normaliseTitle('Senior river engineer'))
  expect(normaliseTitle('C++ Engineer')).not.toBe(normaliseTitle('C Engineer'))
})

test('every posting is in exactly one vacancy, whatever the order they come in', () => {
  const many = fc.array(
    fc.record({
      textNo: fc.constantFrom(1, 2, null),
      start: fc.nat(400),
      length: fc.nat(40),
      priority: fc.constantFrom(0, 2),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(many, (rows) => {
      const candidates = rows.map(({ textNo, start, length, priority }, index) =>
        posting(index, {
          textNo,
          priority,
          source: priority === 0 ? 'greenhouse' : 'remotive',
          firstSeen: addDays(day('2025-01-01'), start),
          lastSeen: addDays(day('2025-01-01'), start + length),
        }),
      )
      const sorted = (clusters: number[][]) => clusters.map((members) => members.toSorted((a, b) => a - b)).sort()
      expect(sorted(merged(candidates)).flat().sort()).toEqual(candidates.map(({ no }) => no).sort())
      expect(sorted(merged(candidates.toReversed()))).toEqual(sorted(merged(candidates)))
    }),
  )
})

test('the sketch finds every pair that is nearly the same', () => {
  const words = Array.from({ length: 300 }, (_, index) => `word${(index * 7919) % 1009}`)
  let missed = 0
  for (let change = 0; change < 100; change++) {
    const other = words.with(change * 2, 'changed')
    const [left, right] = [shinglesOf(words.join(' ')), shinglesOf(other.join(' '))]
    expect(jaccard(left, right)).toBeGreaterThan(0.9)
    if (!bandsOf(left).some((band) => bandsOf(right).includes(band))) missed += 1
  }
  expect(missed).toBe(0)
})
