/** Brings a store up to this program's tables: a copy beside it first, foreign keys off meanwhile and checked after. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate as run } from 'drizzle-orm/better-sqlite3/migrator'
import { exit, UserError } from '../../src/domain.ts'
import { applicationId, type Connection } from './connection.ts'

function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'migrations', 'meta', '_journal.json'))) folder = dirname(folder)
  return join(folder, 'migrations')
}

const has = (connection: Connection, table: string) =>
  connection.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table) !== undefined

/** Migrations in the store that this program does not know were made by a newer one. */
export function schemaState(connection: Connection): 'new' | 'older' | 'current' | 'newer' {
  const journal = JSON.parse(readFileSync(join(migrationsFolder(), 'meta', '_journal.json'), 'utf8')) as {
    entries: { when: number }[]
  }
  if (!has(connection, '__drizzle_migrations')) return 'new'
  const { last } = connection
    .prepare<[], { last: number | null }>('select max(created_at) as last from __drizzle_migrations')
    .get()!
  const newest = Math.max(...journal.entries.map((entry) => entry.when))
  if (last === null) return 'new'
  return last > newest ? 'newer' : last < newest ? 'older' : 'current'
}

/** Migrates in place. `backup` is where the copy goes when the store was made by an older version. */
export function migrate(connection: Connection, path: string, version: string): void {
  const state = schemaState(connection)
  if (state === 'current') return
  if (state === 'newer') {
    const made =
      connection.prepare<[], { value: string }>("select value from facts where name = 'version'").get()?.value ??
      'a newer version'
    throw new UserError(
      `${path} was made by skilltide ${made}; this is ${version}. Use that version or a later one. The store is untouched.`,
      exit.store,
    )
  }
  if (state === 'older') connection.prepare('vacuum into ?').run(freeName(`${path}.before-${version}`))
  connection.pragma('foreign_keys = OFF')
  connection.pragma(`application_id = ${applicationId}`)
  run(drizzle({ client: connection }), { migrationsFolder: migrationsFolder() })
  const broken = connection.pragma('foreign_key_check') as unknown[]
  if (broken.length > 0)
    throw new UserError(
      `${path}: ${broken.length} rows lost what they refer to in the migration; the copy beside it is whole.`,
      exit.damaged,
    )
  connection.pragma('foreign_keys = ON')
  connection
    .prepare(
      "insert into facts (name, value) values ('version', ?) on conflict (name) do update set value = excluded.value",
    )
    .run(version)
}

function freeName(wanted: string): string {
  let name = `${wanted}.sqlite`
  for (let turn = 2; existsSync(name); turn++) name = `${wanted}.${turn}.sqlite`
  return name
}
