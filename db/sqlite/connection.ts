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

export interface Connecting {
  readOnly: boolean
  /** Use a network file system all the same. */
  forceNetworkFs: boolean
}

/** Opens a file that is a store already, or makes one that is not there. Throws a UserError for anything else. */
export function connect(path: string, connecting: Connecting): Connection {
  const isNew = !existsSync(path)
  refuseUnusable(path, connecting)
  try {
    const connection = new Database(path, { readonly: connecting.readOnly, fileMustExist: !isNew, timeout: 5000 })
    try {
      refuseOldSqlite(versionOf(connection))
      if (isNew) connection.pragma(`application_id = ${applicationId}`)
      // Every connection sets FULL itself: the library's default for a file already in WAL would let a power cut take back a commit.
      if (!connecting.readOnly) connection.pragma('journal_mode = WAL')
      connection.pragma('synchronous = FULL')
      connection.pragma('foreign_keys = ON')
      connection.pragma('mmap_size = 0')
      // A whole file lands in one transaction: pages that fall out of the cache before it ends are searched for in the log again.
      connection.pragma(`cache_size = -${connecting.readOnly ? 65_536 : 262_144}`)
      connection.pragma('temp_store = MEMORY')
      connection.pragma('wal_autocheckpoint = 4000')
    } catch (error) {
      connection.close()
      throw error
    }
    return connection
  } catch (error) {
    throw asUserError(error, path)
  }
}

const versionOf = (connection: Connection): string =>
  connection.prepare<[], { version: string }>('select sqlite_version() as version').get()!.version

export function refuseOldSqlite(version: string): void {
  if (!isBelow(version, leastSqlite)) return
  throw new UserError(
    `SQLite ${version} can damage a store in use; skilltide needs ${leastSqlite.join('.')} or later: run "npm ci" again.`,
    exit.store,
  )
}

/** Refuses, without touching it, what is no store of ours or stands where a store cannot. */
export function refuseUnusable(path: string, { readOnly, forceNetworkFs }: Connecting): void {
  if (!forceNetworkFs) refuseNetwork(dirname(path))
  if (!existsSync(path)) {
    if (!readOnly) return
    throw new UserError(
      `There is no store at ${path} yet. "skilltide collect" or "skilltide import" makes one.`,
      exit.store,
    )
  }
  if (!statSync(path).isFile()) {
    throw new UserError(`${path} is not a file, and the store is one. Name it with --db.`, exit.store)
  }
  const head = headOf(path)
  if (head.toString('latin1', 0, 16) !== 'SQLite format 3\0' || head.length < headBytes) {
    throw new UserError(
      head.length === 0
        ? `${path} is empty, which no store ever is. It was left as it is; remove it to begin anew, or restore a backup.`
        : `${path} is not a store: it does not begin as a SQLite file does. It was left as it is.`,
      exit.damaged,
    )
  }
  if (head.readUInt32BE(68) !== applicationId) {
    throw new UserError(
      `${path} is a database of another program; skilltide leaves it alone. Name another file with --db.`,
      exit.store,
    )
  }
}

function refuseNetwork(folder: string): void {
  if (!existsSync(folder) || !isNetwork(statfsSync(folder).type)) return
  throw new UserError(
    `${folder} is on a network file system, where two programs can damage the store; use a local disk.`,
    exit.store,
  )
}

/** By the type that statfs gives. CIFS and SMB2 come back negative where it is a signed 32-bit word. */
export const isNetwork = (type: number): boolean => networkTypes.has(type >>> 0)

/** The header of a SQLite file; the application id stands at byte 68. */
const headBytes = 100

function headOf(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(headBytes)
    return bytes.subarray(0, readSync(file, bytes, 0, headBytes, 0))
  } finally {
    closeSync(file)
  }
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
  [/^SQLITE_FULL|^ENOSPC|^EDQUOT/, 'cannot grow: the disk is full; free some space and run again', exit.store],
  [
    /^SQLITE_READONLY|^SQLITE_CANTOPEN|^SQLITE_PERM|^SQLITE_AUTH|^EACCES|^EPERM|^EROFS/,
    'cannot be opened for this: check the permissions of the file and its folder',
    exit.store,
  ],
  [/^SQLITE_IOERR|^EIO/, 'could not be written to the disk; nothing half-written was kept, check the disk', exit.store],
  [/^SQLITE_BUSY|^SQLITE_LOCKED/, 'is busy: another program has held it for more than five seconds', exit.store],
]

/** An error of SQLite as one line that says what and what to do; any other error as it is. */
export function asUserError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error
  const code = (error as { code?: string }).code ?? ''
  const known = remedies.find(([pattern]) => pattern.test(code))
  return known === undefined ? error : new UserError(`The store ${path} ${known[1]} (${code}).`, known[2])
}
