/** One writer at a time: a lock file beside the store, taken over when its owner is surely dead. */
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { exit, UserError } from '../../src/domain.ts'

interface Owner {
  pid: number
  host: string
  /** Start of the process in the kernel's own count, so that a pid given to another process is told apart. */
  born: string | null
}

export interface Lock {
  release(): void
}

const bornOf = (pid: number): string | null => {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return null
  // The name may hold spaces and brackets; the fields after its closing one are plain.
  const fields = readFileSync(path, 'utf8').split(') ').at(-1)!.split(' ')
  return fields[19] ?? null
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return owner.born === null || owner.born === bornOf(owner.pid)
}

/** Takes the lock, or throws a UserError with exit code 8 that names who holds it. */
export const takeLock = (store: string): Lock => take(`${store}.lock`, `writing to ${store}`)

/** One schedule for a store; it only writes through the runs that it starts, so it has a lock of its own. */
export function takeScheduleLock(store: string): Lock {
  mkdirSync(dirname(store), { recursive: true })
  return take(`${store}.schedule`, `the schedule of ${store}`)
}

/** One run at a time writes into a folder. */
export function takeFolderLock(folder: string): Lock {
  mkdirSync(folder, { recursive: true })
  return take(join(folder, '.lock'), `writing to ${folder}`)
}

function take(path: string, doing: string): Lock {
  const own: Owner = { pid: process.pid, host: hostname(), born: bornOf(process.pid) }
  const lock = { release: () => release(path) }
  for (let turn = 0; turn < 3; turn++) {
    if (create(path, own)) return lock
    const owner = read(path)
    if (owner === null) continue
    if (owner.host !== own.host || isAlive(owner)) {
      const where = owner.host === own.host ? `process ${owner.pid}` : `process ${owner.pid} on ${owner.host}`
      throw new UserError(
        `Another run (${where}) is ${doing}. Wait for it, or if it is surely gone remove ${path}.`,
        exit.locked,
      )
    }
    // Only who holds the lock on taking over may replace a dead owner's file: of two that saw it dead, the second would
    // otherwise throw out the first.
    const takeover = take(`${path}.takeover`, doing)
    try {
      const still = read(path)
      if (still !== null && still.pid === owner.pid && still.born === owner.born) {
        renameSync(draftOf(path, own), path)
        return lock
      }
    } finally {
      takeover.release()
    }
  }
  throw new UserError(`The lock ${path} changes hands too fast; try again.`, exit.locked)
}

/** What was done is done: a lock that cannot be removed is taken over by the next run, once this process has ended. */
function release(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (error) {
    throw new UserError(
      `The work is done, but its lock ${path} could not be removed (${(error as NodeJS.ErrnoException).code}); check the disk.`,
      exit.store,
    )
  }
}

/** Written under another name and put into place, so that nobody ever reads half an owner. */
function draftOf(path: string, owner: Owner): string {
  const draft = `${path}.${owner.pid}.new`
  writeFileSync(draft, JSON.stringify(owner))
  return draft
}

function create(path: string, owner: Owner): boolean {
  const draft = draftOf(path, owner)
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function read(path: string): Owner | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    if (error instanceof SyntaxError) {
      throw new UserError(`${path} is not a lock that skilltide wrote; remove it if no run is under way.`, exit.locked)
    }
    throw error
  }
}
