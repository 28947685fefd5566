/** What verify asks of SQLite alone: its pages, its references, how its tables are declared, and the seals over its rows. */
import type { Check } from '../sql/verify.ts'
import type { Connection } from './connection.ts'
import { changedTables } from './migrate.ts'
import { brokenSeals } from './seals.ts'

export const checksOf = (connection: Connection): Check[] => [
  {
    name: 'pages',
    find: async () =>
      (connection.pragma('integrity_check(50)') as { integrity_check: string }[])
        .map(({ integrity_check }) => integrity_check)
        .filter((line) => line !== 'ok'),
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
