import { join } from 'node:path'
import { publicationsOf } from '../../jobs/publications.ts'
import { type Answers, publishDatasets } from '../../jobs/publish.ts'
import { employerRecords, postingRecords } from '../answers/records.ts'
import { addDays, type Day, maybeDay } from '../days.ts'
import { exit, UserError } from '../domain.ts'
import { scrapersById } from '../in-force.ts'
import { didYouMean } from '../nearest.ts'
import { type Dataset, datasets } from '../report/datasets.ts'
import { type Format, formatNamed } from '../report/formats.ts'
import { jsonText } from '../report/json-text.ts'
import { count, counted } from '../report/wording.ts'
import { askingOf, followedSkills, withoutStore } from './asked.ts'
import { defineCommand, flagOption, folderOption, type Given, listArgument, listOption, textOption } from './command.ts'
import { keepPublished } from './publishing.ts'

const names = datasets.map(({ name }) => name)

export default defineCommand({
  name: 'export',
  summary: 'Write figures, skills, series, postings and employers as CSV, JSON lines or Parquet',
  about:
    'Each dataset goes to a dated file and to "latest": figures-2026-11-24.csv and figures-latest.csv. All are written whole or none is. "lake" instead brings a folder of partitioned Parquet up to the store, writing only what changed (docs/lake.md). docs/data-dictionary.md tells every column. Texts of others are made safe for spreadsheets; --raw leaves them as they came, and a spreadsheet may then carry out what a stranger wrote.',
  arguments: [{ name: '[datasets...]', about: `${names.join(', ')}; all when left out; or lake, alone` }],
  options: [
    { flags: '--format <format>', about: 'csv, jsonl or parquet; several times for several', many: true },
    { flags: '--out <folder>', about: 'where to (otherwise the folder "exports" of the out folder)' },
    { flags: '--skill <skill>', about: 'only this skill; several times for several', many: true },
    { flags: '--population <name>', about: 'ai, all, role:ml_engineer, country:DE' },
    { flags: '--as-of <day>', about: 'as known on that day' },
    { flags: '--since <day>', about: 'postings on show since that day; otherwise the open ones' },
    { flags: '--bom', about: 'CSV with a byte order mark, for spreadsheets that guess the encoding' },
    { flags: '--raw', about: 'CSV with texts exactly as they came, formulas and all' },
    { flags: '--json', about: 'what was written, as data' },
  ],
  examples: [
    { line: 'skilltide export', about: 'everything as CSV' },
    { line: 'skilltide export skills --bom', about: 'one row a skill, for a spreadsheet' },
    { line: 'skilltide export postings --since 2026-01-01 --format parquet', about: 'for an analyst' },
    { line: 'skilltide export lake --out lake', about: 'all there is, for DuckDB, Spark or ClickHouse' },
  ],
  async run(app, given) {
    const named = listArgument(given, 0)
    if (named.length === 1 && named[0] === 'lake') return (await import('./lake-export.ts')).exportLake(app, given)
    const wanted = datasetsNamed(named)
    const formats = formatsNamed(listOption(given, 'format'))
    const asOf = dayOption(given, 'asOf', 'as-of') ?? app.today()
    const since = dayOption(given, 'since', 'since') ?? asOf
    if (since > asOf) throw new UserError(`--since ${since} lies after ${asOf}; there is nothing between.`)
    const folder = folderOption(given, 'out') ?? join(app.config.out, 'exports')
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    const { skillReport } = await import('../answers/skill-report.ts')
    const population = textOption(given, 'population')
    const asking = await askingOf(app, { asOf, ...(population === undefined ? {} : { population }) })
    const followed = await followedSkills(app, asking, listOption(given, 'skill'))
    const { store } = asking
    const reports = once(async () => {
      const views = []
      for (const skill of followed) {
        app.progress(`figures of ${skill.name}`)
        views.push(await skillReport(asking, skill.id))
      }
      return views
    })
    const sources = new Map([...scrapersById].map(([id, { source }]) => [id, source]))
    const answers: Answers = {
      asOf,
      reports: async function* () {
        yield* await reports()
      },
      postings: () => postingRecords(store, since === asOf ? asOf : addDays(since, -1), asOf, sources),
      employers: async () =>
        employerRecords(
          asking,
          followed.map(({ id }) => id),
        ),
    }
    const written = await publishDatasets(wanted, answers, {
      folder,
      day: asOf,
      formats,
      choices: { bom: flagOption(given, 'bom'), raw: flagOption(given, 'raw') },
    })
    if (wanted.some((name) => name !== 'postings' && name !== 'employers')) {
      const views = await reports()
      await keepPublished(
        app,
        asking,
        views.map((view) => ({ skill: view.skill.id, figures: publicationsOf(view) })),
      )
    }
    if (flagOption(given, 'json')) return { text: jsonText(written, 2), exitCode: exit.done }
    const lines = written.map(
      ({ path, rows, bytes }) => `${path}: ${counted(rows, 'row')}, ${count(Math.ceil(bytes / 1024))} kB`,
    )
    return { text: [...lines, 'The same under "latest". docs/data-dictionary.md tells every column.'].join('\n') }
  },
})

function datasetsNamed(asked: string[]): Dataset['name'][] {
  const wrong = asked.find((name) => !names.includes(name as Dataset['name']))
  if (wrong !== undefined) {
    throw new UserError(`There is no dataset "${wrong}".${didYouMean(wrong, names)} There are ${names.join(', ')}.`)
  }
  return asked.length === 0 ? names : names.filter((name) => asked.includes(name))
}

const formatsNamed = (asked: string[]): Format[] =>
  asked.length === 0 ? ['csv'] : [...new Set(asked.map(formatNamed))]

function dayOption(given: Given, name: string, flag: string): Day | undefined {
  const text = textOption(given, name)
  if (text === undefined) return undefined
  const found = maybeDay(text)
  if (found === null) throw new UserError(`--${flag} takes a day such as 2026-11-24, not "${text}"`)
  return found
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | null = null
  return () => {
    made ??= make()
    return made
  }
}
