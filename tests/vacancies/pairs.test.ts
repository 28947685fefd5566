/** Pairs of postings of which it is known whether they are one job, made by writing adverts and copying them as employers do. */
import { expect, test } from 'vitest'
import { addDays, day } from '../../src/days.ts'
import { type Candidate, clusterGroup, groupsOf, printsOf, textsNeeded } from '../../src/vacancies/cluster.ts'
import { seeded } from '../support/faultd.ts'

interface Advert {
  posting: Omit<Candidate, 'no' | 'textNo'>
  text: string
}
type Random = () => number

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!
const words =
  'tide buoy gauge river quay harbour signal model anchor current sensor chart winter crew mast delta'.split(' ')
const verbs = 'train measure design repair watch draw plan test carry teach'.split(' ')
const sentence = (random: Random) =>
  `You ${pick(random, verbs)} the ${pick(random, words)} ${pick(random, words)} and ${pick(random, verbs)} each ${pick(random, words)} of the ${pick(random, words)} ${Math.floor(random() * 90)}.`
const towns = ['Oslo', 'Bergen', 'Turku', 'Gdansk', 'Porto']

/** Eight sentences that all adverts of the employer have, and sixteen of the job's own. */
function advertOf(random: Random, about: string): Advert {
  const own = Array.from({ length: 16 }, () => sentence(random))
  return {
    posting: {
      ...{ source: 'ashby', priority: 0, title: `${pick(random, ['River', 'Harbour', 'Signal'])} Engineer` },
      ...{ firstSeen: day('2026-03-01'), lastSeen: day('2026-03-28') },
    },
    text: `${about}\n${own.join('\n')}`,
  }
}

const later = (advert: Advert, days: number): Advert => {
  const firstSeen = addDays(advert.posting.lastSeen, days)
  return { ...advert, posting: { ...advert.posting, firstSeen, lastSeen: addDays(firstSeen, 20) } }
}
const replaced = (text: string, random: Random, lines: number) => {
  const all = text.split('\n')
  for (let turn = 0; turn < lines; turn++) all[1 + ((turn * 5) % (all.length - 1))] = sentence(random)
  return all.join('\n')
}

/** How one job comes to be advertised twice. */
const one: Record<string, (advert: Advert, random: Random) => Advert> = {
  'a copy for another town': (advert, random) => ({
    ...advert,
    text: `${advert.text}\nYour desk is in ${pick(random, towns)}.`,
  }),
  'a copy for another country, with its own pay': (advert, random) => ({
    ...advert,
    text: `${advert.text}\nThe base salary for this role is between $${90 + Math.floor(random() * 50)},000 and $180,000 USD a year.`,
  }),
  'a twin with another address': (advert, random) => ({
    ...advert,
    text: `${advert.text}\nApply at https://tide.example/${Math.floor(random() * 1e6)}`,
  }),
  'a repost under a new id': (advert, random) => later(advert, 1 + Math.floor(random() * 59)),
  'a repost with a line changed': (advert, random) => ({
    ...later(advert, 9),
    text: replaced(advert.text, random, 1),
  }),
  'a title with the marks of gender': (advert) => ({
    ...advert,
    posting: { ...advert.posting, title: `${advert.posting.title} (m/f/d)` },
  }),
  'an aggregator’s rewritten copy': (advert, random) => ({
    posting: { ...advert.posting, source: 'remotive', priority: 2, lastSeen: addDays(advert.posting.lastSeen, 3) },
    text: `Fresh job! ${sentence(random)} ${advert.text.slice(0, 300)}`,
  }),
}

/** How two jobs of one employer come to look alike. */
const two: Record<string, (advert: Advert, random: Random, about: string) => Advert> = {
  'the same title for other duties': (advert, random, about) => ({
    ...advertOf(random, about),
    posting: advert.posting,
  }),
  'half of the duties': (advert, random) => ({ ...advert, text: replaced(advert.text, random, 8) }),
  'another title over the same words': (advert) => ({
    ...advert,
    posting: { ...advert.posting, title: `Senior ${advert.posting.title}` },
  }),
  'the same job a season later': (advert, random) => later(advert, 61 + Math.floor(random() * 100)),
  'other duties in a season': (advert, random, about) => ({ ...later(advert, 20), text: advertOf(random, about).text }),
}

function areOne(left: Advert, right: Advert): boolean {
  const postings = [left, right].map(({ posting }, no) => ({ ...posting, no, textNo: no }))
  const texts = [left, right].map(({ text }, no) => ({ no, text }))
  const clusters = groupsOf(postings).flatMap((group) =>
    clusterGroup(
      group,
      new Map(
        printsOf(
          group,
          texts.filter(({ no }) => textsNeeded(group).includes(no)),
        ),
      ),
    ),
  )
  return clusters.length === 1
}

test('D6: of a thousand pairs whose answer is known, what is merged is one job, and nearly all that are one job are merged', () => {
  const random = seeded(6)
  const tally = new Map<string, { pairs: number; merged: number }>()
  for (let pair = 0; pair < 1000; pair++) {
    const about = Array.from({ length: 8 }, () => sentence(random)).join('\n')
    const advert = advertOf(random, about)
    const same = pair % 2 === 0
    const [name, make] = pick(random, Object.entries(same ? one : two))
    const row = tally.get(name) ?? { pairs: 0, merged: 0 }
    row.pairs += 1
    if (areOne(advert, make(advert, random, about))) row.merged += 1
    tally.set(name, row)
  }
  const sum = (kinds: object, of: 'pairs' | 'merged') =>
    Object.keys(kinds).reduce((total, name) => total + tally.get(name)![of], 0)
  expect(sum(one, 'pairs') + sum(two, 'pairs')).toBe(1000)
  expect(Object.fromEntries([...tally].filter(([name, { merged }]) => name in two && merged > 0))).toEqual({})
  expect(sum(one, 'merged') / (sum(one, 'merged') + sum(two, 'merged'))).toBeGreaterThanOrEqual(0.99)
  expect(sum(one, 'merged') / sum(one, 'pairs')).toBeGreaterThanOrEqual(0.95)
})
