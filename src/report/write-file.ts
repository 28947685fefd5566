/** Files that are the old one or the new one, whole, whatever moment the machine stops at. */
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UserError } from '../domain.ts'

/** Writes beside the target, makes it durable, and moves it into place. */
export async function writeFileWhole(path: string, bytes: string | Uint8Array): Promise<void> {
  const folder = dirname(path)
  const beside = join(folder, `.${basename(path)}.${process.pid}.part`)
  try {
    await mkdir(folder, { recursive: true })
    const file = await open(beside, 'w', 0o644)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    await syncFolder(folder)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw unwritable(error, path)
  }
}

/** The rename itself lasts only once the folder is on disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const causes: Record<string, string> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EISDIR: 'a folder of that name is in the way',
  ENOENT: 'a link there leads nowhere, or the folder vanished meanwhile',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  ENOTEMPTY: 'a folder of that name is in the way',
}

/** An error of the file system as what the user can act on; any other as it is. */
export function unwritable(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const cause = causes[code]
  return cause === undefined
    ? error
    : new UserError(`Nothing was written to ${path}: ${cause}.`, code === 'ENOSPC' ? 6 : 2)
}

/**
 * Takes away the parts of runs that were killed. `rest` gives what follows the name of such a part, `123.part` for one of
 * process 123; those of processes that are there stay.
 */
export async function sweepParts(folder: string, rest: (name: string) => string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^(\d+)\.part(?:\.latest)?$/.exec(rest(name))?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
