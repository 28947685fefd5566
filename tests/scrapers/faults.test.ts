/** Every source against a server that misbehaves: whatever goes wrong, no board may look smaller than it is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KnownPosting, SnapshotRow } from '../../db/store.ts'
import { fillsOf } from '../../jobs/fills.ts'
import { judge } from '../../jobs/judge.ts'
import { type Swept, sweepBoard } from '../../jobs/sweep.ts'
import { scrapers } from '../../scrapers/index.ts'
import type { PageRequest, Scraper } from '../../scrapers/kit/scraper.ts'
import { day } from '../../src/days.ts'
import { createClient } from '../../src/http/client.ts'
import { answer, bytes, encode, type Faultd, redirect, reset, type Script, startFaultd } from '../support/faultd.ts'
import { handClock, plainMemory } from '../support/http.ts'
import { board as known, noon } from '../support/store.ts'
import { hasPages, kindOf, wholeBoard } from '../support/whole-board.ts'

const today = day('2026-11-24')
const cutAt = (body: string) => Math.floor(Buffer.byteLength(body) * 0.6)
const challenge =
  '<html><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body></html>'
const maintenance =
  '<!doctype html><html><head><title>Maintenance</title></head><body><h1>We are back soon</h1></body></html>'
const renamed = (body: string) =>
  /^[\s\ufeff]*[[{]/.test(body)
    ? body.replace(/"([A-Za-z_]+)":/g, '"$1_v2":')
    : body.replace(/<(\/?)([A-Za-z:]+)/g, '<$1$2x')

/** What happens to the right answer. */
const faults: [row: string, happens: (body: string) => Script][] = [
  ['A5: a body that is cut', (body) => answer({ body, cutAt: cutAt(body) })],
  ['A7: chunks that end early', (body) => answer({ body, framing: 'chunked', cutAt: cutAt(body) })],
  [
    'A8: compressed data that ends early',
    (body) => answer({ body: encode(body, 'gzip').subarray(0, -9), headers: { 'Content-Encoding': 'gzip' } }),
  ],
  ['A11: more than is read', () => answer({ body: 'x'.repeat(70 * 1024) })],
  [
    'A14: a body that ends with the connection, too early',
    (body) => answer({ body: Buffer.from(body).subarray(0, cutAt(body)), framing: 'close' }),
  ],
  ['A15: 429', () => answer({ status: 429, headers: { 'Retry-After': '3600' } })],
  ['A16: 503', () => answer({ status: 503 })],
  ['A17: 401', () => answer({ status: 401 })],
  ['A17: 403', () => answer({ status: 403 })],
  ['A18: a challenge', () => answer({ body: challenge, headers: { 'Content-Type': 'text/html' } })],
  ['A18: a page of maintenance', () => answer({ body: maintenance, headers: { 'Content-Type': 'text/html' } })],
  ['A20: 204', () => bytes('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')],
  ['A20: nothing in it', () => answer({ body: '' })],
  ['A23: a reset', () => reset],
  ['B2: a redirect to a private address', () => redirect('http://169.254.169.254/latest/')],
  ['B3: a redirect to a file', () => redirect('file:///etc/passwd')],
  ['B7: a redirect to another host', () => redirect('https://elsewhere.example/')],
  ['C1: a text that was cut and sent whole', (body) => answer({ body: Buffer.from(body).subarray(0, cutAt(body)) })],
  ['C1: null', () => answer({ body: 'null' })],
  ['C1: an empty object', () => answer({ body: '{}' })],
  ['C1: an empty list', () => answer({ body: '[]' })],
  [
    'C4: a document type',
    (body) => answer({ body: `<!DOCTYPE x [<!ENTITY y "z">]>${body.replace(/^<\?xml[^>]*>/, '')}` }),
  ],
  ['C13: other names', (body) => answer({ body: renamed(body) })],
]

let server: Faultd
beforeAll(async () => {
  server = await startFaultd()
})
afterAll(() => server.close())

/** One sweep, with the fault at the nth request of a kind; judged as a board that was read whole the day before. */
async function swept(
  scraper: Scraper,
  fault: { kind: 'list' | 'detail'; nth: number; happens: (body: string) => Script } | null,
  before: number,
  pages: KnownPosting[] = [],
) {
  const { board, answer: right } = wholeBoard(scraper)
  const asked: PageRequest[] = []
  const noted = (requests: PageRequest[]) => {
    asked.push(...requests)
    return requests
  }
  const watched: Scraper = {
    source: scraper.source,
    start: (...given) => noted(scraper.start(...given)),
    read: (page) => {
      const found = scraper.read(page)
      noted(found.next)
      return found
    },
  }
  const counts = { list: 0, detail: 0 }
  const numbers = new Map<string, number>()
  server.play('*', (seen, socket, nth) => {
    const path = (url: string) => new URL(url).pathname + new URL(url).search
    const request = asked.find(({ url, body }) => seen.path.endsWith(path(url)) && (body ?? '') === seen.body)
    const kind = request === undefined ? 'list' : kindOf(request)
    const key = `${seen.path} ${seen.body}`
    const number = numbers.get(key) ?? counts[kind]++
    numbers.set(key, number)
    const body = right({ url: seen.path, kind, nth: number })
    const script = fault?.kind === kind && fault.nth === number ? fault.happens(body) : answer({ body })
    return script(seen, socket, nth)
  })
  const { now, sleep } = handClock()
  const client = createClient({
    ...{
      memory: plainMemory(),
      userAgent: 'skilltide/test (+https://example.com/contact)',
      now,
      sleep,
      random: () => 0.5,
    },
    mirror: server.origin,
    limits: { bodyBytes: 64 * 1024 },
  })
  const credentials = Object.fromEntries((scraper.source.credentials ?? []).map((name) => [name, 'a-key']))
  const id = scraper.source.singleList ? scraper.source.id : `${scraper.source.id}:${board.token}`
  const sweep = await sweepBoard({
    board: known(id, { token: board.token, employer: board.employer, settings: board.settings }),
    ...{
      scraper: watched,
      credentials,
      get: client,
      signal: new AbortController().signal,
      day: today,
      startedAt: noon(today),
      known: async () => pages,
    },
  })
  await client.close()
  const fills = { ...fillsOf(sweep!.postings), seenAgain: sweep!.postings.length }
  const past = {
    recent: before === 0 ? [] : [yesterday(id, before, fills)],
    open: before,
    seenAgain: sweep!.postings.length,
  }
  return { ...judge(sweep!, fills, scraper.source, past), listed: sweep!.postings.length, counts, sweep: sweep! }
}

const yesterday = (id: string, listed: number, fills: Record<string, number>): SnapshotRow => ({
  ...{ board: id, startedAt: noon(day('2026-11-23')), day: day('2026-11-23'), outcome: 'complete', reason: null },
  ...{ listed, total: null, withText: listed, rejects: 0, fills, origin: 'collected', clearedAt: null },
})

describe.each(scrapers.map((scraper): [string, Scraper] => [scraper.source.id, scraper]))('%s', (_, scraper) => {
  test('is read whole, and is never smaller than it is, whatever happens to its pages', async () => {
    const good = await swept(scraper, null, 0)
    expect(good).toMatchObject({ outcome: 'complete', reason: null })
    const places = (['list', 'detail'] as const).flatMap((kind) =>
      [...new Set([0, good.counts[kind] - 1])]
        .filter((nth) => nth >= 0 && nth < good.counts[kind])
        .map((nth) => ({ kind, nth })),
    )
    const smaller: string[] = []
    for (const [row, happens] of faults) {
      for (const place of places) {
        const found = await swept(scraper, { ...place, happens }, good.listed)
        const ends = found.outcome === 'complete' || found.outcome === 'empty'
        if (ends && found.listed < good.listed)
          smaller.push(`${row} at ${place.kind} ${place.nth}: ${found.outcome}, ${found.listed} of ${good.listed}`)
      }
    }
    expect(smaller).toEqual([])
  })
})

/** What the store would know of the pages that a sweep opened. */
const knownFrom = ({ opened, postings }: Swept): KnownPosting[] =>
  opened.map(({ externalId, url, listed, askedAt }) => ({
    ...{ page: url, listed, askedAt },
    posting: postings.find((posting) => posting.externalId === externalId)!,
  }))

test.each(scrapers.filter(hasPages).map((scraper): [string, Scraper] => [scraper.source.id, scraper]))(
  '%s is never smaller either where its pages are known from the day before, and some rest',
  async (_, scraper) => {
    const { listed, sweep } = await swept(scraper, null, 0)
    const pages = knownFrom(sweep)
    expect(pages.length).toBeGreaterThan(0)
    const smaller: string[] = []
    for (const [row, happens] of faults) {
      for (const place of [{ kind: 'list', nth: 0 } as const, { kind: 'detail', nth: 0 } as const]) {
        const found = await swept(scraper, { ...place, happens }, listed, pages)
        const ends = found.outcome === 'complete' || found.outcome === 'empty'
        if (ends && found.listed < listed) smaller.push(`${row} at ${place.kind}: ${found.listed} of ${listed}`)
      }
    }
    expect(smaller).toEqual([])
  },
)
