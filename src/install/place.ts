/** What an installed schedule has to know of this machine: programs, folders, user, settings. */
import { statSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { dirname, resolve } from 'node:path'
import { type Entry, timetableOf } from '../../jobs/timetable.ts'
import type { App } from '../app.ts'
import { UserError } from '../domain.ts'
import { version } from '../version.ts'

/** The first line of what we write, by which uninstall knows its own. */
export const mark = 'Written by "skilltide schedule install"'

export interface Place {
  node: string
  cli: string
  /** Words that give the installed schedule today's settings. */
  words: string[]
  /** The folder that it runs in. */
  folder: string
  /** Folders that it writes. */
  writes: string[]
  home: string
  user: string
  root: boolean
  /** Who owns the folder that it runs in: a service of the machine runs as them. */
  owner: { uid: number; gid: number }
  version: string
  timetable: Entry[]
}

export function placeOf({ config }: Pick<App, 'config'>): Place {
  const cli = resolve(process.argv[1]!)
  if (cli.endsWith('.ts')) {
    throw new UserError(
      'An installed schedule runs the built program: "npm run build" first, then "node dist/src/cli.js schedule install".',
    )
  }
  const { settings, root } = config
  const backups = resolve(root, settings.backups?.folder ?? 'data/backups')
  const metrics = settings.metrics?.file === undefined ? [] : [dirname(resolve(root, settings.metrics.file))]
  return {
    node: process.execPath,
    cli,
    words: config.file === null ? config.words : ['--config', config.file, ...withoutConfig(config.words)],
    folder: root,
    writes: [...new Set([dirname(config.beside), config.out, config.archive, backups, ...metrics])],
    home: homedir(),
    user: userInfo().username,
    root: userInfo().uid === 0,
    owner: ownerOf(root),
    version,
    timetable: timetableOf(settings.timetable),
  }
}

const withoutConfig = (words: string[]) =>
  words.filter((word, index) => word !== '--config' && words[index - 1] !== '--config')

function ownerOf(folder: string): Place['owner'] {
  const { uid, gid } = statSync(folder)
  return { uid, gid }
}
