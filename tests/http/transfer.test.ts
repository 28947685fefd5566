/** Rows A: what can go wrong between two ends of a wire, played by a server on raw sockets. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodings as undone } from '../../src/http/decode.ts'
import {
  answer,
  bytes,
  drip,
  type Encoding,
  encode,
  type Faultd,
  type Framing,
  inTurn,
  rawAnswer,
  reset,
  seeded,
  silence,
  startFaultd,
} from '../support/faultd.ts'
import { inShort, loopbackClient, openSource } from '../support/http.ts'

let faultd: Faultd
const limits = { connectMs: 1000, firstByteMs: 500, idleMs: 500, totalMs: 1500 }
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  faultd = await startFaultd()
})
afterAll(async () => {
  for (const client of open) await client.close()
  await faultd.close()
})

const client = (options: Parameters<typeof loopbackClient>[0] = {}) => {
  const get = loopbackClient({ limits, ...options })
  open.push(get)
  return get
}
/** Where this Node has no zstd decoder, or one that takes a cut stream for a whole one, we do not ask for it. */
const noZstd = !undone.includes('zstd')
const ask = (path: string, get = client(), headers: Record<string, string> = {}) =>
  get({ url: `${faultd.origin}${path}`, source: openSource, headers })

const jobs = JSON.stringify({
  jobs: Array.from({ length: 12 }, (_, id) => ({ id, title: `ML Engineer – Kőbánya ${id}` })),
})

describe('A1: hosts that are not there', () => {
  test('A1: a name without an address is named so, after three tries', async () => {
    const get = client({ lookup: async () => [] })
    expect(await inShort(get({ url: 'http://nowhere.example/', source: openSource }))).toBe(
      'again: http://nowhere.example/: nowhere.example: the name has no address (ENOTFOUND) (3 tries)',
    )
  })
  test('A1: a closed port is named so', async () => {
    const closed = await startFaultd()
    await closed.close()
    expect(await inShort(client()({ url: `${closed.origin}/`, source: openSource }))).toContain('ECONNREFUSED')
  })
  test('A1: after two boards’ tries the host rests, and the other 198 boards are answered at once', async () => {
    let lookups = 0
    const get = client({
      lookup: async () => {
        lookups += 1
        return []
      },
    })
    const reasons: string[] = []
    for (let board = 0; board < 200; board++) {
      reasons.push(await inShort(get({ url: `http://nowhere.example/${board}`, source: openSource })))
    }
    expect(lookups).toBe(6)
    expect(reasons.at(-1)).toBe(
      'again: nowhere.example is not asked before 2026-11-24T12:01:06.000Z: nowhere.example: the name has no address (ENOTFOUND)',
    )
  })
})

describe('A2 to A4: silence', () => {
  test('A2: nothing after the connection ends at the first-byte deadline, twenty at once', async () => {
    faultd.play('/silent', silence)
    const get = client({ lookup: async () => ['127.0.0.1'] })
    const hosts = Array.from({ length: 20 }, (_, index) => `http://board${index}.example:${faultd.port}/silent`)
    const all = await Promise.all(hosts.map((url) => inShort(get({ url, source: openSource }))))
    expect(all).toEqual(hosts.map((url) => `again: ${url}: no answer within 0.5 s (3 tries)`))
  })
  test('A3: one byte at a time ends at the deadline for the whole', async () => {
    faultd.play('/loris', drip(50))
    expect(await inShort(ask('/loris'))).toContain('the answer was not whole after 1.5 s')
  })
  test('A4: a stall in the middle is no answer', async () => {
    const { head, body } = rawAnswer({ body: jobs })
    faultd.play('/stall', bytes(Buffer.concat([head, body.subarray(0, 100)]), { open: true }))
    expect(await inShort(ask('/stall'))).toContain('the answer stalled for 0.5 s')
  })
})

describe('A5, A7, A8: a body cut anywhere is noticed wherever the format allows it', () => {
  const framings: Framing[] = ['length', 'chunked', 'close']
  const encodings: Encoding[] = ['identity', 'gzip', 'br', 'deflate']
  test.each(framings.flatMap((framing) => encodings.map((encoding) => ({ framing, encoding }))))(
    'A8: $encoding in $framing',
    async ({ framing, encoding }) => {
      const get = client({ random: () => 0 })
      const { body } = rawAnswer({ body: jobs, framing, encoding })
      const whole: number[] = []
      for (let cutAt = 1; cutAt < body.length; cutAt += 7) {
        faultd.play('/cut', answer({ body: jobs, framing, encoding, cutAt }))
        const verdict = await ask('/cut', get)
        if (verdict.kind === 'answer' && verdict.answer.provenWhole) whole.push(cutAt)
      }
      expect(whole).toEqual([])
      faultd.play('/cut', answer({ body: jobs, framing, encoding }))
      const verdict = await ask('/cut', client())
      expect(verdict.kind === 'answer' && [verdict.answer.body, verdict.answer.provenWhole]).toEqual([jobs, true])
    },
  )
  test.skipIf(noZstd).each(framings)(
    'A8: zstd in %s, which is skipped where Node cannot tell a cut zstd stream',
    async (framing) => {
      const { body } = rawAnswer({ body: jobs, framing, encoding: 'zstd' })
      const get = client({ random: () => 0 })
      for (let cutAt = 1; cutAt < body.length; cutAt += 7) {
        faultd.play('/cut', answer({ body: jobs, framing, encoding: 'zstd', cutAt }))
        expect((await ask('/cut', get)).kind).toBe('again')
      }
      faultd.play('/cut', answer({ body: jobs, framing, encoding: 'zstd' }))
      expect(await inShort(ask('/cut', client()))).toBe(`answer: ${jobs}`)
    },
  )
  test('A10: zstd is asked for exactly where it can be undone for sure', async () => {
    faultd.play('/asked', answer({ body: '[]' }))
    await ask('/asked')
    const asked = faultd.seen.at(-1)!.headers['accept-encoding']
    expect(asked).toBe(noZstd ? 'gzip, deflate, br' : 'gzip, deflate, br, zstd')
    const cut = Buffer.from('28b52ffd20021100005b', 'hex')
    faultd.play('/asked', answer({ body: cut, headers: { 'Content-Encoding': 'zstd' } }))
    expect((await ask('/asked')).kind).toBe(noZstd ? 'changed' : 'again')
  })
  test.each([
    ['no last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1,2]\r\n'],
    ['a chunk shorter than it says', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n[1,2]\r\n0\r\n\r\n'],
    ['a chunk longer than it says', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[1,2]\r\n0\r\n\r\n'],
    ['a size that is no number', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[1,2]\r\n0\r\n\r\n'],
    ['a negative size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n[1,2]\r\n0\r\n\r\n'],
    [
      'length and chunks together',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\n[1,2]\r\n0\r\n\r\n',
    ],
  ])('A7: %s', async (_, raw) => {
    faultd.play('/framing', bytes(raw))
    expect((await ask('/framing')).kind).not.toBe('answer')
  })
})

test('A6: bytes beyond the announced length fail the answer and never reach the next', async () => {
  const get = client()
  const { body } = rawAnswer({ body: jobs })
  for (const missing of [1, 100]) {
    faultd.play(
      '/short',
      bytes(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length - missing}\r\n\r\n`), body]), {
        open: true,
      }),
    )
    faultd.play('/next', answer({ body: '[2]' }))
    expect(await inShort(ask('/short', get))).toContain('the answer went on after its announced end')
    expect(await inShort(ask('/next', get))).toBe('answer: [2]')
  }
})

describe('A14: a body that ends with its connection is taken only where its content proves it whole', () => {
  const page = '<!doctype html><html><body><ul><li>ML Engineer</li></ul></body></html>\n<!-- served by 3 -->'
  const feed = '<?xml version="1.0"?><rss><channel><item><title>ML Engineer</title></item></channel></rss>'
  const closed = (body: string, type: string) =>
    answer({ body, framing: 'close', headers: { 'Content-Type': `${type}; charset=utf-8` } })
  test.each([
    ['JSON', jobs, 'application/json', jobs.length],
    ['a page', page, 'text/html', page.indexOf('</html>') + 7],
    ['a feed', feed, 'application/rss+xml', feed.length],
  ])('A14: %s', async (_, body, type, wholeFrom) => {
    faultd.play('/closed', closed(body, type))
    expect(await ask('/closed')).toMatchObject({ kind: 'answer', answer: { body, provenWhole: true } })
    for (let at = 1; at < wholeFrom; at += 5) {
      faultd.play('/closed', closed(body.slice(0, at), type))
      expect((await ask('/closed')).kind).toBe('again')
    }
  })
  test('A14: what could end anywhere is handed on unproven', async () => {
    faultd.play('/closed', closed('{"id":1}\n{"id":2}\n', 'application/x-ndjson'))
    expect(await ask('/closed')).toMatchObject({ kind: 'answer', answer: { provenWhole: false } })
    faultd.play('/closed', closed('ML Engineer', 'text/plain'))
    expect(await ask('/closed')).toMatchObject({ kind: 'answer', answer: { provenWhole: false } })
  })
})

describe('A9 to A13: compression', () => {
  const gzipped = encode(jobs, 'gzip')
  const damaged = (at: number) => {
    const copy = Buffer.from(gzipped)
    copy[copy.length - at]! ^= 0xff
    return copy
  }
  const sent = (body: Buffer, encoding?: string) =>
    answer({ body, headers: encoding === undefined ? {} : { 'Content-Encoding': encoding } })
  test.each([
    ['A9: a wrong checksum', sent(damaged(8), 'gzip'), 'the compressed body is damaged: incorrect data check'],
    ['A9: a wrong length', sent(damaged(2), 'gzip'), 'the compressed body is damaged: incorrect length check'],
    [
      'A10: plain text called gzip',
      sent(Buffer.from(jobs), 'gzip'),
      'the compressed body is damaged: incorrect header check',
    ],
    [
      'A10: garbage after the gzip',
      sent(Buffer.concat([gzipped, Buffer.from('garbage')]), 'gzip'),
      'the compressed body is damaged',
    ],
    ['A10: an unknown coding', sent(gzipped, 'snappy'), 'compressed in a way that we cannot undo: "snappy"'],
    ['A12: six layers', sent(gzipped, Array(6).fill('gzip').join(', ')), 'compressed 6 times over; 2 is the limit'],
    [
      'A12: five thousand layers',
      sent(gzipped, Array(2000).fill('br').join(',')),
      'the Content-Encoding is too long to be one',
    ],
  ])('%s fails', async (_, script, reason) => {
    faultd.play('/packed', script)
    expect(await inShort(ask('/packed'))).toContain(reason)
  })
  test.each([
    ['gzip that nobody declared', sent(gzipped)],
    ['gzip twice, declared twice', sent(encode(gzipped, 'gzip'), 'gzip, gzip')],
    ['gzip twice, declared once', sent(encode(gzipped, 'gzip'), 'gzip')],
    ['gzip in brotli', sent(encode(gzipped, 'br'), 'gzip, br')],
    ['gzip padded with zeros', sent(Buffer.concat([gzipped, Buffer.alloc(20)]), 'gzip')],
    ['x-gzip', sent(gzipped, 'x-gzip')],
  ])('A10: %s is undone', async (_, script) => {
    faultd.play('/mixed', script)
    expect(await inShort(ask('/mixed'))).toBe(`answer: ${jobs}`)
  })
  test.each(['gzip', 'br', 'deflate'] as Encoding[])('A11: a bomb in %s stops at its ratio', async (encoding) => {
    faultd.play('/bomb', sent(encode(Buffer.alloc(24 * 1024 * 1024), encoding), encoding))
    expect(await inShort(ask('/bomb', client({ limits: { ...limits, totalMs: 10_000 } })))).toContain(
      'decompresses to more than 200 times its size',
    )
  })
  test('A11: a patient bomb, below that ratio, stops at a quarter of it once it is half as large as we read', async () => {
    const block = Buffer.alloc(1_000_000, '0')
    const random = seeded(1)
    for (let at = 0; at < 15_000; at++) block[at] = 33 + Math.floor(random() * 90)
    faultd.play('/patient', sent(encode(Buffer.concat(Array<Buffer>(12).fill(block)), 'gzip'), 'gzip'))
    const get = client({ limits: { ...limits, totalMs: 10_000, bodyBytes: 20 * 1024 * 1024 } })
    expect(await inShort(ask('/patient', get))).toContain('decompresses to more than 50 times its size')
  })
  test('A13: an endless body stops at its cap', async () => {
    faultd.play('/endless', (_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const block = Buffer.alloc(65_536, 'x')
      const more = () => {
        while (!socket.destroyed && socket.write(block));
        if (!socket.destroyed) socket.once('drain', more)
      }
      more()
      return undefined
    })
    const get = client({ limits: { ...limits, totalMs: 10_000, wireBytes: 4 * 1024 * 1024 } })
    expect(await inShort(ask('/endless', get))).toContain('larger than 4 MB on the wire')
  })
})

describe('A19 to A21: answers that are none', () => {
  test.each([
    [204, {}, '204, not 200'],
    [206, { body: '[1' }, '206, not 200'],
    [200, {}, '200 without a body'],
    [304, {}, '304 to a request that named no earlier answer'],
  ])('A20: %i', async (status, more, reason) => {
    faultd.play('/none', answer({ status, ...more }))
    expect(await inShort(ask('/none'))).toBe(`changed: ${faultd.origin}/none answered ${reason}`)
  })
  test('A19: a 304 to our validators means that nothing changed', async () => {
    faultd.play('/same', answer({ status: 304 }))
    const validators = { etag: '"a"', lastModified: 'Tue, 24 Nov 2026 10:00:00 GMT' }
    expect(await client()({ url: `${faultd.origin}/same`, source: openSource, validators })).toEqual({
      kind: 'unchanged',
      url: `${faultd.origin}/same`,
    })
    const { headers } = faultd.seen.at(-1)!
    expect([headers['if-none-match'], headers['if-modified-since']]).toEqual(['"a"', 'Tue, 24 Nov 2026 10:00:00 GMT'])
  })
  test('A20: a flood of 1xx answers ends at the deadline', async () => {
    faultd.play('/flood', (_, socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'), 5)
      socket.on('close', () => clearInterval(timer))
      return undefined
    })
    expect((await ask('/flood')).kind).toBe('again')
  })
  test.each([
    ['a header of 1 MB', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(1_000_000)}\r\n\r\n`],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 2\r\n\r\n[1]'],
    [
      'two types',
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n[1]',
    ],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\nContent-Length: 3\r\n\r\n[1]'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nContent-Length\r\n : 3\r\n\r\n[1]'],
    ['a NUL', 'HTTP/1.1 200 OK\r\nX: \u0000\r\nContent-Length: 3\r\n\r\n[1]'],
  ])('A21: %s is no answer', async (_, raw) => {
    faultd.play('/headers', bytes(raw))
    expect((await ask('/headers')).kind).not.toBe('answer')
  })
  test('A21: a header named __proto__ is a header', async () => {
    faultd.play('/proto', bytes('HTTP/1.1 200 OK\r\n__proto__: x\r\nContent-Length: 3\r\n\r\n[1]'))
    const verdict = await ask('/proto')
    expect(verdict.kind === 'answer' && Object.keys(verdict.answer.headers)).toEqual(['__proto__', 'content-length'])
  })
})

describe('A23, A24: connections that die', () => {
  test('A23: a reset is a failure with a name, thirty times', async () => {
    faultd.play('/reset', reset)
    const get = client()
    const reasons = new Set<string>()
    for (let index = 0; index < 30; index++) reasons.add((await ask('/reset', get)).kind)
    expect([...reasons]).toEqual(['again'])
  })
  test('A24: a kept connection that closes as it is used again costs one silent retry', async () => {
    const retries: string[] = []
    const get = client({ onRetry: ({ reason }) => retries.push(reason) })
    faultd.play('/first', answer({ body: '[1]' }))
    faultd.play(
      '/race',
      inTurn((_, socket) => void socket.destroy(), answer({ body: '[2]' })),
    )
    expect(await inShort(ask('/first', get))).toBe('answer: [1]')
    expect(await inShort(ask('/race', get))).toBe('answer: [2]')
    expect(retries).toEqual([])
  })
})
