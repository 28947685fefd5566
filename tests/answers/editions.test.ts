/** A catalog that changes: all history is read again under the new edition's name, and the old one's answers stay. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { day } from '../../src/days.ts'
import type { Figure } from '../../src/domain.ts'
import type { SkillReportView } from '../../src/report/views.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'
import { ask, asked, collected, days, newPath, numbers } from '../support/asking.ts'
import { emptyStore, noon, scratchFolder } from '../support/store.ts'

const today = '2026-11-24'
const asOf = ['--as-of', '2026-11-17']
const words = [
  ...['report', 'trend', 'explain'].map((command) => [command, 'pytorch', ...asOf, '--json']),
  ['compare', 'pytorch', 'jax', ...asOf],
  ['trend', 'jax', '--by', 'day', ...asOf],
  ['top', ...asOf],
]

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A config that adds a skill which the texts name. */
function withOwnSkill(): string {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'mine.yaml'), '- id: gauge\n  name: Gauge\n  group: agents\n  aliases: [gauge]\n')
  const config = join(folder, 'skilltide.yaml')
  writeFileSync(config, 'skills:\n  file: mine.yaml\n')
  return config
}

test('D12: a new edition tells all history anew under its own name, and the old one still says what it said', async () => {
  const path = newPath()
  await collected(
    path,
    5,
    days('2026-11-02', today).map((on, at) => ({ on, jobs: numbers(1 + at, 12 + at) })),
  )
  const answers = async () => {
    const given = []
    for (const asking of words) given.push(await ask(path, today, ...asking))
    return given
  }
  const figures = async () => (await asked<SkillReportView>(path, today, 'report', 'pytorch', ...asOf)).figures
  const inStore = async () => {
    const store = await emptyStore(path)
    const kept = {
      published: await store.published({ skill: 'pytorch' }),
      mentions: await store.drawMentions({ edition: old, skill: 'pytorch', seed: 1, limit: 50 }),
      texts: await store.textsBySkill(old),
    }
    await store.close()
    return kept
  }
  const old = createTagger(catalog).edition
  const then = { answers: await answers(), figures: await figures() }
  const store = await emptyStore(path)
  await store.publish(then.figures, 'digest', noon(day('2026-11-17')))
  await store.close()
  const kept = await inStore()
  expect(kept.published.length).toBe(then.figures.length)
  expect(kept.mentions.length).toBeGreaterThan(0)

  vi.stubEnv('SKILLTIDE_CONFIG', withOwnSkill())
  expect((await ask(path, today, 'refresh')).text).toMatch(/^[1-9]\d* texts tagged, 0 employers/)
  const now = await figures()
  const { edition } = now[0]!.vintage
  expect(edition).not.toBe(old)
  const renamed = (figure: Figure) => ({ ...figure, vintage: { ...figure.vintage, edition } })
  // Only among more skills can a rank be another.
  const unranked = (figures: Figure[]) => figures.filter(({ measure }) => measure !== 'rank')
  expect(unranked(now)).toEqual(unranked(then.figures.map(renamed)))
  expect((await asked<SkillReportView>(path, today, 'report', 'gauge', ...asOf)).figures[0]).toMatchObject({
    ...{ measure: 'open', value: 60, status: 'observed' },
    vintage: { asOf: '2026-11-17', edition },
  })
  expect(await inStore()).toEqual(kept)

  vi.unstubAllEnvs()
  expect((await ask(path, today, 'refresh')).text).toMatch(/^Everything was up to date\.|^0 texts tagged/)
  expect(await answers()).toEqual(then.answers)
})
