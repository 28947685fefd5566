/** Opens the store that a path names. */
import { existsSync } from 'node:fs'
import { type HostTurns, UserError } from '../src/domain.ts'
import type { OpenOptions } from './open-options.ts'
import { shownAddress } from './postgres/errors.ts'
import type { Queue, QueueStanding } from './queue.ts'
import type { Store } from './store.ts'

/** Whether a place names a database rather than a file. */
export const isPostgres = (place: string): boolean => /^postgres(?:ql)?:\/\//i.test(place)

/** A place as it may be printed: without the password in an address. */
export const shownPlace = (place: string): string => (isPostgres(place) ? shownAddress(place) : place)

/** False where there is surely no store: what a database holds, only opening it tells. */
export const mayBeThere = (place: string): boolean => isPostgres(place) || existsSync(place)

function refuseOther(place: string): void {
  const [, scheme] = /^([a-z][a-z0-9+.-]+):\/\//i.exec(place) ?? []
  if (scheme === undefined || isPostgres(place)) return
  throw new UserError(
    `skilltide keeps its store in a file or in PostgreSQL (postgres://…); "${scheme}://" is neither. Give --db a path.`,
  )
}

/** Opens or makes the store. Throws a UserError with exit code 6, 7 or 8 when it cannot be used, is damaged or is in use. */
export async function openStore(place: string, options: OpenOptions): Promise<Store> {
  refuseOther(place)
  if (isPostgres(place)) return (await import('./postgres/store.ts')).openPostgres(place, options)
  return (await import('./sqlite/store.ts')).openSqlite(place, options)
}

/** Makes a store where nothing may be, from the lines of a portable copy called `name` in errors. */
export async function loadStore(place: string, lines: AsyncIterable<string>, name: string): Promise<{ rows: number }> {
  refuseOther(place)
  if (isPostgres(place)) return (await import('./postgres/store.ts')).loadPostgres(place, lines, name)
  return (await import('./sqlite/store.ts')).loadSqlite(place, lines, name)
}

/** The queue beside a store in PostgreSQL, made where there is none. A worker silent for so many seconds is taken for dead. */
export async function openQueue(place: string, silent?: number): Promise<Queue> {
  return (await import('./postgres/queue.ts')).openQueue(place, silent)
}

/** What waits in the queue; null where there is none. */
export async function queueStanding(place: string): Promise<QueueStanding | null> {
  if (!isPostgres(place)) return null
  const { createLine } = await import('./postgres/line.ts')
  const { standingOf } = await import('./postgres/queue-standing.ts')
  const line = createLine(place)
  try {
    return await standingOf(line)
  } finally {
    await line.close()
  }
}

/** Whose turn it is to ask a host, where more than one process may ask; null for a file, whose lock lets one run in. */
export async function openTurns(place: string): Promise<(HostTurns & { close(): Promise<void> }) | null> {
  return isPostgres(place) ? (await import('./postgres/turns.ts')).openTurns(place) : null
}
