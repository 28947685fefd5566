/**
 * The log beside the store: what is committed goes there first, and into the file when no reader needs the old pages any
 * more. A reader that stays in its state for hours keeps all of it, so that its size is bounded here.
 */
import { existsSync, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { exit, UserError } from '../../src/domain.ts'
import type { Connection } from './connection.ts'

export interface LogBound {
  /** No transaction begins on a log of so many bytes that cannot be emptied; one transaction may take it beyond. */
  bytes: number
  /** Milliseconds that a transaction waits for readers to move on. */
  wait: number
}

/** Leaves a usual transaction room within 256 MiB. */
export const usualBound: LogBound = { bytes: 192 * 2 ** 20, wait: 60_000 }
const look = 250

/** Waits until the log has room for a transaction. Throws a UserError with exit code 6 where a reader does not let go of it. */
export async function roomInLog(connection: Connection, path: string, { bytes, wait }: LogBound): Promise<void> {
  for (let waited = 0; sizeOf(`${path}-wal`) >= bytes; waited += look) {
    if (emptied(connection)) return
    if (waited >= wait) {
      throw new UserError(
        `The log of the store ${path} has grown to ${Math.round(sizeOf(`${path}-wal`) / 2 ** 20)} MiB, because another program has been reading an old state of it for long (a copy, an export, a page that is being served): end that one, and run again.`,
        exit.store,
      )
    }
    await pause(look)
  }
}

/** Writes the log into the file and cuts it to nothing, unless a reader still needs it. */
function emptied(connection: Connection): boolean {
  const usual = connection.pragma('busy_timeout', { simple: true }) as number
  connection.pragma('busy_timeout = 0')
  try {
    const [result] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    return result?.busy === 0
  } finally {
    connection.pragma(`busy_timeout = ${usual}`)
  }
}

const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0)
