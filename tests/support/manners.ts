/** Thousands of requests to hosts that ask for patience in every way, on a clock of their own, judged by the hosts. */
import { setMaxListeners } from 'node:events'
import { createClient } from '../../src/http/client.ts'
import type { Verdict } from '../../src/http/contract.ts'
import { type Answer, answer, seeded, startFaultd } from './faultd.ts'
import { everyHostIs, plainMemory } from './http.ts'

const hour = 3_600_000

interface Manners {
  /** What a host saw that it had asked not to see. */
  violations: string[]
  /** Requests that reached a host. */
  asked: number
  restarts: number
  verdicts: Record<Verdict['kind'], number>
}

interface Source {
  id: string
  robots: 'obey' | 'documented-api'
  minDelaySeconds: number
}
const sources: Source[] = [
  { id: 'brisk', robots: 'documented-api', minDelaySeconds: 0.5 },
  { id: 'usual', robots: 'obey', minDelaySeconds: 1 },
  { id: 'slow', robots: 'obey', minDelaySeconds: 3 },
]

/** What a host's robots.txt says: its answer, the delay in seconds, and whether anything may be asked for. */
const policies: { robots: Answer; delay: number; open: boolean }[] = [
  { robots: { status: 404 }, delay: 0, open: true },
  { robots: { body: 'User-agent: *\nDisallow: /*/private\n' }, delay: 0, open: true },
  { robots: { body: 'User-agent: skilltide\nDisallow: /*/private\nCrawl-delay: 2.5\n' }, delay: 2.5, open: true },
  { robots: { body: 'User-agent: *\nCrawl-delay: 10\nDisallow: /*/private$\n' }, delay: 10, open: true },
  { robots: { status: 503 }, delay: 0, open: false },
  { robots: { body: 'User-agent: *\nDisallow: /\n' }, delay: 0, open: false },
]

/**
 * Asks a dozen hosts, up to eight requests at once, until `requests` have reached them; every so often the client is dropped in the middle of its
 * work and another one goes on with what the first had stored.
 */
export async function simulateManners(requests: number, seed: number): Promise<Manners> {
  const random = seeded(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const faultd = await startFaultd()
  const clock = virtualClock(Date.parse('2026-11-24T12:00:00Z'))
  const memory = plainMemory()
  const violations: string[] = []
  const hosts = policies.flatMap((policy, index) =>
    [`a${index}.example`, `b${index}.example`].map((name) => ({ name, policy })),
  )
  const { dial } = everyHostIs(faultd)
  let asked = 0
  let restarts = 0
  let dropped = false
  const forgets = new Map<string, () => void>()

  for (const { name, policy } of hosts) {
    let notBefore = 0
    forgets.set(name, () => {
      if ((memory.hosts.get(name)?.nextAt ?? 0) < notBefore) notBefore = 0
    })
    let lastAt = 0
    let lastSaid = ''
    let inHand = 0
    let burst = 0
    faultd.play(name, async (seen, socket, nth) => {
      asked += 1
      clock.arrived()
      // When it was sent: the clock may have gone on since.
      const at = Number(seen.headers['x-at'])
      const said = `${name}#${seen.headers['x-life']}${seen.path} at ${new Date(at).toISOString()}`
      const source = sources.find(({ id }) => seen.path.startsWith(`/${id}/`))
      const obeys = source?.robots === 'obey'
      const gap = 1000 * Math.max(source?.minDelaySeconds ?? 1, obeys ? policy.delay : 0)
      if (at < notBefore) violations.push(`${said}: asked to wait until ${new Date(notBefore).toISOString()}`)
      if (at - lastAt < gap) violations.push(`${said}: ${at - lastAt} ms after ${lastSaid}, not ${gap}`)
      if (inHand > 0) violations.push(`${said}: ${inHand} others in hand`)
      if (obeys && (!policy.open || /private$/.test(seen.path)) && policy.robots.status !== 404) {
        if (!policy.open || policy.robots.body !== undefined) violations.push(`${said}: robots.txt forbids it`)
      }
      lastAt = at
      lastSaid = said
      inHand += 1
      await new Promise((resolve) => setTimeout(resolve, below(4) === 0 ? 2 : 0))
      inHand -= 1
      if (seen.path === '/robots.txt') return answer(policy.robots)(seen, socket, nth)
      const dice = burst > 0 ? 0.06 : random()
      burst = Math.max(0, burst - 1)
      if (dice < 0.05) {
        const [header, ms] = retryAfters[below(retryAfters.length)]!(at)
        // An answer that a dropped client never reads asks nobody.
        if (ms !== null && Number(seen.headers['x-life']) === restarts && !dropped)
          notBefore = at + Math.min(ms, 6 * hour)
        return answer({ status: below(2) ? 429 : 503, headers: { 'Retry-After': header } })(seen, socket, nth)
      }
      if (dice < 0.07) {
        if (burst === 0 && below(5) === 0) burst = 12
        return answer({ status: below(2) ? 500 : 503 })(seen, socket, nth)
      }
      return answer({ body: '[]' })(seen, socket, nth)
    })
  }

  const verdicts = {} as Manners['verdicts']
  for (; asked < requests; restarts++) {
    const stop = new AbortController()
    const life = restarts
    dropped = false
    setMaxListeners(0, stop.signal)
    const get = createClient({
      ...everyHostIs(faultd),
      dial: (addresses, options, callback) => {
        clock.sent()
        dial?.(addresses, options, (...[error, socket]) => {
          setImmediate(() => setImmediate(clock.arrived))
          if (error !== null) return callback(error, null)
          const write = socket.write.bind(socket) as (...parts: unknown[]) => boolean
          socket.write = (...parts: unknown[]) => {
            clock.sent()
            const [head, ...rest] = parts
            return write(String(head).replace('\r\n', `\r\nx-at: ${clock.now()}\r\nx-life: ${life}\r\n`), ...rest)
          }
          callback(null, socket)
        })
      },
      memory,
      userAgent: 'skilltide/test (+https://example.com/contact)',
      now: clock.now,
      sleep: clock.sleep,
      random,
    })
    const count = 40 + below(200)
    const ends = count - below(8)
    let started = 0
    const inFlight = new Set<{ name: string }>()
    const worker = async () => {
      while (started < count && !stop.signal.aborted) {
        if (++started > ends) {
          dropped = true
          stop.abort(new Error('killed'))
          for (const { name } of inFlight) forgets.get(name)?.()
        }
        const { name } = hosts[below(hosts.length)]!
        const source = sources[below(sources.length)]!
        const path = `/${source.id}/${below(5) === 0 ? 'private' : `jobs${below(9)}`}`
        const flight = { name }
        inFlight.add(flight)
        const { kind } = await get({ url: `https://${name}${path}`, source, signal: stop.signal })
        inFlight.delete(flight)
        verdicts[kind] = (verdicts[kind] ?? 0) + 1
        // A board's next sweep is a while away, now and then so far that a host's rest is over.
        if (below(12) === 0) await clock.sleep(below(40) === 0 ? below(7 * hour) : below(120_000))
      }
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    await get.close()
  }
  await faultd.close()
  return { violations, asked, restarts: restarts - 1, verdicts }
}

/** A header, and the wait in ms that it asks for: null for none. */
const retryAfters: ((now: number) => [string, number | null])[] = [
  () => ['7', 7_000],
  () => ['600', 600_000],
  () => ['0', 0],
  () => ['99999999', 99_999_999_000],
  (now) => {
    const until = Math.floor(now / 1000) * 1000 + 90_000
    return [new Date(until).toUTCString(), until - now]
  },
  (now) => [new Date(now - hour).toUTCString(), 0],
  () => ['soon', null],
  () => ['-5', null],
]

/** A clock that goes on to the next sleeper once nothing else happens; what was sent and has not arrived holds it. */
function virtualClock(start: number) {
  let at = start
  const sleepers = new Set<{ until: number; wake: () => void }>()
  let ticking = false
  let onWire = 0
  const tick = async () => {
    ticking = true
    while (sleepers.size > 0) {
      // Loopback answers within some turns of the event loop; an answer that takes longer finds the clock further on.
      for (let turn = 0; turn < 12 || (onWire > 0 && turn < 5000); turn++) await new Promise(setImmediate)
      onWire = 0
      if (sleepers.size === 0) break
      const next = Math.min(...[...sleepers].map(({ until }) => until))
      at = Math.max(at, next)
      for (const sleeper of [...sleepers].filter(({ until }) => until <= at)) {
        sleepers.delete(sleeper)
        sleeper.wake()
      }
    }
    ticking = false
  }
  return {
    sent: () => {
      onWire += 1
    },
    arrived: () => {
      onWire = Math.max(0, onWire - 1)
    },
    now: () => at,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error)
        const stopped = () => {
          if (sleepers.delete(sleeper)) reject(signal?.reason as Error)
        }
        const wake = () => {
          signal?.removeEventListener('abort', stopped)
          resolve()
        }
        const sleeper = { until: at + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', stopped, { once: true })
        if (!ticking) void tick()
      }),
  }
}
