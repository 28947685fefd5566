/** Statements on a connection of SQLite, each prepared once. All is done when a call returns; the promises are for others. */
import type { Statement } from 'better-sqlite3'
import type { Driver } from '../sql/session.ts'
import { asUserError, type Connection } from './connection.ts'
import { type LogBound, roomInLog, usualBound } from './log.ts'

/** Rows handed over at a time. */
const batchRows = 500

export function createDriver(connection: Connection, path: string, bound: LogBound = usualBound): Driver {
  const prepared = new Map<string, Statement<unknown[], unknown>>()
  const statement = (sql: string) => {
    let found = prepared.get(sql)
    if (found === undefined) {
      found = connection.prepare<unknown[], unknown>(sql)
      prepared.set(sql, found)
    }
    return found
  }
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (error) {
      throw asUserError(error, path)
    }
  }
  const exec = async (sql: string) => void guarded(() => statement(sql).run())
  return {
    all: async (sql, values) => guarded(() => statement(sql).all(...values)),
    one: async (sql, values) => guarded(() => statement(sql).get(...values) ?? null),
    run: async (sql, values) => guarded(() => ({ changes: statement(sql).run(...values).changes })),
    insert: async (sql, values) => guarded(() => Number(statement(sql).run(...values).lastInsertRowid)),
    batches: async function* (sql, values) {
      // Not one of the prepared: while it is read no other may use it.
      const rows = guarded(() => connection.prepare<unknown[], unknown>(sql).iterate(...values))
      let batch: unknown[] = []
      try {
        for (;;) {
          const next = guarded(() => rows.next())
          if (next.done === true) break
          batch.push(next.value)
          if (batch.length < batchRows) continue
          yield batch
          batch = []
        }
      } finally {
        rows.return?.()
      }
      if (batch.length > 0) yield batch
    },
    begin: async (kind) => {
      if (kind === 'write') await roomInLog(connection, path, bound)
      await exec(kind === 'write' ? 'begin immediate' : 'begin')
      // Only its first read settles what a transaction sees.
      if (kind === 'read') guarded(() => statement('select 1 from sqlite_master limit 1').get())
    },
    commit: () => exec('commit'),
    // Some failures of the disk have SQLite itself take the transaction back.
    rollback: async () => (connection.inTransaction ? exec('rollback') : undefined),
  }
}
