/** Rows B2 to B6: what is dialled, judged at the connect hook. A reached hook is the failure; no packet leaves. */
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGuard, type Lookup } from '../../src/http/guard.ts'
import { startProxy } from '../../src/http/proxy.ts'
import { type Faultd, redirect, startFaultd } from '../support/faultd.ts'
import { everyHostIs, inShort, loopbackClient, openSource } from '../support/http.ts'

let faultd: Faultd
beforeAll(async () => {
  faultd = await startFaultd()
})
afterAll(() => faultd.close())

/** A client of the default guard whose connects are written down; only start.example is answered, by faultd. */
function spied(lookup: Lookup) {
  const dialled: string[] = []
  const { dial } = everyHostIs(faultd)
  const get = loopbackClient({
    allowLoopback: false,
    lookup: async (name) => (name === 'start.example' ? ['9.9.9.9'] : lookup(name)),
    dial: (addresses, options, callback) => {
      if (options.hostname === 'start.example') return dial?.(addresses, options, callback)
      dialled.push(...addresses)
      callback(Object.assign(new Error('nobody is there'), { code: 'ECONNREFUSED' }), null)
    },
  })
  return { get, dialled }
}
const unknown: Lookup = async (name) => {
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
}

/** Ways to write an IPv4 address that some parser somewhere reads as that address. */
const notations: [string, (a: number, b: number, c: number, d: number) => string][] = [
  ['dotted', (a, b, c, d) => `${a}.${b}.${c}.${d}`],
  ['decimal', (a, b, c, d) => String(((a * 256 + b) * 256 + c) * 256 + d)],
  ['hex', (a, b, c, d) => `0x${(((a * 256 + b) * 256 + c) * 256 + d).toString(16)}`],
  ['octal parts', (a, b, c, d) => [a, b, c, d].map((part) => `0${part.toString(8)}`).join('.')],
  ['short', (a, b, c, d) => `${a}.${(b * 256 + c) * 256 + d}`],
  ['final dot', (a, b, c, d) => `${a}.${b}.${c}.${d}.`],
  ['percent', (a, b, c, d) => `${a}.${b}.${c}.${d}`.replace(/\d/g, (digit) => `%3${digit}`)],
  [
    'full width',
    (a, b, c, d) => `${a}.${b}.${c}.${d}`.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ],
  ['mapped', (a, b, c, d) => `[::ffff:${a}.${b}.${c}.${d}]`],
  ['compatible', (a, b, c, d) => `[::${a}.${b}.${c}.${d}]`],
  ['NAT64', (a, b, c, d) => `[64:ff9b::${a}.${b}.${c}.${d}]`],
  ['6to4', (a, b, c, d) => `[2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::1]`],
  [
    'local NAT64',
    (a, b, c, d) => `[64:ff9b:1:${(a * 256 + b).toString(16)}:${c.toString(16)}:${(d * 256).toString(16)}::]`,
  ],
]
const specialAddresses = [
  '0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255',
  '169.254.0.0 169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.0 192.168.255.255',
  '198.18.0.0 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.0 255.255.255.255',
].flatMap((line) => line.split(' '))
const special6 = ':: ::1 fc00::1 fdff::1 fe80::1 fec0::1 ff02::1 100::1 2001:db8::1 2001::1 3fff::1 5f00::1'.split(' ')

describe('B2: special addresses are refused before the connect, asked for or redirected to', () => {
  test.each(notations)('B2: %s', async (_, write) => {
    const { get, dialled } = spied(unknown)
    const kinds = new Set<string>()
    for (const address of specialAddresses) {
      const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number]
      kinds.add((await inShort(get({ url: `http://${write(a, b, c, d)}/`, source: openSource }))).replace(/:.*/, ''))
    }
    expect([[...kinds], dialled]).toEqual([['refused'], []])
    await get.close()
  })
  test('B2: IPv6', async () => {
    const { get, dialled } = spied(unknown)
    const said = await Promise.all(special6.map((ip) => inShort(get({ url: `http://[${ip}]/`, source: openSource }))))
    expect(said.filter((line) => !line.startsWith('refused: unsafe address: '))).toEqual([])
    expect(dialled).toEqual([])
    await get.close()
  })
})

test.each([
  'file:///etc/passwd',
  'FILE:/etc/passwd',
  'data:text/html,x',
  'ftp://example.com/',
  'gopher://127.0.0.1:6379/_INFO',
  'unix:/var/run/docker.sock:/info',
  'javascript:alert(1)',
  'blob:http://example.com/x',
  'ws://127.0.0.1/',
  'chrome://version',
  'about:blank',
  'view-source:http://127.0.0.1/',
])('B3: %s is refused, asked for or redirected to', async (url) => {
  const { get, dialled } = spied(unknown)
  faultd.play('/scheme', redirect(url))
  const start = 'http://start.example/scheme'
  const said = [await inShort(get({ url, source: openSource })), await inShort(get({ url: start, source: openSource }))]
  expect(said.filter((line) => !/^refused: unsafe address: .* is neither http nor https$/.test(line))).toEqual([])
  expect(dialled).toEqual([])
  await get.close()
})

describe('B4: the public neighbours of special ranges are dialled', () => {
  test.each([
    ['http://9.255.255.255/', '9.255.255.255'],
    ['http://11.0.0.0/', '11.0.0.0'],
    ['http://172.32.0.0/', '172.32.0.0'],
    ['http://134744072/', '8.8.8.8'],
    ['http://[2606:2800:220:1:248:1893:25c8:1946]/', '2606:2800:220:1:248:1893:25c8:1946'],
    ['http://[64:ff9b::8.8.8.8]/', '64:ff9b::808:808'],
  ])('B4: %s', async (url, address) => {
    const { get, dialled } = spied(unknown)
    await get({ url, source: openSource })
    expect(new Set(dialled)).toEqual(new Set([address]))
    await get.close()
  })
})

test('B5: a name that answers public first and private next is looked up once a connect, and only what was checked is dialled', async () => {
  let lookups = 0
  const { get, dialled } = spied(async () => [lookups++ % 2 === 0 ? '9.9.9.9' : '127.0.0.1'])
  const kinds = { again: 0, refused: 0 } as Record<string, number>
  for (let flip = 0; flip < 500; flip++) {
    const { kind } = await get({ url: `http://flip${flip}.example/`, source: openSource })
    kinds[kind] = (kinds[kind] ?? 0) + 1
  }
  expect([new Set(dialled), dialled.length, kinds]).toEqual([
    new Set(['9.9.9.9']),
    lookups / 2,
    { again: 0, refused: 500 },
  ])
  await get.close()
})

test('B6: of a name with public and private addresses only the public ones are dialled', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(['9.9.9.9', '2606:4700::1111', '10.0.0.1', '::1', 'fe80::1', '::ffff:127.0.0.1'], { minLength: 1 }),
      async (addresses) => {
        const { get, dialled } = spied(async () => addresses)
        const { kind } = await get({ url: 'http://mixed.example/', source: openSource })
        const open = addresses.filter((address) => ['9.9.9.9', '2606:4700::1111'].includes(address))
        expect([kind, new Set(dialled)]).toEqual([open.length > 0 ? 'again' : 'refused', new Set(open)])
        await get.close()
      },
    ),
    { numRuns: 60, seed: 9 },
  )
})

interface Vector {
  url: string
  mustRefuse: boolean
  /** Parsers differ on it: dialled where browsers read the host, or not at all. */
  mustNotReachPrivate?: boolean
  resolveTo?: string
}
const suite = '../shared/suites/ssrf-vectors/vectors.json'

test(`B2, B4: every public vector is judged as it says, asked for and at hops 1 to 5${existsSync(suite) ? '' : ' (skipped: no shared data)'}`, async () => {
  const vectors: Vector[] = existsSync(suite) ? JSON.parse(readFileSync(suite, 'utf8')) : []
  const wrong: string[] = []
  for (const [index, { url, mustRefuse, mustNotReachPrivate = false, resolveTo }] of vectors.entries()) {
    const { get, dialled } = spied(async (name) => {
      if (name === 'example.com') return ['93.184.216.34']
      return resolveTo === undefined || resolveTo === 'NXDOMAIN' ? unknown(name) : [resolveTo]
    })
    const hop = 1 + (index % 5)
    for (let at = 1; at < hop; at++) faultd.play(`/v${index}/${at}`, redirect(`/v${index}/${at + 1}`))
    faultd.play(`/v${index}/${hop}`, redirect(url))
    const asked = await get({ url, source: openSource })
    const open = { redirectHosts: [URL.canParse(url) ? new URL(url).host : ''], source: openSource }
    const redirected = await get({ url: `http://start.example/v${index}/1`, ...open })
    // A Location without a scheme is relative, and one with a back-slash is read as browsers read it: still checked.
    const kinds = [asked.kind, redirected.kind]
    const good = mustRefuse
      ? dialled.length === 0 && !kinds.includes('answer')
      : dialled.length > 0 || mustNotReachPrivate
    if (!good || dialled.some((address) => /^(?:127|10|169\.254|192\.168)\./.test(address))) {
      wrong.push(`${url}: ${kinds}, dialled ${dialled}`)
    }
    await get.close()
  }
  expect(wrong).toEqual([])
}, 60_000)

test(`B2, B11: every public vector is refused by the browser’s proxy, as a page and as a tunnel${existsSync(suite) ? '' : ' (skipped: no shared data)'}`, async () => {
  const all: Vector[] = existsSync(suite) ? JSON.parse(readFileSync(suite, 'utf8')) : []
  const bad = all.filter(
    ({ url, mustRefuse }) => mustRefuse && URL.canParse(url) && /^https?:/.test(new URL(url).protocol),
  )
  let resolveTo: string | undefined
  const { check, resolve } = createGuard({
    lookup: (name) => (resolveTo === undefined ? unknown(name) : Promise.resolve([resolveTo])),
  })
  const passed: string[] = []
  const guard = {
    check,
    resolve: async (name: string) => {
      // What the guard passes would be dialled: here it is written down instead.
      passed.push(...(await resolve(name)))
      throw new Error('not dialled')
    },
  }
  const proxy = await startProxy({ guard, bytes: 1000 })
  const say = (head: string) =>
    new Promise<string>((done, failed) => {
      const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1', () => socket.write(`${head}\r\n\r\n`))
      socket.once('data', (data) => {
        done(data.toString('latin1').slice(9, 12))
        socket.destroy()
      })
      socket.once('error', failed)
    })
  const statuses = new Set<string>()
  for (const { url, resolveTo: to } of bad) {
    resolveTo = to === 'NXDOMAIN' ? undefined : to
    const { href, host, hostname, port } = new URL(url)
    statuses.add(await say(`GET ${href} HTTP/1.1\r\nHost: ${host}\r\nConnection: close`))
    statuses.add(await say(`CONNECT ${hostname}:${port || 80} HTTP/1.1\r\nHost: ${host}`))
  }
  await proxy.close()
  expect([passed, [...statuses]]).toEqual([[], bad.length === 0 ? [] : ['502']])
}, 30_000)
