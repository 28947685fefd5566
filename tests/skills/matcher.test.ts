import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hit, Pattern } from '../../src/skills/automaton.ts'
import { createMatcher } from '../../src/skills/matcher.ts'

/** The same question answered without any cleverness, for texts of plain letters, signs and single spaces. */
function plainly(patterns: readonly Pattern[], text: string): Hit[] {
  const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char)
  const hits: Hit[] = []
  let at = 0
  while (at < text.length) {
    let best: Hit | null = null
    if (!isWord(text[at - 1])) {
      for (const [pattern, { text: name, exact }] of patterns.entries()) {
        const words = text.slice(at, at + name.length)
        const same = exact ? words === name : words.toLowerCase() === name.toLowerCase()
        if (!same || isWord(text[at + name.length])) continue
        if (best === null || name.length > best.length) best = { pattern, offset: at, length: name.length }
      }
    }
    if (best === null) at += 1
    else {
      hits.push(best)
      at += best.length
    }
  }
  return hits
}

const names = [
  'r',
  'go',
  'jax',
  'c++',
  'torch',
  'pytorch',
  'pytorch lightning',
  'tf.keras',
  'node.js',
  '.net',
  'a/b testing',
  'x',
  'spark sql',
]
const patterns: Pattern[] = names.map((text) => ({ text, exact: false }))
const words = fc.constantFrom(
  ...names,
  'PyTorch',
  'JAX',
  'Go',
  'TORCH',
  'pytorchx',
  'xtorch',
  'the',
  'a',
  'sql',
  'lightning',
  '1',
  '.',
  '+',
  '(',
  '/',
  ',',
  'é',
  '日本',
  '🙂',
)
const texts = fc
  .array(fc.tuple(words, fc.constantFrom(' ', '', ', ', '\n', '/')), { maxLength: 30 })
  .map((parts) => parts.flat().join(''))

describe('the automaton', () => {
  test('finds what a slow search finds, in generated texts', () => {
    const matcher = createMatcher([patterns])
    fc.assert(
      fc.property(texts, (text) => {
        expect(matcher.find(text)).toEqual([plainly(patterns, text.replace(/\n/g, ' '))])
      }),
      { numRuns: 2000 },
    )
  })

  test('reads for several vocabularies as if each were alone', () => {
    const second = ['lightning', 'sql a', '.', 'node', 'pytorch x'].map((text) => ({ text, exact: false }))
    const matcher = createMatcher([patterns, second])
    fc.assert(
      fc.property(texts, (text) => {
        expect(matcher.find(text)).toEqual(
          [createMatcher([patterns]), createMatcher([second])].map((alone) => alone.find(text)[0]),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('takes hyphens, underscores and runs of blanks for what parts words', () => {
    const matcher = createMatcher([[{ text: 'scikit-learn', exact: false }]])
    for (const text of ['scikit-learn', 'scikit learn', 'scikit_learn', 'Scikit\u00a0\nLearn', 'scikit\u2011learn']) {
      expect(matcher.find(text)).toEqual([[{ pattern: 0, offset: 0, length: text.length }]])
    }
  })

  test('keeps to the case of a name that has one', () => {
    const matcher = createMatcher([[{ text: 'TF', exact: true }]])
    expect(matcher.find('TF tf Tf')[0]!.map(({ offset }) => offset)).toEqual([0])
  })

  test('begins and ends no name inside a word', () => {
    const matcher = createMatcher([[{ text: 'jax', exact: false }]])
    expect(matcher.find('ajax jaxb jax5 éjax jaxé')).toEqual([[]])
  })

  test('survives any text', () => {
    const matcher = createMatcher([patterns])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const { offset, length } of matcher.find(text)[0]!)
          expect(offset + length).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 1000 },
    )
  })

  test('refuses a name that no text is searched for', () => {
    expect(() => createMatcher([[{ text: '100%', exact: false }]])).toThrow(/"100%" holds "%"/)
    expect(() => createMatcher([[{ text: ' - ', exact: false }]])).toThrow(/empty/)
  })
})
