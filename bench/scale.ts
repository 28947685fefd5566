/** What each stage costs as the market grows: `scale [postings,…=100000] [--keep FOLDER]`, through the program's own commands. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { addDays, type Day, day } from '../src/days.ts'
import { marketLines } from './support/seeded-market.ts'

const root = resolve(import.meta.dirname, '..')
const lastDay = day('2026-11-20')
const years = 3

interface Cost {
  stage: string
  seconds: number
  megabytes: number
}

export default async function measure([sizes = '100000']: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-scale-'))
  const table: string[] = []
  try {
    for (const postings of sizes.split(',').map(Number)) {
      const home = join(folder, String(postings))
      mkdirSync(home)
      const costs = await stages(postings, home)
      const bytes = statSync(join(home, 'store.sqlite')).size
      table.push(
        `${postings.toLocaleString('en-US')} postings, ${years} years, ${Math.round(bytes / postings)} bytes each in the store`,
      )
      table.push(`  ${'stage'.padEnd(34)}${'seconds'.padStart(10)}${'µs/posting'.padStart(12)}${'peak MB'.padStart(9)}`)
      for (const { stage, seconds, megabytes } of costs) {
        const each = ((seconds * 1e6) / postings).toFixed(1)
        table.push(
          `  ${stage.padEnd(34)}${seconds.toFixed(2).padStart(10)}${each.padStart(12)}${megabytes.toFixed(0).padStart(9)}`,
        )
      }
      rmSync(home, { recursive: true, force: true })
    }
    return table.join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function stages(postings: number, home: string): Promise<Cost[]> {
  const first = addDays(lastDay, -365 * years)
  const next = addDays(lastDay, 1)
  const fresh = Math.max(1, Math.round(postings / (365 * years)))
  const market = { postings, from: first, to: lastDay, seed: 11 }
  const arrivals = { postings: fresh, from: lastDay, to: next, seed: 12, idsFrom: postings }
  const run = (stage: string, words: string[], today: Day, input?: Iterable<string>) =>
    cost(
      stage,
      words,
      { SKILLTIDE_DB: join(home, 'store.sqlite'), SKILLTIDE_OUT: home, SKILLTIDE_TODAY: today },
      home,
      input,
    )
  return [
    await run('import', ['import', '-'], lastDay, marketLines(market)),
    await run('refresh', ['refresh'], lastDay),
    await run(`import of a day (${fresh})`, ['import', '-'], next, marketLines(arrivals)),
    await run('refresh of a day', ['refresh'], next),
    await run('report pytorch', ['report', 'pytorch'], next),
    await run('trend pytorch --by week', ['trend', 'pytorch', '--by', 'week', '--since', first], next),
    await run('compare of five', ['compare', 'pytorch', 'tensorflow', 'jax', 'keras', 'scikit-learn'], next),
    await run('export skills', ['export', 'skills'], next),
    await run('verify', ['verify'], next),
    await run('backup', ['backup', join(home, 'copy.sqlite')], next),
  ]
}

/** Runs one command in a process of its own; a bad exit is an Error with what it said. */
async function cost(
  stage: string,
  words: string[],
  environment: Record<string, string>,
  home: string,
  input?: Iterable<string>,
): Promise<Cost> {
  const peak = join(home, 'peak')
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', join(root, 'bench/support/peak.mjs'), join(root, 'dist/src/cli.js'), ...words],
    { env: { ...process.env, ...environment, PEAK_FILE: peak }, stdio: ['pipe', 'ignore', 'pipe'] },
  )
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const ended = new Promise<number | null>((done) => child.on('close', done))
  const lines = function* () {
    for (const line of input ?? []) yield `${line}\n`
  }
  await pipeline(Readable.from(lines()), child.stdin)
  const code = await ended
  if (code !== 0 && code !== 3) throw new Error(`skilltide ${words.join(' ')} ended with ${code}: ${said.slice(-400)}`)
  return { stage, seconds: (performance.now() - began) / 1000, megabytes: Number(readFileSync(peak, 'utf8')) / 1024 }
}
