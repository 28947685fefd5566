import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { describe, expect, test } from 'vitest'
import { day } from '../../src/days.ts'
import { type Order, writeDatasets } from '../../src/report/dataset-file.ts'
import { type Dataset, dataset, type Row } from '../../src/report/datasets.ts'
import { employerRow, postingRow } from '../../src/report/rows.ts'
import { writeFileWhole } from '../../src/report/write-file.ts'
import { parseCsv } from '../support/parse-csv.ts'
import { scratchFolder } from '../support/store.ts'

const employers = dataset('employers')
const on = day('2026-11-24')
const row = (name: string, naming = 3): Row =>
  employerRow(
    {
      employer: name,
      name,
      skill: 'pytorch',
      population: 'ai',
      open: 9,
      naming,
      required: 1,
      status: 'observed',
      flags: [],
    },
    on,
  )
const write = (rows: Row[], folder: string, over: Partial<Order> = {}, of: Dataset = employers) =>
  writeDatasets([{ dataset: of, rows: [rows] }], { folder, day: on, formats: ['csv'], ...over })

test('a dataset goes to a dated file and to "latest", with its rows, bytes and hash told', async () => {
  const folder = join(scratchFolder(), 'exports')
  const [written] = await write([row('Tide'), row('Ebb')], folder)
  expect(readdirSync(folder).sort()).toEqual(['employers-2026-11-24.csv', 'employers-latest.csv'])
  const bytes = readFileSync(written!.path)
  expect(written).toEqual({
    dataset: 'employers',
    format: 'csv',
    path: join(folder, 'employers-2026-11-24.csv'),
    rows: 2,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  expect(readFileSync(join(folder, 'employers-latest.csv'))).toEqual(bytes)
})

test('G13: the same rows give the same bytes in every format', async () => {
  const formats = ['csv', 'jsonl', 'parquet'] as const
  const [first, second] = [scratchFolder(), scratchFolder()]
  const hashes = async (folder: string) => (await write([row('Tide')], folder, { formats })).map(({ sha256 }) => sha256)
  expect(await hashes(first)).toEqual(await hashes(second))
})

test('Parquet and JSON lines hold the rows that CSV holds, with null for empty and texts as they are', async () => {
  const folder = scratchFolder()
  const rows = [row('=Tide\u2028'), { ...row('Ebb'), required: null }]
  await write(rows, folder, { formats: ['csv', 'jsonl', 'parquet'] })
  const file = readFileSync(join(folder, 'employers-latest.parquet'))
  const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
  const read = await parquetReadObjects({ file: buffer as ArrayBuffer })
  expect(read.map((each) => ({ ...each, ...numbers(each) }))).toEqual(rows)
  const lines = readFileSync(join(folder, 'employers-latest.jsonl'), 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as Row)).toEqual(rows)
  expect(lines[0]).toContain('\\u2028')
  const csv = parseCsv(readFileSync(join(folder, 'employers-latest.csv'), 'utf8'))
  expect(csv[1]![2]).toBe("'=Tide\u2028")
})

test('a posting that asks for half a year goes out as it stands, in every format', async () => {
  const folder = scratchFolder()
  const text = {
    board: 'ashby:tide',
    externalId: '1',
    source: 'ashby',
    title: 'Gauger',
    company: 'Tide',
    employer: 'tide',
  }
  const half = postingRow(
    {
      ...text,
      ...{ url: null, locations: [], countries: [], workplace: 'remote', employment: null, publishedOn: null },
      ...{ firstSeen: on, lastSeen: on, endedOn: null, vacancy: 1, skills: [], role: null, seniority: null },
      ...{ years: { min: 0.5, max: 1.5 }, pay: null, attribution: 'Tide' },
    },
    on,
  )
  await write([half], folder, { formats: ['csv', 'jsonl', 'parquet'] }, dataset('postings'))
  const file = readFileSync(join(folder, 'postings-latest.parquet'))
  const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
  const asked = { years_min: 0.5, years_max: 1.5 }
  expect(await parquetReadObjects({ file: buffer as ArrayBuffer })).toMatchObject([asked])
  expect(JSON.parse(readFileSync(join(folder, 'postings-latest.jsonl'), 'utf8'))).toMatchObject(asked)
  const [heads, values] = parseCsv(readFileSync(join(folder, 'postings-latest.csv'), 'utf8'))
  expect(Object.keys(asked).map((name) => values![heads!.indexOf(name)])).toEqual(['0.5', '1.5'])
})

const numbers = (of: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(of).flatMap(([name, value]) => (typeof value === 'bigint' ? [[name, Number(value)]] : [])),
  )

test('G8: a CSV longer than a sheet is split, and no row is lost', async () => {
  const folder = scratchFolder()
  const rows = Array.from({ length: 25 }, (_, at) => row(`Employer ${at}`))
  const written = await write(rows, folder, { sheet: 11 })
  expect(written.map(({ path, rows }) => [path.slice(folder.length + 1), rows])).toEqual([
    ['employers-2026-11-24.1.csv', 10],
    ['employers-2026-11-24.2.csv', 10],
    ['employers-2026-11-24.3.csv', 5],
  ])
  const names = written.flatMap(({ path }) =>
    parseCsv(readFileSync(path, 'utf8'))
      .slice(1)
      .map((cells) => cells[3]),
  )
  expect(names).toEqual(rows.map((each) => each['employer_name']))
})

describe('G10: a folder that cannot be written', () => {
  const out = (parent: string) => join(parent, 'out')
  const refusals: [string, (parent: string) => void, (parent: string) => string, RegExp][] = [
    ['is a file', (parent) => writeFileSync(out(parent), ''), out, /a file stands where a folder is needed/],
    [
      'lies in a file',
      (parent) => writeFileSync(out(parent), ''),
      (parent) => join(out(parent), 'deep'),
      /a file stands where a folder is needed/,
    ],
    [
      'holds a folder of the file’s name',
      (parent) => mkdirSync(join(parent, 'employers-2026-11-24.csv')),
      (parent) => parent,
      /a folder of that name is in the way/,
    ],
    [
      'is a link to nothing',
      (parent) => symlinkSync(join(parent, 'nowhere'), out(parent)),
      out,
      /a link there leads nowhere/,
    ],
    ['is a device', () => {}, () => '/dev/full/exports', /a file stands where a folder is needed/],
  ]
  test.each(refusals)('%s: says so, and leaves nothing half written', async (_, prepare, folderIn, says) => {
    const parent = scratchFolder()
    prepare(parent)
    const before = readdirSync(parent).sort()
    await expect(write([row('Tide')], folderIn(parent))).rejects.toThrow(says)
    expect(readdirSync(parent).sort()).toEqual(before)
  })

  test('that the user may not write to', async (context) => {
    if (process.getuid?.() === 0) return context.skip('root may write anywhere')
    const folder = scratchFolder()
    chmodSync(folder, 0o500)
    await expect(write([row('Tide')], folder)).rejects.toThrow(/you may not write there/)
  })

  test('with a row that breaks its schema leaves the files of before', async () => {
    const folder = scratchFolder()
    await write([row('Tide')], folder)
    const before = readFileSync(join(folder, 'employers-latest.csv'))
    await expect(write([row('Ebb'), { ...row('Flow'), status: null }], folder)).rejects.toThrow(/employers.status/)
    expect(readFileSync(join(folder, 'employers-latest.csv'))).toEqual(before)
    expect(readdirSync(folder)).toHaveLength(2)
  })

  test('through a link to a folder writes into that folder', async () => {
    const parent = scratchFolder()
    mkdirSync(join(parent, 'real'))
    symlinkSync(join(parent, 'real'), join(parent, 'out'))
    await write([row('Tide')], join(parent, 'out'))
    expect(readdirSync(join(parent, 'real'))).toHaveLength(2)
  })
})

test('parts of runs that were killed go with the next one, those of a run under way stay', async () => {
  const folder = scratchFolder()
  const dead = spawn(process.execPath, ['-e', ''])
  await new Promise((done) => dead.once('close', done))
  const names = [
    `.skills.0.csv.${dead.pid}.part`,
    `.skills.0.csv.${dead.pid}.part.latest`,
    `.series.1.csv.${process.ppid}.part`,
  ]
  for (const name of [...names, '.profile']) writeFileSync(join(folder, name), '')
  await write([row('Tide')], folder)
  expect(
    readdirSync(folder)
      .filter((name) => name.startsWith('.'))
      .sort(),
  ).toEqual(['.profile', names[2]])
})

test('G11: killed at any moment, a file is the old one or the new one', async () => {
  const folder = scratchFolder()
  const path = join(folder, 'page.html')
  await writeFileWhole(path, 'a'.repeat(300_000))
  const script = join(import.meta.dirname, '../support/write-forever.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, path], {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((started) => child.stdout.once('data', started))
  let mixed = 0
  for (let look = 0; look < 200; look++) {
    const text = readFileSync(path, 'utf8')
    if (text.length !== 300_000 || text !== text[0]!.repeat(300_000)) mixed += 1
    await new Promise((wait) => setTimeout(wait, 1))
  }
  child.kill('SIGKILL')
  await new Promise((ended) => child.once('exit', ended))
  const last = readFileSync(path, 'utf8')
  expect(last).toBe(last[0]!.repeat(300_000))
  expect(mixed).toBe(0)
  expect(existsSync(path)).toBe(true)
})
