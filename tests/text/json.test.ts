import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText } from '../../src/http/charset.ts'
import { JsonError, readJson } from '../../src/text/json.ts'

const fault = (body: string) => {
  try {
    readJson(body)
    return 'read'
  } catch (error) {
    return error instanceof JsonError ? error.message : 'another error'
  }
}

describe('C1: ill-formed JSON is refused with the byte of its fault', () => {
  test.each([
    ['{"jobs": [1, 2', 'not JSON at byte 14: the text ends too early'],
    ['{"jobs": [1, 2]} x', 'not JSON at byte 17: something follows the value'],
    ['{"ä": tru}', 'not JSON at byte 7: "t" where value belongs'],
    ['["a', 'not JSON at byte 3: a text without its end, or with a character that must be escaped'],
    ['["a\nb"]', 'not JSON at byte 3: a text without its end, or with a character that must be escaped'],
    ['', 'not JSON at byte 0: the text ends too early'],
    ['<html>', 'not JSON at byte 0: "<" where value belongs'],
  ])('%j', (body, message) => expect(fault(body)).toBe(message))

  test('it agrees with JSON.parse on texts one edit away from JSON', () => {
    const edited = fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', '"', ',', ']', '{', '1', '\\', 'e'))
    fc.assert(
      fc.property(edited, ([json, place, mark]) => {
        const at = place % (json.length + 1)
        const body = json.slice(0, at) + mark + json.slice(at + 1)
        let expected: unknown = JsonError
        try {
          expected = JSON.parse(body)
        } catch {
          expect(() => readJson(body)).toThrow(JsonError)
          return
        }
        if (!/JSON at byte \d+: a number too large/.test(fault(body))) expect(readJson(body)).toEqual(expected)
      }),
      { numRuns: 2000, seed: 11 },
    )
  })

  const suite = '../shared/suites/jsontestsuite/test_parsing'
  test(`every case of the public suite is judged as it says${existsSync(suite) ? '' : ' (skipped: no shared data)'}`, () => {
    const wrong = !existsSync(suite)
      ? []
      : readdirSync(suite).filter((file) => {
          const taken = fault(decodeText(readFileSync(`${suite}/${file}`), 'application/json').text)
          if (file.startsWith('i_')) return taken === 'another error'
          return (taken === 'read') !== file.startsWith('y_')
        })
    expect(wrong).toEqual([])
  })
})

describe('C2: what parsers disagree on', () => {
  test('nesting of 100,000 is refused', () => {
    expect(fault('['.repeat(100_000) + ']'.repeat(100_000))).toBe('not JSON at byte 64: nested deeper than 64 levels')
    expect(readJson('['.repeat(64) + ']'.repeat(64))).toBeInstanceOf(Array)
  })
  test('a number that a double cannot hold is refused, one it rounds is taken', () => {
    expect(fault('[1e400]')).toBe('not JSON at byte 1: a number too large for a double')
    expect(readJson('[1e-400, 12345678901234567890]')).toEqual([0, 12345678901234567000])
  })
  test('an identity given twice in one object is refused; other keys keep the last', () => {
    expect(fault('{"id": 1, "x": {"id": 2}, "id": 3}')).toBe('not JSON at byte 26: the key "id" twice in one object')
    expect(readJson('{"note": 1, "note": 2}')).toEqual({ note: 2 })
  })
  test('a byte-order mark is taken and lone surrogates do no harm', () => {
    expect(readJson('\ufeff["\\ud800"]')).toEqual(['\ud800'])
  })
})

test('C3: __proto__, constructor and prototype are plain data', () => {
  const value = readJson('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}') as object
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})
