/** Files that appear under their name whole or not at all, and stay after a power cut. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/** Moves a finished draft to its name, on the disk for good when this returns. */
export function moveIntoPlace(draft: string, to: string): void {
  sync(draft)
  renameSync(draft, to)
  sync(dirname(to))
}

/** Removes a database file that is not wanted, with what SQLite keeps beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true })
}

function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
