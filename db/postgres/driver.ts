/** Statements on one connection to PostgreSQL, each prepared once; a writing transaction is alone, as it is on SQLite. */
import pg from 'pg'
import { exit, UserError } from '../../src/domain.ts'
import type { Driver } from '../sql/session.ts'
import { asUserError, isBroken, shownAddress } from './errors.ts'
import { statementOf, valuesOf } from './statement.ts'

export type Client = pg.Client

/**
 * Named locks of the database: one transaction writes at a time; one run at a time works on the store beside its workers; and
 * whoever reads, decides and writes in several transactions keeps every other writer out meanwhile.
 */
export const locks = { write: 0x736b7401, run: 0x736b7402, alone: 0x736b7403, queue: 0x736b7404 } as const
/** Namespace of everything that the store has in the database. */
export const namespace = 'skilltide'

/** Rows fetched at a time. */
const batchRows = 1000
const firstPostgres = 14
/** A commit that is not answered in so long may have been kept or not: the connection is half open. */
const silenceMs = 30_000

/** Whole numbers of eight bytes and of any length, which pg would give as text: all of ours are exact as numbers. */
const types = {
  getTypeParser: (type: number, format?: 'text' | 'binary') =>
    format !== 'binary' && (type === 20 || type === 1700) ? Number : pg.types.getTypeParser(type, format),
}

/** Connects, or throws a UserError with exit code 6. The caller ends the connection. */
export async function connect(address: string): Promise<Client> {
  const client = new pg.Client({
    connectionString: address,
    application_name: 'skilltide',
    connectionTimeoutMillis: 10_000,
    // A machine that is gone without a word is noticed within half a minute.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: types as pg.CustomTypesConfig,
  })
  // Without a listener the end of an idle connection would end the program; the next statement tells of it.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number; encoding: string }>(
      "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding",
    )
    refuseUnfit(address, rows[0]!)
    await client.query(
      `set search_path = ${namespace}; set timezone = 'UTC'; set client_min_messages = warning; set jit = off;
       set work_mem = '64MB'; set lock_timeout = '60s'; set idle_in_transaction_session_timeout = 0`,
    )
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw asUserError(error, address)
  }
}

export function refuseUnfit(address: string, { version, encoding }: { version: number; encoding: string }): void {
  if (version < firstPostgres * 10_000) {
    throw new UserError(
      `The store ${shownAddress(address)} runs on PostgreSQL ${Math.floor(version / 10_000)}; skilltide needs ${firstPostgres} or later.`,
      exit.store,
    )
  }
  if (encoding !== 'UTF8') {
    throw new UserError(
      `The store ${shownAddress(address)} is encoded in ${encoding}, which cannot hold every advert: make a database with encoding UTF8.`,
      exit.store,
    )
  }
}

/** Does one after another what is asked at once: a connection takes one statement at a time. */
export function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const own = last.then(work, work)
    last = own.catch(() => {})
    return own
  }
}

export function createDriver(client: Client, address: string): Driver {
  const turn = inTurn()
  const query = async (sql: string, values: unknown[], after = '') => {
    const statement = statementOf(sql + after)
    try {
      return await turn(() =>
        client.query<Record<string, unknown>>({
          name: statement.name,
          text: statement.text,
          values: valuesOf(statement, values),
        }),
      )
    } catch (error) {
      throw asUserError(error, address)
    }
  }
  const simple = async (sql: string) => {
    try {
      await turn(() => client.query(sql))
    } catch (error) {
      throw asUserError(error, address)
    }
  }
  // A connection that is gone has taken its transaction with it.
  const rollback = () =>
    client.query('rollback').then(
      () => {},
      () => {},
    )
  let cursors = 0
  return {
    all: async (sql, values) => (await query(sql, values)).rows,
    one: async (sql, values) => (await query(sql, values)).rows[0] ?? null,
    run: async (sql, values) => ({ changes: (await query(sql, values)).rowCount ?? 0 }),
    insert: async (sql, values) => (await query(sql, values, ' returning no')).rows[0]!['no'] as number,
    batches: async function* (sql, values) {
      const statement = statementOf(sql)
      const cursor = `portion_${++cursors}`
      try {
        await client.query(`declare ${cursor} no scroll cursor for ${statement.text}`, valuesOf(statement, values))
        for (;;) {
          const { rows } = await client.query<Record<string, unknown>>(`fetch ${batchRows} from ${cursor}`)
          if (rows.length === 0) break
          yield rows
        }
      } catch (error) {
        throw asUserError(error, address)
      } finally {
        // In a transaction that has failed it is gone already.
        await client.query(`close ${cursor}`).catch(() => {})
      }
    },
    // Reading sees one state throughout. Writing sees what was committed before it was its turn, and whatever it does itself.
    begin: async (kind) => {
      try {
        await simple(
          kind === 'write'
            ? `begin isolation level read committed; select pg_advisory_xact_lock_shared(${locks.alone}); select pg_advisory_xact_lock(${locks.write})`
            : 'begin isolation level repeatable read; select 1',
        )
      } catch (error) {
        await rollback()
        throw error
      }
    },
    commit: async () => {
      try {
        await client.query({ text: 'commit', query_timeout: silenceMs } as pg.QueryConfig)
      } catch (error) {
        if (!isBroken(error))
          throw asUserError(error, address)
          // The answer may still come, and must not be taken for that of another statement.
        ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
        throw new UserError(
          `The store ${shownAddress(address)} broke off while it kept a write, which may be there or not: run again, what is there is not written twice.`,
          exit.store,
        )
      }
    },
    rollback,
  }
}
