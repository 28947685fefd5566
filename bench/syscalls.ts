/** Each of the store's system calls failed once by strace: the exit code that the user sees, and whether the store is good after it. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { openStore } from '../db/open.ts'
import { UserError } from '../src/domain.ts'
import { runWords } from '../src/words.ts'
import { contents } from '../tests/support/contents.ts'

const failures: [string, string][] = [
  ['pwrite64', 'ENOSPC'],
  ['pwrite64', 'EIO'],
  ['fsync', 'EIO'],
  ['fsync', 'ENOSPC'],
  ['ftruncate', 'EIO'],
  ['openat', 'EACCES'],
  ['openat', 'ENOSPC'],
  ['unlink', 'EIO'],
  ['link', 'ENOSPC'],
  ['link', 'EROFS'],
]

/** `syscalls [tries=1000] [cli=dist/src/cli.js] [turn=1]`; each turn takes other calls of the same run. */
export default async function measure([
  count = '1000',
  cli = 'dist/src/cli.js',
  turn = '1',
]: string[]): Promise<string> {
  if (spawnSync('strace', ['-V']).error !== undefined) return 'This needs strace, which is not installed.'
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-calls-'))
  const path = join(folder, 'store.sqlite')
  const file = (name: string, from: number, to: number) => {
    const lines = Array.from({ length: to - from }, (_, at) => line(from + at))
    writeFileSync(join(folder, name), lines.join('\n'))
    return join(folder, name)
  }
  writeFileSync(join(folder, 'skilltide.yaml'), 'boards:\n  defaults: false\n')
  const settings = {
    SKILLTIDE_CONFIG: join(folder, 'skilltide.yaml'),
    SKILLTIDE_TODAY: '2026-03-01',
    SKILLTIDE_DB: path,
  }
  // Once for the commands that start below, once for those that heal in this process.
  const environment = Object.assign(process.env, settings)
  const kept = ['', '-wal', '-shm', '.lock', '.new', '.new-wal'].map((suffix) => `${path}${suffix}`)
  const watched = [...kept, folder].flatMap((each) => ['-P', each])
  const run = (args: string[], trace: string[]) =>
    spawnSync('strace', ['-f', '--seccomp-bpf', ...trace, ...watched, process.execPath, resolve(cli), ...args], {
      env: environment,
      encoding: 'utf8',
    })
  const lines: string[] = []
  const wrong: string[] = []
  let tried = 0
  try {
    const commands: [string, string[], boolean][] = [
      ['import', ['import', file('more.jsonl', 50, 350)], true],
      ['refresh', ['refresh'], true],
      ['import into a new store', ['import', file('first.jsonl', 0, 100)], false],
    ]
    await undisturbed(['import', join(folder, 'first.jsonl')])
    const base = join(folder, 'base')
    copyFileSync(path, base)
    const fresh = (exists: boolean) => {
      for (const each of kept) rmSync(each, { force: true })
      if (exists) copyFileSync(base, path)
    }
    const each = Math.ceil(Number(count) / commands.length)
    for (const [name, args, exists] of commands) {
      fresh(exists)
      run(args, ['-o', join(folder, 'trace'), '-e', `trace=${[...new Set(failures.map(([call]) => call))].join(',')}`])
      const wanted = contents(path)
      const made = readFileSync(join(folder, 'trace'), 'utf8').split('\n')
      const all = failures.flatMap(([call, error]) =>
        made.filter((row) => row.includes(`${call}(`)).map((_, at) => ({ call, error, nth: at + 1 })),
      )
      const step = Math.max(1, all.length / each)
      const codes = new Map<string, Map<number | null, number>>()
      for (let at = step * ((Number(turn) * 0.618) % 1); Math.floor(at) < all.length; at += step) {
        const { call, error, nth } = all[Math.floor(at)]!
        fresh(exists)
        const inject = `inject=${call}:error=${error}:when=${nth}`
        const { status, stderr } = run(args, ['-o', '/dev/null', '-e', `trace=${call}`, '-e', inject])
        tried += 1
        const key = `${call} ${error}`
        const seen = codes.get(key) ?? new Map<number | null, number>()
        codes.set(key, seen.set(status, (seen.get(status) ?? 0) + 1))
        const said = stderr.trim().split('\n')
        const clear = status === 0 || ((status === 6 || status === 7) && said.length === 1)
        const damage = await damageOf(path)
        const again = await undisturbed(args)
        const healed = again === 0 && contents(path) === wanted
        if (!clear || damage !== 0 || !healed) {
          wrong.push(
            `  ${name}, ${call} ${nth} ${error}: exit ${status}, ${damage} lines of damage, again ${again}${healed ? '' : ', not healed'}; ${said.at(-1)}`,
          )
        }
      }
      lines.push(`  ${name}: ${all.length} ways for one of its calls to fail`)
      for (const [key, seen] of codes)
        lines.push(
          `  ${name.padEnd(26)}${key.padEnd(18)}${[...seen].map(([code, n]) => `${n} exit ${code}`).join(', ')}`,
        )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return [`${tried} system calls failed, one a run`, ...lines, `wrong: ${wrong.length}`, ...wrong.slice(0, 20)].join(
    '\n',
  )
}

const line = (at: number) =>
  JSON.stringify({
    ...{
      kind: 'posting',
      board: `greenhouse:old${at % 3}`,
      externalId: `${at}`,
      title: `Pilot ${at}`,
      company: 'Old Tide',
    },
    ...{ text: `Guide ship ${at} with Keras. ${'The sea is wide. '.repeat(60)}`, seen: [['2026-01-05', null]] },
  })

/** Runs a command in this process, which need not be started; its exit code. */
async function undisturbed(words: string[]): Promise<number> {
  try {
    const { exitCode } = await runWords(words, {
      stdin: Readable.from([]),
      signal: new AbortController().signal,
      terminal: { width: 100, colour: false, interactive: false },
      write: () => {},
      say: () => {},
      progress: () => {},
    })
    return exitCode
  } catch (error) {
    if (error instanceof UserError) return error.exitCode
    throw error
  }
}

/** Lines of damage; 0 also where there is no store, because none was made. */
async function damageOf(path: string): Promise<number> {
  try {
    const store = await openStore(path, { now: Date.now, readOnly: true })
    const { length } = await store.verify()
    await store.close()
    return length
  } catch (error) {
    return /There is no store/.test((error as Error).message) ? 0 : -1
  }
}
