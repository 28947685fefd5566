/** Rows A15, A16 and B15: waiting as told, giving up in time, and keeping a host's gap over restarts. */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../src/http/client.ts'
import type { HttpMemory, HttpRequest } from '../../src/http/contract.ts'
import { backoff, retryAfter } from '../../src/http/pace.ts'
import { answer, type Faultd, inTurn, seeded, startFaultd } from '../support/faultd.ts'
import { everyHostIs, handClock, inShort, loopbackClient, openSource, plainMemory } from '../support/http.ts'
import { simulateManners } from '../support/manners.ts'
import { emptyStore, scratchFolder } from '../support/store.ts'

let faultd: Faultd
const open: { close(): Promise<void> }[] = []
beforeEach(async () => {
  faultd = await startFaultd()
})
afterEach(async () => {
  for (const client of open.splice(0)) await client.close()
  await faultd.close()
})
const start = Date.parse('2026-11-24T12:00:00Z')
/** A client on a clock of its own; what is given twice outlives the first client. */
function paced({
  memory = plainMemory(),
  time = handClock(start),
  ...options
}: Partial<ClientOptions> & { time?: ReturnType<typeof handClock>; memory?: ReturnType<typeof plainMemory> } = {}) {
  const get = loopbackClient({ ...everyHostIs(faultd), memory, now: time.now, sleep: time.sleep, ...options })
  open.push(get)
  return { get, memory, time }
}
const url = 'https://a.example/jobs'
const obeying: HttpRequest['source'] = { id: 'a', robots: 'obey' }
const hour = 3_600_000

describe('A15: Retry-After', () => {
  test.each([
    ['120', 120_000],
    ['0', 0],
    [' 30 ', 30_000],
    ['3600', hour],
    ['99999999999', 99_999_999_999_000],
    ['Tue, 24 Nov 2026 13:00:00 GMT', hour],
    ['Tuesday, 24-Nov-26 13:00:00 GMT', hour],
    ['Tue Nov 24 13:00:00 2026', hour],
    ['Mon, 23 Nov 2026 13:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['', null],
    [undefined, null],
  ])('A15: %j means a wait of %j ms', (header, ms) => {
    expect(retryAfter(header, start)).toBe(ms === null ? null : start + ms)
  })

  test.each([
    ['120', 120_000],
    ['Tue, 24 Nov 2026 13:00:00 GMT', hour],
    ['999999999', 6 * hour],
  ])('A15: told %s, the host is left alone until then, by the next client too', async (header, ms) => {
    faultd.play('/jobs', answer({ status: 429, headers: { 'Retry-After': header } }))
    const { get, memory, time } = paced({ patienceMs: 1000 })
    const until = new Date(start + ms)
    expect(await get({ url, source: openSource })).toEqual({
      kind: 'later',
      until,
      reason: `a.example is not asked before ${until.toISOString()}: it asked to be left alone`,
    })
    faultd.play('/jobs', answer({ body: '[]' }))
    const next = paced({ memory, time, patienceMs: 1000 })
    time.clock.at = until.getTime() - 1001
    expect((await next.get({ url, source: openSource })).kind).toBe('later')
    expect(faultd.seen.length).toBe(1)
    time.clock.at = until.getTime()
    expect((await next.get({ url, source: openSource })).kind).toBe('answer')
  })

  test('A15: a short wait is waited for, and the answer taken', async () => {
    faultd.play('/jobs', inTurn(answer({ status: 503, headers: { 'Retry-After': '20' } }), answer({ body: '[]' })))
    const { get, time } = paced()
    expect(await inShort(get({ url, source: openSource }))).toBe('answer: []')
    expect(time.clock.at - start).toBe(20_000)
  })

  test('A15: a 429 that never says for how long earns ten minutes after three tries', async () => {
    faultd.play('/jobs', answer({ status: 429 }))
    const { get } = paced()
    expect(await get({ url, source: openSource })).toEqual({
      kind: 'later',
      until: new Date(start + 3000 + 600_000),
      status: 429,
      reason: 'https://a.example/jobs answered 429',
    })
    expect(faultd.seen.length).toBe(3)
  })
})

describe('A16: hosts that fail', () => {
  test('A16: three failures and then an answer: the third try has it when two failed', async () => {
    faultd.play('/jobs', inTurn(answer({ status: 500 }), answer({ status: 502 }), answer({ body: '[]' })))
    const { get, time } = paced()
    expect(await inShort(get({ url, source: openSource }))).toBe('answer: []')
    expect(time.clock.slept).toEqual([1000, 2000])
  })
  test('A16: for ever: three tries, then a reason', async () => {
    faultd.play('/jobs', answer({ status: 500 }))
    const { get } = paced()
    expect(await inShort(get({ url, source: openSource }))).toBe('again: https://a.example/jobs answered 500 (3 tries)')
    expect(faultd.seen.length).toBe(3)
  })
  test('A16: a host that failed six times rests, ever longer, over restarts; one good answer ends that', async () => {
    faultd.play('/jobs', answer({ status: 500 }))
    const { get, memory, time } = paced()
    await get({ url, source: openSource })
    await get({ url, source: openSource })
    expect(await inShort(get({ url, source: openSource }))).toBe(
      'again: a.example is not asked before 2026-11-24T12:01:06.000Z: it answers 500',
    )
    const rests: number[] = []
    for (let probe = 0; probe < 8; probe++) {
      const next = paced({ memory, time })
      time.clock.at = memory.hosts.get('a.example')!.nextAt
      const before = faultd.seen.length
      await next.get({ url, source: openSource })
      expect(faultd.seen.length).toBe(before + 1)
      rests.push(Math.round((memory.hosts.get('a.example')!.nextAt - time.clock.at) / 60_000))
    }
    expect(rests).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
    faultd.play('/jobs', answer({ body: '[]' }))
    time.clock.at += hour
    const last = paced({ memory, time })
    expect((await last.get({ url, source: openSource })).kind).toBe('answer')
    expect(memory.hosts.get('a.example')!.failures).toBe(0)
  })
  test('A16: waits double and are spread', () => {
    const random = seeded(3)
    const waits = Array.from({ length: 1000 }, () => backoff(2, random))
    expect([Math.min(...waits) >= 1000, Math.max(...waits) <= 3000, new Set(waits).size > 900]).toEqual([
      true,
      true,
      true,
    ])
  })
})

describe('B15: the gap between requests', () => {
  test('B15: boards of one host are asked one by one, a second apart; other hosts do not wait', async () => {
    faultd.play('*', answer({ body: '[]' }))
    const { get, time } = paced()
    const source: HttpRequest['source'] = { id: 'a', robots: 'documented-api' }
    await Promise.all([1, 2, 3, 4].map((board) => get({ url: `https://a.example/${board}`, source })))
    expect(time.clock.at - start).toBe(3000)
    await get({ url: 'https://b.example/', source })
    expect(time.clock.at - start).toBe(3000)
  })
  test('B15: the slowest of source, robots.txt and usual gap holds', async () => {
    faultd.play('*', answer({ body: '[]' }))
    faultd.play('/robots.txt', answer({ body: 'User-agent: *\nCrawl-delay: 7' }))
    const { get, time } = paced()
    await get({ url, source: obeying })
    await get({ url, source: { ...obeying, minDelaySeconds: 2 } })
    expect(time.clock.at - start).toBe(14_000)
    await get({ url, source: { ...obeying, minDelaySeconds: 20 } })
    expect(time.clock.at - start).toBe(34_000)
  })
  test('B15: a restart does not shorten it', async () => {
    faultd.play('*', answer({ body: '[]' }))
    const source: HttpRequest['source'] = { id: 'a', robots: 'documented-api', minDelaySeconds: 30 }
    const { get, memory, time } = paced()
    await get({ url, source })
    const next = paced({ memory, time })
    await next.get({ url, source })
    expect(time.clock.at - start).toBeGreaterThanOrEqual(30_000)
  })
  test('B15, A15: the store keeps what a host asked for, and its robots.txt', async () => {
    faultd.play('/robots.txt', answer({ body: 'User-agent: *\nDisallow: /private' }))
    faultd.play('/jobs', answer({ status: 429, headers: { 'Retry-After': '7200' } }))
    const path = join(scratchFolder(), 'store.sqlite')
    const time = handClock(start)
    const first = await emptyStore(path)
    const asked = { url, source: obeying }
    const clientOn = (memory: HttpMemory) => {
      const get = loopbackClient({ ...everyHostIs(faultd), memory, ...time, patienceMs: 1000 })
      open.push(get)
      return get
    }
    await clientOn(first)(asked)
    await first.close()
    const get = clientOn(await emptyStore(path))
    expect(await get(asked)).toMatchObject({ kind: 'later', until: new Date(start + 1000 + 7_200_000) })
    expect((await get({ ...asked, url: 'https://a.example/private' })).kind).toBe('refused')
    expect(faultd.seen.map(({ path: at }) => at)).toEqual(['/robots.txt', '/jobs'])
  })
  test('B15: a clock set back by a year keeps no host waiting longer than six hours', async () => {
    faultd.play('*', answer({ body: '[]' }))
    const { get, memory } = paced()
    memory.hosts.set('a.example', { nextAt: start + 365 * 24 * hour, failures: 0 })
    expect(await get({ url, source: openSource })).toMatchObject({ kind: 'later', until: new Date(start + 6 * hour) })
    expect(faultd.seen).toEqual([])
  })
  test('B15, A15, B13: of 600 requests, restarts included, none is made against a host’s wish', async () => {
    const { violations, asked, restarts } = await simulateManners(600, 4)
    expect(violations).toEqual([])
    expect([asked >= 600, restarts > 3]).toEqual([true, true])
  }, 30_000)
})
