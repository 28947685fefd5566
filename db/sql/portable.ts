/**
 * The whole store as JSON lines that any program can read: a head, then for each table its columns and rows, then an end
 * with the count and a SHA-256 over every line before it. Texts are written as words, whatever way they lie in the store.
 */
import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { exit, UserError } from '../../src/domain.ts'
import { createTally, type TableDigest } from '../tally.ts'
import { packings, packTightly } from './retention.ts'
import type { RootSession } from './session.ts'
import { packFast } from './text-body.ts'

interface Head {
  portable: 'skilltide'
  version: string
  /** The newest migration of the store, by its instant: what tables these rows are of. */
  schema: number
}

/** What a store is made of, in the order in which it is written. */
export interface Shape {
  /** The program that writes. */
  version: string
  schema: number
  /** Columns in order of name: a database may keep them in the order in which they were added. */
  tables: { name: string; columns: string[]; key: string[] }[]
}

/** Every line without its end, as the store stood when the first was asked for. */
export async function* dump(root: RootSession, { version, schema, tables }: Shape): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const line = (value: unknown): string => {
    const text = JSON.stringify(value)
    hash.update(text).update('\n')
    return text
  }
  const held = await root.hold('read', 'a copy of it')
  try {
    let rows = 0
    yield line({ portable: 'skilltide', version, schema } satisfies Head)
    for (const { name, columns, key } of tables) {
      yield line({ table: name, columns })
      const quoted = (names: string[]) => names.map((each) => `"${each}"`).join(', ')
      for await (const batch of held.session.batches<Record<string, unknown>>(
        `select ${quoted(columns)} from "${name}" order by ${quoted(key)}`,
      )) {
        for (const row of batch) {
          if (name === 'texts') row['body'] = wordsOf(row['body'] as Buffer, row['packed'] as number)
          rows += 1
          yield line(columns.map((column) => told(row[column])))
        }
      }
    }
    yield JSON.stringify({ end: true, rows, sha256: hash.digest('hex') })
  } finally {
    await held.rollback()
  }
}

const wordsOf = (body: Buffer, packed: number): unknown =>
  JSON.parse((packed === packings.plain ? body : inflateRawSync(body)).toString('utf8'))

/** Bytes that are no words, such as packed weeks, as a line can hold them. */
const told = (value: unknown): unknown => (Buffer.isBuffer(value) ? { base64: value.toString('base64') } : value)

const untold = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'base64' in value
    ? Buffer.from(String((value as { base64: unknown }).base64), 'base64')
    : value

function bodyOf(words: unknown, packed: unknown): Buffer {
  const plain = Buffer.from(JSON.stringify(words))
  return packed === packings.tight ? packTightly(plain) : packed === packings.fast ? packFast(plain) : plain
}

/** An empty database that is being filled, in one transaction. */
export interface Filling {
  /** Makes the empty tables of a version; false where this program does not know it. */
  make(schema: number): Promise<boolean>
  /** The columns of a table, or null where there is none of the name. */
  columnsOf(table: string): string[] | null
  insert(table: string, columns: string[], row: unknown[]): Promise<void>
  /** Checks that every row refers to rows that are there, and makes it all last; the UserError names the file. */
  finish(name: string): Promise<void>
}

/**
 * Fills an empty database with what the lines say. Throws a UserError that names the line where something is wrong; the
 * database is then not to be kept.
 */
export async function load(
  filling: Filling,
  lines: AsyncIterable<string>,
  name: string,
  ownVersion: string,
): Promise<{ rows: number }> {
  const wrong = (what: string) => new UserError(`${name}, line ${number}: ${what}`, exit.damaged)
  const hash = createHash('sha256')
  let number = 0
  let rows = 0
  let ended = false
  let insert: ((row: unknown[]) => Promise<void>) | null = null
  for await (const text of lines) {
    number += 1
    if (text === '' && ended) continue
    if (ended) throw wrong('there is more after the end')
    const value = parsed(text)
    if (value === null) throw wrong('this is no JSON')
    if (number === 1) {
      await makeTables(filling, value, wrong, ownVersion)
    } else if (Array.isArray(value)) {
      if (insert === null) throw wrong('a row comes before its table')
      try {
        await insert(value)
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
      insert = inserter(filling, value, wrong)
    }
    hash.update(text).update('\n')
  }
  if (!ended)
    throw new UserError(`${name} ends after line ${number}, before its own end: it was cut off.`, exit.damaged)
  await filling.finish(name)
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

async function makeTables(
  filling: Filling,
  head: object,
  wrong: (what: string) => Error,
  ownVersion: string,
): Promise<void> {
  const { portable, version, schema } = head as Partial<Head>
  if (portable !== 'skilltide' || typeof schema !== 'number') throw wrong('this is no portable copy of a store')
  if (await filling.make(schema)) return
  throw new UserError(
    `The copy was made by skilltide ${version}; this is ${ownVersion}. Use that version or a later one.`,
    exit.store,
  )
}

function inserter(filling: Filling, value: object, wrong: (what: string) => Error) {
  const { table, columns } = value as { table?: unknown; columns?: unknown }
  const known = typeof table === 'string' ? filling.columnsOf(table) : null
  if (typeof table !== 'string' || known === null) throw wrong(`there is no table ${JSON.stringify(table)}`)
  if (!Array.isArray(columns) || columns.length !== known.length || columns.some((name) => !known.includes(name))) {
    throw wrong(`the columns of ${table} are not those of its version`)
  }
  const names = columns as string[]
  const body = table === 'texts' ? names.indexOf('body') : -1
  const packed = names.indexOf('packed')
  return (row: unknown[]) => {
    if (row.length !== names.length) throw new Error(`a row of ${table} has ${row.length} values, not ${names.length}`)
    return filling.insert(table, names, body === -1 ? row.map(untold) : row.with(body, bodyOf(row[body], row[packed])))
  }
}

/** For each table its rows and a SHA-256 over them in order of key: equal where two stores hold the same. */
export async function contents(root: RootSession, shape: Shape): Promise<TableDigest[]> {
  const tally = createTally()
  for await (const line of dump(root, shape)) tally.take(line)
  return tally.tables()
}
