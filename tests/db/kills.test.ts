/** kill -9: at random moments, at single system calls, and in the middle of what keeps a store. */
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import { restoreStore } from '../../jobs/restore.ts'
import { contents } from '../support/contents.ts'
import { seeded } from '../support/faultd.ts'
import { firstVersion } from '../support/first-version.ts'
import { noon, scratchFolder } from '../support/store.ts'
import { lastDay, live } from '../support/whole-life.ts'

const now = () => noon(lastDay)
const life = (path: string, what = 'live') => [
  ...['--import', 'tsx', join(import.meta.dirname, '../support/whole-life.ts')],
  ...[path, what],
]
const strace = spawnSync('strace', ['-V']).error === undefined
const noStrace = strace ? '' : ' (skipped: no strace)'

/** What an undisturbed life leaves. */
async function undisturbed(): Promise<string> {
  const path = join(scratchFolder(), 'store.sqlite')
  const store = await openStore(path, { now })
  await live(store)
  await store.close()
  return contents(path)
}

/** The store as a process that was killed left it: sound, with every snapshot that was there before, or not there yet. */
async function look(path: string, snapshots: number): Promise<number> {
  if (!existsSync(path)) return 0
  const store = await openStore(path, { now })
  expect(await store.verify()).toEqual([])
  const found = (await store.size()).snapshots
  await store.close()
  expect(found).toBeGreaterThanOrEqual(snapshots)
  return found
}

/** Locks and drafts: what no later run takes away. The log is SQLite's own. */
const leftBeside = (path: string) =>
  readdirSync(dirname(path)).filter((name) => !/^store\.sqlite(?:-wal|-shm)?$/.test(name))

async function healed(path: string): Promise<void> {
  const { status, stdout, stderr } = spawnSync(process.execPath, life(path), { encoding: 'utf8' })
  expect([status, stderr, stdout.trim().split('\n').at(-1)]).toEqual([0, '', 'done'])
  expect(contents(path)).toBe(await undisturbed())
}

/** Whether the process was killed there: it may end before it makes so many calls. */
function killAtCall(path: string, what: string, call: string, nth: number, beside: string[] = []): boolean {
  const named = ['', '-wal', '-shm', '-journal', '.new', '.new-wal', '.lock', ...beside].map((each) => `${path}${each}`)
  // With a filter of its own in the kernel strace fails calls, but sends no signals.
  const { signal, status } = spawnSync('strace', [
    ...['-f', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGKILL:when=${nth}`],
    ...named.flatMap((each) => ['-P', each]),
    ...[process.execPath, ...life(path, what)],
  ])
  return signal === 'SIGKILL' || status === 137
}

test('E1: killed at random moments of collecting, importing, backfilling and refreshing, it heals and nothing is lost', async () => {
  const path = join(scratchFolder(), 'store.sqlite')
  const random = seeded(5)
  let [snapshots, killed] = [0, 0]
  for (let turn = 0; turn < 3; turn++) {
    const child = spawn(process.execPath, life(path), { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise<string | null>((done) => child.once('close', (_, signal) => done(signal)))
    await Promise.race([new Promise((begun) => child.stdout.once('data', begun)), ended])
    await Promise.race([wait(random() * 250), ended])
    child.kill('SIGKILL')
    if ((await ended) === 'SIGKILL') killed += 1
    snapshots = await look(path, snapshots)
  }
  expect(killed).toBeGreaterThan(0)
  await healed(path)
  expect(leftBeside(path)).toEqual([])
})

describe.skipIf(!strace)(`killed at a system call${noStrace}`, () => {
  test('E2: on any file of the store, it heals and nothing is lost', async () => {
    const path = join(scratchFolder(), 'store.sqlite')
    let snapshots = 0
    const calls = [
      ['pwrite64', 20],
      ['rename', 1],
      ['pwrite64', 90],
      ['fsync', 2],
    ] as const
    let killed = 0
    for (const [call, nth] of calls) {
      killed += Number(killAtCall(path, 'live', call, nth))
      snapshots = await look(path, snapshots)
    }
    expect(killed).toBeGreaterThan(2)
    await healed(path)
    expect(leftBeside(path)).toEqual([])
  })

  test('E3: while a store of an older version is brought up to this one, it is the old one or the new one', async () => {
    const folder = scratchFolder()
    const old = join(folder, 'old.sqlite')
    firstVersion(old)
    for (const [call, nth] of [
      ['pwrite64', 30],
      ['rename', 1],
      ['fsync', 2],
    ] as const) {
      const path = join(scratchFolder(), 'store.sqlite')
      copyFileSync(old, path)
      const copy = ['.before-0.1.0.sqlite', '.before-0.1.0.sqlite.part', '.before-0.1.0.sqlite.part-journal']
      expect([call, killAtCall(path, 'keep', call, nth, copy)]).toEqual([call, true])
      const store = await openStore(path, { now })
      expect((await store.posting('greenhouse:tide', 'a'))!.spells).toEqual([
        { firstSeen: '2024-10-04', lastSeen: '2024-10-05', endedOn: null, stock: true },
      ])
      const damage = await store.verify()
      // The first version's row was made by hand, and its hash is none.
      expect(damage).toEqual(['postings: posting 1 (a) is not what its hash says'])
      await store.close()
      for (const name of readdirSync(join(path, '..')).filter((name) => name.endsWith('.sqlite')))
        expect(contents(join(path, '..', name))).toContain('greenhouse:tide')
    }
  })

  test('E3: while it is copied, dumped and pruned, no half file stands under its name', async () => {
    const folder = scratchFolder()
    const whole = join(folder, 'whole.sqlite')
    const store = await openStore(whole, { now })
    await live(store)
    const before = await store.contents()
    await store.close()
    const path = join(folder, 'store.sqlite')
    copyFileSync(whole, path)
    const beside = ['.copy', '.copy.part', '.copy.part-journal', '.copy.sha256', '.jsonl', '.jsonl.part']
    const calls = [
      ['pwrite64', 8],
      ['rename', 1],
      ['write', 2],
      ['fsync', 1],
    ] as const
    for (const [call, nth] of calls) {
      killAtCall(path, 'keep', call, nth, beside)
      await look(path, 1)
      for (const name of readdirSync(folder).filter((name) => /^store\.sqlite\.(?:copy|jsonl)$/.test(name))) {
        const to = join(scratchFolder(), 'restored.sqlite')
        await restoreStore(join(folder, name), to, { now, everyRow: true })
        const restored = await openStore(to, { now, readOnly: true })
        const kept = (await restored.contents()).filter(({ table }) => !['events', 'seals', 'texts'].includes(table))
        await restored.close()
        expect(kept).toEqual(before.filter(({ table }) => kept.some((other) => other.table === table)))
      }
    }
    const { status, stdout } = spawnSync(process.execPath, life(path, 'keep'), { encoding: 'utf8' })
    expect([status, stdout.trim().split('\n').at(-1)]).toEqual([0, 'done'])
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
    expect(contents(path)).toBe(contents(whole))
  })
})
