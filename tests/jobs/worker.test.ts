/** Workers beside each other: killed, stopped, cut off from the database, and given work that kills them. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openQueue, openStore, queueStanding } from '../../db/open.ts'
import type { Work } from '../../db/queue.ts'
import { refused } from '../support/asking.ts'
import { noPostgres, type Server, startServer } from '../support/postgres.ts'
import { scratchFolder } from '../support/store.ts'
import { boardNames, putBoards, query, snapshotsPerBoard, startWorker, tinyMirror, until } from '../support/workers.ts'

test('a store in a file has no workers, and says so in a line', async () => {
  expect(await refused(join(scratchFolder(), 'store.sqlite'), '2026-03-06', 'worker')).toBe(
    '2: worker needs a store in PostgreSQL (postgres://…); a store in a file is worked on by "skilltide schedule" alone.',
  )
})

describe.skipIf(noPostgres !== null)('on PostgreSQL', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({ durable: true })
  })
  afterAll(() => server?.stop())

  const mirrored = async (delayMs: number) => {
    const mirror = await tinyMirror(delayMs)
    onTestFinished(() => mirror.stop())
    return mirror
  }
  const working = (...[address, mirror, ...words]: [string, Awaited<ReturnType<typeof tinyMirror>>, ...string[]]) => {
    const worker = startWorker(address, mirror, scratchFolder(), ...words)
    onTestFinished(() => void worker.child.kill('SIGKILL'))
    return worker
  }

  test('a board is put in once for each time that it is due, however often and by whomever', async () => {
    const address = await server.database()
    const puts = await Promise.all([1, 2, 3].map(() => putBoards(address, boardNames(20))))
    expect(await putBoards(address, boardNames(25))).toBe(5)
    expect(Math.max(...puts)).toBe(20)
    expect(await query(address, 'select count(*)::int as n from skilltide_queue.job')).toEqual([{ n: 25 }])
    expect(await queueStanding(address)).toMatchObject({
      workers: [],
      backlog: [{ kind: 'collect', waiting: 25, underWay: 0 }],
      setAside: [],
    })
  })

  test('H7: work of a worker that is killed comes back, and its effect is there once', async () => {
    const address = await server.database()
    const mirror = await mirrored(1000)
    await putBoards(address, boardNames(16))
    const first = working(address, mirror, '--boards', '4')
    await until(() => mirror.waiting() === 4)
    first.child.kill('SIGKILL')
    expect((await first.ended).signal).toBe('SIGKILL')
    mirror.delayMs = 10
    const second = working(address, mirror, '--boards', '4', '--until-empty')
    expect((await second.ended).stdout).toMatch(/^16 pieces of work done, 0 failed/)
    expect(await snapshotsPerBoard(address)).toEqual({ 1: 16 })
    expect([...mirror.asked.values()].filter((times) => times > 1)).toEqual([2, 2, 2, 2])
    expect(await query(address, 'select max(retry_count) as tries from skilltide_queue.job')).toEqual([{ tries: 1 }])
    const store = await openStore(address, { readOnly: true, now: Date.now })
    expect(await store.verify()).toEqual([])
    await store.close()
  }, 180_000)

  test('H7: work that was taken for lost and was not is stored once, though two have done it', async () => {
    const address = await server.database()
    const mirror = await mirrored(1000)
    await putBoards(address, boardNames(4))
    const first = working(address, mirror, '--boards', '4', '--until-empty')
    await until(() => mirror.waiting() === 4)
    first.child.kill('SIGSTOP')
    const second = working(address, mirror, '--boards', '4', '--until-empty')
    expect((await second.ended).stdout).toMatch(/^4 pieces of work done/)
    first.child.kill('SIGCONT')
    const { code, stdout, stderr } = await first.ended
    expect([code, stdout]).toEqual([0, '0 pieces of work done, 0 failed, 0 handed back.\n'])
    expect(stderr.match(/it was done, and was somebody else's by then/g)).toHaveLength(4)
    expect(await snapshotsPerBoard(address)).toEqual({ 1: 4 })
  }, 180_000)

  test('a worker that is asked to stop hands back what it has in hand, untried, and leaves', async () => {
    const address = await server.database()
    const mirror = await mirrored(60_000)
    await putBoards(address, boardNames(6))
    const worker = working(address, mirror, '--boards', '3')
    await until(() => mirror.waiting() === 3)
    worker.child.kill('SIGTERM')
    const { code, stdout } = await worker.ended
    expect([code, stdout]).toEqual([143, '0 pieces of work done, 0 failed, 3 handed back.\n'])
    expect(await queueStanding(address)).toMatchObject({
      workers: [],
      backlog: [{ kind: 'collect', waiting: 6, underWay: 0 }],
      setAside: [],
    })
    mirror.delayMs = 10
    const next = working(address, mirror, '--until-empty')
    expect((await next.ended).stdout).toMatch(/^6 pieces of work done/)
    expect(await snapshotsPerBoard(address)).toEqual({ 1: 6 })
  }, 180_000)

  test('H7: a worker whose connection has ended is taken for dead before one that is only silent', async () => {
    const address = await server.database()
    await putBoards(address, boardNames(2))
    const [dead, silent, alive] = await Promise.all([1, 2, 3].map(() => openQueue(address, 3600)))
    onTestFinished(() => silent!.close())
    onTestFinished(() => alive!.close())
    const sign = (id: string) => ({ id, where: `${id} 1`, version: '1' })
    const [lost] = await dead!.take(sign('dead'), 'collect', 1)
    const [held] = await silent!.take(sign('silent'), 'collect', 1)
    // A server that has just come back gives everybody time.
    const old = "select pg_postmaster_start_time() < clock_timestamp() - interval '13 seconds' as old"
    await until(async () => (await query<{ old: boolean }>(address, old))[0]!.old)
    await query(address, "update skilltide_queue.job set started_on = started_on - interval '1 minute'")
    await query(address, "update skilltide_queue.workers set seen_at = seen_at - interval '1 minute'")
    expect(await alive!.recover()).toEqual([])
    await dead!.close()
    expect(await alive!.recover()).toEqual([lost!.about])
    expect(await silent!.done(held!)).toBe(true)
    expect(await alive!.take(sign('alive'), 'collect', 2)).toMatchObject([{ about: lost!.about, triedBefore: 1 }])
  })

  test('H8: workers wait for a server that was killed, and go on without losing or doubling anything', async () => {
    const address = await server.database()
    const mirror = await mirrored(300)
    await putBoards(address, boardNames(16))
    const workers = [1, 2].map(() => working(address, mirror, '--boards', '3', '--until-empty'))
    // Both have begun, and are in the middle of it.
    await until(async () => mirror.asked.size >= 4 && (await queueStanding(address))?.workers.length === 2)
    await server.kill()
    await server.start()
    const ends = await Promise.all(workers.map(({ ended }) => ended))
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
    expect(await snapshotsPerBoard(address)).toEqual({ 1: 16 })
    expect(await queueStanding(address)).toMatchObject({ backlog: [], setAside: [] })
    const store = await openStore(address, { readOnly: true, now: Date.now })
    expect(await store.verify()).toEqual([])
    await store.close()
  }, 180_000)

  test('H10: work that kills its worker is set aside after three times and told; the rest is done', async () => {
    const address = await server.database()
    const file = join(scratchFolder(), 'done')
    const queue = await openQueue(address)
    const one = (about: string): Work => ({ kind: 'collect', key: about, about, data: null })
    await queue.put([one('poison'), ...Array.from({ length: 8 }, (_, at) => one(`good ${at}`))])
    let deaths = 0
    const start = () =>
      new Promise<number | null>((ended) => {
        const script = resolve('tests/support/worker-process.ts')
        spawn(process.execPath, ['--import', 'tsx', script, address, file], { stdio: 'inherit' }).once('exit', ended)
      })
    while ((await start()) === null) deaths += 1
    expect(deaths).toBe(3)
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
    expect([...new Set(lines)].sort()).toEqual(Array.from({ length: 8 }, (_, at) => `good ${at}`))
    expect(await queue.standing()).toMatchObject({
      backlog: [],
      setAside: [{ kind: 'collect', about: 'poison', tries: 3, reason: expect.stringContaining('its worker died') }],
    })
    expect(await queue.put([one('poison')])).toBe(0)
    expect(await queue.again()).toBe(1)
    expect(await queue.standing()).toMatchObject({ backlog: [{ waiting: 1 }], setAside: [] })
    await queue.close()
  }, 180_000)
})
