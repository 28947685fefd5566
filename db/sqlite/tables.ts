/** The tables of a file as they are, for what writes and fills whole stores: an older one has fewer columns. */

import { exit, UserError } from '../../src/domain.ts'
import { programVersion } from '../migrations.ts'
import type { Filling, Shape } from '../sql/portable.ts'
import type { Connection } from './connection.ts'
import { migrationsUpTo, newestMigration } from './migrate.ts'
import { seal } from './seals.ts'

/** Made anew by what reads the rows; the second is written by applying the migrations. */
const left = ['seals', '__drizzle_migrations']

const tablesOf = (connection: Connection): string[] =>
  connection
    .prepare<[], { name: string }>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name",
    )
    .all()
    .map(({ name }) => name)
    .filter((name) => !left.includes(name))

const columnsOf = (connection: Connection, table: string): { name: string; pk: number }[] =>
  connection.pragma(`table_info("${table}")`) as { name: string; pk: number }[]

export const shapeOf = (connection: Connection): Shape => ({
  version: programVersion(),
  schema: newestMigration(connection),
  tables: tablesOf(connection).map((name) => {
    const columns = columnsOf(connection, name)
    const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk)
    return { name, columns: columns.map((column) => column.name).sort(), key: key.map((column) => column.name) }
  }),
})

/** Fills a new file; its foreign keys are off until the end. */
export function fill(connection: Connection): Filling {
  connection.pragma('foreign_keys = OFF')
  connection.exec('begin immediate')
  let at: { table: string; columns: string[]; insert(row: unknown[]): void } | null = null
  return {
    make: async (schema) => {
      if (!migrationsUpTo(connection, schema)) return false
      // What the migrations wrote themselves stands in the copy too.
      for (const table of tablesOf(connection)) connection.exec(`delete from "${table}"`)
      return true
    },
    columnsOf: (table) =>
      tablesOf(connection).includes(table) ? columnsOf(connection, table).map(({ name }) => name) : null,
    insert: async (table, columns, row) => {
      if (at?.columns !== columns) {
        const names = columns.map((name) => `"${name}"`).join(', ')
        const places = columns.map(() => '?').join(', ')
        const statement = connection.prepare(`insert into "${table}" (${names}) values (${places})`)
        at = { table, columns, insert: (values) => void statement.run(...values) }
      }
      at.insert(row)
    },
    finish: async (name) => {
      const broken = connection.pragma('foreign_key_check') as unknown[]
      if (broken.length > 0)
        throw new UserError(`${name}: ${broken.length} rows refer to rows that are not there.`, exit.damaged)
      seal(connection)
      connection.exec('commit')
      connection.pragma('foreign_keys = ON')
    },
  }
}
