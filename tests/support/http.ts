/** A client against loopback whose waits take no time and whose memory can outlive it. */
import { connect } from 'node:net'
import { type ClientOptions, createClient } from '../../src/http/client.ts'
import type { Get, HttpMemory, HttpRequest } from '../../src/http/contract.ts'

type Host = { nextAt: number; failures: number }
type RobotsFile = { fetchedAt: number; status: number; body: string }

export interface PlainMemory extends HttpMemory {
  hosts: Map<string, Host>
  files: Map<string, RobotsFile>
}

export function plainMemory(): PlainMemory {
  const hosts = new Map<string, Host>()
  const files = new Map<string, RobotsFile>()
  return {
    hosts,
    files,
    host: async (host) => hosts.get(host) ?? null,
    rememberHost: async (host, state) => void hosts.set(host, { ...state }),
    robots: async (origin) => files.get(origin) ?? null,
    rememberRobots: async (origin, state) => void files.set(origin, { ...state }),
  }
}

/** A clock that only sleeping moves. */
export function handClock(start = Date.parse('2026-11-24T12:00:00Z')) {
  const clock = { at: start, slept: [] as number[] }
  return {
    clock,
    now: () => clock.at,
    sleep: async (ms: number) => {
      clock.slept.push(ms)
      clock.at += ms
    },
  }
}

/** The documented API of a source that allows any pace. */
export const openSource: HttpRequest['source'] = { id: 'test', robots: 'documented-api', minDelaySeconds: 0 }

export function loopbackClient(options: Partial<ClientOptions> = {}): Get & { close(): Promise<void> } {
  const { now, sleep } = handClock()
  return createClient({
    memory: plainMemory(),
    userAgent: 'skilltide/test (+https://example.com/contact)',
    now,
    sleep,
    random: () => 0.5,
    allowLoopback: true,
    ...options,
  })
}

/** Every name resolves to a public address that is never dialled: the connection goes to faultd, in plain text even for https. */
export function everyHostIs({ port }: { port: number }): Pick<ClientOptions, 'lookup' | 'dial'> {
  return {
    lookup: async () => ['9.9.9.9'],
    dial: (_, __, callback) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => callback(null, socket)).once('error', (error) => callback(error, null))
    },
  }
}

/** The verdict in one line: its kind and reason, or the answer's body. */
export async function inShort(verdict: ReturnType<Get>): Promise<string> {
  const said = await verdict
  if (said.kind === 'answer') return `answer: ${said.answer.body}`
  return 'reason' in said ? `${said.kind}: ${said.reason}` : said.kind
}
