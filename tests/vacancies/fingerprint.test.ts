import { expect, test } from 'vitest'
import { random } from '../../bench/support/seeded-market.ts'
import { jaccard, shinglesOf } from '../../src/vacancies/fingerprint.ts'

const words = /[\p{L}\p{N}][\p{L}\p{N}+#]*/gu

test('a text is the words in it, whatever stands between: letters and figures of all scripts, and + and # after them', () => {
  for (const text of [
    'C++ and C# with F#, +1 of #2, and “Küste”—naïve façade',
    'Σ-algebra ⅷ 𝐀𝐁 你好世界 مرحبا 🤖robots🤖 a\ud800b \udc00',
    'a+b#c+ +#d e',
  ]) {
    const plain = text.toLowerCase().match(words)!.join(' ')
    expect(shinglesOf(text), text).toEqual(shinglesOf(plain))
    expect(shinglesOf(text).length, text).toBe(Math.max(1, plain.split(' ').length - 3))
  }
  expect([...shinglesOf('C++ and C# with 🤖 F#')]).toEqual([1491836048, 2494922117])
})

test('a likeness that is asked for from a bound on is the same from there on, and below it below', () => {
  const draw = random(5)
  const some = (least: number) => {
    const shared = Array.from({ length: 60 }, (_, at) => `word${at}`)
    return shinglesOf(shared.map((word) => (draw() < least ? word : `${word}${Math.floor(draw() * 9)}`)).join(' '))
  }
  const found = new Set<boolean>()
  for (let turn = 0; turn < 2000; turn++) {
    const [left, right] = [some(0.5 + draw() / 2), some(0.5 + draw() / 2)]
    const alike = jaccard(left, right)
    // Often the bound is the very likeness.
    const least = draw() < 0.5 ? alike : draw()
    const bounded = jaccard(left, right, least)
    if (alike >= least) expect(bounded).toBe(alike)
    else expect(bounded).toBeLessThan(least)
    found.add(alike >= least)
  }
  expect(found.size).toBe(2)
})
