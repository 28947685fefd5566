/** Asks the outside world: guard, robots, pace, conditional request, fetch, capped decode, verdict, in this order. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Archive } from './archive.ts'
import type { Browser } from './browser.ts'
import type { Get, HttpMemory, HttpRequest, Verdict } from './contract.ts'
import { createGuard, type Lookup, UnsafeAddress } from './guard.ts'
import { backoff, createPace, NotNow, retryAfter } from './pace.ts'
import { hopTo, isRedirect, nextAddress, startOf, trailTo } from './redirect.ts'
import { createSharedPace } from './shared-pace.ts'
import { shown } from './shown.ts'
import { createStance } from './stance.ts'
import {
  createTransport,
  type Dial,
  type Hop,
  type Limits,
  type Received,
  TransportError,
  usualLimits,
} from './transport.ts'
import { verdictOf, verdictOfFailure } from './verdict.ts'

export interface ClientOptions {
  memory: HttpMemory
  /** `skilltide/1.0 (+https://…)`: the word before the slash is what robots.txt knows us by. */
  userAgent: string
  now(): number
  sleep?(ms: number, signal?: AbortSignal): Promise<void>
  random?(): number
  /** An origin on loopback that stands in for every host: `https://host/path` is asked for as `/https/host/path`. */
  mirror?: string
  /** For tests, whose servers are on this machine. */
  allowLoopback?: boolean
  lookup?: Lookup
  dial?: Dial
  limits?: Partial<Limits>
  /** The longest that a request waits for its turn before it answers "later". */
  patienceMs?: number
  /** Where the last raw answers of each board are kept. */
  archive?: Archive
  /** The browser's program, for pages that need one. */
  chromium?: string
  onRetry?(retry: { url: string; reason: string; tries: number }): void
}

const triesAtMost = 3
const redirectsAtMost = 5
const usualGapSeconds = 1
/** A host that said 429 without saying for how long. */
const unsaidRest = 10 * 60_000

export function createClient(options: ClientOptions): Get & { close(): Promise<void> } {
  const { memory, userAgent, now, mirror, archive } = options
  const sleep =
    options.sleep ?? (async (ms: number, signal?: AbortSignal) => void (await wait(ms, undefined, { signal })))
  const random = options.random ?? Math.random
  const limits = { ...usualLimits, ...options.limits }
  const guard = createGuard(options)
  const transport =
    mirror === undefined
      ? createTransport(guard, limits, { dial: options.dial })
      : createTransport(createGuard({ allowLoopback: true }), limits, { connections: 8 })
  const pacing = { now, sleep, patienceMs: options.patienceMs ?? 120_000 }
  const pace =
    memory.turns === undefined
      ? createPace({ memory, ...pacing })
      : createSharedPace({ turns: memory.turns, random, ...pacing })
  const stanceOn = createStance({ memory, now, agent: userAgent.split('/')[0]!, fetchRobots })
  let browser: Promise<Browser> | null = null

  /** One hop: its turn, the request, the answer; what the answer says of the host is remembered. */
  async function exchange(hop: Hop, gapMs: number, signal: AbortSignal | undefined): Promise<Received> {
    if (mirror !== undefined) return transport.send({ ...hop, url: mirrored(hop.url, mirror) }, signal)
    const host = hop.url.host
    return pace.inTurn(host, gapMs, signal, async () => {
      const received = await transport.send(hop, signal).catch((error: unknown) => failed(host, error))
      await heard(host, received)
      return received
    })
  }

  async function failed(host: string, error: unknown): Promise<never> {
    if (error instanceof TransportError) await pace.failed(host, error.message)
    throw error
  }

  async function heard(host: string, { status, headers }: Received): Promise<void> {
    const until = status >= 400 ? retryAfter(headers['retry-after'], now()) : null
    if (until !== null) await pace.leaveAlone(host, until)
    if (status >= 500) await pace.failed(host, `it answers ${status}`)
    else if (status !== 429) await pace.worked(host)
  }

  /** The answer at the end of the redirects, or why one was not followed. */
  async function follow(request: HttpRequest, start: URL, gapMs: number, hosts: string[] | 'any') {
    let trail = startOf(start)
    for (let hops = 0; ; hops++) {
      const received = await exchange(hopTo(trail, request, userAgent), gapMs, request.signal)
      const { status } = received
      if (!isRedirect(status)) return { url: trail.url, received }
      if (hops === redirectsAtMost) {
        const reason = `${shown(start.href)} redirects more than ${redirectsAtMost} times`
        return { kind: 'changed', status, reason } satisfies Verdict
      }
      const next = nextAddress(trail.url, status, received.headers['location'], { redirectHosts: hosts }, guard)
      if (!(next instanceof URL)) return next
      if (hosts !== 'any') {
        const stance = await stanceFor(next, request)
        if (!stance.allowed) return { kind: 'refused', reason: stance.reason } satisfies Verdict
      }
      trail = trailTo(next, trail, status)
    }
  }

  async function fetchRobots(url: URL) {
    const request: HttpRequest = { url: url.href, source: { id: 'robots', robots: 'documented-api' } }
    try {
      const end = await follow(request, url, usualGapSeconds * 1000, 'any')
      if ('kind' in end) return { status: 404, body: '' }
      return { status: end.received.status, body: end.received.bytes.toString('utf8') }
    } catch (error) {
      if (error instanceof UnsafeAddress || error instanceof NotNow) throw error
      verdictOfFailure(error, url.href)
      return { status: 0, body: '' }
    }
  }

  const stanceFor = async (url: URL, { source }: HttpRequest) =>
    mirror !== undefined || source.robots === 'documented-api'
      ? ({ allowed: true, delayMs: 0 } as const)
      : stanceOn(url)

  async function attempt(request: HttpRequest, url: URL, gapMs: number): Promise<{ verdict: Verdict; retry: boolean }> {
    try {
      const rendered = request.browser !== undefined && mirror === undefined
      const end = rendered
        ? await render(request, url, gapMs)
        : await follow(request, url, gapMs, request.redirectHosts ?? [])
      if ('kind' in end) return { verdict: end, retry: false }
      const conditional = request.validators?.etag !== undefined || request.validators?.lastModified !== undefined
      const accept = request.headers?.['accept']
      const verdict = verdictOf(end.received, { url: end.url, conditional, accept, rendered })
      // What a 304 stands for is kept already; its own body is empty.
      if (request.board !== undefined && verdict.kind !== 'unchanged')
        await archive?.keep(request.board, request, end.received)
      return { verdict, retry: verdict.kind === 'again' }
    } catch (error) {
      if (request.signal?.aborted) return { verdict: { kind: 'again', reason: 'stopped' }, retry: false }
      return verdictOfFailure(error, url.href)
    }
  }

  async function render(request: HttpRequest, url: URL, gapMs: number) {
    const { chromium } = options
    if (chromium === undefined) {
      const reason = `${shown(url.href)} needs a browser, and none was found; name one as "chromium" in the config`
      return { kind: 'refused', reason } satisfies Verdict
    }
    browser ??= import('./browser.ts').then(({ openBrowser }) => openBrowser({ chromium, guard, userAgent, limits }))
    const opened = await browser
    return pace.inTurn(url.host, gapMs, request.signal, async () => {
      const end = await opened
        .render(url, request.browser?.waitFor, request.signal)
        .catch((error: unknown) => failed(url.host, error))
      if ('received' in end) await heard(url.host, end.received)
      return end
    })
  }

  const get: Get = async (request) => {
    let url: URL
    let stance: Awaited<ReturnType<typeof stanceFor>>
    try {
      url = guard.check(request.url)
      stance = await stanceFor(url, request)
    } catch (error) {
      if (request.signal?.aborted) return { kind: 'again', reason: 'stopped' }
      return verdictOfFailure(error, request.url).verdict
    }
    if (!stance.allowed) return { kind: 'refused', reason: stance.reason }
    const gapMs = Math.max((request.source.minDelaySeconds ?? usualGapSeconds) * 1000, stance.delayMs)
    for (let tries = 1; ; tries++) {
      const { verdict, retry } = await attempt(request, url, gapMs)
      if (!retry || tries === triesAtMost) return tries > 1 ? await giveUp(verdict, url, tries) : verdict
      options.onRetry?.({ url: shown(request.url), reason: 'reason' in verdict ? verdict.reason : verdict.kind, tries })
      try {
        await sleep(backoff(tries, random), request.signal)
      } catch (error) {
        if (request.signal?.aborted) return { kind: 'again', reason: 'stopped' }
        throw error
      }
    }
  }

  /** A host that goes on answering 429 has asked to be left alone, even without a number. */
  async function giveUp(verdict: Verdict, url: URL, tries: number): Promise<Verdict> {
    if (verdict.kind !== 'again') return verdict
    if (verdict.status !== 429) return { ...verdict, reason: `${verdict.reason} (${tries} tries)` }
    const until = await pace.leaveAlone(url.host, now() + unsaidRest)
    return { kind: 'later', until: new Date(until), status: 429, reason: verdict.reason }
  }

  const close = async () => {
    await transport.close()
    await (await browser)?.close()
  }
  return Object.assign(get, { close })
}

/** The address on the mirror: scheme, host and path become its path. */
const mirrored = (url: URL, mirror: string) =>
  new URL(`/${url.protocol.slice(0, -1)}/${url.host}${url.pathname}${url.search}`, mirror)
