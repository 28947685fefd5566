/**
 * Seals: for every thousand rows of a table one number over all their values, kept by triggers in the same transaction as
 * the rows. SQLite keeps no checksum of data, so a flipped bit or a foreign hand would otherwise change an answer in silence.
 */
import type { Connection } from './connection.ts'

/** Rows per seal, as a power of two. */
const blockBits = 10
/** Tables that are their own check, or that only migrations write. */
const unsealed = ['seals', '__drizzle_migrations']
/** What numbers the rows of a table that has no rowid. */
const numbered: Record<string, string> = {
  mentions: 'text_no',
  traits: 'text_no',
  wordings: 'posting_no',
  former_postings: 'posting_no',
  daily_counts: 'day',
  counted_days: 'day',
  labels: 'recorded_at',
}
/** Columns that a SHA-256 in the same row covers already. */
const covered: Record<string, string[]> = {
  texts: ['title', 'body'],
  postings: [
    ...['external_id', 'url', 'title', 'company', 'locations', 'countries', 'workplace', 'employment', 'department'],
    ...['pay_min', 'pay_max', 'pay_currency', 'pay_period', 'published_on', 'published_precision'],
  ],
}

/** FNV-1a over the row as JSON: any change of a single character changes it. */
function sealOf(...values: unknown[]): number {
  let hash = 0x811c9dc5
  const add = (text: string) => {
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  if (!values.some(Buffer.isBuffer)) add(JSON.stringify(values))
  else {
    for (const [at, value] of values.entries()) {
      add(at === 0 ? '[' : ',')
      if (Buffer.isBuffer(value)) addBytes(value, add)
      else add(JSON.stringify(value))
    }
    add(']')
  }
  return hash >>> 0
}

/** Each byte as JSON writes it in a list. */
const figures = Array.from({ length: 256 }, (_, byte) => `,${byte}`)

/** What JSON makes of bytes, without a text of four characters for each: packed columns are megabytes. */
function addBytes(bytes: Buffer, add: (text: string) => void): void {
  add('{"type":"Buffer","data":[')
  for (let at = 0; at < bytes.length; at++) add(at === 0 ? String(bytes[0]) : figures[bytes[at]!]!)
  add(']}')
}

const hasSeals = (connection: Connection) =>
  connection.prepare("select 1 from sqlite_master where type = 'table' and name = 'seals'").get() !== undefined

const tablesOf = (connection: Connection): string[] =>
  connection
    .prepare<[], { name: string }>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name",
    )
    .all()
    .map(({ name }) => name)
    .filter((name) => !unsealed.includes(name))

const columnsOf = (connection: Connection, table: string): string[] =>
  (connection.pragma(`table_info("${table}")`) as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !covered[table]?.includes(name))

/** From here on each write of this connection keeps the seals. The triggers are its own and leave no trace in the file. */
export function keepSeals(connection: Connection): void {
  connection.function('seal', { varargs: true, deterministic: true }, sealOf)
  for (const table of tablesOf(connection)) {
    const columns = columnsOf(connection, table)
    const seal = (row: 'old' | 'new') => `seal(${columns.map((column) => `${row}."${column}"`).join(', ')})`
    for (const [event, rows] of [
      ['insert', ['new']],
      ['delete', ['old']],
      ['update', ['old', 'new']],
    ] as const) {
      // Exclusive or, which SQLite has no operator for, takes a row out as it puts one in.
      const toggles = rows.map(
        (
          row,
        ) => `insert into seals (name, block, sum) values ('${table}', ${row}.${numbered[table] ?? 'rowid'} >> ${blockBits}, ${seal(row)})
          on conflict (name, block) do update set sum = (sum | excluded.sum) - (sum & excluded.sum);`,
      )
      connection.exec(
        `create temp trigger "seal_${table}_${event}" after ${event} on main."${table}" begin ${toggles.join(' ')} end`,
      )
    }
  }
}

function sealsOfRows(connection: Connection, table: string): Map<number, number> {
  const columns = columnsOf(connection, table).map((column) => `"${column}"`)
  const rows = connection
    .prepare<[], [number, ...unknown[]]>(`select ${numbered[table] ?? 'rowid'}, ${columns.join(', ')} from "${table}"`)
    .raw()
  const seals = new Map<number, number>()
  for (const [number, ...values] of rows.iterate()) {
    const block = Math.floor(number / 2 ** blockBits)
    seals.set(block, ((seals.get(block) ?? 0) ^ sealOf(...values)) >>> 0)
  }
  return seals
}

type Which = (table: string) => boolean
const every: Which = () => true

/** Seals the rows of tables as they stand: after a migration, whose rebuilt tables no trigger watched. */
export function seal(connection: Connection, which = every): void {
  const insert = connection.prepare('insert into seals (name, block, sum) values (?, ?, ?)')
  for (const table of new Set([...tablesOf(connection), ...sealedOf(connection)])) {
    if (!which(table)) continue
    connection.prepare('delete from seals where name = ?').run(table)
    if (!tablesOf(connection).includes(table)) continue
    for (const [block, sum] of sealsOfRows(connection, table)) insert.run(table, block, sum)
  }
}

const sealedOf = (connection: Connection): string[] =>
  connection.prepare<[], string>('select distinct name from seals').pluck().all()

/** A line for every block of rows whose seal is broken. */
export function brokenSeals(connection: Connection, which = every): string[] {
  if (!hasSeals(connection)) return []
  const stored = new Map<string, Map<number, number>>()
  for (const { name, block, sum } of connection
    .prepare<[], { name: string; block: number; sum: number }>('select name, block, sum from seals')
    .iterate()) {
    stored.set(name, (stored.get(name) ?? new Map<number, number>()).set(block, sum))
  }
  const broken: string[] = []
  for (const table of new Set([...tablesOf(connection), ...stored.keys()])) {
    if (!which(table)) continue
    const found = tablesOf(connection).includes(table) ? sealsOfRows(connection, table) : new Map<number, number>()
    const wanted = stored.get(table) ?? new Map<number, number>()
    for (const block of new Set([...found.keys(), ...wanted.keys()])) {
      if ((found.get(block) ?? 0) === (wanted.get(block) ?? 0)) continue
      const first = block * 2 ** blockBits
      const by = numbered[table] ?? 'row'
      broken.push(`${table}, ${by} ${first} to ${first + 2 ** blockBits - 1}: not what was written`)
    }
  }
  return broken
}
