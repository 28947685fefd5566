/** What every file of the store works with: the connection, prepared statements by their text, transactions, and number caches. */
import type { Statement } from 'better-sqlite3'
import { asUserError, type Connection } from './connection.ts'

export interface Session {
  readonly path: string
  readonly connection: Connection
  now(): number
  /** All rows of a query; its statement is prepared once. */
  all<Row>(sql: string, ...values: unknown[]): Row[]
  /** The first row, or null. */
  one<Row>(sql: string, ...values: unknown[]): Row | null
  run(sql: string, ...values: unknown[]): { changes: number; lastInsertRowid: number }
  /** Several statements that see the same state, whatever is written meanwhile. */
  read<Result>(work: () => Result): Result
  /** One transaction that takes the write lock at its begin: a read that later writes would meet SQLITE_BUSY_SNAPSHOT. */
  write<Result>(work: () => Result): Result
  /** Numbers of rows by what names them, kept in memory; gone as soon as a transaction is taken back, whose rows never were. */
  numbers(name: string): Map<string, number>
  /** After a rollback that write() did not do itself. */
  rolledBack(): void
}

/** Names kept in memory of each kind before they are all let go. */
const keptNumbers = 50_000

export function createSession(connection: Connection, path: string, now: () => number): Session {
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
  const numbers = new Map<string, Map<string, number>>()
  return {
    path,
    connection,
    now,
    all: <Row>(sql: string, ...values: unknown[]) => guarded(() => statement(sql).all(...values) as Row[]),
    one: <Row>(sql: string, ...values: unknown[]) =>
      guarded(() => (statement(sql).get(...values) as Row | undefined) ?? null),
    read: (work) => guarded(() => connection.transaction(work).deferred()),
    run: (sql, ...values) =>
      guarded(() => {
        const { changes, lastInsertRowid } = statement(sql).run(...values)
        return { changes, lastInsertRowid: Number(lastInsertRowid) }
      }),
    write: (work) => {
      try {
        return guarded(() => connection.transaction(work).immediate())
      } catch (error) {
        numbers.clear()
        throw error
      }
    },
    numbers: (name) => {
      let known = numbers.get(name)
      if (known === undefined || known.size > keptNumbers) {
        known = new Map()
        numbers.set(name, known)
      }
      return known
    },
    rolledBack: () => numbers.clear(),
  }
}
