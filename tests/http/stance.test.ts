/** Rows B13 and B14: what robots.txt lets us ask for, whatever its host answers in its place. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../src/http/contract.ts'
import {
  answer,
  bytes,
  type Faultd,
  inTurn,
  redirect,
  reset,
  type Script,
  silence,
  startFaultd,
} from '../support/faultd.ts'
import { everyHostIs, handClock, inShort, loopbackClient, plainMemory } from '../support/http.ts'

let faultd: Faultd
const open: { close(): Promise<void> }[] = []
beforeEach(async () => {
  faultd = await startFaultd()
  faultd.play('*', answer({ body: '[]' }))
})
afterEach(async () => {
  for (const client of open.splice(0)) await client.close()
  await faultd.close()
})
const hour = 3_600_000
const source: HttpRequest['source'] = { id: 'a', robots: 'obey', minDelaySeconds: 0 }
function obeying({ memory = plainMemory(), time = handClock() } = {}) {
  const limits = { firstByteMs: 100, totalMs: 500 }
  const client = loopbackClient({ ...everyHostIs(faultd), memory, limits, now: time.now, sleep: time.sleep })
  open.push(client)
  const ask = (path: string) => inShort(client({ url: `https://a.example${path}`, source }))
  return { ask, memory, time, asked: () => faultd.seen.map(({ path }) => path) }
}
const disallow = (path: string) => answer({ body: `User-agent: *\nDisallow: ${path}\n` })
const unreachable = 'refused: https://a.example/robots.txt cannot be reached, so nothing there is asked for'

describe('B13: what is disallowed is never asked for', () => {
  test('B13: by the group of our own name before that of everyone', async () => {
    faultd.play(
      '/robots.txt',
      answer({ body: 'User-agent: *\nDisallow: /\n\nUser-agent: Skilltide\nDisallow: /private' }),
    )
    const { ask, asked } = obeying()
    expect(await ask('/private/1')).toBe(
      'refused: https://a.example/robots.txt does not allow https://a.example/private/1',
    )
    expect(await ask('/jobs')).toBe('answer: []')
    expect(asked()).toEqual(['/robots.txt', '/jobs'])
  })
  test('B13: nor by a redirect within the host', async () => {
    faultd.play('/robots.txt', disallow('/private'))
    faultd.play('/jobs', redirect('/private'))
    const { ask, asked } = obeying()
    expect(await ask('/jobs')).toContain('does not allow https://a.example/private')
    expect(asked()).toEqual(['/robots.txt', '/jobs'])
  })
  test('B13: a documented API is asked without it', async () => {
    const { asked } = obeying()
    const client = loopbackClient(everyHostIs(faultd))
    open.push(client)
    await client({ url: 'https://a.example/api', source: { id: 'a', robots: 'documented-api' } })
    expect(asked()).toEqual(['/api'])
  })
})

const served = 'answer: []'
const table: [string, Script, string][] = [
  ['404', answer({ status: 404 }), served],
  ['403', answer({ status: 403 }), served],
  ['401', answer({ status: 401 }), served],
  ['410', answer({ status: 410 }), served],
  ['204', answer({ status: 204 }), served],
  [
    'a page of HTML',
    answer({ body: '<!doctype html><p>Disallow: /</p>', headers: { 'Content-Type': 'text/html' } }),
    served,
  ],
  ['nothing', answer({ body: '' }), served],
  ['rules after 500 KiB', answer({ body: `User-agent: *\n${'# x\n'.repeat(130_000)}Disallow: /` }), served],
  ['a loop of redirects', redirect('/robots.txt'), served],
  ['500', answer({ status: 500 }), unreachable],
  ['503', answer({ status: 503 }), unreachable],
  ['429', answer({ status: 429 }), unreachable],
  ['a reset', reset, unreachable],
  ['silence', silence, unreachable],
  ['half its rules', answer({ body: 'User-agent: *\nDisallow: /x\n'.repeat(9), cutAt: 20 }), unreachable],
  ['no HTTP', bytes('SSH-2.0-x\r\n'), unreachable],
  [
    'a redirect to a file',
    redirect('file:///etc/passwd'),
    'refused: unsafe address: file:///etc/passwd is neither http nor https',
  ],
  ['a redirect to a private address', redirect('http://10.0.0.1/'), 'refused: unsafe address: 10.0.0.1 is private'],
]

describe('B14: absent is not unreachable', () => {
  test.each(table)('B14: %s in its place', async (_, script, outcome) => {
    faultd.play('/robots.txt', script)
    expect(await obeying().ask('/jobs')).toBe(outcome)
  })
  test('B14: five redirects are followed, to another host too, and its rules are those of the first', async () => {
    faultd.play('/robots.txt', redirect('https://b.example/1'))
    for (const hop of [1, 2, 3]) faultd.play(`/${hop}`, redirect(`/${hop + 1}`))
    faultd.play('/4', disallow('/jobs'))
    expect(await obeying().ask('/jobs')).toContain('does not allow')
  })
  test('B14: it is asked for once a day, over restarts, and once an hour while it cannot be reached', async () => {
    faultd.play('/robots.txt', inTurn(answer({ status: 503 }), answer({ status: 503 }), disallow('/private')))
    const first = obeying()
    const files = () => first.asked().filter((path) => path === '/robots.txt').length
    expect([await first.ask('/jobs'), await first.ask('/jobs'), files()]).toEqual([unreachable, unreachable, 1])
    first.time.clock.at += hour
    expect([await first.ask('/jobs'), files()]).toEqual([unreachable, 2])
    first.time.clock.at += hour
    expect([await first.ask('/jobs'), files()]).toEqual([served, 3])
    const next = obeying(first)
    expect([await next.ask('/jobs'), files()]).toEqual([served, 3])
    first.time.clock.at += 24 * hour
    faultd.play('/robots.txt', answer({ status: 500 }))
    // What it said yesterday stands in for what it would say today.
    expect([await next.ask('/jobs'), await next.ask('/private'), files()]).toEqual([
      served,
      'refused: https://a.example/robots.txt does not allow https://a.example/private',
      4,
    ])
  })
  test('B14, A15: a host that rests is asked later, and not taken for one whose robots.txt is out of reach', async () => {
    const { ask, memory, time, asked } = obeying()
    memory.hosts.set('a.example', { nextAt: time.clock.at + hour, failures: 0 })
    expect(await ask('/jobs')).toBe(
      'later: a.example is not asked before 2026-11-24T13:00:00.000Z: it asked to be left alone',
    )
    time.clock.at += hour
    faultd.play('/robots.txt', answer({ status: 404 }))
    expect([await ask('/jobs'), asked()]).toEqual([served, ['/robots.txt', '/jobs']])
  })
  test('B14: boards that start together ask for it once', async () => {
    const { ask, asked } = obeying()
    faultd.play('/robots.txt', answer({ status: 404 }))
    await Promise.all([1, 2, 3, 4, 5].map((board) => ask(`/${board}`)))
    expect(asked().filter((path) => path === '/robots.txt').length).toBe(1)
  })
})
