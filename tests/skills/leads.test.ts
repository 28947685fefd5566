import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  firstIn,
  leadsOf,
  matchesIn,
  mayMatch,
  orderOf,
  roomForWords,
  within,
  wordReader,
} from '../../src/skills/leads.ts'
import { createMatcher } from '../../src/skills/matcher.ts'
import { patternsOfRules } from '../support/patterns.ts'

/** Those of the rules that begin at a word's beginning: what leads are for. */
const patterns = (await patternsOfRules())
  .map(({ pattern }) => new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')))
  .filter((pattern) => leadsOf([pattern]).always === 0)

/** Texts of the patterns' own words, whole and cut, among signs that part words and letters that are none to `\b`. */
const vocabulary = [
  ...new Set(patterns.flatMap(({ source }) => source.replace(/\\[a-z]/g, ' ').match(/[\p{L}\d_]+/gu) ?? [])),
]
const word = fc.oneof(
  fc.constantFrom(...vocabulary),
  fc.constantFrom(...vocabulary).map((text) => text.slice(0, 3)),
  fc.constantFrom(...vocabulary).map((text) => text.toUpperCase()),
  fc.constantFrom('é', 'über', '日本', '🙂', '7', '12', '_', 's'),
)
const texts = fc
  .array(fc.tuple(word, fc.constantFrom(' ', ' ', ' ', '', '-', '/', ', ', '\n', '_', '’', "'", '.')), {
    maxLength: 25,
  })
  .map((parts) => parts.flat().join(''))

const read = wordReader()
const roomFor = roomForWords()
const matcher = createMatcher([[{ text: 'machine learning', exact: false }]])

describe('leads', () => {
  test('turn away no pattern that matches, for each pattern of the rules', () => {
    expect(patterns.length).toBeGreaterThan(100)
    const leads = patterns.map((pattern) => leadsOf([pattern]))
    fc.assert(
      fc.property(texts, (text) => {
        for (const [at, pattern] of patterns.entries())
          if (pattern.test(text))
            expect([pattern.source, mayMatch(leads[at]!, read(text))]).toEqual([pattern.source, 1])
      }),
      { numRuns: 400 },
    )
  })

  test('turn away nearly all that do not', () => {
    const leads = leadsOf([/\b(?:senior|sr|staff)\b/i, /\bmachine[- ]learning\b/i])
    expect(mayMatch(leads, read('We sell shoes in a small shop'))).toBe(0)
    expect(mayMatch(leads, read('A Senior of them'))).toBe(1)
    expect(mayMatch(leads, read('A machine, seniors, stairs and sra'))).toBe(2)
  })

  test('find what matchAll finds', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...patterns), (text, pattern) => {
        const sticky = new RegExp(pattern.source, `${pattern.flags}y`)
        const all = [...text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))]
        const own = matchesIn(sticky, 1, leadsOf([pattern]), read(text))
        expect(own.map((match) => [match.index, ...match])).toEqual(all.map((match) => [match.index, ...match]))
      }),
      { numRuns: 400 },
    )
  })

  test('give the first pattern in order that matches anywhere', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.constantFrom(...patterns), { minLength: 1, maxLength: 8 }), (text, some) => {
        expect(firstIn(orderOf(some), read(text))).toBe(some.findIndex((pattern) => pattern.test(text)))
      }),
      { numRuns: 400 },
    )
  })

  test('ask for no word behind a place, where only the beginning of a text counts', () => {
    fc.assert(
      fc.property(
        texts,
        fc.array(fc.constantFrom(...patterns), { minLength: 1, maxLength: 8 }),
        fc.nat(60),
        (text, some, to) => {
          const begins = some.map((pattern) => (pattern.exec(text)?.index ?? Infinity) < to)
          expect(firstIn(orderOf(some), read(text), -1, to)).toBe(begins.indexOf(true))
          const may = mayMatch(leadsOf(some), read(text), to)
          for (const [at, one] of begins.entries()) if (one) expect((may >>> at) & 1).toBe(1)
        },
      ),
      { numRuns: 400 },
    )
  })

  test('are told on the way by the pass that finds names, so that no pattern that matches is turned away', () => {
    const leads = patterns.map((pattern) => leadsOf([pattern]))
    fc.assert(
      fc.property(texts, (text) => {
        const words = roomFor(text)
        matcher.find(text, words)
        expect([...words.at.slice(0, words.last)]).toEqual([...words.at.slice(0, words.last)].sort((a, b) => a - b))
        for (const [at, pattern] of patterns.entries())
          if (pattern.test(text)) expect([pattern.source, mayMatch(leads[at]!, words)]).toEqual([pattern.source, 1])
      }),
      { numRuns: 400 },
    )
  })

  test('are told of a stretch of a text as of a text of its own', () => {
    fc.assert(
      fc.property(
        texts,
        texts,
        texts,
        fc.array(fc.constantFrom(...patterns), { minLength: 1, maxLength: 8 }),
        (before, own, behind, some) => {
          const text = `${before} | ${own} | ${behind}`
          const from = before.length + 3
          const stretch = within(read(text), from, from + own.length)
          expect(firstIn(orderOf(some), stretch)).toBe(some.findIndex((pattern) => pattern.test(own)))
        },
      ),
      { numRuns: 400 },
    )
  })

  test('refuse a pattern that may begin within a word', () => {
    expect(() => orderOf([/roles/i])).toThrow(/need not begin with a word/)
  })
})
