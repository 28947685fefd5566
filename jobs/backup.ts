/** Copies of the store: made while it is in use, tried by restoring them, kept by rotation; and its portable form. */
import { createWriteStream, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { moveIntoPlace, removeDatabase } from '../db/sqlite/durable.ts'
import type { Store } from '../db/store.ts'
import { exit, UserError } from '../src/domain.ts'
import { backupName, backupsIn, type Keep, makeFolder, outdated } from './backup-files.ts'
import { sumFileOf, writeSum } from './checksum.ts'
import { restoreStore } from './restore.ts'

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
async function* portions(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let portion = ''
  for await (const line of lines) {
    portion += `${line}\n`
    if (portion.length < 1 << 16) continue
    yield portion
    portion = ''
  }
  if (portion !== '') yield portion
}
