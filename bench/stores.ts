/**
 * SQLite against PostgreSQL: the same answers, and a whole store there and back.
 * `stores answers STORE.sqlite=TODAY …`: each file is taken to a database, every figure command is asked of both, and the
 * answers are compared byte by byte. `stores move [postings=1000000 or STORE.sqlite]`: a seeded market of short texts, or a store, goes there and back;
 * `stores fill POSTINGS STORE.sqlite` makes such a store; `stores halfyear STORE.sqlite [boards=60]` one of 26 weeks of boards with
 * faults, read day by day on loopback.
 */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { openStore } from '../db/open.ts'
import type { KnownBoard } from '../db/store.ts'
import { importLines } from '../jobs/import.ts'
import { moveStore } from '../jobs/move.ts'
import { addDays, day, weekOf } from '../src/days.ts'
import { boardOf, known, scrapersById } from '../src/in-force.ts'
import { runWords } from '../src/words.ts'
import { makeMarket, marketConfig, serveMarket } from '../tests/support/market.ts'
import { startServer } from '../tests/support/postgres.ts'
import { noon } from '../tests/support/store.ts'
import { marketLines } from './support/seeded-market.ts'

const signal = new AbortController().signal

export default async function measure([what = 'move', ...given]: string[]): Promise<string> {
  if (what === 'fill') return filled(given[0]!, given[1]!)
  if (what === 'halfyear') return halfYear(given[0]!, given[1] ?? '60')
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-stores-'))
  const server = await startServer({ durable: true })
  try {
    const lines =
      what === 'answers'
        ? await answers(given, folder, server.database)
        : await moves(given[0], folder, server.database)
    return lines.join('\n')
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const began = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - began) / 1000 }
}

async function move(from: string, to: string, today: string) {
  const now = () => noon(day(today))
  const store = await openStore(from, { now })
  try {
    return await timed(() => moveStore({ from: store, to, now, signal }))
  } finally {
    await store.close()
  }
}

async function ask(place: string, today: string, words: string[]): Promise<string> {
  process.env['SKILLTIDE_TODAY'] = today
  const written: string[] = []
  // Exports write files: they are a part of the answer.
  const out = words[0] === 'export' ? mkdtempSync(join(tmpdir(), 'skilltide-out-')) : null
  const { text, exitCode } = await runWords([...words, ...(out === null ? [] : ['--out', out]), '--db', place], {
    stdin: Readable.from([]),
    signal,
    terminal: { width: 100, colour: false, interactive: false },
    write: (part) => written.push(part),
    say: () => {},
    progress: () => {},
  })
  if (out === null) return [exitCode, ...written, text].join('\n')
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => `${relative(out, file)}\n${readFileSync(file, 'utf8')}`)
  rmSync(out, { recursive: true, force: true })
  return [exitCode, ...files].join('\n')
}

const skills = ['pytorch', 'tensorflow', 'jax', 'keras']
const asked = (today: string): string[][] =>
  [
    ...skills.flatMap((skill) => [`report ${skill}`, `trend ${skill}`, `trend ${skill} --by week`, `explain ${skill}`]),
    ...[`compare ${skills.join(' ')}`, 'top', 'top --population all', 'claims'],
    `report pytorch --as-of ${Number(today.slice(0, 4)) - 1}${today.slice(4)}`,
    ...['figures', 'skills', 'series', 'postings', 'employers'].map((dataset) => `export ${dataset}`),
  ].flatMap((words) => (/^export/.test(words) ? [words] : [words, `${words} --json`]).map((each) => each.split(' ')))

async function answers(given: string[], folder: string, database: () => Promise<string>): Promise<string[]> {
  const table: string[] = []
  for (const [at, one] of given.entries()) {
    const [file = '', today = ''] = one.split('=')
    const own = join(folder, `${at}.sqlite`)
    copyFileSync(file, own)
    const place = await database()
    const { result, seconds } = await move(own, place, today)
    let same = 0
    const refused: string[] = []
    const differing: string[] = []
    const cost = { file: 0, database: 0 }
    for (const words of asked(today)) {
      const attempt = (where: string) =>
        timed(() => ask(where, today, words).catch((error: unknown) => `refused: ${(error as Error).message}`))
      const [left, right] = [await attempt(own), await attempt(place)]
      cost.file += left.seconds
      cost.database += right.seconds
      if (left.result.startsWith('refused')) refused.push(words.join(' '))
      else if (left.result === right.result) same += 1
      if (left.result !== right.result) differing.push(words.join(' '))
    }
    table.push(
      `${basename(file)} on ${today}: ${result.rows.toLocaleString('en-US')} rows in ${result.tables} tables moved and compared in ${seconds.toFixed(1)} s`,
      `  ${same} of ${asked(today).length} answers are the same bytes; ${cost.file.toFixed(1)} s from the file, ${cost.database.toFixed(1)} s from the database`,
      ...differing.map((words) => `  differs: ${words}`),
      ...refused.map((words) => `  refused by both: ${words}`),
    )
  }
  return table
}

const today = '2026-11-20'
const now = () => noon(day(today))

/** Makes a store of so many postings through the product's own import. */
async function filled(count: string, file: string): Promise<string> {
  const store = await openStore(file, { now })
  const lines = Readable.from(
    marketLines({ postings: Number(count), from: day('2023-11-21'), to: day(today), seed: 11, sentences: 1 }),
  )
  const boards = new Map<string, { board: KnownBoard; source: ReturnType<typeof sourceOf> }>()
  const imported = await timed(() =>
    importLines(lines, 'the market', {
      ...{ store, now, today: day(today), keepGoing: false, signal },
      boardOf: (id) => {
        const found = boards.get(id) ?? {
          board: known(boardOf(id), sourceOf(boardOf(id).source)),
          source: sourceOf(boardOf(id).source),
        }
        boards.set(id, found)
        return found
      },
    }),
  )
  await store.close()
  return `${imported.result.postings.toLocaleString('en-US')} postings imported in ${imported.seconds.toFixed(0)} s; ${(statSync(file).size / 2 ** 20).toFixed(0)} MB`
}

/** Half a year through the program's own collecting and its weekly refresh. */
async function halfYear(file: string, boards: string): Promise<string> {
  const market = makeMarket({ first: day('2026-05-04'), days: 26 * 7, boards: Number(boards) })
  const served = await serveMarket(market)
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-market-'))
  const config = join(folder, 'skilltide.yaml')
  writeFileSync(config, marketConfig(market))
  process.env['SKILLTIDE_CONFIG'] = config
  process.env['SKILLTIDE_MIRROR'] = served.url
  try {
    for (let on = market.first; on <= market.last; on = addDays(on, 1)) {
      served.show(on)
      await ask(file, on, ['collect'])
      if (weekOf(on) !== weekOf(addDays(on, 1)) || on === market.last) await ask(file, on, ['refresh'])
    }
    await ask(file, market.last, ['label'])
    return `${market.boards.length} boards, ${market.jobs.length} jobs, ${served.asked().toLocaleString('en-US')} requests; the last day is ${market.last}`
  } finally {
    await served.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function moves(what = '1000000', folder: string, database: () => Promise<string>): Promise<string[]> {
  const made = /^\d+$/.test(what)
  const first = made ? join(folder, 'first.sqlite') : what
  const lines = made ? [await filled(what, first)] : []
  const place = await database()
  const there = await move(first, place, today)
  const second = join(folder, 'second.sqlite')
  const back = await move(place, second, today)
  const digests = async (path: string) => {
    const open = await openStore(path, { readOnly: true, now })
    const found = await open.contents()
    await open.close()
    return JSON.stringify(found)
  }
  const equal = (await digests(first)) === (await digests(second))
  return [
    ...lines,
    `there: ${rate(there)}; back: ${rate(back)}, each with the comparing of digests`,
    `the digests of all ${there.result.tables} tables are ${equal ? 'equal' : 'NOT EQUAL'}; peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
  ]
}

const rate = ({ result: { rows }, seconds }: { result: { rows: number }; seconds: number }) =>
  `${rows.toLocaleString('en-US')} rows in ${seconds.toFixed(0)} s, ${Math.round(rows / seconds).toLocaleString('en-US')} a second`

function sourceOf(id: string) {
  return scrapersById.get(id)!.source
}
