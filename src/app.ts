/** What a command works with: settings, clock, store and words to the user. The only reader of the clock. */
import { randomBytes } from 'node:crypto'
import type { EventRow, Store } from '../db/store.ts'
import type { Config } from './config.ts'
import { type Day, dayNumber, dayOf } from './days.ts'
import type { Get, HttpMemory } from './http/contract.ts'

export interface App {
  config: Config
  /** Names what this process does: in every event, snapshot and line of the log that it writes. */
  run: string
  /** Milliseconds since 1970, UTC; at noon of the pinned day where SKILLTIDE_TODAY pins one. */
  now(): number
  today(): Day
  sleep(ms: number): Promise<void>
  /** Opened at the first question, closed by dispose(). */
  store(access?: 'read' | 'write'): Promise<Store>
  /** Adds an event row in a short write of its own, for a process that otherwise only reads. */
  recordEvent(event: EventRow): Promise<void>
  /** Asks the outside world; opened at the first request. */
  get: Get
  /** A line for the person watching; nothing where nobody does. */
  progress(line: string): void
  /** Text for standard output ahead of what the command returns, for output too long to hold. */
  write(text: string): void
  /** A line on standard error that stays. */
  say(line: string): void
  /** Standard input, for the commands that read it. */
  stdin: NodeJS.ReadableStream & import('node:stream').Readable
  /**
   * Aborted by the first SIGINT or SIGTERM: long work stops after the piece in hand. A command that never asks for it is
   * ended by the first.
   */
  readonly signal: AbortSignal
  terminal: { width: number; colour: boolean; interactive: boolean }
  dispose(): Promise<void>
}

export interface Surroundings {
  stdin: App['stdin']
  config: Config
  /** The command's name. */
  command: string
  signal: AbortSignal
  /** Called when a command first asks for the signal. */
  hearSignals?(): void
  terminal: App['terminal']
  write(text: string): void
  say(line: string): void
  progress(line: string): void
}

/** `collect-20261125T051700-3f2a`: the command, the instant, and what tells two of the same second apart. */
export const nameRun = (command: string, now: number): string =>
  `${command}-${new Date(now).toISOString().replace(/[-:]|\..*/g, '')}-${randomBytes(2).toString('hex')}`

/** The client that the settings ask for, with what it remembers of hosts. */
export async function openClient(config: Config, now: () => number, memory: HttpMemory) {
  const { createClient } = await import('./http/client.ts')
  const { megabytes = 0, perBoard } = config.settings.archive ?? {}
  const { openArchive } = await import('./http/archive.ts')
  const bounds = { now, bytes: megabytes * 1_048_576, ...(perBoard === undefined ? {} : { perBoard }) }
  return createClient({
    memory,
    userAgent: `skilltide/${(await import('./version.ts')).version} (+${config.contact})`,
    now,
    ...(megabytes === 0 ? {} : { archive: openArchive(config.archive, bounds) }),
    ...(config.mirror === null ? {} : { mirror: config.mirror }),
    ...(config.chromium === null ? {} : { chromium: config.chromium }),
  })
}

export function createApp(surroundings: Surroundings): App {
  const { config, command, stdin, terminal, write, say, progress } = surroundings
  let opened: Promise<Store> | null = null
  let access: 'read' | 'write' = 'read'
  let client: Promise<{ get: Get; close(): Promise<void> }> | null = null
  let hears = false
  const startedAt = Date.now()
  const offset = config.today === null ? 0 : dayNumber(config.today) * 86_400_000 + 43_200_000 - startedAt
  const now = () => Date.now() + offset

  const store: App['store'] = async (wanted = 'read') => {
    if (opened !== null && wanted === 'write' && access === 'read') {
      await (await opened).close()
      opened = null
    }
    if (opened === null) {
      access = wanted
      opened = import('../db/open.ts').then(({ openStore }) =>
        openStore(config.store, { readOnly: wanted === 'read', now }),
      )
      // One that could not be opened is nothing to close, and may be there at the next question.
      opened.catch(() => {
        opened = null
      })
    }
    return opened
  }

  const connect = async () => {
    const memory = await store('write')
    const { openTurns } = await import('../db/open.ts')
    const turns = await openTurns(config.store)
    const get = await openClient(config, now, turns === null ? memory : { ...memory, turns })
    return {
      get,
      close: async () => {
        await get.close()
        await turns?.close()
      },
    }
  }

  return {
    config,
    run: config.run ?? nameRun(command, now()),
    now,
    today: () => dayOf(new Date(now())),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    store,
    recordEvent: async (event) => {
      const { openStore } = await import('../db/open.ts')
      const short = await openStore(config.store, { lock: 'brief', now })
      await short.record(event)
      await short.close()
    },
    get: async (request) => {
      client ??= connect()
      return (await client).get(request)
    },
    progress,
    stdin,
    write,
    say,
    get signal() {
      if (!hears) surroundings.hearSignals?.()
      hears = true
      return surroundings.signal
    },
    terminal,
    dispose: async () => {
      if (client !== null) await (await client).close()
      if (opened !== null) await (await opened).close()
    },
  }
}
