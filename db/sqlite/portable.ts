/**
 * The whole store as JSON lines that any program can read: a head, then for each table its columns and rows, then an end
 * with the count and a SHA-256 over every line before it. Texts are written as words, whatever way they lie in the store.
 */
import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { exit, UserError } from '../../src/domain.ts'
import type { Connection } from './connection.ts'
import { migrationsUpTo, newestMigration, programVersion } from './migrate.ts'
import { packFast } from './postings.ts'
import { packings, packTightly } from './retention.ts'
import { sealAll } from './seals.ts'

interface Head {
  portable: 'skilltide'
  version: string
  /** The newest migration of the store, by its instant: what tables these rows are of. */
  schema: number
}

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

/** Every line without its end, as the store stood when the first was asked for. */
export function* dump(connection: Connection): Generator<string> {
  const hash = createHash('sha256')
  const line = (value: unknown): string => {
    const text = JSON.stringify(value)
    hash.update(text).update('\n')
    return text
  }
  connection.exec('begin')
  try {
    let rows = 0
    yield line({ portable: 'skilltide', version: programVersion(), schema: newestMigration(connection) } satisfies Head)
    for (const table of tablesOf(connection)) {
      const columns = columnsOf(connection, table)
      const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk)
      yield line({ table, columns: columns.map(({ name }) => name) })
      const names = columns.map(({ name }) => `"${name}"`).join(', ')
      const order = key.map(({ name }) => `"${name}"`).join(', ')
      const [body, packed] = ['body', 'packed'].map((name) => columns.findIndex((column) => column.name === name))
      for (const row of connection
        .prepare<[], unknown[]>(`select ${names} from "${table}" order by ${order}`)
        .raw()
        .iterate()) {
        if (table === 'texts') row[body!] = wordsOf(row[body!] as Buffer, row[packed!] as number)
        rows += 1
        yield line(row)
      }
    }
    yield JSON.stringify({ end: true, rows, sha256: hash.digest('hex') })
  } finally {
    connection.exec('rollback')
  }
}

const wordsOf = (body: Buffer, packed: number): unknown =>
  JSON.parse((packed === packings.plain ? body : inflateRawSync(body)).toString('utf8'))

function bodyOf(words: unknown, packed: unknown): Buffer {
  const plain = Buffer.from(JSON.stringify(words))
  return packed === packings.tight ? packTightly(plain) : packed === packings.fast ? packFast(plain) : plain
}

/**
 * Fills an empty database with what the lines say, in one transaction, and brings it to this program's tables. Throws a
 * UserError that names the line where something is wrong; the database is then not to be kept.
 */
export async function load(
  connection: Connection,
  lines: AsyncIterable<string>,
  name: string,
): Promise<{ rows: number }> {
  const wrong = (what: string) => new UserError(`${name}, line ${number}: ${what}`, exit.damaged)
  const hash = createHash('sha256')
  let number = 0
  let rows = 0
  let ended = false
  let insert: ((row: unknown[]) => void) | null = null
  connection.pragma('foreign_keys = OFF')
  connection.exec('begin immediate')
  for await (const text of lines) {
    number += 1
    if (text === '' && ended) continue
    if (ended) throw wrong('there is more after the end')
    const value =
      parsed(text) ??
      (() => {
        throw wrong('this is no JSON')
      })()
    if (number === 1) {
      begin(connection, value, wrong)
    } else if (Array.isArray(value)) {
      if (insert === null) throw wrong('a row comes before its table')
      try {
        insert(value)
      } catch (error) {
        throw wrong(error instanceof Error ? error.message : String(error))
      }
      rows += 1
    } else if (isEnd(value)) {
      const sum = hash.digest('hex')
      if (value.sha256 !== sum || value.rows !== rows)
        throw wrong('the lines before it are not those that were written')
      ended = true
      continue
    } else {
      insert = inserter(connection, value, wrong)
    }
    hash.update(text).update('\n')
  }
  if (!ended)
    throw new UserError(`${name} ends after line ${number}, before its own end: it was cut off.`, exit.damaged)
  const broken = connection.pragma('foreign_key_check') as unknown[]
  if (broken.length > 0)
    throw new UserError(`${name}: ${broken.length} rows refer to rows that are not there.`, exit.damaged)
  sealAll(connection)
  connection.exec('commit')
  connection.pragma('foreign_keys = ON')
  return { rows }
}

function parsed(text: string): object | null {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' ? value : null
  } catch {
    // The caller names the line.
    return null
  }
}

const isEnd = (value: object): value is { end: true; rows: number; sha256: string } => 'end' in value

function begin(connection: Connection, head: object, wrong: (what: string) => Error): void {
  const { portable, version, schema } = head as Partial<Head>
  if (portable !== 'skilltide' || typeof schema !== 'number') throw wrong('this is no portable copy of a store')
  if (!migrationsUpTo(connection, schema)) {
    throw new UserError(
      `The copy was made by skilltide ${version}; this is ${programVersion()}. Use that version or a later one.`,
      exit.store,
    )
  }
  // What the migrations wrote themselves stands in the copy too.
  for (const table of tablesOf(connection)) connection.exec(`delete from "${table}"`)
}

function inserter(connection: Connection, value: object, wrong: (what: string) => Error) {
  const { table, columns } = value as { table?: unknown; columns?: unknown }
  if (typeof table !== 'string' || !tablesOf(connection).includes(table))
    throw wrong(`there is no table ${JSON.stringify(table)}`)
  const known = columnsOf(connection, table).map(({ name }) => name)
  if (!Array.isArray(columns) || columns.length !== known.length || columns.some((name) => !known.includes(name))) {
    throw wrong(`the columns of ${table} are not those of its version`)
  }
  const names = columns as string[]
  const statement = connection.prepare(
    `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`,
  )
  const body = table === 'texts' ? names.indexOf('body') : -1
  const packed = names.indexOf('packed')
  return (row: unknown[]) => {
    if (row.length !== names.length) throw new Error(`a row of ${table} has ${row.length} values, not ${names.length}`)
    statement.run(...(body === -1 ? row : row.with(body, bodyOf(row[body], row[packed]))))
  }
}

/** For each table its rows and a SHA-256 over them in order of key: equal where two stores hold the same. */
export function contents(connection: Connection): { table: string; rows: number; digest: string }[] {
  const found: { table: string; rows: number; digest: string }[] = []
  let hash = createHash('sha256')
  for (const line of dump(connection)) {
    const value = line.startsWith('{') ? (JSON.parse(line) as { table?: string; end?: true; portable?: string }) : null
    if (value !== null) {
      const last = found.at(-1)
      if (last !== undefined) last.digest = hash.digest('hex')
      hash = createHash('sha256')
      if (value.table !== undefined) found.push({ table: value.table, rows: 0, digest: '' })
    } else {
      hash.update(line).update('\n')
      found.at(-1)!.rows += 1
    }
  }
  return found
}
