/** Brings a store up to this program's tables: a copy beside it first, foreign keys off meanwhile and checked after. */
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { exit, UserError } from '../../src/domain.ts'
import { migrationsFolder, newestSchema } from '../migrations.ts'
import type { Connection } from './connection.ts'
import { moveIntoPlace, removeDatabase } from './durable.ts'
import { brokenSeals, seal } from './seals.ts'

const has = (connection: Connection, table: string) =>
  connection.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table) !== undefined

/** Migrations in the store that this program does not know were made by a newer one. */
export function schemaState(connection: Connection): 'new' | 'older' | 'current' | 'newer' {
  if (!has(connection, '__drizzle_migrations')) return 'new'
  const { last } = connection
    .prepare<[], { last: number | null }>('select max(created_at) as last from __drizzle_migrations')
    .get()!
  const newest = newestSchema()
  if (last === null) return 'new'
  return last > newest ? 'newer' : last < newest ? 'older' : 'current'
}

/** Migrates in place, in one transaction. A store made by an older version is copied beside itself first. */
export function migrate(connection: Connection, path: string, version: string): void {
  const state = schemaState(connection)
  if (state === 'current') return
  if (state === 'newer') {
    const made =
      connection.prepare<[], { value: string }>("select value from facts where name = 'version'").get()?.value ??
      'of a newer version'
    throw new UserError(
      `${path} was made by skilltide ${made}; this is ${version}. Use that version or a later one. The store is untouched.`,
      exit.store,
    )
  }
  const statements = lacking(connection).flatMap(({ sql }) => sql)
  const isTouched = (table: string) => table === 'facts' || isNamed('seals', statements) || isNamed(table, statements)
  if (state === 'older') {
    const broken = brokenSeals(connection, isTouched)
    if (broken.length > 0) {
      throw new UserError(
        `${path} is damaged (${broken[0]}), and was left as it is: restore the last good backup.`,
        exit.damaged,
      )
    }
    copyBeside(connection, path, version)
  }
  // With foreign keys on, rebuilding a table deletes the rows that refer to it; inside a transaction the pragma does nothing.
  connection.pragma('foreign_keys = OFF')
  connection
    .transaction(() => {
      apply(connection)
      const broken = connection.pragma('foreign_key_check') as unknown[]
      if (broken.length > 0) {
        throw new UserError(
          `${path}: ${broken.length} rows would lose what they refer to. The store was left as it was.`,
          exit.damaged,
        )
      }
      connection
        .prepare(
          "insert into facts (name, value) values ('version', ?) on conflict (name) do update set value = excluded.value",
        )
        .run(version)
      // What no statement names is as it was, and so are its seals.
      seal(connection, isTouched)
    })
    .immediate()
  connection.pragma('foreign_keys = ON')
}

/** Whether a statement may change rows of the table, or what its rows are; an index changes none. */
const isNamed = (table: string, statements: readonly string[]): boolean =>
  statements.some(
    (sql) => !/^\s*(?:create(?: unique)?|drop) index\b/i.test(sql) && new RegExp(`\\b${table}\\b`).test(sql),
  )

/** Applies the migrations that the store lacks, and notes them as drizzle does. */
function apply(connection: Connection, upTo = Number.POSITIVE_INFINITY): void {
  for (const { sql, hash, folderMillis } of lacking(connection)) {
    if (folderMillis > upTo) continue
    for (const statement of sql) connection.exec(statement)
    connection.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run(hash, folderMillis)
  }
}

function lacking(connection: Connection) {
  connection.exec(
    'create table if not exists __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)',
  )
  const { last } = connection
    .prepare<[], { last: number }>('select coalesce(max(created_at), 0) as last from __drizzle_migrations')
    .get()!
  return readMigrationFiles({ migrationsFolder: migrationsFolder() }).filter(({ folderMillis }) => folderMillis > last)
}

/** The instant by which the newest migration of the store is named. */
export const newestMigration = (connection: Connection): number =>
  connection.prepare<[], { last: number }>('select max(created_at) as last from __drizzle_migrations').get()!.last

/** Gives an empty database the tables of a version; false where this program does not know it. */
export function migrationsUpTo(connection: Connection, schema: number): boolean {
  if (!readMigrationFiles({ migrationsFolder: migrationsFolder() }).some(({ folderMillis }) => folderMillis === schema))
    return false
  apply(connection, schema)
  return true
}

function copyBeside(connection: Connection, path: string, version: string): void {
  const to = freeName(`${path}.before-${version}`)
  const draft = `${to}.part`
  removeDatabase(draft)
  connection.prepare('vacuum into ?').run(draft)
  moveIntoPlace(draft, to)
}

function freeName(wanted: string): string {
  let name = `${wanted}.sqlite`
  for (let turn = 2; existsSync(name); turn++) name = `${wanted}.${turn}.sqlite`
  return name
}

/** Tables and indexes that are not declared as the migrations declare them; for verify. */
export function changedTables(connection: Connection): string[] {
  const fresh = new Database(':memory:')
  apply(fresh)
  const declared = (of: Connection) =>
    new Map(
      of
        .prepare<[], { name: string; sql: string | null }>(
          "select name, sql from sqlite_master where name not like 'sqlite\\_%' escape '\\'",
        )
        .all()
        .map(({ name, sql }) => [name, sql]),
    )
  const [wanted, found] = [declared(fresh), declared(connection)]
  fresh.close()
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((name) => wanted.get(name) !== found.get(name))
    .map((name) => `${name} is not declared as it was made`)
}
