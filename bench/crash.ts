/** kill -9 at random moments of the real commands: each is run again until it ends by itself, and the store must be what an undisturbed run makes. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openStore } from '../db/open.ts'
import { contents } from '../tests/support/contents.ts'
import { seeded } from '../tests/support/faultd.ts'

/** Boards that are collected, and postings on each. */
const boardCount = 24
const size = 12

interface Step {
  name: string
  args: string[]
  today: string
  /** What the boards list that day. */
  shift: number
}

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
  const start = (step: Step, store: string) => {
    shift = step.shift
    return spawn(process.execPath, [resolve(cli), ...step.args], {
      env: { ...environment, SKILLTIDE_DB: store, SKILLTIDE_TODAY: step.today },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  }
  const ended = (child: ReturnType<typeof start>) =>
    new Promise<{ code: number | null; said: string }>((done) => {
      let said = ''
      child.stderr!.on('data', (chunk) => {
        said += chunk
      })
      child.once('close', (code) => done({ code, said }))
    })
  const found = {
    'damage named by verify': 0,
    'stores that did not open': 0,
    'snapshots lost': 0,
    'runs that did not heal': 0,
  }
  const different: string[] = []
  const killedIn = new Map<string, number>()
  let [kills, rounds, leftovers] = [0, 0, 0]
  try {
    const control = join(folder, 'control', 'store.sqlite')
    mkdirSync(join(folder, 'control'))
    const lasts: number[] = []
    for (const step of steps) {
      const began = performance.now()
      const { code, said } = await ended(start(step, control))
      if (code !== 0) throw new Error(`${step.name} ended with ${code}: ${said}`)
      lasts.push(performance.now() - began)
    }
    const wanted = contents(control)
    const until = performance.now() + Number(minutes) * 60_000
    while (kills < Number(count) && performance.now() < until) {
      rounds += 1
      const home = join(folder, `round${rounds}`)
      mkdirSync(home)
      const path = join(home, 'store.sqlite')
      let snapshots = 0
      for (const [at, step] of steps.entries()) {
        for (let turn = 0; turn < 8 && kills < Number(count); turn++) {
          const child = start(step, path)
          const timer = setTimeout(() => child.kill('SIGKILL'), 120 + random() * lasts[at]!)
          const { code } = await ended(child)
          clearTimeout(timer)
          if (code !== null) break
          kills += 1
          killedIn.set(step.name, (killedIn.get(step.name) ?? 0) + 1)
          if (!readdirSync(home).includes('store.sqlite')) continue
          const now = await look(path)
          if (now === null) found['stores that did not open'] += 1
          else {
            found['damage named by verify'] += now.damage
            if (now.snapshots < snapshots) found['snapshots lost'] += snapshots - now.snapshots
            snapshots = now.snapshots
          }
        }
        const { code } = await ended(start(step, path))
        if (code !== 0) found['runs that did not heal'] += 1
      }
      if (contents(path) !== wanted) different.push(`  round ${rounds}: ${firstDifference(contents(path), wanted)}`)
      leftovers += readdirSync(home).filter((name) => !/^store\.sqlite(?:-wal|-shm)?$/.test(name)).length
      rmSync(home, { recursive: true })
    }
  } finally {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return [
    `${kills} kills in ${rounds} rounds of ${steps.length} commands: ${[...killedIn].map(([name, n]) => `${n} ${name}`).join(', ')}`,
    ...Object.entries(found).map(([what, times]) => `  ${what.padEnd(40)}${times}`),
    `  ${'stores unlike an undisturbed one'.padEnd(40)}${different.length}`,
    `  ${'files left behind'.padEnd(40)}${leftovers}`,
    ...different.slice(0, 5),
  ].join('\n')
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
  writeFileSync(join(folder, 'old.jsonl'), Array.from({ length: 2000 }, (_, at) => line(at)).join('\n'))
  mkdirSync(join(folder, 'threads'))
  const post = (at: number) =>
    JSON.stringify({
      ...{ id: 1000 + at, thread_id: 1, month: `2018-0${1 + (at % 6)}`, by: 'someone' },
      text: `Tide ${at % 90} | River Engineer | Oslo | ONSITE\n\nYou train models with PyTorch ${at % 30}.`,
    })
  writeFileSync(join(folder, 'threads', '2018.jsonl'), Array.from({ length: 1500 }, (_, at) => post(at)).join('\n'))
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

async function look(path: string): Promise<{ damage: number; snapshots: number } | null> {
  try {
    const store = await openStore(path, { now: Date.now })
    const damage = (await store.verify()).length
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
