/** Whether robots.txt lets us ask for an address: absent means yes, unreachable means no; asked for once a day. */
import type { HttpMemory } from './contract.ts'
import { type Robots, readRobots } from './robots.ts'
import { shown } from './shown.ts'

export type Stance = { allowed: true; delayMs: number } | { allowed: false; reason: string }

export interface StanceOptions {
  memory: HttpMemory
  now(): number
  /** The product word of our user agent. */
  agent: string
  /** Reads an origin's robots.txt; `status` 0 where it could not be reached. */
  fetchRobots(url: URL): Promise<{ status: number; body: string }>
}

const day = 86_400_000
/** An origin whose robots.txt could not be reached is asked again after this long. */
const unreachableFor = 3_600_000
const longestKept = 500 * 1024

export function createStance({ memory, now, agent, fetchRobots }: StanceOptions): (url: URL) => Promise<Stance> {
  const read = new Map<string, { robots: Robots | null; until: number }>()
  const asking = new Map<string, Promise<Robots | null>>()

  /** Null where everything is to be taken as disallowed. */
  const robotsOf = async (origin: string): Promise<Robots | null> => {
    const known = read.get(origin)
    if (known !== undefined && known.until > now()) return known.robots
    const kept = await memory.robots(origin)
    let until = kept === null ? 0 : kept.fetchedAt + day
    let robots = kept === null ? null : rules(kept.status, kept.body)
    if (until <= now() || until > now() + day) {
      const { status, body } = await fetchRobots(new URL('/robots.txt', origin))
      const reached = status >= 200 && status < 500 && status !== 429
      if (reached) {
        const state = { fetchedAt: now(), status, body: body.slice(0, longestKept) }
        await memory.rememberRobots(origin, state)
        robots = rules(status, state.body)
      }
      // A copy of an earlier day stands in while the file cannot be reached.
      until = now() + (reached ? day : unreachableFor)
    }
    read.set(origin, { robots, until })
    return robots
  }

  return async (url) => {
    let pending = asking.get(url.origin)
    if (pending === undefined) {
      pending = robotsOf(url.origin).finally(() => asking.delete(url.origin))
      asking.set(url.origin, pending)
    }
    const robots = await pending
    if (robots === null) {
      return { allowed: false, reason: `${url.origin}/robots.txt cannot be reached, so nothing there is asked for` }
    }
    if (!robots.allows(agent, url.href)) {
      return { allowed: false, reason: `${url.origin}/robots.txt does not allow ${shown(url.href)}` }
    }
    return { allowed: true, delayMs: (robots.crawlDelay(agent) ?? 0) * 1000 }
  }
}

const rules = (status: number, body: string) => readRobots(status === 200 ? body : '')
