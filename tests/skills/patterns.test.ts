import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { patternsOfRules } from '../support/patterns.ts'

/** As long as what a rule is given at once, and far longer than a pattern of exponential time could get through. */
const length = 500
/** Quadratic time takes some milliseconds here, exponential time longer than the universe: the limit only ends the wait. */
const limit = 20_000

const signs = [
  ' ',
  '\n',
  '\t',
  'a',
  'A',
  '1',
  '.',
  ',',
  '-',
  '–',
  '/',
  '|',
  '(',
  '_',
  '$',
  '+',
  'é',
  '12 ',
  'a ',
  'a, ',
  '1-',
]

/** What the pattern's own repetitions may take in, again and again, and then an end that none of them takes. */
function* attacksOn({ source }: RegExp): Generator<string> {
  const words = new Set(source.replace(/\\[a-zA-Z]/g, ' ').match(/[\p{L}\d][\p{L}\d'’-]*/gu) ?? [])
  for (const piece of [...signs, ...[...words].slice(0, 80).flatMap((word) => [word, `${word} `, `${word}, `])]) {
    const pumped = piece.repeat(Math.ceil(length / piece.length))
    yield `${pumped}\u0000`
    yield `${[...words][0] ?? ''} ${pumped}!`
  }
}

function isThrough(pattern: RegExp, timeout: number): boolean {
  const flags = pattern.flags.replace(/[gy]/g, '')
  try {
    runInNewContext(
      'const pattern = new RegExp(source, flags); for (const text of texts) pattern.test(text)',
      { source: pattern.source, flags, texts: [...attacksOn(pattern)] },
      { timeout },
    )
    return true
  } catch {
    return false
  }
}

test('no pattern of the rules backtracks without end, whatever its own words are repeated', async () => {
  const patterns = await patternsOfRules()
  expect(patterns.length).toBeGreaterThan(200)
  expect(
    patterns.filter(({ pattern }) => !isThrough(pattern, limit)).map(({ file, pattern }) => `${file}: ${pattern}`),
  ).toEqual([])
})

test.each([/(?:a+)+$/, /^(?:\w+\s?)*$/, /\b(?:\w+ ?){1,}x/])('the same attacks find %s', (pattern) => {
  expect(isThrough(pattern, 1000)).toBe(false)
})
