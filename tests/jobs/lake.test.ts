import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import type { LakeManifest } from '../../jobs/lake.ts'
import { day } from '../../src/days.ts'
import type { SkillReportView } from '../../src/report/views.ts'
import { ask, asked, collected, newPath, numbers, refused } from '../support/asking.ts'
import { posting, scratchFolder, snapshot } from '../support/store.ts'

const first = day('2026-11-01')
const second = day('2026-11-22')
const today = day('2026-11-24')
const reads = [
  { on: first, jobs: numbers(1, 6) },
  { on: second, jobs: numbers(3, 8) },
  { on: today, jobs: numbers(4, 12) },
]

/** Boards of which each lists jobs, some of them over by now, and a lake of them. */
async function lake() {
  const path = newPath()
  await collected(path, 24, reads)
  const folder = join(scratchFolder(), 'lake')
  const told = await written(path, folder)
  return { path, folder, told }
}

interface Told {
  files: number
  written: number
  removed: number
  rows: Record<string, number>
}
const skills = ['pytorch', 'jax', 'tensorflow']
const written = (path: string, folder: string, on = today) =>
  asked<Told>(path, on, 'export', 'lake', '--out', folder, ...skills.flatMap((skill) => ['--skill', skill]))

const manifestIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as LakeManifest

/** Every file that the manifest names is there, whole. */
function expectWhole(folder: string): LakeManifest {
  const manifest = manifestIn(folder)
  for (const { path, bytes, sha256 } of manifest.files) {
    const body = readFileSync(join(folder, path))
    expect([body.length, createHash('sha256').update(body).digest('hex')], path).toEqual([bytes, sha256])
  }
  return manifest
}

/** The rows that DuckDB gives, the tables read as docs/lake.md says. */
async function query(folder: string, sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    for (const name of Object.keys(manifestIn(folder).tables)) {
      await connection.run(
        `create view ${name} as select * from read_parquet('${folder}/${name}/*/*.parquet', hive_partitioning = true)`,
      )
    }
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[]
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** The example of docs/lake.md. */
const exampleSql = (engine: string) => {
  const doc = readFileSync(resolve(import.meta.dirname, '../../docs/lake.md'), 'utf8')
  return new RegExp(`## ${engine}[\\s\\S]*?\`\`\`sql\\n([\\s\\S]*?)\`\`\``).exec(doc)![1]!
}

test('what DuckDB counts in the lake is what report says', async () => {
  const { path, folder, told } = await lake()
  const manifest = expectWhole(folder)
  expect(told).toMatchObject({ files: manifest.files.length, written: manifest.files.length, removed: 0 })
  const totals = Object.keys(told.rows).map((name) => `select '${name}' as name, count(*)::int as rows from ${name}`)
  const counted = await query(folder, totals.join(' union all '))
  expect(Object.fromEntries(counted.map(({ name, rows }) => [name, rows]))).toEqual(told.rows)
  expect(told.rows).toMatchObject({ postings: 288, snapshots: 72 })
  for (const skill of skills) {
    const report = await asked<SkillReportView>(path, today, 'report', skill)
    const figure = (measure: string) => report.figures.find((own) => own.measure === measure)!
    expect(figure('open').value).toBeGreaterThan(0)
    const [row] = await query(folder, exampleSql('DuckDB').replaceAll('pytorch', skill))
    expect(row).toEqual({
      ...{ naming: String(figure('open').value), jobs: String(figure('open').denominator) },
      share: figure('share').value,
    })
    const [stored] = await query(
      folder,
      `select value, denominator from figures where as_of = '${today}' and skill = '${skill}' and measure = 'share'`,
    )
    expect(stored).toEqual({ value: figure('share').value, denominator: String(figure('share').denominator) })
  }
}, 180_000)

test('only the parts that changed are written anew, and what a day said stays', async () => {
  const { path, folder } = await lake()
  const before = manifestIn(folder)
  expect(await written(path, folder)).toMatchObject({ written: 0, removed: 0, files: before.files.length })
  const next = day('2026-12-01')
  const store = await openStore(path, { now: () => 1 })
  await store.storeSnapshot(snapshot('greenhouse:tide0', next, 'complete', [posting('0-99')]), 1)
  await store.close()
  await ask(path, next, 'refresh')
  const told = await written(path, folder, next)
  const after = expectWhole(folder)
  const anew = after.files.filter(({ sha256 }) => before.files.every((file) => file.sha256 !== sha256))
  expect(anew.map(({ table, part }) => `${table} ${part}`).sort()).toEqual([
    ...['figures 2026-12-01', 'mentions 2026-12', 'mentions open', 'postings 2026-12', 'postings open'],
    ...['series 2026-12-01', 'snapshots 2026-12', 'traits 2026-12', 'traits open'],
  ])
  expect(told).toMatchObject({ written: 9, removed: 3 })
  const days = await query(folder, 'select distinct as_of::varchar as day from figures order by 1')
  expect(days).toEqual([{ day: '2026-11-24' }, { day: '2026-12-01' }])
  expect(await query(folder, 'select count(*)::int as n, count(distinct posting)::int as d from postings')).toEqual([
    { n: 289, d: 289 },
  ])
}, 180_000)

test('a run that is killed at any of its files leaves the old lake whole, and the next run brings it up', async () => {
  const { path, folder } = await lake()
  const old = readFileSync(join(folder, 'manifest.json'), 'utf8')
  const next = day('2026-11-30')
  const store = await openStore(path, { now: () => 1 })
  await store.storeSnapshot(snapshot('greenhouse:tide0', next, 'complete', [posting('0-99')]), 1)
  await store.close()
  await ask(path, next, 'refresh')
  const script = resolve(import.meta.dirname, '../support/write-lake.ts')
  const loader = resolve(import.meta.dirname, '../../node_modules/tsx/dist/loader.mjs')
  for (const at of [1, 4]) {
    const killed = spawnSync(process.execPath, ['--import', loader, script, path, folder, next, String(at)])
    expect([killed.signal, killed.stderr.toString()]).toEqual(['SIGKILL', ''])
    expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).toBe(old)
    expectWhole(folder)
  }
  await written(path, folder, next)
  const named = new Set(expectWhole(folder).files.map(({ path }) => path))
  const there = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'))
  expect(there.filter((name) => !named.has(name))).toEqual([])
  expect(existsSync(join(folder, '.lock'))).toBe(false)
}, 180_000)

test('the lake holds no e-mail address, no telephone number and no words of an advert', async () => {
  const path = newPath()
  await collected(path, 1, [{ on: today, jobs: [2] }])
  const store = await openStore(path, { now: () => 1 })
  const title = 'Engineer, ask ada@tide.example or +47 912 34 567'
  await store.storeSnapshot(
    snapshot('greenhouse:tide0', day('2026-11-25'), 'complete', [
      posting('1', {
        title,
        url: 'javascript:alert(1)',
        text: { role: 'Write to ada@tide.example of the swell.', company: '' },
      }),
    ]),
    1,
  )
  await store.close()
  const folder = join(scratchFolder(), 'lake')
  await written(path, folder, day('2026-11-25'))
  const rows = JSON.stringify(await query(folder, 'select * from postings'))
  expect(rows).toContain('Engineer, ask [address removed] or [number removed]')
  expect(rows).not.toMatch(/ada@|912|swell|javascript/)
}, 180_000)

test('a folder of others is left alone, and what the lake has no use for is refused', async () => {
  const path = newPath()
  await collected(path, 1, [{ on: today, jobs: [2] }])
  const folder = scratchFolder()
  writeFileSync(join(folder, 'notes.txt'), 'mine')
  const other = scratchFolder()
  writeFileSync(join(other, 'manifest.json'), '{"name":"an app"}')
  mkdirSync(join(other, 'postings'))
  expect(await refused(path, today, 'export', 'lake', '--out', folder)).toBe(
    `2: Nothing was written to ${folder}: it holds files and is no lake. Name an empty or a new folder.`,
  )
  expect(await refused(path, today, 'export', 'lake', '--out', other)).toBe(
    `2: Nothing was written to ${other}: its manifest.json is not of a lake. Name an empty or a new folder.`,
  )
  expect(readdirSync(folder)).toEqual(['notes.txt'])
  expect(await refused(path, today, 'export', 'lake', '--format', 'csv')).toBe(
    '2: "export lake" takes no --format: the lake is Parquet, and holds all that is known today.',
  )
  expect(await refused(path, today, 'export', 'lake', 'figures')).toContain('2: There is no dataset "lake".')
})
