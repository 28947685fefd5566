/** The store in a PostgreSQL database: reached, made, migrated, filled. */
import { exit, UserError } from '../../src/domain.ts'
import { programVersion } from '../migrations.ts'
import type { OpenOptions } from '../open-options.ts'
import { load } from '../sql/portable.ts'
import { createSession } from '../sql/session.ts'
import { storeOf } from '../sql/store.ts'
import { moveIntoPlace, removeDatabase } from '../sqlite/durable.ts'
import { loadSqlite } from '../sqlite/store.ts'
import type { Store } from '../store.ts'
import { type Client, connect, createDriver, locks, namespace } from './driver.ts'
import { asUserError, shownAddress } from './errors.ts'
import { migrate, schemaState } from './migrate.ts'
import { changedTables, fill, shapeOf } from './tables.ts'

export async function openPostgres(address: string, options: OpenOptions): Promise<Store> {
  const { readOnly = false, lock = 'run', now } = options
  const client = await connect(address)
  try {
    // A short write beside a long one waits for its turn, as long as that may take.
    if (lock === 'brief') await client.query("set lock_timeout = '20min'")
    if (!readOnly && lock === 'run') await takeLock(client, address)
    if (readOnly) await refuseUnreadable(client, address)
    else await migrate(client, address)
    return postgresStore(client, address, now)
  } catch (error) {
    await client.end()
    throw asUserError(error, address)
  }
}

/** Fills a database where no store is from portable lines: whole, or nothing of it. */
export async function loadPostgres(
  address: string,
  lines: AsyncIterable<string>,
  name: string,
): Promise<{ rows: number }> {
  const client = await connect(address)
  try {
    await takeLock(client, address)
    if ((await schemaState(client, address)) !== 'new') {
      throw new UserError(
        `There is a store at ${shownAddress(address)} already: name another database, or drop its schema "${namespace}" first.`,
        exit.store,
      )
    }
    return await load(await fill(client), lines, name, programVersion())
  } catch (error) {
    throw asUserError(error, address)
  } finally {
    // What was not finished goes with the connection.
    await client.end()
  }
}

/** One run at a time, for as long as the connection lasts: the server lets go of the lock when the program is gone. */
async function takeLock(client: Client, address: string): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${locks.run}) as taken`)
  if (rows[0]!.taken) return
  const { rows: owners } = await client.query<{ pid: number; host: string | null; since: Date }>(
    `select a.pid, host(a.client_addr) as host, a.backend_start as since from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.objid = ${locks.run} and l.granted and l.database = (select oid from pg_database where datname = current_database())`,
  )
  const [owner] = owners
  const who =
    owner === undefined
      ? ''
      : ` (server process ${owner.pid}, from ${owner.host ?? 'the same machine'}, since ${owner.since.toISOString().slice(0, 16)}Z)`
  throw new UserError(`Another run${who} is writing to ${shownAddress(address)}. Wait for it.`, exit.locked)
}

async function refuseUnreadable(client: Client, address: string): Promise<void> {
  const state = await schemaState(client, address)
  if (state === 'current') return
  throw new UserError(
    state === 'new'
      ? `There is no store at ${shownAddress(address)} yet. "skilltide collect" or "skilltide import" makes one.`
      : state === 'older'
        ? `${shownAddress(address)} was made by an older version; "skilltide refresh" brings it up to date.`
        : `${shownAddress(address)} was made by a newer version of skilltide; this is ${programVersion()}.`,
    exit.store,
  )
}

function postgresStore(client: Client, address: string, now: () => number): Store {
  const session = createSession(createDriver(client, address), now)
  const store = storeOf(session, {
    shape: shapeOf,
    checks: [{ name: 'tables', find: () => changedTables(client) }],
    // A copy is a store of its own, in a file: whatever checks, restores and reads copies of the one reads those of the other.
    backup: async (to) => {
      const draft = `${to}.part`
      removeDatabase(draft)
      try {
        await loadSqlite(draft, store.dump(), shownAddress(address))
        moveIntoPlace(draft, to)
      } finally {
        removeDatabase(draft)
      }
    },
    // Waited for between two transactions, never within one, whose locks another would wait for.
    alone: async (work) => {
      await session.all(`select pg_advisory_lock(${locks.alone})`)
      try {
        return await work()
      } finally {
        // With a connection that is gone the lock is, too.
        await session.all(`select pg_advisory_unlock(${locks.alone})`).catch(() => {})
      }
    },
    bytes: async () => {
      const { rows } = await client.query<{ bytes: number }>(
        `select coalesce(sum(pg_total_relation_size(oid)), 0) as bytes from pg_class where relnamespace = $1::regnamespace and relkind = 'r'`,
        [namespace],
      )
      return rows[0]!.bytes
    },
    close: () => client.end(),
  })
  return store
}
