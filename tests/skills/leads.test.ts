import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstIn, holds, leadsOf, matchesAt, mayBegin, mayMatch, orderOf, placesIn } from '../../src/skills/leads.ts'
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

describe('leads', () => {
  test('turn away no pattern that matches, for each pattern of the rules', () => {
    expect(patterns.length).toBeGreaterThan(100)
    const leads = patterns.map((pattern) => leadsOf([pattern]))
    fc.assert(
      fc.property(texts, (text) => {
        for (const [at, pattern] of patterns.entries())
          if (pattern.test(text)) expect([pattern.source, mayMatch(leads[at]!, text)]).toEqual([pattern.source, 1])
      }),
      { numRuns: 400 },
    )
  })

  test('turn away nearly all that do not', () => {
    const leads = leadsOf([/\b(?:senior|sr|staff)\b/i, /\bmachine[- ]learning\b/i])
    expect(mayMatch(leads, 'We sell shoes in a small shop')).toBe(0)
    expect(mayMatch(leads, 'A Senior of them')).toBe(1)
    expect(mayMatch(leads, 'srx machines')).toBe(2)
  })

  test('find what matchAll finds', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...patterns), (text, pattern) => {
        const sticky = new RegExp(pattern.source, `${pattern.flags}y`)
        const all = [...text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))]
        const own = matchesAt(sticky, 1, placesIn(leadsOf([pattern]), text), text)
        expect(own.map((match) => [match.index, ...match])).toEqual(all.map((match) => [match.index, ...match]))
      }),
      { numRuns: 400 },
    )
  })

  test('give the first pattern in order that matches anywhere', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.constantFrom(...patterns), { minLength: 1, maxLength: 8 }), (text, some) => {
        expect(firstIn(orderOf(some), text)).toBe(some.findIndex((pattern) => pattern.test(text)))
        expect(holds(some[0]!, text)).toBe(some[0]!.test(text))
      }),
      { numRuns: 400 },
    )
  })

  test('speak of the first word alone where that is asked', () => {
    const leads = leadsOf([/\bopen roles\b/i])
    expect(mayBegin(leads, '- open roles', 0, 12)).toBe(1)
    expect(mayBegin(leads, 'our open roles', 0, 14)).toBe(0)
  })

  test('refuse a pattern that may begin within a word', () => {
    expect(() => orderOf([/roles/i])).toThrow(/need not begin with a word/)
  })
})
