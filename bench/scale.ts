/**
 * What each stage costs as the market grows, through the program's own commands: `scale [postings,…=100000] [--keep FOLDER]`.
 * With a folder the filled stores stay in it, and the next run takes them from there instead of filling them again.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addDays, type Day, day } from '../src/days.ts'
import { type Cost, cost, root, steps } from './support/measured.ts'
import { employersIn, type MarketPlan, marketLines, random } from './support/seeded-market.ts'

const lastDay = day('2026-11-20')
const next = addDays(lastDay, 1)
const years = 3
const first = addDays(lastDay, -365 * years)
/** Postings of one file, which lands in one transaction: the log beside the store grows as large as what lands at once. */
const together = 1_000_000

export default async function measure(args: string[]): Promise<string> {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { keep: { type: 'string' } } })
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'skilltide-scale-'))
  const table: string[] = []
  try {
    for (const postings of (positionals[0] ?? '100000').split(',').map(Number)) {
      const home = join(folder, String(postings))
      mkdirSync(home, { recursive: true })
      const costs = await stages(postings, home)
      const bytes = statSync(join(home, 'store.sqlite')).size
      table.push(...rowsOf(postings, bytes, costs))
      for (const file of ['store.sqlite', 'store.sqlite-wal', 'store.sqlite-shm', 'copy.sqlite']) {
        rmSync(join(home, file), { force: true })
      }
      if (values.keep === undefined) rmSync(home, { recursive: true, force: true })
    }
    return table.join('\n')
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

function rowsOf(postings: number, bytes: number, costs: Cost[]): string[] {
  const each = (seconds: number) => ((seconds * 1e6) / postings).toFixed(1)
  return [
    `${postings.toLocaleString('en-US')} postings, ${years} years, ${Math.round(bytes / postings)} bytes each in the store`,
    `  ${'stage'.padEnd(34)}${'seconds'.padStart(10)}${'of it CPU'.padStart(11)}${'CPU µs/posting'.padStart(16)}${'peak MB'.padStart(9)}`,
    ...costs.map(
      ({ stage, seconds, processor, megabytes }) =>
        `  ${stage.padEnd(34)}${seconds.toFixed(2).padStart(10)}${processor.toFixed(2).padStart(11)}${each(processor).padStart(16)}${megabytes.toFixed(0).padStart(9)}`,
    ),
  ]
}

/** The market in parts of other employers each, so that a board's whole life is in one file. */
function partsOf(postings: number): MarketPlan[] {
  const parts: MarketPlan[] = []
  for (let from = 0, employersFrom = 0; from < postings; from += together) {
    const size = Math.min(together, postings - from)
    parts.push({ postings: size, from: first, to: lastDay, seed: 11 + parts.length, idsFrom: from, employersFrom })
    employersFrom += employersIn(size)
  }
  return parts
}

async function stages(postings: number, home: string): Promise<Cost[]> {
  const store = join(home, 'store.sqlite')
  const run = (stage: string, words: string[]) =>
    cost(stage, [join(root, 'dist/src/cli.js'), ...words], { home, store, today: next })
  const filled = await filledStore(postings, home)
  copyFileSync(join(home, 'filled.sqlite'), store)
  const lists = join(home, 'lists')
  const fresh = writeLists(partsOf(postings), lists)
  return [
    ...filled,
    await cost(`lists of a day (${fresh} new)`, [join(root, 'dist/bench/support/collect-day.js'), lists], {
      ...{ home, store, today: next },
    }),
    ...(await refreshed('refresh of a day', { home, store, today: next })),
    await run('label', ['label']),
    await run('report pytorch', ['report', 'pytorch']),
    await run('trend pytorch', ['trend', 'pytorch']),
    await run('trend pytorch --by week', ['trend', 'pytorch', '--by', 'week', '--since', first]),
    await run('compare of five', ['compare', 'pytorch', 'tensorflow', 'jax', 'keras', 'scikit-learn']),
    await run('export skills', ['export', 'skills']),
    await run('verify', ['verify']),
    await run('backup', ['backup', join(home, 'copy.sqlite')]),
  ]
}

const refreshed = (stage: string, setting: { home: string; store: string; today: Day }) =>
  steps(stage, [join(root, 'dist/bench/support/refresh-steps.js')], setting)

/** Fills a store by the program's own import and refresh, unless an earlier run has left it; returns what that cost. */
async function filledStore(postings: number, home: string): Promise<Cost[]> {
  const [store, note] = [join(home, 'filled.sqlite'), join(home, 'filled.json')]
  const imported = join(home, 'imported.json')
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as Cost[]
  const filling = join(home, 'filling.sqlite')
  let costs: Cost[] = []
  if (existsSync(imported)) costs = JSON.parse(readFileSync(imported, 'utf8')) as Cost[]
  else {
    rmSync(filling, { force: true })
    const setting = { home, store: filling, today: lastDay }
    for (const [at, plan] of partsOf(postings).entries()) {
      costs.push(
        await cost(`import${at === 0 ? '' : `, part ${at + 1}`}`, [join(root, 'dist/src/cli.js'), 'import', '-'], {
          ...setting,
          input: marketLines(plan),
        }),
      )
    }
    writeFileSync(imported, JSON.stringify(costs))
  }
  costs.push(...(await refreshed('refresh of all', { home, store: filling, today: lastDay })))
  renameSync(filling, store)
  writeFileSync(note, JSON.stringify(costs))
  return costs
}

/** A day's lists of all boards, in files of some boards each: most of what is open, and what is new. Returns how many are new. */
function writeLists(parts: MarketPlan[], folder: string): number {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  let fresh = 0
  for (const [at, plan] of parts.entries()) {
    const arriving = Math.max(1, Math.round(plan.postings / (365 * years)))
    fresh += arriving
    const boards = new Map<string, string[]>()
    const add = (line: string) => {
      const board = /"board":"([^"]+)"/.exec(line)![1]!
      const list = boards.get(board) ?? []
      boards.set(board, list)
      list.push(line)
    }
    for (let no = 0; no < employersIn(plan.postings); no++)
      boards.set(`greenhouse:tide-${plan.employersFrom! + no}`, [])
    const draw = random(plan.seed)
    for (const line of marketLines(plan)) if (line.endsWith(',null]]}') && draw() > 1 / 40) add(line)
    const { employersFrom, seed } = plan
    const arrivals = {
      postings: arriving,
      from: next,
      to: addDays(next, 1),
      seed: seed + 1000,
      employersOf: plan.postings,
    }
    for (const line of marketLines({ ...arrivals, employersFrom: employersFrom!, idsFrom: 1e9 + plan.idsFrom! }))
      add(line)
    const lines = [...boards].flatMap(([board, list]) => [JSON.stringify({ board }), ...list])
    writeFileSync(join(folder, `${String(at).padStart(4, '0')}.jsonl`), `${lines.join('\n')}\n`)
  }
  return fresh
}
