/**
 * Half a year of a market that we know, collected by the daemon's own schedule under a clock of ours and its jobs as real
 * processes, each with the day pinned; then every figure of the report against what the market knows to be true.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mock } from 'node:test'
import { runSchedule } from '../jobs/schedule.ts'
import { timetableOf } from '../jobs/timetable.ts'
import { type Day, day, dayFromNumber, dayNumber } from '../src/days.ts'
import type { SkillReportView } from '../src/report/views.ts'
import { cliWords } from '../tests/support/cli.ts'
import { type Market, makeMarket, marketConfig, serveMarket } from '../tests/support/market.ts'
import { type Compared, compareReport } from '../tests/support/market-truth.ts'

const skills = ['pytorch', 'tensorflow', 'jax']
const timetable = {
  collect: '5 6 * * *',
  refresh: '30 6 * * *',
  labels: '40 6 * * 1',
  exports: false,
  digest: false,
  backup: '0 7 * * 0',
  prune: '30 7 * * 0',
  watch: '0 8 * * *',
} as const

/** `halfyear [weeks=26] [boards=150] [folder of an earlier run, to compare again]`; CLI=dist/src/cli.js runs the built program. */
export default async function measure([weeks = '26', boards = '150', earlier]: string[]): Promise<string> {
  const market = makeMarket({ first: day('2026-05-04'), days: Number(weeks) * 7, boards: Number(boards) })
  const folder = earlier ?? mkdtempSync(join(tmpdir(), 'skilltide-halfyear-'))
  const told = earlier === undefined ? await collectAll(market, folder) : [`compared again: ${folder}`]
  const compared: Compared[] = []
  for (const skill of skills) {
    const { stdout } = await run(folder, ['report', skill, '--json'], { SKILLTIDE_TODAY: market.last })
    compared.push(...compareReport(JSON.parse(stdout) as SkillReportView, market, skill))
  }
  const wrong = compared.filter(({ verdict }) => verdict === 'wrong')
  const count = (verdict: Compared['verdict']) => compared.filter((row) => row.verdict === verdict).length
  if (wrong.length === 0 && process.env['KEEP'] === undefined) rmSync(folder, { recursive: true, force: true })
  return [
    ...told,
    `${compared.length} figures of ${skills.length} reports on ${market.last}: ${count('equal')} equal the market's truth, ${count('flagged')} are flagged, ${count('withheld')} are withheld with their reason, ${count('unchecked')} have no truth to hold them to, ${wrong.length} are wrong`,
    ...compared
      .filter(({ verdict }) => verdict !== 'equal')
      .map(
        ({ verdict, figure, said, truth }) =>
          `  ${verdict}: ${figure}: ${said}${verdict === 'wrong' ? `, and in truth ${truth}` : ''}`,
      ),
    ...(wrong.length > 0 ? [`kept for a look: ${folder}`] : []),
  ].join('\n')
}

async function collectAll(market: Market, folder: string): Promise<string[]> {
  const served = await serveMarket(market)
  writeFileSync(
    join(folder, 'skilltide.yaml'),
    marketConfig(market, `timetable: ${JSON.stringify(timetable)}\nbackups: {keep: 2, weekly: 2, monthly: 2}\n`),
  )
  const began = performance.now()
  const spent: Spent = new Map()
  const clock = fakeClock(market.first)
  const asked = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  const told: string[] = []
  const schedule = runSchedule({
    entries: timetableOf(timetable),
    lastRuns: async () => new Map(),
    now: clock.now,
    elapsed: clock.now,
    nameRun: (job) => `${job}-${clock.now()}`,
    start: ({ job }) => {
      const on = clock.today()
      served.show(on)
      const ran = run(folder, ['run', job], { SKILLTIDE_TODAY: on, SKILLTIDE_MIRROR: served.url }).then((end) => {
        count(spent, job, end)
        underWay.delete(ran)
        return { code: end.code, signal: null }
      })
      underWay.add(ran)
      return { ended: ran, stop: () => told.push(`${job} on ${on} was asked to stop`) }
    },
    settled: async () => true,
    record: async (job, _run, outcome, message) => void told.push(`${job} on ${clock.today()}: ${outcome}, ${message}`),
    lastRecorded: async () => null,
    tell: (level, message) => void (level === 'info' || told.push(message)),
    signal: asked.signal,
  })
  try {
    while (clock.today() <= market.last) {
      clock.tick()
      // What the minute set off begins in turns of the real loop; the clock stands still until it is done.
      do {
        await turns()
        await Promise.all(underWay)
      } while (underWay.size > 0)
    }
    asked.abort()
    await schedule
  } finally {
    clock.restore()
    await served.close()
  }
  const bytes = statSync(join(folder, 'data/skilltide.sqlite')).size
  return [
    `${market.boards.length} boards, ${market.jobs.length} jobs, ${market.first} to ${market.last}; ${served.asked().toLocaleString('en-US')} requests on loopback`,
    `${((performance.now() - began) / 60_000).toFixed(1)} minutes in all; the store came to ${(bytes / 1_048_576).toFixed(1)} MB`,
    ...[...spent].map(
      ([job, { runs, ms, peak, codes }]) =>
        `  ${job.padEnd(8)} ${String(runs).padStart(4)} runs, ${(ms / runs / 1000).toFixed(1)} s each, ${peak} MB at most; exit codes ${[...codes].map(([code, times]) => `${code}: ${times}`).join(', ')}`,
    ),
    ...told,
  ]
}

/** Minutes that pass when they are told to; the schedule's timers go by them, all others by the real clock. */
function fakeClock(first: Day) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: dayNumber(first) * 86_400_000 })
  return {
    now: () => Date.now(),
    today: () => dayFromNumber(Math.floor(Date.now() / 86_400_000)),
    tick: () => mock.timers.tick(60_000),
    restore: () => mock.timers.reset(),
  }
}

/** Long enough for a look at the timetable to come to its end. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

type Spent = Map<string, { runs: number; ms: number; peak: number; codes: Map<number, number> }>

function count(spent: Spent, job: string, ran: { code: number; ms: number; peak: number }): void {
  const own = spent.get(job) ?? { runs: 0, ms: 0, peak: 0, codes: new Map<number, number>() }
  own.codes.set(ran.code, (own.codes.get(ran.code) ?? 0) + 1)
  spent.set(job, { runs: own.runs + 1, ms: own.ms + ran.ms, peak: Math.max(own.peak, ran.peak), codes: own.codes })
}

async function run(cwd: string, words: string[], env: Record<string, string>) {
  const began = performance.now()
  const bare = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SKILLTIDE_')))
  const child = spawn(process.execPath, [...cliWords, ...words], {
    cwd,
    env: { ...bare, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  let peak = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const looking = setInterval(() => {
    const status = `/proc/${child.pid}/status`
    if (!existsSync(status)) return
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    peak = Math.max(peak, Math.round(Number(kilobytes ?? 0) / 1024))
  }, 100)
  const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? -1)))
  clearInterval(looking)
  if (![0, 3].includes(code))
    process.stderr.write(`${words.join(' ')} on ${env['SKILLTIDE_TODAY']}: ${code} ${stderr.split('\n')[0]}\n`)
  return { code, stdout, ms: performance.now() - began, peak }
}
