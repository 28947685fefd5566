import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Skill } from '../../src/skills/catalog/skill.ts'
import { rulesVersion } from '../../src/skills/edition.ts'
import { createTagger } from '../../src/skills/tagger.ts'
import { postings } from './postings.ts'
import { blind } from './postings-blind.ts'
import { wider } from './postings-wider.ts'

/** A catalog of its own, so that what moves here are the rules alone. */
const catalog: Skill[] = [
  { id: 'pytorch', name: 'PyTorch', group: 'frameworks', aliases: ['pytorch'] },
  { id: 'tensorflow', name: 'TensorFlow', group: 'frameworks', aliases: ['tensorflow', '=TF'] },
  { id: 'jax', name: 'JAX', group: 'frameworks', aliases: [{ text: 'jax', context: { ml: 'posting' } }] },
  { id: 'spark', name: 'Spark', group: 'data', aliases: ['spark'], not: ['spark joy'] },
  { id: 'kubernetes', name: 'Kubernetes', group: 'platform', aliases: ['kubernetes'] },
  { id: 'python', name: 'Python', group: 'languages', aliases: ['python'] },
]
const tagger = createTagger(catalog)
const all = [...postings, ...wider, ...blind]

/** The lines of the invented postings, put together anew: two thousand texts that are the same in every run. */
function* corpus() {
  const lines = all.flatMap(({ text }) => text.split('\n'))
  const titles = all.map(({ title }) => title)
  let seed = 1
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (const { title, text } of all) yield { title, text: { role: text, company: '' } }
  for (let text = 0; text < 2000; text++) {
    const some = (most: number) => Array.from({ length: next(most) }, () => lines[next(lines.length)]).join('\n')
    yield { title: titles[next(titles.length)]!, text: { role: some(14), company: some(4) }, posted: '2026-05' }
  }
}

describe('the name of an edition', () => {
  test('changes with what the rules read: raise rulesVersion, and write the new digest here', () => {
    const hash = createHash('sha256')
    for (const input of corpus()) hash.update(JSON.stringify(tagger.tag(input)))
    expect({ rulesVersion, read: hash.digest('hex').slice(0, 16) }).toEqual({
      rulesVersion: 6,
      read: 'dc008d7f8fef94fb',
    })
  })

  test('changes with any skill, spelling or context of the catalog, and with the user’s own', () => {
    const names = [
      tagger,
      createTagger(catalog.slice(1)),
      createTagger(
        catalog.map((skill) => (skill.id === 'jax' ? { ...skill, context: { ml: 'near' as const } } : skill)),
      ),
      createTagger(catalog, [{ id: 'quux', name: 'Quux', group: 'agents', aliases: ['quux'] }]),
      createTagger(catalog, [{ id: 'quux', name: 'Quux', group: 'agents', aliases: ['quuux'] }]),
    ].map(({ edition }) => edition)
    expect(new Set(names).size).toBe(names.length)
    expect(createTagger(catalog).edition).toBe(tagger.edition)
    expect(tagger.edition).toMatch(/^\d{4}\.\d{2}\.\d+-[\da-f]{8}$/)
  })
})
