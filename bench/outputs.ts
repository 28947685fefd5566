/** What goes out: a million rows read back by another program, writers killed at random moments, and the same bytes in ten settings. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { day } from '../src/days.ts'
import { writeDatasets } from '../src/report/dataset-file.ts'
import { dataset } from '../src/report/datasets.ts'
import { employerRow } from '../src/report/rows.ts'
import { jobsOf, numbers } from '../tests/support/asking.ts'
import { runCli } from '../tests/support/cli.ts'
import { seeded } from '../tests/support/faultd.ts'
import { filledStore, newFolder, removeFolder, servedOn } from '../tests/support/server.ts'

const root = resolve(import.meta.dirname, '..')

/** `npm run bench outputs [rows=1048600] [kills=200] [seed=1] [settings=10]`; 0 leaves a part out. */
export default async function measure(words: string[]): Promise<string> {
  const [rows = 1_048_600, kills = 200, seed = 1, most = settings.length] = words.map(Number)
  const told: string[] = []
  if (rows > 0) told.push(await manyRows(rows))
  if (kills > 0) told.push(await killed(kills, seeded(seed)))
  if (most > 0) told.push(await inSettings(settings.slice(0, most)))
  return told.join('\n')
}

const texts = ['Tide', '=1+1', '"quoted", with commas', 'two\r\nlines', "it's", '\u2028', 'Ørsted 機械', '+47', ' lead']

/** G8: more rows than a sheet has lines, in every format, counted and summed by DuckDB. */
async function manyRows(wanted: number): Promise<string> {
  const folder = newFolder()
  const on = day('2026-11-24')
  const rowAt = (at: number) =>
    employerRow(
      {
        ...{ employer: `e${at}`, name: `${texts[at % texts.length]!} ${at}`, skill: 'pytorch', population: 'ai' },
        ...{ open: 9, naming: at % 9, required: 1, status: 'observed', flags: [] },
      },
      on,
    )
  function* pages() {
    for (let from = 0; from < wanted; from += 5_000)
      yield Array.from({ length: Math.min(5_000, wanted - from) }, (_, at) => rowAt(from + at))
  }
  const start = process.cpuUsage()
  const written = await writeDatasets([{ dataset: dataset('employers'), rows: pages() }], {
    ...{ folder, day: on, formats: ['csv', 'jsonl', 'parquet'] },
  })
  const { user, system } = process.cpuUsage(start)
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  let sum = 0
  for (let at = 0; at < wanted; at++) sum += at % 9
  const wrong: string[] = []
  const readers = {
    csv: `read_csv('${folder}/employers-2026-11-24*.csv', header = true, all_varchar = true, quote = '"', escape = '"', strict_mode = true)`,
    jsonl: `read_json('${folder}/employers-2026-11-24*.jsonl', format = 'newline_delimited')`,
    parquet: `read_parquet('${folder}/employers-2026-11-24*.parquet')`,
  }
  for (const [format, reader] of Object.entries(readers)) {
    const answer = await connection.runAndReadAll(
      `select count(*), sum(cast(naming as bigint)), count(distinct employer), count(distinct employer_name) from ${reader}`,
    )
    const found = answer.getRows()[0]!.map(Number)
    const expected = [wanted, sum, wanted, wanted]
    if (found.join() !== expected.join()) wrong.push(`${format} holds ${found.join(', ')} for ${expected.join(', ')}`)
  }
  connection.closeSync()
  const sheets = written.filter(({ format }) => format === 'csv').map((file) => file.rows)
  removeFolder(folder)
  return `G8: ${wanted} rows in ${sheets.length} sheets (${sheets.join(' and ')} rows), JSON lines and Parquet, read back by DuckDB: ${wrong.length === 0 ? 'every row and sum' : wrong.join('; ')}; ${((user + system) / 1e6).toFixed(1)} s of processor time`
}

/** G11: a process that writes exports and a site without end, killed; what is there then is looked at, and the next one goes on. */
async function killed(kills: number, random: () => number): Promise<string> {
  const folder = newFolder()
  const found = { 'half files': 0, 'mixed sites': 0, 'sites away until the next run': 0 }
  for (let kill = 0; kill < kills; kill++) {
    const words = [
      '--import',
      'tsx',
      join(root, 'tests/support/write-published.ts'),
      folder,
      String(1_000_000 * (kill + 1)),
    ]
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((begun) => child.stdout.once('data', begun))
    await new Promise((wait) => setTimeout(wait, random() * 300))
    child.kill('SIGKILL')
    await new Promise((ended) => child.once('exit', ended))
    for (const name of readdirSync(join(folder, 'out')).filter((each) => !each.startsWith('.'))) {
      if (!isWhole(join(folder, 'out', name))) found['half files'] += 1
    }
    const site = join(folder, 'site')
    if (!existsSync(site)) found['sites away until the next run'] += 1
    else if (new Set(numbers(0, 39).map((at) => readFileSync(join(site, `deep/${at}.html`), 'utf8'))).size !== 1)
      found['mixed sites'] += 1
  }
  const left = readdirSync(join(folder, 'out')).filter(
    (name) => name.endsWith('.part') || name.endsWith('.latest'),
  ).length
  removeFolder(folder)
  const told = Object.entries(found).map(([what, times]) => `${times} ${what}`)
  return `G11: ${kills} kills of writing exports and a site: ${told.join(', ')}; ${left} parts of dead runs left`
}

/** Two thousand rows of one mark, whatever the format. */
function isWhole(path: string): boolean {
  const bytes = readFileSync(path)
  if (path.endsWith('.parquet'))
    return bytes.subarray(0, 4).toString() === 'PAR1' && bytes.subarray(-4).toString() === 'PAR1'
  const lines = bytes.toString('utf8').trimEnd().split('\n')
  const rows = path.endsWith('.csv') ? lines.slice(1) : lines
  return rows.length === 2_000 && new Set(rows.map((row) => row.trimEnd())).size === 1
}

interface Setting {
  name: string
  env: Record<string, string>
  deep?: true
}

const settings: Setting[] = [
  { name: 'as it is', env: {} },
  { name: 'Tokyo', env: { TZ: 'Asia/Tokyo' } },
  { name: 'Honolulu', env: { TZ: 'Pacific/Honolulu' } },
  { name: 'Kathmandu', env: { TZ: 'Asia/Kathmandu' } },
  { name: 'German', env: { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' } },
  { name: 'Turkish', env: { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' } },
  { name: 'no locale', env: { LC_ALL: 'C', LANG: 'C' } },
  { name: 'narrow, in colour', env: { COLUMNS: '40', FORCE_COLOR: '3' } },
  { name: 'another folder and one thread', env: { UV_THREADPOOL_SIZE: '1' }, deep: true },
  { name: 'little memory', env: { NODE_OPTIONS: '--max-old-space-size=256' } },
]

/** G13: exports in every format, the digest and the site of one store. */
async function inSettings(wanted: Setting[]): Promise<string> {
  const folder = newFolder()
  const store = join(folder, 'store.sqlite')
  await filledStore(
    store,
    numbers(0, 29).map((at) => jobsOf(at, numbers(1, 20))),
    3,
  )
  const hashes = new Map<string, string>()
  const others: string[] = []
  for (const [at, { name, env, deep }] of wanted.entries()) {
    const cwd = join(folder, deep ? 'a folder with spaces/and more' : `run${at}`)
    mkdirSync(cwd, { recursive: true })
    // Each run finds the store as the first did: publishing notes what went out.
    cpSync(store, join(cwd, 'store.sqlite'))
    const runs = [
      ['export', '--format', 'csv', '--format', 'jsonl', '--format', 'parquet', '--out', 'out'],
      ['page', '--out', 'site', '--skill', 'pytorch', '--skill', 'tensorflow', '--address', 'https://example.com/'],
    ]
    for (const words of runs) {
      const ran = await runCli([...words, '--db', 'store.sqlite'], { cwd, env: { SKILLTIDE_TODAY: servedOn, ...env } })
      if (ran.code !== 0 && ran.code !== 3)
        throw new Error(`${name}: ${words[0]} ended with ${ran.code}: ${ran.stderr}`)
    }
    const hash = digestOf(cwd, ['out', 'site'])
    hashes.set(name, hash)
    if (hash !== hashes.get(wanted[0]!.name)) others.push(name)
  }
  removeFolder(folder)
  return `G13: exports in three formats and a site in ${wanted.length} settings: ${others.length === 0 ? 'the same bytes in all' : `other bytes in ${others.join(', ')}`}`
}

function digestOf(folder: string, parts: string[]): string {
  const hash = createHash('sha256')
  for (const part of parts)
    for (const name of readdirSync(join(folder, part), { recursive: true }).map(String).sort()) {
      const path = join(folder, part, name)
      if (statSync(path).isFile()) hash.update(`${part}/${name}\0`).update(readFileSync(path))
    }
  return hash.digest('hex')
}
