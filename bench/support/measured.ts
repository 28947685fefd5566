/** What a program costs, run in a process of its own: its time, its processor and its peak of memory. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Day } from '../../src/days.ts'

export const root = resolve(import.meta.dirname, '../..')

export interface Cost {
  stage: string
  seconds: number
  /** Of the processor, user and system: what a shared machine cannot falsify. */
  processor: number
  megabytes: number
}

export interface Setting {
  home: string
  store: string
  today: Day
  input?: Iterable<string>
}

/** A program that tells its steps as JSON: one row for the whole, and one for each step. */
export async function steps(stage: string, words: string[], setting: Setting): Promise<Cost[]> {
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

/** Runs `node words…` on a store; a bad exit is an Error with what it said. */
export async function cost(
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
    said = `${said}${chunk}`.slice(-4000)
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
  const at = new Date().toISOString().slice(11, 19)
  console.error(`${at} ${stage} ${seconds.toFixed(2)} s, ${processor.toFixed(2)} s CPU, ${megabytes.toFixed(0)} MB`)
  return { stage, seconds, processor, megabytes }
}
