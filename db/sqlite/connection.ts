/** One connection to a file of SQLite: the pragmas that make a commit last, and clear words for files that are no store. */
import { closeSync, existsSync, openSync, readSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { exit, UserError } from '../../src/domain.ts'

export type Connection = Database.Database

/** Marks the file as ours ("skti"), so that another program's database is never written to. */
export const applicationId = 0x736b7469
/** The first SQLite without the bug that can damage a WAL store used by two connections. */
const leastSqlite = [3, 51, 3]
/** Types of network file systems, on which SQLite's locks do not hold: NFS, CIFS, SMB, SMB2. */
const networkTypes = new Set([0x6969, 0xff534d42, 0x517b, 0xfe534d42])

export function connect(path: string, readOnly: boolean): Connection {
  refuseForeign(path, readOnly)
  let connection: Connection
  try {
    connection = new Database(path, { readonly: readOnly, fileMustExist: readOnly, timeout: 5000 })
    const version = connection.prepare<[], { version: string }>('select sqlite_version() as version').get()!.version
    if (isBelow(version, leastSqlite)) {
      throw new UserError(
        `SQLite ${version} can damage a store in use; skilltide needs ${leastSqlite.join('.')} or later.`,
        exit.store,
      )
    }
    // Every connection sets FULL itself: the library's default for a file already in WAL would let a power cut take back a commit.
    if (!readOnly) connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = FULL')
    connection.pragma('foreign_keys = ON')
    connection.pragma('mmap_size = 0')
    connection.pragma('cache_size = -65536')
    connection.pragma('temp_store = MEMORY')
    connection.pragma('wal_autocheckpoint = 4000')
  } catch (error) {
    throw asUserError(error, path)
  }
  const id = connection.pragma('application_id', { simple: true })
  const tables = connection
    .prepare<[], { count: number }>("select count(*) as count from sqlite_master where type = 'table'")
    .get()!.count
  if (id !== applicationId && tables > 0) {
    connection.close()
    throw new UserError(
      `${path} is a database of another program; skilltide leaves it alone. Name another file with --db.`,
      exit.store,
    )
  }
  return connection
}

function refuseForeign(path: string, readOnly: boolean): void {
  if (!existsSync(path)) {
    if (readOnly)
      throw new UserError(
        `There is no store at ${path} yet. "skilltide collect" or "skilltide import" makes one.`,
        exit.store,
      )
  } else {
    const stat = statSync(path)
    if (stat.isDirectory())
      throw new UserError(`${path} is a folder; the store is a file. Name one with --db.`, exit.store)
    const head = stat.size === 0 ? '' : firstBytes(path)
    if (head !== '' && head !== 'SQLite format 3\0') {
      throw new UserError(
        `${path} is not a store: it does not begin as a SQLite file does. It was left as it is.`,
        exit.damaged,
      )
    }
  }
  const folder = dirname(path)
  const type = existsSync(folder) ? statfsSync(folder).type : null
  if (type !== null && networkTypes.has(type)) {
    throw new UserError(
      `${folder} is on a network file system, where two programs can damage the store; use a local disk.`,
      exit.store,
    )
  }
}

function firstBytes(path: string): string {
  const bytes = Buffer.alloc(16)
  const file = openSync(path, 'r')
  try {
    readSync(file, bytes, 0, 16, 0)
  } finally {
    closeSync(file)
  }
  return bytes.toString('latin1')
}

const isBelow = (version: string, least: number[]): boolean => {
  const parts = version.split('.').map(Number)
  for (const [index, wanted] of least.entries()) {
    if ((parts[index] ?? 0) !== wanted) return (parts[index] ?? 0) < wanted
  }
  return false
}

const remedies: [RegExp, string, number][] = [
  [/^SQLITE_(?:NOTADB|CORRUPT)/, 'is damaged: restore the last good backup', exit.damaged],
  [/^SQLITE_FULL/, 'cannot grow: the disk is full; free some space and run again', exit.store],
  [
    /^SQLITE_READONLY|^SQLITE_CANTOPEN|^EACCES|^EROFS/,
    'cannot be written: check the permissions of the file and its folder',
    exit.store,
  ],
  [/^SQLITE_IOERR/, 'could not be written to the disk; nothing half-written was kept, check the disk', exit.store],
  [/^SQLITE_BUSY/, 'is busy: another program has held it for more than five seconds', exit.store],
]

/** An error of SQLite as one line that says what and what to do; any other error as it is. */
export function asUserError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error
  const code = (error as { code?: string }).code ?? ''
  const known = remedies.find(([pattern]) => pattern.test(code))
  return known === undefined ? error : new UserError(`The store ${path} ${known[1]} (${code}).`, known[2])
}
