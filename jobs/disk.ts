/** What lies on the disk beside the store, and how fast the store grows. */
import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { EventRow, Store } from '../db/store.ts'
import type { Config } from '../src/config.ts'
import type { DiskView } from '../src/report/views.ts'
import { backupsFolder, backupsIn } from './backup-files.ts'

const day = 86_400_000

export async function diskView(config: Config, store: Store): Promise<DiskView> {
  const backups = backupsIn(backupsFolder(config))
  return {
    archiveBytes: bytesBelow(config.archive),
    backups: {
      count: backups.length,
      bytes: backups.reduce((sum, { path }) => sum + statSync(path).size, 0),
      newest: backups.at(-1)?.stamp ?? null,
    },
    freeBytes: freeBytesAt(config.beside),
    growthPerMonth: growthPerMonth(await store.events({ kind: 'backup', limit: 400 })),
  }
}

/** Bytes that this user may still write where a path lies, or would. */
export function freeBytesAt(path: string): number {
  let folder = path
  while (!existsSync(folder)) folder = dirname(folder)
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function bytesBelow(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    // A file that was pruned meanwhile weighs nothing.
    (sum, entry) =>
      sum + (entry.isFile() ? (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0) : 0),
    0,
  )
}

/** From the oldest and newest size noted in the last 90 days, where they lie at least a week apart. */
function growthPerMonth(events: EventRow[]): number | null {
  const sizes = events.flatMap(({ at, data }) => {
    const bytes = (data as { storeBytes?: unknown } | undefined)?.storeBytes
    return typeof bytes === 'number' ? [{ at, bytes }] : []
  })
  const newest = sizes[0]
  const oldest = sizes.filter(({ at }) => newest !== undefined && newest.at - at <= 90 * day).at(-1)
  if (newest === undefined || oldest === undefined || newest.at - oldest.at < 7 * day) return null
  return Math.round(((newest.bytes - oldest.bytes) / (newest.at - oldest.at)) * 30 * day)
}
