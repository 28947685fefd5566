/** The write-ahead log beside the file: deleted, from another copy, or written by eight at once. */
import { spawn } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import type { Store } from '../../db/store.ts'
import { addDays, day } from '../../src/days.ts'
import { board, posting, scratchFolder, snapshot } from '../support/store.ts'

const now = () => 1_795_500_000_000
const home = 'greenhouse:tide'
const first = day('2026-03-01')

const write = (store: Store, later: number) =>
  store.storeSnapshot(
    snapshot(home, addDays(first, later), 'complete', [posting(`${later}`), posting(`${later + 1}`)]),
    1,
  )

/** Copies of a store in use, each with its log: after the first list, and after the third. */
async function copies(): Promise<{ early: string; late: string }> {
  const folder = scratchFolder()
  const path = join(folder, 'store.sqlite')
  const store = await openStore(path, { now })
  await store.registerBoards([board(home)], first)
  const copy = (name: string) => {
    for (const suffix of ['', '-wal']) copyFileSync(`${path}${suffix}`, join(folder, `${name}${suffix}`))
    return join(folder, name)
  }
  await write(store, 0)
  const early = copy('early.sqlite')
  await write(store, 1)
  await write(store, 2)
  const late = copy('late.sqlite')
  await store.close()
  return { early, late }
}

/** Lists that the store knows, once it says that it is sound; or the exit code of its refusal. */
async function state(path: string): Promise<string> {
  try {
    const store = await openStore(path, { now })
    const damage = await store.verify()
    const lists = (await store.snapshots(home, 9)).length
    await store.close()
    return damage.length > 0 ? 'damage named' : `${lists} lists`
  } catch (error) {
    return `exit ${(error as { exitCode?: number }).exitCode}`
  }
}

const committed = ['0 lists', '1 lists', '2 lists', '3 lists', 'damage named', 'exit 7']

test('E10: a store whose log was deleted opens to what was committed into the file', async () => {
  const { late } = await copies()
  rmSync(`${late}-wal`)
  expect(committed).toContain(await state(late))
})

test('E10: the log of another copy is never mixed in unnoticed', async () => {
  const { early, late } = await copies()
  copyFileSync(`${early}-wal`, `${late}-wal`)
  expect(committed).toContain(await state(late))
  const both = await copies()
  copyFileSync(`${both.late}-wal`, `${both.early}-wal`)
  expect(committed).toContain(await state(both.early))
})

test('E12: every transaction that may write takes the lock at its begin', () => {
  const files = ['db/sqlite', 'db/sql'].flatMap((folder) =>
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
  )
  const begun = files.flatMap(([name, text]) =>
    [...text.matchAll(/'begin[^']*'|\.(?:deferred|immediate|exclusive)\(\)|\.transaction\(/g)].map(
      (match) => `${name} ${match[0]}`,
    ),
  )
  // The one kind that takes no lock is what only reads: Session.read, and writing a store out as lines.
  expect(begun.filter((line) => /'begin'|'begin deferred|\.deferred\(\)/i.test(line))).toEqual(["driver.ts 'begin'"])
  const opened = begun.filter((line) => line.endsWith('.transaction(')).length
  expect(begun.filter((line) => /\.(?:deferred|immediate)\(\)$/.test(line)).length).toBe(opened)
})

test('E11: of eight that write at once, each event is kept, and no reader or writer is told that the store is busy', async () => {
  const path = join(scratchFolder(), 'store.sqlite')
  const store = await openStore(path, { now })
  await store.registerBoards([board(home)], first)
  const script = `
    const { openStore } = await import('./db/open.ts')
    for (let at = 0; at < 25; at++) {
      const short = await openStore(process.argv[1], { lock: 'brief', now: Date.now })
      await short.record({ at, run: process.argv[2], kind: 'test', subject: null, outcome: null, message: 'x' })
      await short.close()
      const reader = await openStore(process.argv[1], { readOnly: true, now: Date.now })
      await reader.size()
      await reader.close()
    }`
  const writers = Array.from({ length: 8 }, (_, at) =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, path, String(at)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  )
  const ends = await Promise.all(
    writers.map(
      (writer) =>
        new Promise<string>((resolve) => {
          let said = ''
          writer.stderr.on('data', (chunk) => {
            said += chunk
          })
          writer.once('close', (code) => resolve(`${code}${said}`))
        }),
    ),
  )
  expect(ends).toEqual(Array(8).fill('0'))
  expect((await store.events({ kind: 'test', limit: 1000 })).length).toBe(200)
  expect(await store.verify()).toEqual([])
  await store.close()
})
