/** A store made from a copy or from portable lines: checked, and under its name only once it is whole. */
import { closeSync, createReadStream, existsSync, mkdtempSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { isPostgres, loadStore, openStore } from '../db/open.ts'
import { moveIntoPlace, removeDatabase } from '../db/sqlite/durable.ts'
import { takeLock } from '../db/sqlite/lock.ts'
import { exit, UserError } from '../src/domain.ts'
import { makeFolder } from './backup-files.ts'
import { copySummed, storedSum, sumFileOf } from './checksum.ts'

export interface Restored {
  postings: number
  snapshots: number
  /** How the copy was checked. */
  checked: 'checksum' | 'every row'
}

/**
 * Restores a copy or a portable file as the store `to`, which appears whole or not at all. Checked by the sum beside the
 * file, or where there is none, row by row. A store that is there is only replaced when asked, and kept beside.
 */
export async function restoreStore(
  from: string,
  to: string,
  { now, everyRow = false, replace = false }: { now(): number; everyRow?: boolean; replace?: boolean },
): Promise<Restored & { kept: string | null }> {
  if (!existsSync(from)) throw new UserError(`There is no file ${from} to restore.`)
  if (isPostgres(to)) return { ...(await intoDatabase(from, to, now, everyRow)), kept: null }
  if (existsSync(to) && !replace) {
    throw new UserError(
      `${to} is there already. Name another file with --to, or give --replace, which keeps the old one beside it.`,
    )
  }
  makeFolder(dirname(to))
  const lock = takeLock(to)
  const draft = `${to}.restoring`
  try {
    removeDatabase(draft)
    const summed = isPortable(from) ? await fromPortable(from, draft) : await fromCopy(from, draft)
    const checked = summed && !everyRow ? 'checksum' : 'every row'
    const found = await check(draft, from, checked, now)
    const kept = existsSync(to) ? setAside(to, now()) : null
    moveIntoPlace(draft, to)
    return { ...found, checked, kept }
  } finally {
    removeDatabase(draft)
    lock.release()
  }
}

/** A database is filled from a file that was checked first, in one transaction. */
async function intoDatabase(from: string, to: string, now: () => number, everyRow: boolean): Promise<Restored> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-restore-'))
  const draft = join(folder, 'store.sqlite')
  try {
    const summed = isPortable(from) ? await fromPortable(from, draft) : await fromCopy(from, draft)
    const checked = summed && !everyRow ? 'checksum' : 'every row'
    const found = await check(draft, from, checked, now)
    const file = await openStore(draft, { now })
    try {
      await loadStore(to, file.dump(), from)
    } finally {
      await file.close()
    }
    return { ...found, checked }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fromCopy(from: string, draft: string): Promise<boolean> {
  const wanted = storedSum(from)
  const sum = await copySummed(from, draft)
  if (wanted !== null && wanted !== sum) {
    throw new UserError(
      `${from} is not what was copied: its SHA-256 differs from ${basename(sumFileOf(from))}. Take an older copy.`,
      exit.damaged,
    )
  }
  return wanted !== null
}

async function fromPortable(from: string, draft: string): Promise<boolean> {
  const file = createReadStream(from)
  const plain = headOf(from).readUInt16BE(0) === 0x1f8b ? file.pipe(createGunzip()) : file
  file.on('error', (error) => plain.destroy(error))
  try {
    await loadStore(draft, linesOf(plain), from)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) {
      throw new UserError(
        `${from} cannot be unpacked (${(error as Error).message}): it is damaged or cut off.`,
        exit.damaged,
      )
    }
    throw error
  }
  // The end of the lines holds their sum.
  return true
}

/** Not node:readline, whose lines are lost when they come before anyone listens. */
async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const text of stream.setEncoding('utf8')) {
    const lines = (rest + (text as string)).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  if (rest !== '') yield rest
}

async function check(draft: string, from: string, how: Restored['checked'], now: () => number) {
  const store = await openStore(draft, { readOnly: true, anyVersion: true, now })
  try {
    const damage = how === 'every row' ? await store.verify() : []
    if (damage.length > 0) throw new UserError(`${from} is damaged: ${damage[0]}. Take an older copy.`, exit.damaged)
    const { postings, snapshots } = await store.size()
    return { postings, snapshots }
  } finally {
    await store.close()
  }
}

const isPortable = (path: string) => headOf(path).readUInt16BE(0) === 0x1f8b || headOf(path)[0] === 0x7b

function headOf(path: string): Buffer {
  const bytes = Buffer.alloc(16)
  const file = openSync(path, 'r')
  try {
    readSync(file, bytes, 0, 16, 0)
  } finally {
    closeSync(file)
  }
  return bytes
}

/** Moves the store that is there out of the way, with what SQLite keeps beside it. */
function setAside(store: string, now: number): string {
  const kept = `${store}.replaced-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}.sqlite`
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(`${store}${suffix}`)) renameSync(`${store}${suffix}`, `${kept}${suffix}`)
  }
  return kept
}
