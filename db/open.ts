/** Opens the store that a path names. */
import { UserError } from '../src/domain.ts'
import type { Store } from './store.ts'

export interface OpenOptions {
  /** Reads need no lock, and never wait for a writer. */
  readOnly?: boolean
  /** `brief`: one short write beside whoever holds the lock, such as an event row. */
  lock?: 'run' | 'brief'
  /** Use the store though its folder is on a network file system. */
  forceNetworkFs?: boolean
  /** Read it though an older version made it: a copy is checked as it is, and migrated by whoever uses it. */
  anyVersion?: boolean
  now(): number
}

/** Opens or makes the store. Throws a UserError with exit code 6, 7 or 8 when it cannot be used, is damaged or is in use. */
export async function openStore(path: string, options: OpenOptions): Promise<Store> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) {
    throw new UserError(
      `skilltide keeps its store in a file; "${path.split('://')[0]}://" is not one. Give --db a path.`,
    )
  }
  const { openSqlite } = await import('./sqlite/store.ts')
  return openSqlite(path, options)
}

/** Makes a store at `path`, where nothing may be, from the lines of a portable copy called `name` in errors. */
export async function loadStore(path: string, lines: AsyncIterable<string>, name: string): Promise<{ rows: number }> {
  const { loadSqlite } = await import('./sqlite/store.ts')
  return loadSqlite(path, lines, name)
}
