/** The tables in a database, for what writes and fills whole stores. */
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { exit, UserError } from '../../src/domain.ts'
import { newestSchema, programVersion } from '../migrations.ts'
import type { Filling, Shape } from '../sql/portable.ts'
import * as listed from '../sqlite/schema.ts'
import { type Client, locks, namespace } from './driver.ts'
import { applyMigrations } from './migrate.ts'

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** In the order and with the columns of the one list; the seals are SQLite's alone. */
const tables = Object.values(listed)
  .map((table) => getTableConfig(table as SQLiteTable))
  .filter(({ name }) => name !== 'seals')
  .map(({ name, columns, primaryKeys }) => ({
    name,
    columns: columns.map((column) => snake(column.name)).sort(),
    key: (primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary)).map((column) => snake(column.name)),
  }))
  .sort((one, other) => (one.name < other.name ? -1 : 1))

export const shapeOf = (): Shape => ({ version: programVersion(), schema: newestSchema(), tables })

/** Tables whose columns are not those of the list; for verify. */
export async function changedTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select table_name as name, array_agg(column_name::text order by column_name) as columns from information_schema.columns
     where table_schema = $1 and table_name <> 'migrations' group by table_name`,
    [namespace],
  )
  const found = new Map(rows.map(({ name, columns }) => [name, columns.sort().join(' ')]))
  const wanted = new Map(tables.map(({ name, columns }) => [name, columns.toSorted().join(' ')]))
  return [...new Set([...found.keys(), ...wanted.keys()])]
    .filter((name) => found.get(name) !== wanted.get(name))
    .map((name) => `${name} is not declared as it was made`)
}

/** Rows sent at a time. */
const batchRows = 2000

/**
 * Fills a database that has no store, in one transaction. What the tables promise of each other is made again at the end,
 * over all rows at once.
 */
export async function fill(client: Client): Promise<Filling> {
  await client.query(`begin; select pg_advisory_xact_lock(${locks.write})`)
  let restore: string[] = []
  let waiting: { table: string; columns: string[]; rows: unknown[][] } | null = null
  const types = new Map<string, string>()

  const flush = async () => {
    if (waiting === null || waiting.rows.length === 0) return
    const { table, columns, rows } = waiting
    const arrays = columns.map((column, at) => `$${at + 1}::${types.get(`${table}.${column}`)}[]`)
    await client.query({
      name: `fill_${table}`,
      text: `insert into "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) select * from unnest(${arrays.join(', ')})`,
      values: columns.map((_, at) => rows.map((row) => row[at])),
    })
    waiting = { table, columns, rows: [] }
  }

  return {
    make: async (schema) => {
      if (schema !== newestSchema()) return false
      await applyMigrations(client)
      for (const { name } of tables) await client.query(`delete from "${name}"`)
      restore = await setAside(client)
      const { rows } = await client.query<{ place: string; type: string }>(
        `select c.relname || '.' || a.attname as place, format_type(a.atttypid, null) as type from pg_attribute a
         join pg_class c on c.oid = a.attrelid where c.relnamespace = $1::regnamespace and a.attnum > 0`,
        [namespace],
      )
      for (const { place, type } of rows) types.set(place, type)
      return true
    },
    columnsOf: (table) => tables.find(({ name }) => name === table)?.columns ?? null,
    insert: async (table, columns, row) => {
      if (waiting?.columns !== columns) {
        await flush()
        waiting = { table, columns, rows: [] }
      }
      waiting.rows.push(row)
      if (waiting.rows.length >= batchRows) await flush()
    },
    finish: async (name) => {
      await flush()
      for (const statement of restore) {
        try {
          await client.query(statement)
        } catch (error) {
          if ((error as { code?: string }).code !== '23503') throw error
          throw new UserError(
            `${name}: some rows refer to rows that are not there (${(error as Error).message}).`,
            exit.damaged,
          )
        }
      }
      await client.query('commit; analyze')
    },
  }
}

/** Takes away references and indexes, which cost with every row; returns the statements that make them again. */
async function setAside(client: Client): Promise<string[]> {
  const { rows: references } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and connamespace = $1::regnamespace`,
    [namespace],
  )
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index i
     join pg_class c on c.oid = i.indexrelid
     where c.relnamespace = $1::regnamespace and not exists (select 1 from pg_constraint where conindid = i.indexrelid)`,
    [namespace],
  )
  for (const { table, name } of references) await client.query(`alter table ${table} drop constraint "${name}"`)
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  return [
    ...indexes.map(({ definition }) => definition),
    ...references.map(({ table, name, definition }) => `alter table ${table} add constraint "${name}" ${definition}`),
  ]
}
