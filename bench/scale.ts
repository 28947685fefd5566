/**
 * What each stage costs as the market grows, through the program's own commands: `scale [postings,…=100000] [--keep FOLDER]`.
 * With a folder the filled stores stay in it, and the next run takes them from there instead of filling them again.
 */
import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { addDays, type Day, day } from '../src/days.ts'
import { type MarketPlan, marketLines, random } from './support/seeded-market.ts'

const root = resolve(import.meta.dirname, '..')
const lastDay = day('2026-11-20')
const years = 3

interface Cost {
  stage: string
  seconds: number
  /** Of the processor, user and system: what a shared machine cannot falsify. */
  processor: number
  megabytes: number
}

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
      for (const file of ['store.sqlite', 'copy.sqlite']) rmSync(join(home, file), { force: true })
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

async function stages(postings: number, home: string): Promise<Cost[]> {
  const first = addDays(lastDay, -365 * years)
  const next = addDays(lastDay, 1)
  const fresh = Math.max(1, Math.round(postings / (365 * years)))
  const market = { postings, from: first, to: lastDay, seed: 11 }
  const arrivals = {
    postings: fresh,
    from: next,
    to: addDays(next, 1),
    seed: 12,
    idsFrom: postings,
    employersOf: postings,
  }
  const store = join(home, 'store.sqlite')
  const run = (stage: string, words: string[], today: Day, input?: Iterable<string>) =>
    cost(stage, [join(root, 'dist/src/cli.js'), ...words], { home, store, today, ...(input && { input }) })
  const refreshed = (stage: string, today: Day) =>
    steps(stage, [join(root, 'dist/bench/support/refresh-steps.js')], { home, store, today })
  const filled = join(home, 'filled.sqlite')
  const costs: Cost[] = []
  if (!existsSync(filled)) {
    costs.push(await run('import', ['import', '-'], lastDay, marketLines(market)))
    costs.push(...(await refreshed('refresh of all', lastDay)))
    copyFileSync(store, filled)
    writeFileSync(join(home, 'filled.json'), JSON.stringify(costs))
  } else {
    copyFileSync(filled, store)
    costs.push(...(JSON.parse(readFileSync(join(home, 'filled.json'), 'utf8')) as Cost[]))
  }
  costs.push(await run(`import of a day (${fresh})`, ['import', '-'], next, dayLines(market, arrivals)))
  costs.push(...(await refreshed('refresh of a day', next)))
  costs.push(await run('report pytorch', ['report', 'pytorch'], next))
  costs.push(await run('trend pytorch', ['trend', 'pytorch'], next))
  costs.push(await run('trend pytorch --by week', ['trend', 'pytorch', '--by', 'week', '--since', first], next))
  costs.push(await run('compare of five', ['compare', 'pytorch', 'tensorflow', 'jax', 'keras', 'scikit-learn'], next))
  costs.push(await run('label', ['label'], next))
  costs.push(await run('export skills', ['export', 'skills'], next))
  costs.push(await run('verify', ['verify'], next))
  costs.push(await run('backup', ['backup', join(home, 'copy.sqlite')], next))
  return costs
}

/** What a day brings: new postings, and the end of about as many open ones. */
function* dayLines(market: MarketPlan, arrivals: MarketPlan): Generator<string> {
  yield* marketLines(arrivals)
  const draw = random(arrivals.seed)
  for (const line of marketLines(market)) {
    if (!line.endsWith(',null]]}') || draw() > 1 / 40) continue
    yield line.replace(/null\]\]\}$/, `"${market.to}"]]}`)
  }
}

interface Setting {
  home: string
  store: string
  today: Day
  input?: Iterable<string>
}

/** A refresh as one row, and one for each of its steps. */
async function steps(stage: string, words: string[], setting: Setting): Promise<Cost[]> {
  let told = ''
  const whole = await cost(stage, words, setting, (chunk) => {
    told += chunk
  })
  const { megabytes } = whole
  return [
    whole,
    ...Object.entries(JSON.parse(told) as Record<string, number>).map(([step, seconds]) => ({
      ...{ stage: `  ${step}`, seconds, processor: seconds, megabytes },
    })),
  ]
}

/** Runs a program in a process of its own; a bad exit is an Error with what it said. */
async function cost(
  stage: string,
  words: string[],
  { home, store, today, input }: Setting,
  heard: (chunk: string) => void = () => undefined,
): Promise<Cost> {
  const peak = join(home, 'peak')
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', join(root, 'bench/support/peak.mjs'), ...words], {
    env: { ...process.env, SKILLTIDE_DB: store, SKILLTIDE_OUT: home, SKILLTIDE_TODAY: today, PEAK_FILE: peak },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  child.stdout.setEncoding('utf8').on('data', heard)
  const ended = new Promise<number | null>((done) => child.on('close', done))
  const lines = function* () {
    for (const line of input ?? []) yield `${line}\n`
  }
  await pipeline(Readable.from(lines()), child.stdin)
  const code = await ended
  if (code !== 0 && code !== 3) throw new Error(`${words.join(' ')} ended with ${code}: ${said.slice(-400)}`)
  const [megabytes, processor] = readFileSync(peak, 'utf8').split(' ').map(Number) as [number, number]
  const seconds = (performance.now() - began) / 1000
  console.error(
    `${postingsDone(stage)} ${seconds.toFixed(2)} s, ${processor.toFixed(2)} s CPU, ${megabytes.toFixed(0)} MB`,
  )
  return { stage, seconds, processor, megabytes }
}

const postingsDone = (stage: string) => `${new Date().toISOString().slice(11, 19)} ${stage}`
