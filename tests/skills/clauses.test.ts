import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clauseBefore, clauseBehind, ends, trimmed } from '../../src/skills/clauses.ts'
import { remembered } from '../../src/skills/memory.ts'

/** What ends each kind of clause, as an expression that a text is split by. */
const plain = {
  clause: /[\n!?]|\.(?=\s)/,
  sentence: /[.!?](?=\s)/,
  sentenceOrEnd: /[.!?](?=\s|$)/,
  near: /\n|[.;!?](?=\s|$)/,
  line: /\n/,
  strict: /[.;\n]/,
}

test.each(Object.keys(plain) as (keyof typeof plain)[])('a clause (%s) is what splitting gives', (kind) => {
  const texts = fc
    .array(fc.constantFrom('a', 'Word', ' ', '\n', '.', '!', '?', ';', '\u00a0', 'é', '. ', '.5'), { maxLength: 30 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, fc.nat(40), fc.nat(40), (text, from, length) => {
      const stretch = text.slice(from, from + length)
      const parts = stretch.split(plain[kind])
      expect(clauseBefore(text, from, Math.min(text.length, from + length), ends[kind])).toBe(parts.at(-1))
      expect(clauseBehind(text, from, from + length, ends[kind])).toBe(parts[0])
    }),
    { numRuns: 2000 },
  )
})

test('an answer is remembered by its text, and forgotten before memory fills', () => {
  const asked: string[] = []
  const length = remembered((text) => {
    asked.push(text)
    return text.length
  })
  expect([length('Engineer'), length('Engineer'), length('x'.repeat(200)), length('x'.repeat(200))]).toEqual([
    8, 8, 200, 200,
  ])
  expect(asked.map((text) => text.length)).toEqual([8, 200, 200])
  for (let times = 0; times < 6000; times++) length(`title ${times}`)
  asked.length = 0
  expect(length('Engineer')).toBe(8)
  expect(asked).toEqual(['Engineer'])
})

test('a stretch is trimmed as its slice is', () => {
  const texts = fc
    .array(fc.constantFrom(' ', '\t', '\n', '\u00a0', '\ufeff', 'a', 'é', '–'))
    .map((signs) => signs.join(''))
  fc.assert(
    fc.property(texts, fc.nat(8), fc.nat(8), (text, from, length) => {
      const to = Math.min(text.length, from + length)
      if (from <= to) expect(trimmed(text, from, to)).toBe(text.slice(from, to).trim())
    }),
  )
})
