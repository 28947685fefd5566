/** What verify asks of SQLite alone: its pages, its references, how its tables are declared, and the seals over its rows. */
import type { Check } from '../sql/verify.ts'
import type { Connection } from './connection.ts'
import { changedTables } from './migrate.ts'
import { brokenSeals } from './seals.ts'

export const checksOf = (connection: Connection): Check[] => [
  {
    name: 'pages',
    find: async () => {
      const lines = integrity(connection, '50')
      return lines.length === 0 ? [] : [...tablesHit(connection), ...lines]
    },
  },
  {
    name: 'references',
    find: async () =>
      (connection.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]).map(
        ({ table, rowid, parent }) => `${table} row ${rowid} refers to a row of ${parent} that is not there`,
      ),
  },
  { name: 'tables', find: async () => changedTables(connection) },
  { name: 'seals', find: async () => brokenSeals(connection) },
]

function integrity(connection: Connection, what: string): string[] {
  try {
    return (connection.pragma(`integrity_check(${what})`) as { integrity_check: string }[])
      .map(({ integrity_check }) => integrity_check)
      .filter((line) => line !== 'ok')
  } catch (error) {
    return [`cannot be read: ${(error as Error).message}`]
  }
}

/** SQLite names damage by numbers of trees and pages; which tables, with their indexes, it is in. */
function tablesHit(connection: Connection): string[] {
  const tables = connection.prepare<[], string>("select name from sqlite_master where type = 'table' order by name")
  return tables
    .pluck()
    .all()
    .filter((table) => integrity(connection, `"${table}"`).length > 0)
    .map((table) => `${table} or an index of it is damaged`)
}
