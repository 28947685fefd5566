/** Copies of the store: made while it is in use, tried by restoring them, kept by rotation; and its portable form. */
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { loadStore, openStore } from '../db/open.ts'
import { moveIntoPlace, removeDatabase } from '../db/sqlite/durable.ts'
import { takeLock } from '../db/sqlite/lock.ts'
import type { Store } from '../db/store.ts'
import { exit, UserError } from '../src/domain.ts'
import { unwritable } from '../src/report/write-file.ts'
import { backupName, backupsIn, type Keep, outdated } from './backup-files.ts'
import { copySummed, storedSum, sumFileOf, writeSum } from './checksum.ts'

export interface Restored {
  postings: number
  snapshots: number
  /** How the copy was checked. */
  checked: 'checksum' | 'every row'
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw unwritable(error, folder)
  }
}

/** A copy with its checksum. Throws where the file is there already. */
export async function copyStore(store: Store, to: string): Promise<{ bytes: number }> {
  if (existsSync(to)) throw new UserError(`${to} is there already; name another file.`)
  makeFolder(dirname(to))
  await store.backup(to)
  await writeSum(to)
  return { bytes: statSync(to).size }
}

/** A dated copy, tried by a restore of which every row is checked; only then older ones go. */
export async function rotate(
  store: Store,
  folder: string,
  keep: Keep,
  now: () => number,
): Promise<{ path: string; bytes: number; removed: number }> {
  const path = join(folder, backupName(now()))
  makeFolder(folder)
  // What a run that was killed has left.
  for (const name of readdirSync(folder))
    if (/^skilltide-.*\.(?:trial|part)(?:-\w+)?$/.test(name)) rmSync(join(folder, name))
  const { bytes } = await copyStore(store, path)
  const trial = `${path}.trial`
  try {
    await restoreStore(path, trial, { now, everyRow: true })
  } catch (error) {
    throw new UserError(
      `The copy ${path} could not be restored and was not counted: ${error instanceof Error ? error.message : error}`,
      exit.damaged,
    )
  } finally {
    removeDatabase(trial)
  }
  const old = outdated(backupsIn(folder), keep)
  for (const { path: gone } of old) {
    rmSync(gone)
    rmSync(sumFileOf(gone), { force: true })
  }
  return { path, bytes, removed: old.length }
}

/** The whole store as JSON lines, gzipped where the name ends in .gz, under its name only once it is whole. */
export async function writePortable(store: Store, to: string, signal?: AbortSignal): Promise<{ bytes: number }> {
  if (existsSync(to)) throw new UserError(`${to} is there already; name another file.`)
  makeFolder(dirname(to))
  const draft = `${to}.part`
  try {
    const lines = Readable.from(portions(store.dump()), { objectMode: true, highWaterMark: 1 })
    const out = createWriteStream(draft)
    await (to.endsWith('.gz') ? pipeline(lines, createGzip(), out, { signal }) : pipeline(lines, out, { signal }))
    moveIntoPlace(draft, to)
  } catch (error) {
    rmSync(draft, { force: true })
    if (signal?.aborted) throw new UserError(`Stopped; nothing was written to ${to}.`)
    throw error
  }
  return { bytes: statSync(to).size }
}

/** Lines put together: a stream of single lines spends its time on handing them over. */
function* portions(lines: Iterable<string>): Generator<string> {
  let portion = ''
  for (const line of lines) {
    portion += `${line}\n`
    if (portion.length < 1 << 16) continue
    yield portion
    portion = ''
  }
  if (portion !== '') yield portion
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
