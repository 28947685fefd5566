/**
 * Workers under fire, each measurement with a PostgreSQL server of its own: `workers kills 500` ends workers at random,
 * `workers stops 500` ends the server at once, `workers silence 500` answers commits by silence, `workers slots 10000` has two
 * schedules with clocks ten minutes apart, `workers requests 10000 [gap]` lets eight processes ask one host.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openQueue, openStore, queueStanding } from '../db/open.ts'
import { timetableWork } from '../jobs/enqueue.ts'
import { Plan } from '../jobs/plan.ts'
import { steadyStore } from '../jobs/steady.ts'
import { addDays, day } from '../src/days.ts'
import { type Server, startServer } from '../tests/support/postgres.ts'
import { silentProxy } from '../tests/support/silent-proxy.ts'
import { board, noon, posting, snapshot } from '../tests/support/store.ts'
import {
  boardNames,
  putBoards,
  query,
  snapshotsPerBoard,
  startWorker,
  tinyMirror,
  until,
} from '../tests/support/workers.ts'

const measures: Record<string, (server: Server, count: number, more: string | undefined) => Promise<string>> = {
  kills: (server, count) => underFire(server, count, killWorker),
  stops: (server, count) => underFire(server, count, stopServer),
  silence,
  slots,
  requests,
}

export default async function measure([what = '', count = '100', more]: string[]): Promise<string> {
  const known = measures[what]
  if (known === undefined) return `workers takes ${Object.keys(measures).join(', ')}`
  const server = await startServer({ durable: true })
  try {
    return await known(server, Number(count), more)
  } finally {
    await server.stop()
  }
}

const sleep = (ms: number) => new Promise<void>((passed) => setTimeout(passed, ms))
const fleetSize = 3
/** Boards for each shot, so that there is always work in hand. */
const perShot = 8

interface Battle {
  address: string
  server: Server
  fleet: ReturnType<typeof startWorker>[]
  restart(at: number): void
  /** When the work that was in hand was shot at, until somebody has taken it again. */
  shot: Map<string, number>
  /** Pieces in hand at a shot. */
  hit: number
  /** Milliseconds until work was done again. */
  back: number[]
}

/** Shoots so often while workers read tiny boards, then lets them finish and counts what is there. */
async function underFire(server: Server, count: number, shoot: (battle: Battle) => Promise<void>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-workers-'))
  const address = await server.database()
  const mirror = await tinyMirror(100)
  let boards = 0
  const supply = async (number: number) => {
    await putBoards(address, boardNames(number, boards))
    boards += number
  }
  await supply(perShot * 4)
  const start = () => startWorker(address, mirror, folder, '--only', 'collect', '--boards', '4')
  const fleet = Array.from({ length: fleetSize }, start)
  const restart = (at: number) => {
    fleet[at] = start()
  }
  const battle: Battle = { address, server, fleet, restart, shot: new Map(), hit: 0, back: [] }
  const watching = watchReturns(battle)
  await until(() => mirror.asked.size > 0)
  for (let shots = 0; shots < count; shots++) {
    if (boards - mirror.asked.size < perShot * 3) await supply(perShot * 4)
    // Under fire without a pause nothing would ever be done.
    const before = await doneIn(address)
    await until(async () => (await doneIn(address)) > before)
    await shoot(battle)
  }
  let asideOnce = 0
  for (;;) {
    const { backlog = [], setAside = [] } = (await queueStanding(address)) ?? {}
    if (backlog.length === 0 && setAside.length === 0) break
    if (backlog.length === 0) {
      const queue = await openQueue(address)
      asideOnce += await queue.again()
      await queue.close()
    }
    for (const [at, { child }] of fleet.entries()) if (child.exitCode !== null || child.signalCode !== null) restart(at)
    await sleep(500)
  }
  for (const { child } of fleet) child.kill('SIGTERM')
  await Promise.all(fleet.map(({ ended }) => ended))
  const counts = await snapshotsPerBoard(address)
  await watching.stop()
  const store = await openStore(address, { readOnly: true, now: Date.now })
  const trouble = await store.verify()
  await store.close()
  await mirror.stop()
  rmSync(folder, { recursive: true, force: true })
  const seconds = battle.back.map((ms) => ms / 1000)
  const doubled = Object.entries(counts).reduce((sum, [times, number]) => sum + (Number(times) > 1 ? number : 0), 0)
  return [
    `${count} shots while ${boards.toLocaleString('en-US')} boards were read by ${fleetSize} workers: ${counts[0] ?? 0} lost, ${doubled} stored twice, ${trouble.length} complaints of verify`,
    `work in hand at a shot: ${battle.hit} pieces, ${asideOnce} of them set aside after three and tried again by hand`,
    `back after ${Math.max(0, ...seconds).toFixed(1)} s at most, ${(seconds.reduce((sum, one) => sum + one, 0) / Math.max(1, seconds.length)).toFixed(1)} s on average of ${seconds.length}`,
  ].join('\n')
}

/** Looks which pieces that were shot at have been taken again since; one shot at twice comes back twice. */
function watchReturns({ address, shot, back }: Battle) {
  let over = false
  const look = async () => {
    const rows = await query<{ id: string; state: string; at: Date; done: Date | null }>(
      address,
      `select id, state, started_on as at, completed_on as done from skilltide_queue.job where id in ('${[...shot.keys()].join("', '")}')`,
    )
    for (const { id, state, at, done } of rows) {
      const since = shot.get(id)
      if (since === undefined) continue
      const isBack = at !== null && at.getTime() > since
      if (isBack) back.push(at.getTime() - since)
      // Done while its worker died, or set aside: nobody takes it again by himself.
      if (isBack || state === 'failed' || (done !== null && state === 'completed')) shot.delete(id)
    }
  }
  const looking = (async () => {
    while (!over) {
      if (shot.size > 0) await look()
      await sleep(250)
    }
    if (shot.size > 0) await look()
  })()
  return {
    stop: async () => {
      over = true
      await looking
    },
  }
}

const doneIn = async (address: string): Promise<number> =>
  (
    await query<{ n: number }>(address, "select count(*)::int as n from skilltide_queue.job where state = 'completed'")
  )[0]!.n

/** Ends a worker that has work in hand; another is started in its place. */
async function killWorker(battle: Battle): Promise<void> {
  const { address, fleet, restart, shot } = battle
  await sleep(Math.random() * 300)
  for (;;) {
    const rows = await query<{ place: string; doing: string[] }>(
      address,
      "select place, doing from skilltide_queue.workers where cardinality(doing) > 0 and seen_at > clock_timestamp() - interval '4 seconds'",
    )
    const victims = rows.flatMap((row) => {
      const at = fleet.findIndex(({ child }) => child.signalCode === null && row.place.endsWith(` ${child.pid}`))
      return at === -1 ? [] : [{ at, doing: row.doing }]
    })
    // Somebody must live to notice.
    const victim = rows.length < 2 ? undefined : victims[Math.floor(Math.random() * victims.length)]
    if (victim !== undefined) {
      fleet[victim.at]!.child.kill('SIGKILL')
      battle.hit += victim.doing.length
      // Of one that was not back from an earlier shot the time goes on.
      for (const one of victim.doing) if (!shot.has(one.slice(0, 36))) shot.set(one.slice(0, 36), Date.now())
      await fleet[victim.at]!.ended
      return restart(victim.at)
    }
    await sleep(100)
  }
}

/** Ends the server as a power cut would, brings it back, and waits for the next piece of work that is done. */
async function stopServer({ address, server, fleet, restart, back }: Battle): Promise<void> {
  await sleep(Math.random() * 300)
  await server.kill()
  await server.start()
  const up = Date.now()
  for (const [at, { child }] of fleet.entries()) if (child.exitCode !== null) restart(at)
  await until(
    async () =>
      (
        await query(
          address,
          `select 1 from skilltide_queue.job where completed_on > to_timestamp(${up / 1000}) limit 1`,
        )
      ).length > 0,
  )
  back.push(Date.now() - up)
}

async function silence(server: Server, count: number): Promise<string> {
  const address = await server.database()
  const proxy = await silentProxy(address)
  const last = day('2026-03-06')
  const now = () => noon(last)
  const signal = new AbortController().signal
  const store = steadyStore(() => openStore(proxy.address, { lock: 'brief', now }), { signal, sleep: () => sleep(5) })
  await store.registerBoards([board('greenhouse:tide')], last)
  for (let round = 0; round < count; round++) {
    const on = addDays(last, round - count)
    proxy.swallow(round % 3)
    const write = { unlessSince: noon(on) - 1000 }
    await store.storeSnapshot(
      snapshot('greenhouse:tide', on, 'complete', [posting('a'), posting(`${round}`)], write),
      noon(on),
    )
  }
  await store.close()
  await proxy.stop()
  const counts = await snapshotsPerBoard(address)
  return `${proxy.swallowed()} commits answered by silence: ${JSON.stringify(counts)} snapshots a board, of ${count} told once each`
}

async function slots(server: Server, count: number): Promise<string> {
  const address = await server.database()
  const from = noon(day('2026-03-06'))
  const schedules = await Promise.all(
    [-300_000, 300_000].map(async (skew) => {
      const entries = [{ job: 'collect' as const, cron: '* * * * *', about: '', deadlineMinutes: 1 }]
      return { queue: await openQueue(address), skew, plan: new Plan(entries, new Map(), from + skew) }
    }),
  )
  for (let minute = 1; minute <= count; minute++) {
    await Promise.all(
      schedules.map(({ queue, skew, plan }) => {
        const owed = plan.due(from + minute * 60_000 + skew)
        return queue.put(owed.map(({ job, slot }) => timetableWork(job, slot!)))
      }),
    )
  }
  for (const { queue } of schedules) await queue.close()
  const [row] = await query<{ n: number }>(address, 'select count(*)::int as n from skilltide_queue.job')
  return `two schedules ten minutes apart over ${count.toLocaleString('en-US')} minutes each: ${row!.n.toLocaleString('en-US')} times put in, of ${(count + 10).toLocaleString('en-US')} that there were`
}

async function requests(server: Server, count: number, gap = '10'): Promise<string> {
  const address = await server.database()
  await (await openStore(address, { now: Date.now })).close()
  const arrived: number[] = []
  const host = createServer((_, response) => {
    arrived.push(performance.now())
    response.setHeader('content-type', 'application/json')
    response.end('{}')
  })
  await new Promise<void>((ready) => host.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`
  const askers = 8
  const script = resolve('bench/support/asker.ts')
  const words = ['--import', 'tsx', script, address, url, String(count / askers), gap]
  const codes = await Promise.all(
    Array.from(
      { length: askers },
      () =>
        new Promise<number | null>((ended) => spawn(process.execPath, words, { stdio: 'inherit' }).once('exit', ended)),
    ),
  )
  await new Promise((closed) => host.close(closed))
  const gaps = arrived.slice(1).map((at, index) => at - arrived[index]!)
  const short = gaps.filter((ms) => ms < Number(gap)).length
  return `${arrived.length.toLocaleString('en-US')} requests of ${askers} processes (exit codes ${codes.join(' ')}) to one host with a gap of ${gap} ms: ${short} closer together; the nearest ${Math.min(...gaps).toFixed(2)} ms, ${(gaps.reduce((sum, ms) => sum + ms, 0) / gaps.length).toFixed(1)} ms on average`
}
