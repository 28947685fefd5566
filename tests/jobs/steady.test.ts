/** A database that is away, silent or told the same twice: nothing is lost and nothing is there twice. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openQueue, openStore } from '../../db/open.ts'
import { timetableWork } from '../../jobs/enqueue.ts'
import { Plan } from '../../jobs/plan.ts'
import { steadily, steadyStore } from '../../jobs/steady.ts'
import { addDays, day } from '../../src/days.ts'
import { exit, UserError } from '../../src/domain.ts'
import { noPostgres, type Server, startServer } from '../support/postgres.ts'
import { silentProxy } from '../support/silent-proxy.ts'
import { board, emptyStore, noon, posting, snapshot } from '../support/store.ts'
import { query, snapshotsPerBoard } from '../support/workers.ts'

const today = day('2026-03-06')
const patience = {
  signal: new AbortController().signal,
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.min(ms, 20))),
}

test('what a store in trouble refuses is asked again; what is wrong is not', async () => {
  let tries = 0
  const away = async () => {
    tries += 1
    if (tries < 4) throw new UserError('The store cannot be reached.', exit.store)
    return tries
  }
  expect(await steadily(away, patience)).toBe(4)
  await expect(steadily(() => Promise.reject(new Error('a bug')), patience)).rejects.toThrow('a bug')
  const stopped = { ...patience, signal: AbortSignal.abort() }
  const never = () => Promise.reject(new UserError('The store cannot be reached.', exit.store))
  await expect(steadily(never, stopped)).rejects.toThrow('cannot be reached')
})

test('a snapshot is stored once for the same work, by whomever and however late', async () => {
  const store = await emptyStore(undefined, today)
  await store.registerBoards([board('greenhouse:tide')], today)
  const since = noon(today)
  const write = (startedAt: number, id: string) =>
    store.storeSnapshot(
      snapshot('greenhouse:tide', today, 'complete', [posting(id)], { startedAt, unlessSince: since }),
      startedAt,
    )
  expect((await write(since + 10, 'one')).stored).toBe(true)
  expect((await write(since + 5_000, 'other')).stored).toBe(false)
  expect(await store.openIds('greenhouse:tide')).toEqual(['one'])
})

describe.skipIf(noPostgres !== null)('on PostgreSQL', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({ durable: true })
  })
  afterAll(() => server?.stop())

  test('H9: a commit answered by silence is looked up before it is tried again: nothing is there twice', async () => {
    const address = await server.database()
    const proxy = await silentProxy(address)
    onTestFinished(() => proxy.stop())
    const now = () => noon(today)
    const store = steadyStore(() => openStore(proxy.address, { lock: 'brief', now }), patience)
    onTestFinished(() => store.close())
    await store.registerBoards([board('greenhouse:tide')], today)
    const rounds = 12
    for (let round = 0; round < rounds; round++) {
      const on = addDays(today, round - rounds)
      proxy.swallow(round % 3)
      const write = snapshot('greenhouse:tide', on, 'complete', [posting('a'), posting(`${round}`)], {
        unlessSince: noon(on) - 1000,
      })
      // Kept, and not told so: the second time it is there already.
      expect((await store.storeSnapshot(write, noon(on))).stored).toBe(false)
      proxy.swallow(0)
      await store.record({ at: round, run: 'r', kind: 'job', subject: null, outcome: 'done', message: `${round}` })
    }
    expect(proxy.swallowed()).toBe(2 * rounds)
    expect(await snapshotsPerBoard(address)).toEqual({ [rounds]: 1 })
    expect(
      await query(address, 'select count(*)::int as n, count(distinct message)::int as each from skilltide.events'),
    ).toEqual([{ n: rounds, each: rounds }])
    const plain = await openStore(address, { readOnly: true, now })
    expect(await plain.verify()).toEqual([])
    await plain.close()
  }, 120_000)

  test('H11: two schedules whose clocks are ten minutes apart put each time in once', async () => {
    const address = await server.database()
    const schedules = await Promise.all(
      [-300_000, 300_000].map(async (skew) => {
        const queue = await openQueue(address)
        onTestFinished(() => queue.close())
        const entries = [
          { job: 'collect' as const, cron: '*/5 * * * *', about: '', deadlineMinutes: 1, spreadMinutes: 3 },
          { job: 'refresh' as const, cron: '12 5 * * *', about: '', deadlineMinutes: 1 },
        ]
        const from = noon(today) + skew
        return { queue, skew, plan: new Plan(entries, new Map(), from, () => 90_000) }
      }),
    )
    let put = 0
    for (let minute = 1; minute <= 1500; minute++) {
      const added = await Promise.all(
        schedules.map(async ({ queue, skew, plan }) => {
          const owed = plan.due(noon(today) + minute * 60_000 + skew)
          return owed.length === 0 ? 0 : queue.put(owed.map(({ job, slot }) => timetableWork(job, slot!)))
        }),
      )
      put += added.reduce((sum, one) => sum + one, 0)
    }
    const rows = await query<{ n: number; about: string; each: number }>(
      address,
      `select data->>'about' as about, count(*)::int as n, count(distinct id)::int as each from skilltide_queue.job group by 1 order by 1`,
    )
    // From the earlier clock's first look to the later one's last there are 1,510 minutes and one 05:12.
    expect(rows).toEqual([
      { about: 'collect', n: 302, each: 302 },
      { about: 'refresh', n: 1, each: 1 },
    ])
    expect(put).toBe(303)
  }, 120_000)
})
