/** The program as a process: how it ends, what it says, and what it leaves behind. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import { day } from '../../src/days.ts'
import { cliWords, runCli, startCli } from '../support/cli.ts'
import { makeMarket, marketConfig, serveMarket } from '../support/market.ts'
import { scratchFolder } from '../support/store.ts'

const first = day('2026-05-04')

async function marketFolder({ boards = 12, dawdleMs = 0, more = '' } = {}) {
  const market = makeMarket({ first, days: 30, boards })
  const served = await serveMarket(market, { dawdleMs })
  onTestFinished(() => served.close())
  const folder = scratchFolder()
  writeFileSync(join(folder, 'skilltide.yaml'), marketConfig(market, more))
  const env = { SKILLTIDE_TODAY: first as string, SKILLTIDE_MIRROR: served.url }
  return { market, served, folder, env }
}

const storeIn = (folder: string) => openStore(join(folder, 'data/skilltide.sqlite'), { readOnly: true, now: Date.now })

async function eventsIn(folder: string, kind: string) {
  const store = await storeIn(folder)
  try {
    return await store.events({ kind, limit: 1000, order: 'written' })
  } finally {
    await store.close()
  }
}

/** What a shell makes of an end: a second signal may come when the process has already let go of its handlers. */
const codeSeen = ({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }) =>
  signal === null ? code : 128 + constants.signals[signal]

describe('F11, F12: signals', () => {
  const cases = [
    { row: 'F11', name: 'SIGTERM', signals: ['SIGTERM'], code: 143 },
    { row: 'F11', name: 'SIGINT', signals: ['SIGINT'], code: 130 },
    { row: 'F12', name: 'SIGINT twice', signals: ['SIGINT', 'SIGINT'], code: 130 },
  ] as const
  test.each(cases)(
    '$row: $name while collecting ends with $code, soon, and the next run goes on',
    async ({ signals, code }) => {
      const { folder, env, market } = await marketFolder({ boards: 40, dawdleMs: 60 })
      const { child, ended } = startCli(['collect'], { cwd: folder, env })
      // Once the store is there the work is under way.
      while (!existsSync(join(folder, 'data/skilltide.sqlite'))) await wait(20)
      await wait(150)
      const sent = Date.now()
      for (const signal of signals) {
        child.kill(signal)
        await wait(30)
      }
      const ran = await ended
      expect({ code: codeSeen(ran), stack: /\n\s+at /.test(ran.stderr) }).toEqual({ code, stack: false })
      expect(Date.now() - sent).toBeLessThan(10_000)
      const store = await storeIn(folder)
      expect(await store.verify()).toEqual([])
      await store.close()
      const again = await runCli(['collect', '--all'], { cwd: folder, env })
      expect(again.code).toBe(0)
      const open = market.openOn(first).reduce((sum, { twice }) => sum + (twice ? 2 : 1), 0)
      const whole = await storeIn(folder)
      expect((await whole.size()).postings).toBe(open)
      expect(await whole.verify()).toEqual([])
      await whole.close()
    },
  )
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a command that does not go on piece by piece at once, with %d', async (signal, code) => {
  const { child, ended } = startCli(['tag'], { cwd: scratchFolder() })
  // It waits for a text that never ends.
  child.stdin!.write('PyTorch')
  await wait(3000)
  child.kill(signal)
  const ran = await Promise.race([ended, wait(10_000)])
  child.kill('SIGKILL')
  expect(ran && { code: codeSeen(ran), stderr: ran.stderr }).toEqual({ code, stderr: '' })
})

describe('F13: pipes, closed doors and poor terminals', () => {
  const shell = (script: string, env: Record<string, string> = {}) => {
    const cwd = scratchFolder()
    const program = [process.execPath, ...cliWords].map((word) => `'${word}'`).join(' ')
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', `set -o pipefail; st() { ${program} "$@"; }; ${script}`],
      {
        cwd,
        encoding: 'utf8',
        env: { PATH: process.env['PATH']!, HOME: cwd, ...env },
      },
    )
    return { status, stdout, stderr }
  }
  const quiet: [string, string, Record<string, string>][] = [
    ['a reader that takes one line', 'st boards | head -1 > /dev/null', {}],
    ['a reader that takes nothing', 'st boards --json | true', {}],
    ['a reader that dies', 'st config | (read -n 1; exit 3) || [ $? -eq 3 ]', {}],
    ['closed standard input', 'st config < /dev/null > /dev/null', {}],
    ['standard input that is no file at all', 'st config <&- > /dev/null', {}],
    ['a dumb terminal', 'st config > /dev/null', { TERM: 'dumb' }],
    ['no terminal variable', 'unset TERM; st config > /dev/null', {}],
    ['NO_COLOR', 'st config > /dev/null', { NO_COLOR: '1' }],
  ]
  test.each(quiet)('F13: %s: quiet, and no stack trace', (_, script, env) => {
    expect(shell(script, env)).toMatchObject({ status: 0, stderr: '' })
  })
})

describe('run', () => {
  test('records how a job began and ended, under one name that its snapshots carry', async () => {
    const { folder, env } = await marketFolder({ boards: 2 })
    expect((await runCli(['run', 'collect'], { cwd: folder, env })).code).toBe(0)
    const events = await eventsIn(folder, 'job')
    expect(events.map(({ subject, outcome }) => `${subject} ${outcome}`)).toEqual(['collect done', 'collect started'])
    expect(new Set(events.map(({ run }) => run)).size).toBe(1)
    expect(events[0]!.run).toMatch(/^run-20260504T120000-[0-9a-f]{4}$/)
    expect((await eventsIn(folder, 'collect')).map(({ run }) => run)).toEqual([events[0]!.run, events[0]!.run])
  })

  test('a job that fails is recorded with its reason, and an unknown one is named', async () => {
    const { folder, env } = await marketFolder({ boards: 1, more: 'backups: {folder: skilltide.yaml/copies}\n' })
    await runCli(['run', 'collect'], { cwd: folder, env })
    const ran = await runCli(['run', 'backup'], { cwd: folder, env })
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('a file stands where a folder is needed') })
    expect((await eventsIn(folder, 'job'))[0]).toMatchObject({ subject: 'backup', outcome: 'failed' })
    expect(await runCli(['run', 'colect'], { cwd: folder, env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no job "colect". Did you mean "collect"?'),
    })
  })

  test('--skip-if-running ends well when another run holds the store, and says so', async () => {
    const { folder, env } = await marketFolder({ boards: 30, dawdleMs: 2000 })
    const long = startCli(['collect'], { cwd: folder, env })
    while (!existsSync(join(folder, 'data/skilltide.sqlite.lock'))) await wait(20)
    const skipped = await runCli(['run', 'refresh', '--skip-if-running'], { cwd: folder, env })
    const refused = await runCli(['run', 'refresh'], { cwd: folder, env })
    long.child.kill('SIGTERM')
    await long.ended
    expect(skipped).toMatchObject({ code: 0, stdout: 'Another run is under way; nothing to do.\n' })
    expect(refused.code).toBe(8)
  })
})

describe('schedule', () => {
  test('runs what is owed in a process of its own, logs in JSON, is alone, shows that it lives, and stops cleanly', async () => {
    const { folder, env } = await marketFolder({
      boards: 3,
      more: 'timetable: {collect: "* * * * *", refresh: false, labels: false, exports: false, digest: false, page: false, backup: false, prune: false, watch: false}\n',
    })
    const where = { cwd: folder, env: { SKILLTIDE_MIRROR: env.SKILLTIDE_MIRROR } }
    expect(await runCli(['schedule', '--check'], where)).toMatchObject({ code: 3 })
    const daemon = startCli(['schedule', '--log', 'json'], where)
    let ended: { outcome: string | null; run: string | null } | undefined
    for (let turn = 0; turn < 400 && ended === undefined; turn++) {
      await wait(50)
      if (existsSync(join(folder, 'data/skilltide.sqlite'))) {
        ended = (await eventsIn(folder, 'job').catch(() => [])).find(({ outcome }) => outcome === 'done')
      }
    }
    expect(await runCli(['schedule', '--check'], where)).toMatchObject({ code: 0 })
    expect(await runCli(['schedule'], where)).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(/Another run \(process \d+\) is the schedule of/),
    })
    daemon.child.kill('SIGTERM')
    const ran = await daemon.ended
    expect(ran.code).toBe(143)
    const log = ran.stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { message: string; run: string; job?: string; level: string; time: string })
    expect(log.map(({ message }) => message)).toEqual(expect.arrayContaining(['collect started', 'stopped']))
    const started = log.find(({ message }) => message === 'collect started')!
    expect(started).toMatchObject({ level: 'info', job: 'collect', run: ended!.run })
    const store = await storeIn(folder)
    const [snapshot] = await store.snapshots('ashby:tide000', 1)
    expect(snapshot).toMatchObject({ outcome: 'complete' })
    await store.close()
    expect(readdirSync(join(folder, 'data')).filter((name) => /lock|schedule/.test(name))).toEqual([])
  })

  test('a job that finds the store in use is put off, and no run of it is told as done', async () => {
    const { folder, env } = await marketFolder({
      boards: 1,
      more: 'timetable: {collect: "* * * * *", refresh: false, labels: false, exports: false, digest: false, page: false, backup: false, prune: false, watch: false}\n',
    })
    const where = { cwd: folder, env: { SKILLTIDE_MIRROR: env.SKILLTIDE_MIRROR } }
    const held = await openStore(join(folder, 'data/skilltide.sqlite'), { now: Date.now })
    const daemon = startCli(['schedule', '--log', 'json'], where)
    let told = ''
    daemon.child.stderr!.on('data', (text: string) => (told += text))
    for (let turn = 0; turn < 400 && !told.includes('collect waits: another run holds the store'); turn++)
      await wait(50)
    daemon.child.kill('SIGTERM')
    const { code, stderr } = await daemon.ended
    await held.close()
    expect(code).toBe(143)
    expect(stderr).toContain('collect waits: another run holds the store')
    expect(stderr).not.toContain('collect ended')
    expect((await eventsIn(folder, 'job')).filter(({ outcome }) => outcome === 'done')).toEqual([])
  })

  test('F14: a job that is killed from outside is recorded, and the schedule lives on', async () => {
    const { folder, env } = await marketFolder({
      boards: 30,
      dawdleMs: 500,
      more: 'timetable: {collect: "* * * * *", refresh: false, labels: false, exports: false, digest: false, page: false, backup: false, prune: false, watch: false}\n',
    })
    const daemon = startCli(['schedule', '--log', 'json'], {
      cwd: folder,
      env: { SKILLTIDE_MIRROR: env.SKILLTIDE_MIRROR },
    })
    const lock = join(folder, 'data/skilltide.sqlite.lock')
    let killed: number | null = null
    for (let turn = 0; turn < 400 && killed === null; turn++) {
      await wait(50)
      if (!existsSync(lock)) continue
      const { pid } = JSON.parse(readFileSync(lock, 'utf8')) as { pid: number }
      if (pid === daemon.child.pid) continue
      await wait(300)
      process.kill(pid, 'SIGKILL')
      killed = pid
    }
    await wait(1500)
    expect(daemon.child.exitCode).toBeNull()
    const [newest] = await eventsIn(folder, 'job')
    expect(newest).toMatchObject({
      subject: 'collect',
      outcome: 'failed',
      message: expect.stringMatching(/^ended by SIGKILL after \d+ s, before it could say why$/),
    })
    daemon.child.kill('SIGTERM')
    expect((await daemon.ended).code).toBe(143)
  })

  test('--list tells the next runs, and a wrong timetable is refused before anything runs', async () => {
    const folder = scratchFolder()
    const env = { SKILLTIDE_TODAY: '2026-11-25' }
    const { stdout } = await runCli(['schedule', '--list'], { cwd: folder, env })
    expect(stdout).toMatch(
      /^job {6}cron .*\ncollect +17 \* \* \* \* +2026-11-25 12:17 +2026-11-25 13:17 +read the boards that are due$/m,
    )
    for (const words of [['schedule', '--list'], ['schedule'], ['config']]) {
      const ran = await runCli([...words, '--set', 'timetable={collect: "61 * * * *"}'], { cwd: folder, env })
      expect(ran).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('timetable.collect: column 1 of "61 * * * *"'),
      })
    }
  })
})

test('watch tells once, with recovery, and writes the metrics', async () => {
  const told = 'told.txt'
  const { folder, env, served } = await marketFolder({
    boards: 3,
    more: `metrics: {file: skilltide.prom}\nnotices: {command: [sh, -c, "cat >> ${told}"], freeMegabytes: 1000000000}\n`,
  })
  await runCli(['run', 'collect'], { cwd: folder, env })
  const watch = (set: string[] = []) => runCli(['run', 'watch', ...set], { cwd: folder, env })
  expect((await watch()).stderr).toMatch(/^!! {2}The disk of the store is nearly full: \d+ MB are free\.\n$/)
  expect((await watch()).stderr).toBe('')
  expect((await watch(['--set', 'notices.freeMegabytes=1'])).stderr).toMatch(/^ok {2}over: The disk of the store/)
  expect((await watch(['--set', 'notices.freeMegabytes=1'])).stderr).toBe('')
  const lines = readFileSync(join(folder, told), 'utf8').split('\n')
  expect(lines.filter((line) => line.startsWith('skilltide: '))).toEqual([
    'skilltide: 1 problem',
    'skilltide: 1 recovery',
  ])
  const metrics = readFileSync(join(folder, 'skilltide.prom'), 'utf8')
  expect(metrics).toMatch(/^skilltide_boards_read 3$/m)
  expect(metrics).toMatch(/^skilltide_job_failed\{job="collect"\} 0$/m)
  // Every line is a comment or a sample as Prometheus reads them.
  expect(
    metrics
      .split('\n')
      .filter(
        (line) => line !== '' && !/^# (?:HELP|TYPE) \w+ .+$|^\w+(?:\{(?:\w+="[^"\n]*",?)+\})? -?[\d.e+]+$/.test(line),
      ),
  ).toEqual([])
  expect(served.asked()).toBeGreaterThan(0)
})
