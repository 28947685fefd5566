/** The whole store to another place and kind: streamed, whole or not at all, and compared by digests before it counts. */
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { isPostgres, loadStore, openStore, shownPlace } from '../db/open.ts'
import { moveIntoPlace, removeDatabase } from '../db/sqlite/durable.ts'
import { takeLock } from '../db/sqlite/lock.ts'
import type { Store } from '../db/store.ts'
import { createTally, type TableDigest } from '../db/tally.ts'
import { exit, UserError } from '../src/domain.ts'
import { makeFolder } from './backup-files.ts'

export interface MoveJob {
  /** The store as it is, opened for writing so that nobody else changes it meanwhile. */
  from: Store
  /** A path where no file is, or the address of a database that has no store. */
  to: string
  now(): number
  signal: AbortSignal
  onRow?(rows: number): void
}

export interface Moved {
  rows: number
  tables: number
}

export async function moveStore(job: MoveJob): Promise<Moved> {
  return isPostgres(job.to) ? fillDatabase(job) : fillFile(job)
}

async function fillDatabase({ to, ...job }: MoveJob): Promise<Moved> {
  const sent = createTally()
  const { rows } = await loadStore(to, linesOf(job, sent), 'the store')
  return compared(rows, sent.tables(), await contentsOf(to, job.now), to)
}

async function fillFile({ to, ...job }: MoveJob): Promise<Moved> {
  if (existsSync(to)) throw new UserError(`${to} is there already; name another file.`)
  makeFolder(dirname(to))
  const lock = takeLock(to)
  const draft = `${to}.moving`
  try {
    removeDatabase(draft)
    const sent = createTally()
    const { rows } = await loadStore(draft, linesOf(job, sent), 'the store')
    const moved = compared(rows, sent.tables(), await contentsOf(draft, job.now), to)
    moveIntoPlace(draft, to)
    return moved
  } finally {
    removeDatabase(draft)
    lock.release()
  }
}

async function* linesOf(
  { from, signal, onRow }: Omit<MoveJob, 'to'>,
  sent: { take(line: string): void },
): AsyncGenerator<string> {
  let rows = 0
  for await (const line of from.dump()) {
    sent.take(line)
    yield line
    rows += 1
    if (rows % 10_000 !== 0) continue
    onRow?.(rows)
    // Signals are only heard between turns of the loop.
    await new Promise(setImmediate)
    if (signal.aborted) throw new UserError('Stopped; nothing was moved.', exit.terminated)
  }
}

async function contentsOf(place: string, now: () => number): Promise<TableDigest[]> {
  const store = await openStore(place, { readOnly: true, now })
  try {
    return await store.contents()
  } finally {
    await store.close()
  }
}

function compared(rows: number, sent: TableDigest[], arrived: TableDigest[], to: string): Moved {
  const there = new Map(arrived.map(({ table, digest }) => [table, digest]))
  const differing = sent.filter(({ table, digest }) => there.get(table) !== digest).map(({ table }) => table)
  if (differing.length > 0 || arrived.length !== sent.length) {
    throw new UserError(
      `What arrived in ${shownPlace(to)} is not what was sent (${differing.join(', ')}): do not use it. The store is as it was.`,
      exit.damaged,
    )
  }
  return { rows, tables: sent.length }
}
