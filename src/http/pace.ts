/** One request at a time to each host, never sooner than it allows, over restarts too; a host that keeps failing rests. */
import type { HttpMemory } from './contract.ts'

export interface Pace {
  /** Waits for the host's turn and asks. Throws NotNow where the turn is further away than our patience. */
  inTurn<T>(host: string, gapMs: number, signal: AbortSignal | undefined, ask: () => Promise<T>): Promise<T>
  /** The host asked to be left alone until then. Returns the moment that is kept: at most six hours away. */
  leaveAlone(host: string, until: number): Promise<number>
  failed(host: string, reason: string): Promise<void>
  worked(host: string): Promise<void>
}

/** The host is not to be asked before `until`. `broken`: because it kept failing, not because it said so. */
export class NotNow extends Error {
  readonly until: Date
  readonly broken: boolean
  constructor(message: string, until: number, broken: boolean) {
    super(message)
    this.name = 'NotNow'
    this.until = new Date(until)
    this.broken = broken
  }
}

export interface PaceOptions {
  memory: HttpMemory
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** The longest that a request waits for its turn instead of being told "later". */
  patienceMs: number
}

const hour = 3_600_000
/** Nobody's Retry-After, and no clock set wrongly, keeps us away longer. */
export const longest = 6 * hour
/** Two boards' worth of tries. */
export const failuresUntilRest = 6
const shortestRest = 60_000

/** How long a host rests that failed so often in a row; 0 where it need not yet. */
export const restAfter = (failures: number): number =>
  failures < failuresUntilRest ? 0 : Math.min(hour, shortestRest * 2 ** Math.min(failures - failuresUntilRest, 10))

interface Host {
  /** What it asked for, and what its failures earned it. */
  nextAt: number
  /** When it last answered, or was asked. */
  lastAt: number
  failures: number
  why: string
  tail: Promise<void>
  known: Promise<void> | null
}

export function createPace({ memory, now, sleep, patienceMs }: PaceOptions): Pace {
  const hosts = new Map<string, Host>()

  const hostOf = (name: string): Host => {
    const known = hosts.get(name)
    if (known !== undefined) return known
    const host: Host = { nextAt: 0, lastAt: 0, failures: 0, why: '', tail: Promise.resolve(), known: null }
    hosts.set(name, host)
    return host
  }
  const remembered = async (name: string): Promise<Host> => {
    const host = hostOf(name)
    host.known ??= memory.host(name).then((kept) => {
      if (kept === null) return
      host.nextAt = kept.nextAt
      // Whoever kept that moment asked before it, and before now: the gaps of others are counted from there.
      host.lastAt = Math.min(kept.nextAt, now())
      host.failures = kept.failures
    })
    await host.known
    return host
  }
  const keep = (name: string, { nextAt, failures }: Host) => memory.rememberHost(name, { nextAt, failures })

  return {
    async inTurn(name, gapMs, signal, ask) {
      const host = await remembered(name)
      const before = host.tail
      let done = () => {}
      host.tail = new Promise((resolve) => {
        done = resolve
      })
      try {
        await before
        // A clock that was set back, then or now, keeps us away no longer than a host could.
        const wait = Math.min(Math.max(host.nextAt, host.lastAt + gapMs) - now(), longest)
        const resting = host.failures >= failuresUntilRest
        if (wait > (resting ? gapMs : patienceMs)) {
          const why = host.why || (resting ? 'it kept failing' : 'it asked to be left alone')
          const until = now() + wait
          throw new NotNow(`${name} is not asked before ${new Date(until).toISOString()}: ${why}`, until, resting)
        }
        if (wait > 0) await sleep(wait, signal)
        signal?.throwIfAborted()
        host.lastAt = now()
        host.nextAt = now() + gapMs
        // Kept before the request leaves, so that a crash in between does not shorten the gap.
        if (gapMs > 0) await keep(name, host)
        try {
          return await ask()
        } finally {
          // Counted from the answer's end: a connection that took its time would otherwise eat into the gap.
          host.lastAt = now()
        }
      } finally {
        done()
      }
    },

    async leaveAlone(name, until) {
      const host = await remembered(name)
      host.nextAt = Math.max(host.nextAt, Math.min(until, now() + longest))
      host.why = 'it asked to be left alone'
      await keep(name, host)
      return host.nextAt
    },

    async failed(name, reason) {
      const host = await remembered(name)
      host.failures += 1
      host.why = reason
      const rest = restAfter(host.failures)
      if (rest === 0) return
      host.nextAt = Math.max(host.nextAt, now() + rest)
      await keep(name, host)
    },

    async worked(name) {
      const host = await remembered(name)
      host.why = ''
      if (host.failures === 0) return
      host.failures = 0
      await keep(name, host)
    },
  }
}

/** Milliseconds before the next try: doubling from a second, spread so that many clients do not come back together. */
export const backoff = (tries: number, random: () => number): number => 1000 * 2 ** (tries - 1) * (0.5 + random())

/** The instant that a Retry-After names, in seconds or as a date; null for what is neither. Past moments are now. */
export function retryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,15}$/.test(text)) return now + Number(text) * 1000
  // HTTP knows three forms of date; the oldest names no zone, and means GMT.
  const dated = /^[A-Z][a-z]{2,8},? (?:\d|[A-Z][a-z]{2} )/.test(text)
  const at = dated ? Date.parse(/(?:GMT|UTC|[+-]\d{4})$/.test(text) ? text : `${text} GMT`) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(at, now)
}
