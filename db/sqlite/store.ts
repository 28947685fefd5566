/** The store in a file of SQLite: opened, made, migrated, filled. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { exit, UserError } from '../../src/domain.ts'
import { programVersion } from '../migrations.ts'
import type { OpenOptions } from '../open-options.ts'
import { load } from '../sql/portable.ts'
import { createSession } from '../sql/session.ts'
import { storeOf } from '../sql/store.ts'
import type { Store } from '../store.ts'
import { backup } from './backup.ts'
import { checksOf } from './checks.ts'
import { asUserError, type Connecting, type Connection, connect, refuseUnusable } from './connection.ts'
import { createDriver } from './driver.ts'
import { moveIntoPlace, removeDatabase } from './durable.ts'
import { type Lock, takeLock } from './lock.ts'
import { migrate, schemaState } from './migrate.ts'
import { assumeSizes } from './planner.ts'
import { keepSeals } from './seals.ts'
import { fill, shapeOf } from './tables.ts'

export async function openSqlite(path: string, options: OpenOptions): Promise<Store> {
  const { readOnly = false, lock = 'run', forceNetworkFs = false, now } = options
  if (!readOnly) makeFolder(path)
  const connecting = { readOnly, forceNetworkFs }
  let held: Lock | null = null
  let connection: Connection | null = null
  try {
    // Before a lock is put beside what is no store.
    refuseUnusable(path, connecting)
    if (!readOnly && lock === 'run') held = takeLock(path)
    if (!readOnly && !existsSync(path)) {
      if (held === null) return await throughWhole(path, options)
      make(path, connecting)
    }
    connection = connect(path, connecting)
    const state = schemaState(connection)
    if (state !== 'current' && state !== 'newer') {
      if (readOnly && options.anyVersion) return sqliteStore(connection, path, now, null)
      if (readOnly) {
        throw new UserError(
          `${path} was made by an older version; "skilltide refresh" brings it up to date.`,
          exit.store,
        )
      }
      if (held === null) {
        connection.close()
        return await throughWhole(path, options)
      }
    }
    migrate(connection, path, programVersion())
    if (!readOnly) {
      assumeSizes(connection)
      keepSeals(connection)
    }
    return sqliteStore(connection, path, now, held)
  } catch (error) {
    connection?.close()
    held?.release()
    throw asUserError(error, path)
  }
}

/** A short write that finds no store of this version: the store is made or migrated under the lock first. */
async function throughWhole(path: string, options: OpenOptions): Promise<Store> {
  const whole = await openSqlite(path, { ...options, lock: 'run' })
  await whole.close()
  return openSqlite(path, options)
}

/** Makes the store under another name first: under its own it is whole from the first moment. */
function make(path: string, connecting: Connecting): void {
  const draft = `${path}.new`
  removeDatabase(draft)
  const connection = connect(draft, connecting)
  try {
    migrate(connection, draft, programVersion())
    settle(connection)
  } finally {
    connection.close()
  }
  moveIntoPlace(draft, path)
}

/**
 * Writes everything into the file itself, or throws: closing does the same and hides that it failed, and a file that is moved
 * to its name without what still stands beside it is damaged.
 */
const settle = (connection: Connection) => void connection.pragma('wal_checkpoint(TRUNCATE)')

/** Makes a store from portable lines; the caller puts it into place, or removes it when this throws. */
export async function loadSqlite(path: string, lines: AsyncIterable<string>, name: string): Promise<{ rows: number }> {
  const connection = connect(path, { readOnly: false, forceNetworkFs: false })
  try {
    const loaded = await load(fill(connection), lines, name, programVersion())
    migrate(connection, path, programVersion())
    settle(connection)
    return loaded
  } catch (error) {
    throw asUserError(error, path)
  } finally {
    connection.close()
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw new UserError(
      `The folder of the store ${path} cannot be made (${(error as NodeJS.ErrnoException).code}).`,
      exit.store,
    )
  }
}

function sqliteStore(connection: Connection, path: string, now: () => number, held: Lock | null): Store {
  return storeOf(createSession(createDriver(connection, path), now), {
    shape: () => shapeOf(connection),
    checks: checksOf(connection),
    backup: (to) => backup(connection, path, to),
    // Whoever writes has the file's lock.
    alone: (work) => work(),
    bytes: async () =>
      ['', '-wal'].reduce((sum, suffix) => {
        const file = `${path}${suffix}`
        return sum + (existsSync(file) ? statSync(file).size : 0)
      }, 0),
    close: async () => {
      try {
        // Closing does the same and would keep a disk's failure to itself.
        if (!connection.readonly) connection.pragma('wal_checkpoint(PASSIVE)')
      } catch (error) {
        throw asUserError(error, path)
      } finally {
        connection.close()
        held?.release()
      }
    },
  })
}
