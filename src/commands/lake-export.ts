/** `export lake`: what `export` does for the one target that is no file but a folder of partitioned Parquet. */
import { join } from 'node:path'
import { publicationsOf } from '../../jobs/publications.ts'
import { skillReport } from '../answers/skill-report.ts'
import type { App } from '../app.ts'
import { exit, UserError } from '../domain.ts'
import { scrapersById } from '../in-force.ts'
import { jsonText } from '../report/json-text.ts'
import { count, counted } from '../report/wording.ts'
import { askingOf, followedSkills, withoutStore } from './asked.ts'
import { flagOption, folderOption, type Given, listOption, type Output, textOption } from './command.ts'
import { keepPublished } from './publishing.ts'

const others = ['format', 'asOf', 'since', 'bom', 'raw'] as const

export async function exportLake(app: App, given: Given): Promise<Output> {
  const wrong = others.find((name) => {
    const value = given.options[name]
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
  })
  if (wrong !== undefined) {
    throw new UserError(
      `"export lake" takes no --${wrong === 'asOf' ? 'as-of' : wrong}: the lake is Parquet, and holds all that is known today.`,
    )
  }
  const folder = folderOption(given, 'out') ?? join(app.config.out, 'lake')
  const nothing = withoutStore(app, given)
  if (nothing !== null) return nothing
  const population = textOption(given, 'population')
  const asking = await askingOf(app, population === undefined ? {} : { population })
  const followed = await followedSkills(app, asking, listOption(given, 'skill'))
  const { writeLake } = await import('../../jobs/lake.ts')
  const published: Parameters<typeof keepPublished>[2][number][] = []
  const { manifest, written, removed } = await writeLake({
    ...{ store: asking.store, folder, asOf: asking.asOf, madeAt: new Date(app.now()).toISOString() },
    edition: (await asking.store.edition()) ?? 'none',
    attributions: new Map([...scrapersById].map(([id, { source }]) => [id, source])),
    reports: async function* () {
      for (const skill of followed) {
        app.progress(`figures of ${skill.name}`)
        const view = await skillReport(asking, skill.id)
        published.push({ skill: skill.id, figures: publicationsOf(view) })
        yield view
      }
    },
    onFile: (path) => app.progress(path),
  })
  await keepPublished(app, asking, published)
  const { files, tables } = manifest
  const bytes = (of: typeof files) => of.reduce((sum, file) => sum + file.bytes, 0)
  const told = {
    ...{ folder, asOf: manifest.asOf, edition: manifest.edition, files: files.length, bytes: bytes(files) },
    ...{ written: written.length, writtenBytes: bytes(written), removed },
    rows: Object.fromEntries(Object.entries(tables).map(([name, { rows }]) => [name, rows])),
  }
  if (flagOption(given, 'json')) return { text: jsonText(told, 2), exitCode: exit.done }
  const kB = (size: number) => `${count(Math.ceil(size / 1024))} kB`
  return {
    text: [
      `${folder}: ${counted(told.files, 'file')}, ${kB(told.bytes)}; ${count(told.written)} written anew (${kB(told.writtenBytes)}).`,
      Object.entries(told.rows)
        .map(([name, rows]) => `${name} ${count(rows)}`)
        .join(' · '),
      `${join(folder, 'manifest.json')} names the files; docs/lake.md shows how to ask them.`,
    ].join('\n'),
  }
}
