/** kill -9 at random moments of the real commands: each is run again until it ends by itself, and the store must be what an undisturbed run makes. */
import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openStore } from '../db/open.ts'
import { contents } from '../tests/support/contents.ts'
import { seeded } from '../tests/support/faultd.ts'

/** Boards that are collected, and postings on each. */
const boardCount = 8
const size = 8
/** A command may be killed so many times in a row before it is left to end. */
const turns = 5

interface Step {
  name: string
  args: string[]
  today: string
  /** What the boards list that day. */
  shift: number
}

/** How a command goes when nobody kills it: in processor time, which other work on the machine does not stretch. */
interface Undisturbed {
  /** Nanoseconds until it touched the store, and until its end. */
  touched: number
  ended: number
  before: string
  after: string
}

/** Where a kill struck, by what it left. */
type Phase = 'before anything was kept' | 'with a part kept' | 'amid writing a page' | 'with all kept'

/** `crash [kills=200] [seed=1] [cli=dist/src/cli.js] [most minutes=60]` */
export default async function measure([
  count = '200',
  seed = '1',
  cli = 'dist/src/cli.js',
  minutes = '60',
]: string[]): Promise<string> {
  const random = seeded(Number(seed))
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-crash-'))
  let shift = 0
  const server = createServer((request, response) => {
    const token = new URL(request.url!, 'http://x').pathname.split('/').at(-1)!
    const jobs = Array.from({ length: size }, (_, at) => job(token, at + shift))
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ jobs, apiVersion: '1' }))
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const steps = inputs(folder)
  const environment = {
    ...process.env,
    SKILLTIDE_MIRROR: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    SKILLTIDE_CONFIG: join(folder, 'skilltide.yaml'),
  }
  /** Runs a command, until it has used so much of the processor; `used` is what it was last seen to have used. */
  const run = async (step: Step, path: string, until: number) => {
    shift = step.shift
    const child = spawn(process.execPath, [resolve(cli), ...step.args], {
      env: { ...environment, SKILLTIDE_DB: path, SKILLTIDE_TODAY: step.today },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let [said, used, touched] = ['', 0, 0]
    const look = setInterval(() => {
      used = Math.max(used, processorTime(child.pid!))
      if (touched === 0 && existsSync(`${path}-wal`)) touched = used
      if (used >= until) child.kill('SIGKILL')
    }, 2)
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    const killed = await new Promise<boolean>((done) => void child.once('close', (_, by) => done(by === 'SIGKILL')))
    clearInterval(look)
    return { killed, code: child.exitCode, said, used, touched }
  }
  const found = {
    'damage named by verify': 0,
    'stores that did not open': 0,
    'snapshots lost': 0,
    'runs that did not heal': 0,
    'stores unlike an undisturbed one': 0,
    'files left behind': 0,
  }
  const notes: string[] = []
  const struck = new Map<string, Map<Phase, number>>()
  /** The step that was killed least often is next. */
  const perStep = steps.map(() => 0)
  let [kills, rounds] = [0, 0]
  try {
    const bases = join(folder, 'bases')
    mkdirSync(bases)
    const base = (at: number) => join(bases, `${at}.sqlite`)
    const whole: Undisturbed[] = []
    for (const [at, step] of steps.entries()) {
      if (at > 0) copyFileSync(base(at), base(at + 1))
      const before = at > 0 ? contents(base(at)) : ''
      const { code, said, used, touched } = await run(step, base(at + 1), Number.POSITIVE_INFINITY)
      if (code !== 0) throw new Error(`${step.name} ended with ${code}: ${said}`)
      whole.push({ touched, ended: used, before, after: contents(base(at + 1)) })
    }
    const until = performance.now() + Number(minutes) * 60_000
    while (kills < Number(count) && performance.now() < until) {
      const at = perStep.indexOf(Math.min(...perStep))
      const [step, { touched, ended, before, after }] = [steps[at]!, whole[at]!]
      rounds += 1
      const home = join(folder, `round${rounds}`)
      const path = join(home, 'store.sqlite')
      mkdirSync(home)
      if (at > 0) copyFileSync(base(at), path)
      let snapshots = 0
      for (let turn = 0; ; turn++) {
        const moment = touched * 0.9 + random() * (ended * 0.95 - touched * 0.9)
        const { killed, code, said } = await run(step, path, turn < turns ? moment : Number.POSITIVE_INFINITY)
        if (!killed) {
          if (code !== 0) {
            found['runs that did not heal'] += 1
            notes.push(`  ${step.name} ended with ${code}: ${said.trim()}`)
          }
          break
        }
        kills += 1
        perStep[at]! += 1
        const torn = unfinished(`${path}-wal`)
        const now = existsSync(path) ? await look(path) : { damage: [], snapshots: 0 }
        if (now === null) found['stores that did not open'] += 1
        else {
          found['damage named by verify'] += now.damage.length
          notes.push(...now.damage.map((line) => `  ${step.name}: ${line}`))
          found['snapshots lost'] += Math.max(0, snapshots - now.snapshots)
          snapshots = now.snapshots
        }
        const left = existsSync(path) ? contents(path) : ''
        const phase: Phase = torn
          ? 'amid writing a page'
          : left === before
            ? 'before anything was kept'
            : left === after
              ? 'with all kept'
              : 'with a part kept'
        const phases = struck.get(step.name) ?? new Map<Phase, number>()
        struck.set(step.name, phases.set(phase, (phases.get(phase) ?? 0) + 1))
      }
      const end = contents(path)
      if (end !== after) {
        found['stores unlike an undisturbed one'] += 1
        notes.push(`  ${step.name}, round ${rounds}: ${firstDifference(end, after)}`)
      }
      found['files left behind'] += readdirSync(home).filter(
        (name) => !/^store\.sqlite(?:-wal|-shm)?$/.test(name),
      ).length
      rmSync(home, { recursive: true })
    }
  } finally {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return [
    `${kills} kills in ${rounds} commands that were each run until they ended`,
    ...[...struck].map(
      ([name, phases]) => `  ${name.padEnd(12)}${[...phases].map(([phase, times]) => `${times} ${phase}`).join(', ')}`,
    ),
    ...Object.entries(found).map(([what, times]) => `  ${what.padEnd(40)}${times}`),
    ...notes.slice(0, 8),
  ].join('\n')
}

/** Nanoseconds for which a process has been running; Linux tells them. */
function processorTime(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])
  } catch {
    // It has just ended; what was seen last stands.
    return 0
  }
}

/** Whether the log ends in frames that no commit follows: the process died amid a transaction. */
function unfinished(path: string): boolean {
  if (!existsSync(path)) return false
  const log = readFileSync(path)
  if (log.length < 32) return false
  const frame = 24 + log.readUInt32BE(8)
  const salt = log.subarray(16, 24)
  let last = 1
  for (let at = 32; at + 24 <= log.length && log.subarray(at + 8, at + 16).equals(salt); at += frame)
    last = log.readUInt32BE(at + 4)
  return last === 0
}

const job = (token: string, at: number) => ({
  id: `${token}-${at}`,
  title: at % 5 === 0 ? 'River Engineer' : `River Engineer ${at}`,
  location: 'Oslo',
  jobUrl: `https://jobs.example/${token}/${at}`,
  isListed: true,
  publishedAt: '2026-03-01T00:00:00Z',
  descriptionHtml: `<p>You train the models of buoy ${at % 7} at ${token} with PyTorch, TensorFlow and SQL.</p><p>${'We listen to rivers all year. '.repeat(20)}</p>`,
})

/** Writes what the commands read; returns the commands in order. */
function inputs(folder: string): Step[] {
  const boards = Array.from({ length: boardCount }, (_, at) => `ashby:tide${at}`)
  writeFileSync(join(folder, 'boards.txt'), boards.join('\n'))
  writeFileSync(
    join(folder, 'skilltide.yaml'),
    'boards:\n  defaults: false\n  file: boards.txt\nsources:\n  disable: [hackernews]\n',
  )
  const line = (at: number) =>
    JSON.stringify({
      ...{
        kind: 'posting',
        board: `greenhouse:old${at % 9}`,
        externalId: `${at}`,
        title: `Pilot ${at % 40}`,
        company: 'Old Tide',
      },
      ...{
        text: `Guide ship ${at % 60} with Keras. ${'The sea is wide. '.repeat(20)}`,
        seen: [['2026-01-05', at % 3 === 0 ? null : '2026-02-20']],
      },
    })
  writeFileSync(join(folder, 'old.jsonl'), Array.from({ length: 240 }, (_, at) => line(at)).join('\n'))
  mkdirSync(join(folder, 'threads'))
  const post = (at: number) =>
    JSON.stringify({
      ...{ id: 1000 + at, thread_id: 1, month: `2018-0${1 + (at % 6)}`, by: 'someone' },
      text: `Tide ${at % 30} | River Engineer | Oslo | ONSITE\n\nYou train models with PyTorch ${at % 30}.`,
    })
  writeFileSync(join(folder, 'threads', '2018.jsonl'), Array.from({ length: 180 }, (_, at) => post(at)).join('\n'))
  return [
    { name: 'import', args: ['import', join(folder, 'old.jsonl')], today: '2026-03-01', shift: 0 },
    { name: 'collect', args: ['collect'], today: '2026-03-01', shift: 0 },
    { name: 'refresh', args: ['refresh'], today: '2026-03-01', shift: 0 },
    {
      name: 'backfill',
      args: ['backfill', 'hackernews', '--from', join(folder, 'threads')],
      today: '2026-03-01',
      shift: 0,
    },
    { name: 'collect', args: ['collect'], today: '2026-03-02', shift: 1 },
    { name: 'refresh', args: ['refresh'], today: '2026-03-02', shift: 1 },
  ]
}

async function look(path: string): Promise<{ damage: string[]; snapshots: number } | null> {
  try {
    const store = await openStore(path, { now: Date.now })
    const damage = await store.verify()
    const { snapshots } = await store.size()
    await store.close()
    return { damage, snapshots }
  } catch {
    // Counted: a store that does not open after a kill is the worst of all.
    return null
  }
}

function firstDifference(one: string, other: string): string {
  const [left, right] = [one.split('\n'), other.split('\n')]
  const at = left.findIndex((line, index) => line !== right[index])
  return `${left.length} rows for ${right.length}; ${left[at]} for ${right[at]}`.slice(0, 400)
}
