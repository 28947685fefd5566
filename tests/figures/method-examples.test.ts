/** The worked examples of the method, computed by an independent program, to four decimals: our own copy, and the original where it lies beside the project. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { recomputed } from './examples.ts'

const root = resolve(import.meta.dirname, '../..')
const own = resolve(root, 'tests/fixtures/method-examples.json')
const original = resolve(root, '../shared/reference/method-examples.json')
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, never>

/** Every number in a value brought to four decimals, however deep. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 1e4) / 1e4
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rounded(each)]))
}

const examples = read(own)

test('there is a computation for every example, and an example for every computation', () => {
  expect(Object.keys(recomputed).sort()).toEqual(Object.keys(examples).sort())
})

describe('each example comes out as it is written', () => {
  test.each(Object.keys(examples))('%s', (name) => {
    expect(rounded(recomputed[name]!(examples[name]!, examples as never))).toEqual(examples[name])
  })
})

test('the original holds the same examples, and each comes out as it is written there', ({ skip }) => {
  if (!existsSync(original)) skip('skipped: no shared data')
  const all = read(original)
  expect(Object.keys(recomputed).sort()).toEqual(Object.keys(all).sort())
  for (const [name, example] of Object.entries(all)) {
    expect([name, rounded(recomputed[name]!(example, all as never))]).toEqual([name, example])
  }
})
