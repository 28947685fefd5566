import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/domain.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'
import { readUserSkills } from '../../src/skills/user-skills.ts'

const refusal = (yaml: string): string => {
  try {
    readUserSkills(yaml, catalog, 'mine.yaml')
    return 'read without complaint'
  } catch (error) {
    expect(error).toBeInstanceOf(UserError)
    return (error as Error).message
  }
}

describe('skills of a user', () => {
  test('count beside the catalog, under an edition of their own', () => {
    const own = readUserSkills(
      '- id: quuxtorch\n  name: Quuxtorch\n  group: frameworks\n  aliases: [quuxtorch, {text: QT, exact: true, context: {near: [quuxtorch]}}]\n  implies: [pytorch]\n',
      catalog,
    )
    const tagger = createTagger(catalog, own)
    const found = tagger.find({ title: '', text: { role: 'Quuxtorch', company: '' } }).map(({ skill }) => skill)
    expect(found).toEqual(['quuxtorch', 'pytorch'])
    expect(tagger.edition).toMatch(/^\d{4}\.\d{2}\.\d+-[\da-f]{8}\+[\da-f]{8}$/)
    expect(createTagger(catalog).edition).not.toContain('+')
  })

  test.each([
    ['id: x', 'mine.yaml: it takes a list of skills, each with id, name, group and aliases'],
    [
      '- id: x\n  name: X\n  group: agents\n  aliases: [x]\n  alias: y',
      'mine.yaml:1: there is no key "alias". Did you mean "aliases"?',
    ],
    ['\n- id: pytorch\n  name: X\n  group: agents\n  aliases: [x]', 'mine.yaml:2: the id "pytorch" is taken'],
    [
      '- id: x\n  name: X\n  group: agents\n  aliases: ["100%"]',
      'mine.yaml:1: the alias "100%" holds "%", which no posting is searched for',
    ],
    [
      '- id: x\n  name: X\n  group: agents\n  aliases: []',
      'mine.yaml:1: aliases: Too small: expected array to have >=1 items',
    ],
  ])('%j is refused with its line and the reason', (yaml, message) => {
    expect(refusal(yaml)).toBe(message)
  })
})
