/** kill -9 at random moments of writing: rows that were reported and are gone, snapshots half there, damage, locks left behind. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openStore } from '../db/open.ts'
import { addDays, day } from '../src/days.ts'
import { countAll, lastDay, mergeAll, tagAll } from '../tests/support/filled.ts'
import { board, noon, posting, snapshot } from '../tests/support/store.ts'

const home = 'greenhouse:tide'
const size = 40

/** `store-kill [kills=200] [most milliseconds before the kill=120]`; `store-kill write FILE` is the process that is killed. */
export default async function measure([first = '200', second = '120']: string[]): Promise<string> {
  if (first === 'write') return write(second)
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-kill-'))
  const path = join(folder, 'store.sqlite')
  const found = { 'reported and lost': 0, 'torn snapshots': 0, 'lines of damage': 0, 'runs that did not heal': 0 }
  let reported = 0
  let written = 0
  try {
    for (let turn = 0; turn < Number(first); turn++) {
      const last = await killed(path, Math.random() * Number(second))
      reported = Math.max(reported, last)
      if (!readdirSync(folder).includes('store.sqlite')) continue
      const store = await openStore(path, { now: Date.now }).catch(() => null)
      if (store === null) {
        found['runs that did not heal'] += 1
        continue
      }
      const snapshots = await store.snapshots(home, 100_000)
      if (snapshots.length < reported) found['reported and lost'] += reported - snapshots.length
      if (snapshots.some(({ listed }) => listed !== size)) found['torn snapshots'] += 1
      written = snapshots.length
      found['lines of damage'] += (await store.verify()).length
      await store.close()
    }
    return [
      `${first} kills; ${written} snapshots of ${size} postings written, ${reported} of them reported before a kill`,
      ...Object.entries(found).map(([what, times]) => `  ${what.padEnd(26)}${times}`),
    ].join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts the writer and kills it some time after its first word; returns the last snapshot that it reported. */
async function killed(path: string, after: number): Promise<number> {
  const writer = spawn(process.execPath, ['--import', 'tsx', 'bench/run.ts', 'store-kill', 'write', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last = 0
  const lines = createInterface({ input: writer.stdout })
  lines.once('line', () => setTimeout(() => writer.kill('SIGKILL'), after))
  lines.on('line', (line) => {
    if (line.startsWith('stored ')) last = Number(line.slice(7))
  })
  await new Promise((resolve) => writer.once('close', resolve))
  return last
}

/** Collects, imports, tags, merges and counts without end. */
async function write(path: string): Promise<string> {
  process.stdout.write('opening\n')
  const store = await openStore(path, { now: Date.now })
  await store.registerBoards([board(home), board('lever:other')], day('2020-01-01'))
  let turn = (await store.snapshots(home, 100_000)).length
  for (;;) {
    const on = addDays(day('2020-01-01'), turn)
    const postings = Array.from({ length: size }, (_, at) => posting(`${turn + at}`))
    await store.storeSnapshot(snapshot(home, on, 'complete', postings), noon(on))
    turn += 1
    process.stdout.write(`stored ${turn}\n`)
    const importing = await store.beginImport(noon(lastDay), 'imported')
    for (let at = 0; at < size; at++) {
      importing.posting({ board: 'lever:other', posting: posting(`${turn}-${at}`), seen: [[on, addDays(on, 1)]] })
    }
    await importing.commit()
    await tagAll(store)
    await mergeAll(store)
    await countAll(store, on)
  }
}
