/** Every command shows how it is used, with words that it takes. */
import { expect, test } from 'vitest'
import { commonOptions } from '../../src/commands/common.ts'
import { commands } from '../../src/commands/index.ts'

test.each(Object.entries(commands))('%s has examples that it takes', async (name, load) => {
  const { examples, options = [] } = (await load()).default
  expect(examples.map(({ line }) => line).join('\n')).toMatch(new RegExp(`\\bskilltide ${name}\\b`))
  const flags = [...commonOptions, ...options].flatMap((option) => option.flags.match(/--?[a-z][a-z-]*/g) ?? [])
  for (const { line, about } of examples) {
    expect(about).not.toBe('')
    // One that belongs to another command, such as collecting from what is replayed, is held to that one's words elsewhere.
    const own = line.split(/[|;]/).find((part) => new RegExp(`\\bskilltide ${name}\\b`).test(part)) ?? ''
    const used = own.replace(/'[^']*'|"[^"]*"/g, '').match(/(?<=\s)--[a-z][a-z-]*/g) ?? []
    expect([...flags, '--help']).toEqual(expect.arrayContaining(used))
  }
})
