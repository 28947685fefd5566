/** The next moment of a host, shared by every process that works with the store. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openStore, openTurns } from '../../db/open.ts'
import type { HostTurns } from '../../src/domain.ts'
import { createPace } from '../../src/http/pace.ts'
import { createSharedPace } from '../../src/http/shared-pace.ts'
import { plainMemory } from '../support/http.ts'
import { noPostgres, type Server, startServer } from '../support/postgres.ts'

describe.skipIf(noPostgres !== null)('turns in PostgreSQL', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({ durable: true })
  })
  afterAll(() => server?.stop())

  const address = async () => {
    const made = await server.database()
    await (await openStore(made, { now: Date.now })).close()
    return made
  }
  const turnsAt = async (place: string): Promise<HostTurns> => {
    const turns = (await openTurns(place))!
    onTestFinished(() => turns.close())
    return turns
  }
  const paceAt = async (place: string, patienceMs = 120_000) =>
    createSharedPace({
      turns: await turnsAt(place),
      now: Date.now,
      random: () => 0.5,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      patienceMs,
    })

  test('of four that ask one host at once none asks before the answer and the gap of another', async () => {
    const place = await address()
    const paces = await Promise.all([1, 2, 3, 4].map(() => paceAt(place)))
    const asked: { from: number; to: number }[] = []
    await Promise.all(
      paces.map(async (pace) => {
        for (let at = 0; at < 8; at++) {
          await pace.inTurn('jobs.example', 30, undefined, async () => {
            const from = performance.now()
            await new Promise((resolve) => setTimeout(resolve, 5))
            asked.push({ from, to: performance.now() })
          })
        }
      }),
    )
    asked.sort((one, other) => one.from - other.from)
    expect(asked).toHaveLength(32)
    const short = asked.slice(1).filter(({ from }, at) => from - asked[at]!.to < 30)
    expect(short).toEqual([])
  })

  test('a host that asks to be left alone is left alone by all, and hosts beside it are not', async () => {
    const place = await address()
    const [one, other] = await Promise.all([paceAt(place, 5_000), paceAt(place, 5_000)])
    await one!.inTurn('busy.example', 0, undefined, async () => {
      await one!.leaveAlone('busy.example', Date.now() + 3_600_000)
    })
    const refused = await other!
      .inTurn('busy.example', 0, undefined, async () => 'asked')
      .catch((error: Error) => error)
    expect(String(refused)).toMatch(/^NotNow: busy\.example is not asked before .*: it asked to be left alone$/)
    expect(await other!.inTurn('calm.example', 0, undefined, async () => 'asked')).toBe('asked')
  })

  test('failures are counted over all processes, and what works ends the count', async () => {
    const place = await address()
    const [one, other] = await Promise.all([paceAt(place), paceAt(place)])
    for (const pace of [one!, other!, one!, other!, one!]) await pace.failed('sick.example', 'it answers 503')
    expect(await other!.inTurn('sick.example', 0, undefined, async () => 'asked')).toBe('asked')
    await other!.failed('sick.example', 'it answers 503')
    const broken = await one!.inTurn('sick.example', 0, undefined, async () => 'asked').catch((error: Error) => error)
    expect(broken).toMatchObject({ name: 'NotNow', broken: true })
    const turns = await turnsAt(place)
    expect(await turns.take('sick.example', 1)).toMatchObject({ taken: false, failures: 6 })
    await turns.worked('sick.example')
    expect(await turns.take('sick.example', 1)).toMatchObject({ taken: false, failures: 0 })
  })

  test('the turn of one that died runs out, and one that lost its turn moves nothing', async () => {
    const place = await address()
    const [one, other] = await Promise.all([turnsAt(place), turnsAt(place)])
    // Long enough for a busy machine to ask a second time within it.
    const first = await one!.take('jobs.example', 1500)
    if (!first.taken) throw new Error('nobody else has it')
    expect(await other!.take('jobs.example', 50)).toMatchObject({ taken: false })
    await new Promise((resolve) => setTimeout(resolve, 1600))
    const second = await other!.take('jobs.example', 10_000)
    if (!second.taken) throw new Error('it was not given back')
    expect(await one!.move('jobs.example', first.until, 0)).toBe(null)
    expect(await other!.move('jobs.example', second.until, 0)).toBeGreaterThan(0)
  })

  test('one process alone asks as it would with a store in a file: the same gaps, rests and refusals', async () => {
    const place = await address()
    const file = createPace({
      memory: plainMemory(),
      now: Date.now,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      patienceMs: 200,
    })
    const told = async (pace: typeof file) => {
      const out: string[] = []
      const ask = (host: string) =>
        pace
          .inTurn(host, 20, undefined, async () => 'asked')
          .catch((error: Error) => error.message.replace(/before \S+/, 'before then'))
      out.push(await ask('a.example'), await ask('a.example'))
      await pace.leaveAlone('a.example', Date.now() + 60_000)
      out.push(await ask('a.example'))
      for (let at = 0; at < 6; at++) await pace.failed('b.example', 'it answers 500')
      out.push(await ask('b.example'), await ask('c.example'))
      return out
    }
    expect(await told(await paceAt(place, 200))).toEqual(await told(file))
  })
})
