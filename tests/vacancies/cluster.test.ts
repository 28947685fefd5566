import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, day } from '../../src/days.ts'
import {
  type Candidate,
  clusterGroup,
  groupsOf,
  normaliseTitle,
  printsOf,
  textsNeeded,
} from '../../src/vacancies/cluster.ts'
import { employerKind } from '../../src/vacancies/employers.ts'
import { bandsOf, jaccard, shinglesOf } from '../../src/vacancies/fingerprint.ts'
import { seeded } from '../support/faultd.ts'

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
  ...over,
})
const texts = new Map([
  [1, advert('train the models')],
  [2, advert('sell the models to every harbour and town along the coast, on foot if it must be, in all weathers')],
])

/** As the refreshing job puts them together. */
const clusterPostings = (candidates: Candidate[]) =>
  groupsOf(candidates).flatMap((group) =>
    clusterGroup(
      group,
      new Map(
        printsOf(
          group,
          textsNeeded(group).map((no) => ({ no, text: texts.get(no)! })),
        ),
      ),
    ),
  )
const merged = (candidates: Candidate[]) =>
  clusterPostings(candidates).map(({ members }) => members.map(({ no }) => no))

test('copies per location with one text are one vacancy, and each says why', () => {
  expect(clusterPostings([posting(1), posting(2)])).toEqual([
    {
      members: [
        { no: 1, because: null },
        { no: 2, because: 'same employer and title, same text, on show at the same time' },
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
  expect(clusterPostings([copy, posting(2)])[0]!.members).toEqual([
    { no: 2, because: null },
    { no: 1, because: 'same employer and title as on greenhouse, on show at the same time' },
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

const variant = (no: number, changed: number) => {
  const random = seeded(no)
  const words = Array.from({ length: 200 }, () => `word${Math.floor(random() * 4000)}`)
  return words.map((word, at) => (at < changed ? `other${no}-${at}` : word)).join(' ')
}

test('a text that changes a little says how much, and one that changes much stays apart', () => {
  texts.set(11, variant(0, 0))
  texts.set(12, variant(0, 0).replace(/ word\d+$/, ' changed'))
  texts.set(13, variant(0, 60))
  const [merged, apart] = clusterPostings([11, 12, 13].map((no) => posting(no, { textNo: no })))
  expect(merged!.members.map(({ because }) => because)).toEqual([
    null,
    expect.stringMatching(/^same employer and title, 9\d % of the text the same, on show at the same time$/),
  ])
  expect(apart!.members).toEqual([{ no: 13, because: null }])
})

test('posts of a monthly thread are one job by their text, though their heads are written anew', () => {
  const thread = (no: number, title: string, textNo: number, first: string) =>
    posting(no, { source: 'hackernews', priority: 1, title, textNo, firstSeen: day(first), lastSeen: day(first) })
  expect(
    merged([
      thread(1, 'River Engineer', 1, '2026-03-01'),
      thread(2, 'River Engineer (Remote)', 1, '2026-04-01'),
      thread(3, 'River Sales', 2, '2026-04-01'),
    ]),
  ).toEqual([[1, 2], [3]])
})

test('a thousand texts of one title cost no square: each is compared with those it shares a band with', () => {
  const many = Array.from({ length: 1000 }, (_, at) => {
    // Every text comes twice, once with a word changed.
    texts.set(1000 + at, at % 2 === 0 ? variant(at, 0) : variant(at - 1, 0).replace(/ word\d+$/, ' changed'))
    return posting(1000 + at, { textNo: 1000 + at })
  })
  const clusters = merged(many)
  expect(clusters.length).toBe(500)
  expect(clusters.every((members) => members.length === 2 && members[1] === members[0]! + 1)).toBe(true)
})

test.each([
  ['randstad', 'Randstad', 'agency'],
  ['tidestaffing', 'Tide Staffing GmbH', 'agency'],
  ['harbourrecruitment', 'Harbour Recruitment', 'agency'],
  ['jobgether', 'Jobgether', 'aggregator'],
  ['recruitee', 'Recruitee', 'employer'],
  ['talentio', 'Talentio', 'employer'],
  ['tidewater', 'Tidewater Instruments', 'employer'],
])('who advertises: %s is an %s', (key, name, kind) => {
  expect(employerKind(key, name)).toBe(kind)
})

test('what is said of pay, and where to apply, does not tell two adverts apart', () => {
  const alike = (one: string, other: string) => jaccard(shinglesOf(one), shinglesOf(other))
  const pay = (words: string) =>
    `${advert('train the models')}\n${words}: the annual base salary for this role is between $156,000 USD and $210,000 USD, plus our usual programme of benefits for all who work with us.`
  expect(alike(pay('In the north'), advert('train the models'))).toBe(1)
  expect(
    alike(`${advert('train the models')}\nApply: https://tide.example/1`, advert('train the models')),
  ).toBeGreaterThan(0.9)
  expect(alike('- Pilot of ships\n- Keeper of fires', '+ Pilot of ships\n+ Keeper of fires')).toBe(1)
})

test('a text that is nothing but pay and addresses is told apart by them', () => {
  const only = (what: string) =>
    shinglesOf(`${what}: base salary $90k, compensation as agreed, https://tide.example/${what}`)
  expect(jaccard(only('Pilot of the northern ships'), only('Cook on the night ferry'))).toBeLessThan(0.9)
})

test('posts of a thread are one job only while they offer the same roles, however alike the rest is', () => {
  const about =
    'We build instruments that listen to rivers, and a small crew that has kept a fleet of buoys running through nine winters. ' +
    'Our customers are harbours, towns and the people who fish. We work in pairs, write things down and go home at five. ' +
    'You will find the whole story of the company, its founders, its boats and its mistakes on our pages, with pictures.'
  const post = (no: number, title: string, text: string, month: string): [Candidate, string] => [
    posting(no, {
      ...{ source: 'hackernews', priority: 1, title, textNo: 100 + no },
      ...{ firstSeen: day(`${month}-01`), lastSeen: day(`${month}-28`) },
    }),
    text,
  ]
  const one = (...posts: [Candidate, string][]) => {
    const words = new Map(posts.map(([{ textNo }, text]) => [textNo!, text]))
    return groupsOf(posts.map(([candidate]) => candidate)).flatMap((group) =>
      clusterGroup(
        group,
        new Map(
          printsOf(
            group,
            textsNeeded(group).map((no) => ({ no, text: words.get(no)! })),
          ),
        ),
      ),
    )
  }
  const told = (...posts: [Candidate, string][]) => one(...posts).map(({ members }) => members.map(({ no }) => no))
  const product = post(1, 'Senior Product Engineers', `Tide | Senior Product Engineers | Oslo\n${about}`, '2026-03')
  const infrastructure = post(
    2,
    'Infrastructure Engineers',
    `Tide | Infrastructure Engineers | Oslo\n${about}`,
    '2026-04',
  )
  const both = post(
    3,
    'Engineers',
    `Tide | Senior Product Engineers, Infrastructure Engineers | Oslo\n${about}`,
    '2026-04',
  )
  expect(told(product, infrastructure)).toEqual([[1], [2]])
  expect(told(product, both)).toEqual([[1, 3]])

  // An employer that tells of itself anew, with the same head and roles, still looks for the same people.
  const grown = about
    .replace('nine winters', 'ten winters and won two prizes')
    .replace('go home at five', 'eat together')
  const anew = post(4, 'Senior Product Engineers', `Tide | Senior Product Engineers | Oslo\n${grown}`, '2026-04')
  expect(one(product, anew)[0]!.members[1]!.because).toMatch(
    /^the same employer, 67 % of the text the same, with the roles of one list, listed again within 60 days$/,
  )
  const renamed = post(5, 'Product Engineer, Buoys', `Tide | Product Engineer, Buoys | Oslo\n${grown}`, '2026-04')
  expect(told(product, renamed)).toEqual([[1], [5]])
})
