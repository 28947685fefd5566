/** Failures of a PostgreSQL server as one line that says what and what to do. */
import { exit, UserError } from '../../src/domain.ts'

/** A store's address without its password, for every message. */
export function shownAddress(address: string): string {
  try {
    const url = new URL(address)
    const host = url.searchParams.get('host') ?? url.host
    return `postgres://${host}/${url.pathname.slice(1) || url.username}`
  } catch {
    return 'postgres://…'
  }
}

const remedies: [RegExp, string, number][] = [
  [
    /^(?:ECONNREFUSED|ENOENT|EHOSTUNREACH|ENETUNREACH)$/,
    'cannot be reached: is the server running, and the address right?',
    exit.store,
  ],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, 'cannot be reached: there is no host of that name', exit.store],
  [/^(?:ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'does not answer', exit.store],
  [
    /^(?:ECONNRESET|EPIPE|57P0[1-3]|08\w{3})$/,
    'broke off; nothing half-written was kept, run again when the server is back',
    exit.store,
  ],
  [/^28/, 'does not let this user in: check the user and the password in the address', exit.store],
  [/^3D000$/, 'is no database of that server: make it with createdb, or correct the address', exit.store],
  [/^42501$/, 'does not allow this user to do that: give it the rights to the database', exit.store],
  [/^53[12]00$/, 'has no room left: free some space on the server and run again', exit.store],
  [/^53300$/, 'takes no more connections: end some, or raise max_connections', exit.store],
  [/^25006$/, 'is read-only', exit.store],
  [/^55P03$|^57014$/, 'is busy: another program has held it for too long', exit.store],
  [/^XX00[12]$/, 'is damaged: restore the last good backup', exit.damaged],
]

/** Ends of a connection that pg reports without a code. */
const broken =
  /^(?:Connection terminated|Client has encountered a connection error|timeout expired|Client was closed|Query read timeout)/

const codeOf = (error: Error): string =>
  (error as { code?: string }).code ?? (broken.test(error.message) ? 'ECONNRESET' : '')

/** Whether the connection is gone, rather than a statement refused. */
export const isBroken = (error: unknown): boolean =>
  error instanceof Error && /^(?:E[A-Z]+|57P0[1-3]|08\w{3})$/.test(codeOf(error))

/** An error of the server or the way to it as a UserError; any other as it is. */
export function asUserError(error: unknown, address: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error
  const code = codeOf(error)
  const known = remedies.find(([pattern]) => pattern.test(code))
  return known === undefined
    ? error
    : new UserError(`The store ${shownAddress(address)} ${known[1]} (${code}).`, known[2])
}
