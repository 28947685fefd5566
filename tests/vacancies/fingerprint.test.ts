import { expect, test } from 'vitest'
import { shinglesOf } from '../../src/vacancies/fingerprint.ts'

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
