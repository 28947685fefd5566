/** What the lines of a whole store hold, table by table: two stores of the same digests hold the same. */
import { createHash, type Hash } from 'node:crypto'

export interface TableDigest {
  table: string
  rows: number
  /** SHA-256 over the rows in order of key, as hex. */
  digest: string
}

export interface Tally {
  take(line: string): void
  /** Of the tables that were taken so far; nothing is to be taken after. */
  tables(): TableDigest[]
}

export function createTally(): Tally {
  const found: (Omit<TableDigest, 'digest'> & { hash: Hash })[] = []
  return {
    take: (line) => {
      const current = found.at(-1)
      if (line.startsWith('[')) {
        current!.hash.update(line).update('\n')
        current!.rows += 1
        return
      }
      // The head and the end of the whole stand in braces too, and name no table.
      const { table } = JSON.parse(line) as { table?: string }
      if (table !== undefined) found.push({ table, rows: 0, hash: createHash('sha256') })
    },
    tables: () => found.map(({ table, rows, hash }) => ({ table, rows, digest: hash.digest('hex') })),
  }
}
