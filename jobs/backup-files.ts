/** The copies in the backups folder: their names, and which of them stay. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Config } from '../src/config.ts'
import { type Day, day, monthOf, weekOf } from '../src/days.ts'
import { unwritable } from '../src/report/write-file.ts'

export const backupsFolder = ({ root, settings }: Pick<Config, 'root' | 'settings'>): string => {
  const folder = settings.backups?.folder ?? 'data/backups'
  return isAbsolute(folder) ? folder : join(root, folder)
}

export interface BackupFile {
  path: string
  /** `2026-11-25 0430` in UTC. */
  stamp: string
  day: Day
}

/** `skilltide-20261125T043000Z.sqlite`. */
export const backupName = (now: number): string =>
  `skilltide-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}.sqlite`

/** The copies that we made, oldest first; whatever else lies in the folder is not ours. */
export function backupsIn(folder: string): BackupFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const parts = /^skilltide-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})\d{2}Z\.sqlite$/.exec(name)
      if (parts === null) return []
      const [, year, month, date, hours, minutes] = parts
      const on = `${year}-${month}-${date}`
      return [{ path: join(folder, name), stamp: `${on} ${hours}:${minutes}`, day: day(on) }]
    })
}

export interface Keep {
  daily: number
  weekly: number
  monthly: number
}

/** Which copies go: all but the newest of each of the last days, weeks and months that there are copies of. */
export function outdated(files: readonly BackupFile[], { daily, weekly, monthly }: Keep): BackupFile[] {
  const newestFirst = [...files].reverse()
  const stay = new Set<BackupFile>()
  const keepOnePer = (period: (file: BackupFile) => string, most: number) => {
    const seen = new Set<string>()
    for (const file of newestFirst) {
      if (seen.has(period(file))) continue
      if (seen.size === most) break
      seen.add(period(file))
      stay.add(file)
    }
  }
  keepOnePer((file) => file.day, daily)
  keepOnePer((file) => weekOf(file.day), weekly)
  keepOnePer((file) => monthOf(file.day), monthly)
  return files.filter((file) => !stay.has(file))
}

export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw unwritable(error, folder)
  }
}
