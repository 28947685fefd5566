/** kill -9 at random moments of a life of importing, backfilling, collecting and refreshing, each in a process of its own. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../db/open.ts'
import { contents } from '../tests/support/contents.ts'
import { seeded } from '../tests/support/faultd.ts'
import { noon } from '../tests/support/store.ts'
import { lastDay, live } from '../tests/support/whole-life.ts'

const now = () => noon(lastDay)

/** `kills [kills=1000] [seed=1] [most minutes=60]`: the life is tests/support/whole-life.ts. */
export default async function measure([count = '1000', seed = '1', minutes = '60']: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-kills-'))
  const random = seeded(Number(seed))
  const found = {
    'stores that did not open': 0,
    'lines of damage by verify': 0,
    'snapshots reported and lost': 0,
    'lives that did not end': 0,
    'stores unlike an undisturbed one': 0,
    'files left behind': 0,
  }
  const killedIn = new Map<string, number>()
  let [kills, lives] = [0, 0]
  try {
    const wanted = await undisturbed(join(folder, 'control.sqlite'))
    const whole = await run(fresh(folder, 0), Number.POSITIVE_INFINITY)
    const until = performance.now() + Number(minutes) * 60_000
    while (kills < Number(count) && performance.now() < until) {
      lives += 1
      const path = fresh(folder, lives)
      let kept = 0
      for (let turn = 0; ; turn++) {
        // A life that is always cut short would never be whole.
        const { killed, step, reported, code } = await run(path, turn < 12 ? random() * whole.milliseconds : Infinity)
        kept = Math.max(kept, reported)
        if (!killed) {
          if (code !== 0) found['lives that did not end'] += 1
          break
        }
        kills += 1
        killedIn.set(step, (killedIn.get(step) ?? 0) + 1)
        if (!existsSync(path)) continue
        const seen = await look(path)
        if (seen === null) found['stores that did not open'] += 1
        else {
          found['lines of damage by verify'] += seen.damage
          found['snapshots reported and lost'] += Math.max(0, kept - seen.snapshots)
          kept = Math.max(kept, seen.snapshots)
        }
      }
      if (contents(path) !== wanted) found['stores unlike an undisturbed one'] += 1
      found['files left behind'] += readdirSync(join(path, '..')).filter(
        (name) => !/^store\.sqlite(?:-wal|-shm)?$/.test(name),
      ).length
      rmSync(join(path, '..'), { recursive: true })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return [
    `${kills} kills in ${lives} lives: ${[...killedIn].map(([step, n]) => `${n} in ${step}`).join(', ')}`,
    ...Object.entries(found).map(([what, times]) => `  ${what.padEnd(36)}${times}`),
  ].join('\n')
}

function fresh(folder: string, life: number): string {
  mkdirSync(join(folder, `${life}`))
  return join(folder, `${life}`, 'store.sqlite')
}

async function undisturbed(path: string): Promise<string> {
  const store = await openStore(path, { now })
  await live(store)
  await store.close()
  return contents(path)
}

/** Lives on; killed after so many milliseconds from its first word. `reported` is what it said to be kept for good. */
function run(path: string, after: number) {
  const script = join(import.meta.dirname, '../tests/support/whole-life.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let [step, reported, began] = ['opening', 0, 0]
  let timer: NodeJS.Timeout | null = null
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (began === 0) {
      began = performance.now()
      if (Number.isFinite(after)) timer = setTimeout(() => child.kill('SIGKILL'), after)
    }
    for (const line of text.trim().split('\n')) {
      const [word = '', kept] = line.split(' ')
      step = word === 'begun' ? 'opening' : word
      if (kept !== undefined) reported = Number(kept)
    }
  })
  return new Promise<{ killed: boolean; step: string; reported: number; code: number | null; milliseconds: number }>(
    (done) => {
      child.once('close', (code, signal) => {
        if (timer !== null) clearTimeout(timer)
        done({ killed: signal === 'SIGKILL', step, reported, code, milliseconds: performance.now() - began })
      })
    },
  )
}

async function look(path: string): Promise<{ damage: number; snapshots: number } | null> {
  try {
    const store = await openStore(path, { now })
    const damage = (await store.verify()).length
    const { snapshots } = await store.size()
    await store.close()
    return { damage, snapshots }
  } catch {
    // Counted: a store that does not open after a kill is the worst of all.
    return null
  }
}
