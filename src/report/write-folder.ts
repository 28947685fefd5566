/** A folder of files that is the old one or the new one, whole: written beside its place, then moved into it. */
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { UserError } from '../domain.ts'
import { sweepParts, syncFolder, unwritable } from './write-file.ts'

export interface FolderFile {
  /** Within the folder, with `/`; made of names of ours. */
  path: string
  body: string | Uint8Array
}

export interface WrittenFolder {
  folder: string
  files: number
  bytes: number
  /** Files of others in the old folder that were taken along: a CNAME, a robots.txt. */
  kept: string[]
}

/** Says which files are ours: what it does not list was put there by somebody else, and stays. */
const manifest = 'site.json'

/**
 * Writes the files as they come into a folder beside `target` and puts it in its place. An existing folder is replaced
 * only when an earlier run wrote it; anything else in the way is a UserError, and nothing changes. `about` goes into the
 * manifest.
 */
export async function writeFolderWhole(
  target: string,
  files: AsyncIterable<FolderFile> | Iterable<FolderFile>,
  about: Record<string, unknown>,
): Promise<WrittenFolder> {
  const folder = existsSync(target) ? await realpath(target) : resolve(target)
  const [parent, name] = [dirname(folder), basename(folder)]
  const beside = join(parent, `.${name}.${process.pid}.part`)
  const before = join(parent, `.${name}.before`)
  try {
    await mkdir(parent, { recursive: true })
    // A run that was stopped between its two moves left the old folder here.
    if (!existsSync(folder) && existsSync(before)) await rename(before, folder)
    const others = await filesOfOthers(folder)
    await sweepParts(parent, (part) => (part.startsWith(`.${name}.`) ? part.slice(name.length + 2) : ''))
    const written = await write(beside, files)
    for (const path of others) await cp(join(folder, path), join(beside, path), { recursive: true })
    const listed = { ...about, files: [...written.paths].sort() }
    await writeFile(join(beside, manifest), `${JSON.stringify(listed, null, 1)}\n`)
    await rm(before, { recursive: true, force: true })
    if (existsSync(folder)) await rename(folder, before)
    await rename(beside, folder)
    await syncFolder(parent)
    await rm(before, { recursive: true, force: true })
    return { folder, files: written.paths.size + 1, bytes: written.bytes, kept: others }
  } catch (error) {
    await rm(beside, { recursive: true, force: true }).catch(() => undefined)
    throw unwritable(error, target)
  }
}

async function write(beside: string, files: AsyncIterable<FolderFile> | Iterable<FolderFile>) {
  await rm(beside, { recursive: true, force: true })
  await mkdir(beside)
  const paths = new Set<string>()
  const folders = new Set<string>()
  let bytes = 0
  for await (const { path, body } of files) {
    if (paths.has(path)) throw new Error(`${path} was written twice`)
    const place = join(beside, path)
    if (!place.startsWith(`${beside}/`)) throw new Error(`${path} leads out of the folder`)
    if (!folders.has(dirname(place))) {
      await mkdir(dirname(place), { recursive: true })
      folders.add(dirname(place))
    }
    const data = typeof body === 'string' ? Buffer.from(body) : body
    await writeFile(place, data)
    paths.add(path)
    bytes += data.length
  }
  return { paths, bytes }
}

/** What stands in the old folder and is not ours. Refuses a folder that no run of ours has written. */
async function filesOfOthers(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  if (!(await stat(folder)).isDirectory()) {
    throw new UserError(`Nothing was written to ${folder}: a file stands where a folder is needed.`)
  }
  const there = await readdir(folder)
  if (there.length === 0) return []
  const ours = await ourFiles(folder)
  if (ours === null) {
    throw new UserError(
      `Nothing was written to ${folder}: it holds files that no site of skilltide left there. Name an empty or a new folder.`,
    )
  }
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  return all
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path !== manifest && !ours.has(path))
    .sort()
}

async function ourFiles(folder: string): Promise<Set<string> | null> {
  try {
    const listed: unknown = JSON.parse(await readFile(join(folder, manifest), 'utf8')).files
    return Array.isArray(listed) ? new Set(listed.map(String)) : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return null
    throw error
  }
}
