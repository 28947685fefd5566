/** One request at a time to each host, never sooner than it allows, over every process that works with the same store. */
import type { HostTurns } from '../domain.ts'
import { failuresUntilRest, longest, NotNow, type Pace, type PaceOptions, restAfter } from './pace.ts'

export interface SharedPaceOptions extends Omit<PaceOptions, 'memory'> {
  turns: HostTurns
  random(): number
}

/** A process that dies while it asks keeps the host from the others for so long. */
const leaseMs = 20_000
/** Whoever waits while another asks looks again after about so long: the turn ends with the answer, not with the lease. */
const lookMs = 100

interface Host {
  /** When it may be asked again by what it said itself. */
  restUntil: number
  holding: boolean
  /** In a row, when its turn was taken. */
  failures: number
  why: string
  tail: Promise<void>
}

export function createSharedPace({ turns, now, sleep, patienceMs, random }: SharedPaceOptions): Pace {
  const hosts = new Map<string, Host>()
  const hostOf = (name: string): Host => {
    const host = hosts.get(name) ?? { restUntil: 0, holding: false, failures: 0, why: '', tail: Promise.resolve() }
    hosts.set(name, host)
    return host
  }

  /** Waits until nobody else has the turn. */
  async function taken(name: string, host: Host, gapMs: number, signal: AbortSignal | undefined) {
    for (;;) {
      signal?.throwIfAborted()
      const turn = await turns.take(name, Math.max(leaseMs, gapMs))
      if (turn.taken) return turn
      const resting = turn.failures >= failuresUntilRest
      if (turn.waitMs > (resting ? Math.max(leaseMs, gapMs) : patienceMs)) {
        const why = host.why || (resting ? 'it kept failing' : 'it asked to be left alone')
        const until = now() + turn.waitMs
        throw new NotNow(`${name} is not asked before ${new Date(until).toISOString()}: ${why}`, until, resting)
      }
      // What lies beyond the longest turn is the host's own wish, and waited for in one.
      const own = turn.waitMs - Math.max(leaseMs, gapMs)
      await sleep(own > 0 ? own : Math.min(turn.waitMs, lookMs * (0.5 + random())) + 1, signal)
    }
  }

  /** Holds the turn for as long as the request takes; null once it was lost. */
  function holding(name: string, until: number, gapMs: number) {
    let held: Promise<number | null> = Promise.resolve(until)
    const moveTo = (forMs: () => number) => {
      held = held.then((end) => (end === null ? null : turns.move(name, end, forMs())))
      return held
    }
    const timer = setInterval(() => void moveTo(() => Math.max(leaseMs, gapMs)).catch(() => {}), leaseMs / 3)
    return async (forMs: () => number) => {
      clearInterval(timer)
      // A sign that failed on the way is no reason to keep the turn.
      await held.catch(() => {
        held = Promise.resolve(null)
      })
      await moveTo(forMs)
    }
  }

  async function rest(name: string, host: Host, until: number): Promise<void> {
    host.restUntil = Math.max(host.restUntil, until)
    // Within a turn it is told with the turn's end.
    if (!host.holding) await turns.rest(name, Math.max(0, host.restUntil - now()))
  }

  return {
    async inTurn(name, gapMs, signal, ask) {
      const host = hostOf(name)
      const before = host.tail
      let done = () => {}
      host.tail = new Promise((resolve) => {
        done = resolve
      })
      try {
        await before
        const { until, failures } = await taken(name, host, gapMs, signal)
        host.failures = failures
        const release = holding(name, until, gapMs)
        host.holding = true
        try {
          return await ask()
        } finally {
          host.holding = false
          // Counted from the answer's end: a connection that took its time would otherwise eat into the gap.
          await release(() => Math.max(gapMs, host.restUntil - now()))
        }
      } finally {
        done()
      }
    },

    async leaveAlone(name, until) {
      const host = hostOf(name)
      const kept = Math.min(until, now() + longest)
      host.why = 'it asked to be left alone'
      await rest(name, host, kept)
      return Math.max(kept, host.restUntil)
    },

    async failed(name, reason) {
      const host = hostOf(name)
      host.why = reason
      host.failures = await turns.failed(name)
      const ms = restAfter(host.failures)
      if (ms > 0) await rest(name, host, now() + ms)
    },

    async worked(name) {
      const host = hostOf(name)
      if (host.failures > 0) await turns.worked(name)
      host.failures = 0
      host.why = ''
    },
  }
}
