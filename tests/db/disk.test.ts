/** What a disk that fails leaves behind: system calls are made to fail in a process of its own. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import { day } from '../../src/days.ts'
import { board, posting, scratchFolder, snapshot } from '../support/store.ts'

const now = () => 1_795_500_000_000

/** Opens or makes the store and writes a board's list into it; ends with the code that the user would see. */
const writing = `
  const { openStore } = await import('./db/open.ts')
  const { board, posting, snapshot } = await import('./tests/support/store.ts')
  try {
    const store = await openStore(process.argv[1], { now: () => 1795500000000 })
    await store.registerBoards([board('greenhouse:tide')], '2026-01-01')
    const postings = Array.from({ length: 50 }, (_, at) => posting(String(at)))
    await store.storeSnapshot(snapshot('greenhouse:tide', '2026-03-02', 'complete', postings), 1)
    await store.close()
  } catch (error) {
    console.error(error.message)
    process.exitCode = error.exitCode ?? 1
  }`
const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', writing]
const strace = spawnSync('strace', ['-V']).error === undefined
const noStrace = strace ? '' : ' (skipped: no strace)'

/** Runs the writing process with one system call on the store's files failing; what it said and how it ended. */
function writeWith(path: string, call: string, error: string, nth: number) {
  const files = ['', '-wal', '-shm', '.new', '.new-wal', '.new-shm'].flatMap((suffix) => ['-P', `${path}${suffix}`])
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${nth}`]
  const [program, ...args] = [...node, path]
  const { status, stderr } = spawnSync(
    'strace',
    ['-f', '--seccomp-bpf', '-o', '/dev/null', ...inject, ...files, program!, ...args],
    { encoding: 'utf8' },
  )
  return { status, said: stderr.trim().split('\n') }
}

const cases: [string, string, number][] = [
  ['pwrite64', 'ENOSPC', 3],
  ['pwrite64', 'EIO', 60],
  // The last pages of a new store go from its log into the file itself.
  ['pwrite64', 'ENOSPC', 140],
  ['pwrite64', 'EIO', 200],
  ['fsync', 'EIO', 1],
]

describe.skipIf(!strace)(`E4, E5: a disk that fails${noStrace}`, () => {
  test.each(cases)('while a store is made: %s fails with %s at call %i', async (call, error, nth) => {
    const folder = scratchFolder()
    const path = join(folder, 'store.sqlite')
    const { status, said } = writeWith(path, call, error, nth)
    expect([status, said.length]).toEqual([6, 1])
    expect(said[0]).toContain(path)
    // None was made, or a whole one.
    if (existsSync(path)) {
      const left = await openStore(path, { now, readOnly: true })
      expect(await left.verify()).toEqual([])
      await left.close()
    }
    const again = await openStore(path, { now })
    await again.registerBoards([board('greenhouse:tide')], day('2026-01-01'))
    await again.storeSnapshot(snapshot('greenhouse:tide', '2026-03-03', 'complete', [posting('1')]), 1)
    expect(await again.verify()).toEqual([])
    await again.close()
    expect(readdirSync(folder)).toEqual(['store.sqlite'])
  })
})

const isRoot = process.getuid?.() === 0

test('E6: a store that may only be read answers, and writing to it ends with 6', async () => {
  const folder = scratchFolder()
  const path = join(folder, 'store.sqlite')
  const store = await openStore(path, { now })
  await store.registerBoards([board('greenhouse:tide')], day('2026-01-01'))
  await store.close()
  chmodSync(path, 0o444)
  chmodSync(folder, 0o555)
  // Root may write everything, so the writer is nobody.
  const [program, ...args] = [...node, path]
  const { status, stderr } = spawnSync(program!, args, {
    encoding: 'utf8',
    ...(isRoot ? { uid: 65534, gid: 65534 } : {}),
  })
  chmodSync(folder, 0o755)
  expect([status, stderr.trim().split('\n').length]).toEqual([6, 1])
  const reader = await openStore(path, { now, readOnly: true })
  expect((await reader.boards()).length).toBe(1)
  await reader.close()
})

describe.skipIf(!strace)(`E6: a refusal between two calls that succeed${noStrace}`, () => {
  /** Imports a file by the real command, with one call on the store's files failing. */
  const importWith = (folder: string, inject: string) => {
    const path = join(folder, 'store.sqlite')
    const line = { kind: 'posting', board: 'greenhouse:tide', externalId: '1', title: 'Pilot', company: 'Tide' }
    writeFileSync(
      join(folder, 'old.jsonl'),
      `${JSON.stringify({ ...line, text: 'Keras', seen: [['2026-01-05', null]] })}\n`,
    )
    writeFileSync(join(folder, 'skilltide.yaml'), 'boards:\n  defaults: false\n')
    const [call] = inject.split(':')
    const watched = [path, `${path}.lock`].flatMap((file) => ['-P', file])
    const { status, stderr } = spawnSync(
      'strace',
      [
        ...['-f', '--seccomp-bpf', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${inject}`, ...watched],
        ...[process.execPath, '--import', 'tsx', 'src/cli.ts', 'import', join(folder, 'old.jsonl'), '--db', path],
      ],
      { encoding: 'utf8', env: { ...process.env, SKILLTIDE_CONFIG: join(folder, 'skilltide.yaml') } },
    )
    return { path, status, said: stderr.trim().split('\n') }
  }

  test('a store that SQLite could open for reading alone is no fault of the lines: nothing is imported, and it ends with 6', async () => {
    const folder = scratchFolder()
    const store = await openStore(join(folder, 'store.sqlite'), { now })
    await store.close()
    // The two calls before it read the header; this one is SQLite's own.
    const { path, status, said } = importWith(folder, 'openat:error=EACCES:when=3')
    expect(said).toEqual([expect.stringContaining(`The store ${path} cannot be opened for this`)])
    expect(status).toBe(6)
    const after = await openStore(path, { now, readOnly: true })
    expect([await after.verify(), (await after.size()).postings]).toEqual([[], 0])
    await after.close()
  })

  test('a lock that cannot be removed is told after the work is done, and the next run takes it over', async () => {
    const folder = scratchFolder()
    const made = importWith(folder, 'unlink:error=EIO:when=1')
    expect(made.said).toEqual([
      `skilltide: The work is done, but its lock ${made.path}.lock could not be removed (EIO); check the disk.`,
    ])
    expect([made.status, existsSync(`${made.path}.lock`)]).toEqual([6, true])
    const again = await openStore(made.path, { now })
    expect([await again.verify(), (await again.size()).postings]).toEqual([[], 1])
    await again.close()
    expect(existsSync(`${made.path}.lock`)).toBe(false)
  })
})
