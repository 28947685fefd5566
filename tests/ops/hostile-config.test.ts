/** A config that a stranger wrote: read as plain data, or refused in one line, and nothing happens by reading it. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseConfigFile } from '../../src/config-file.ts'
import { configTemplate } from '../../src/config-template.ts'
import { UserError } from '../../src/domain.ts'
import { scratchFolder } from '../support/store.ts'

const values = [
  ...['!!js/function "function(){globalThis.pwned=1}"', '!!python/object/apply:os.system [touch pwned]', '!<tag:x> 1'],
  ...['{__proto__: {pwned: 1}}', '{constructor: {prototype: {pwned: 1}}}', '&a [*a, *a]', '[[[[[[[[[[]]]]]]]]]]'],
  ...['"$(touch pwned)"', '`touch pwned`', '../../../../etc/passwd', 'file:///etc/passwd', 'javascript:pwned=1'],
  ...['http://169.254.169.254/', '0x7fffffff', '1e999', '.nan', '-1', '9007199254740993', '"\\u0000"', '"\\u202e"'],
]
/** Every line that sets something, with each value in its place. */
const template = configTemplate('https://example.com/bot').replace(/^# (?=[a-z]+:| {2})/gm, '')
const places = [...template.matchAll(/^( *(?:- )?[a-zA-Z]+): *\S.*$/gm)]
const mutated = places.flatMap((place) =>
  values.map(
    (value) => `${template.slice(0, place.index)}${place[1]}: ${value}${template.slice(place.index + place[0].length)}`,
  ),
)

test(`H13: more than 200 mutations of a config have no effect but a setting or a refusal in one line`, () => {
  expect(mutated.length).toBeGreaterThan(200)
  const folder = scratchFolder()
  const here = process.cwd()
  process.chdir(folder)
  const outcomes = { read: 0, refused: 0 }
  try {
    for (const text of mutated) {
      try {
        const read = parseConfigFile(text, 'skilltide.yaml')
        expect(JSON.stringify(read)).not.toContain('__proto__')
        outcomes.read += 1
      } catch (error) {
        if (!(error instanceof UserError) || error.message.includes('\n')) throw error
        outcomes.refused += 1
      }
    }
  } finally {
    process.chdir(here)
  }
  expect(outcomes.refused).toBeGreaterThan(100)
  expect(readdirSync(folder)).toEqual([])
  expect(Object.hasOwn(globalThis, 'pwned')).toBe(false)
  expect(({} as Record<string, unknown>)['pwned']).toBeUndefined()
})
