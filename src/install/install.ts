/** Puts the schedule into the hands of what starts programs here; shown first, written when asked, removed again. */
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { App } from '../app.ts'
import { UserError } from '../domain.ts'
import { type Crontab, readCrontab, withBlock, withoutBlock, writeCrontab } from './crontab.ts'
import { containerFiles } from './docker.ts'
import { propertyList, propertyListPath } from './launchd.ts'
import { mark, type Place, placeOf } from './place.ts'
import { unit, unitPath } from './systemd.ts'

export type Way = 'systemd' | 'cron' | 'launchd' | 'docker'

interface Plan {
  /** Folders that must be there before it starts. */
  folders?: string[]
  /** What is written where; a crontab has no path. */
  files: { path: string; text: string }[]
  start: string[]
  stop: string[]
}

const plans: Record<Exclude<Way, 'cron'>, (place: Place) => Plan> = {
  systemd: (place) => {
    const control = place.root ? 'systemctl' : 'systemctl --user'
    return {
      folders: place.writes,
      files: [{ path: unitPath(place), text: unit(place) }],
      start: [
        `${control} daemon-reload`,
        `${control} enable --now skilltide`,
        ...(place.root ? [] : [`loginctl enable-linger ${place.user}   # so that it runs while you are logged out`]),
      ],
      stop: [`${control} disable --now skilltide`, `${control} daemon-reload`],
    }
  },
  launchd: (place) => ({
    files: [{ path: propertyListPath(place), text: propertyList(place) }],
    start: [`launchctl load -w ${propertyListPath(place)}`],
    stop: [`launchctl unload -w ${propertyListPath(place)}`],
  }),
  docker: (place) => ({
    files: containerFiles(place),
    start: ['docker compose up --build --detach'],
    stop: ['docker compose down   # the volume with the store stays'],
  }),
}

/** Shows what would be written, or writes it and says how to start it. A file of another hand is never written over. */
export async function install(app: App, way: Way, write: boolean): Promise<string> {
  const place = placeOf(app)
  if (way === 'cron') return installCron(place, write)
  const plan = plans[way](place)
  for (const { path } of plan.files) refuseForeign(path)
  const shown = plan.files.map(({ path, text }) => `# ${path}\n${text.trimEnd()}`)
  if (!write)
    return [
      ...shown,
      '',
      'Nothing was written. The same with --yes writes it; then:',
      ...plan.start.map(indented),
    ].join('\n')
  for (const folder of plan.folders ?? []) makeFolder(folder, place)
  for (const { path, text } of plan.files) {
    try {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    } catch (error) {
      throw new UserError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`)
    }
  }
  return [...plan.files.map(({ path }) => `Wrote ${path}.`), 'To start it:', ...plan.start.map(indented)].join('\n')
}

/** Removes what install wrote. */
export async function uninstall(app: App, way: Way, write: boolean): Promise<string> {
  const place = placeOf(app)
  if (way === 'cron') return uninstallCron(place, write)
  const plan = plans[way](place)
  const there = plan.files.filter(({ path }) => existsSync(path))
  if (there.length === 0)
    return `Nothing is installed: there is no ${plan.files.map(({ path }) => path).join(' and no ')}.`
  for (const { path } of there) refuseForeign(path)
  if (!write) {
    const files = there.map(({ path }) => indented(path))
    return ['This would be removed with --yes:', ...files, 'Stop it first:', ...plan.stop.map(indented)].join('\n')
  }
  for (const { path } of there) rmSync(path)
  return [...there.map(({ path }) => `Removed ${path}.`), 'If it is still running:', ...plan.stop.map(indented)].join(
    '\n',
  )
}

/** Made for whoever the schedule will run as. */
function makeFolder(folder: string, { root, owner }: Place): void {
  try {
    const made = mkdirSync(folder, { recursive: true })
    if (made !== undefined && root)
      for (let own = folder; own.length >= made.length; own = dirname(own)) chownSync(own, owner.uid, owner.gid)
  } catch (error) {
    throw new UserError(`${folder} cannot be made (${(error as NodeJS.ErrnoException).code}).`)
  }
}

function refuseForeign(path: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8').includes(mark)) return
  throw new UserError(`${path} is there already and was not written by skilltide; it was left as it is.`)
}

const indented = (line: string) => `  ${line}`

function installCron(place: Place, write: boolean): string {
  const before = readCrontab()
  const after = withBlock(before.text, place)
  if (!write) {
    return [
      after.block.trimEnd(),
      '',
      'Nothing was written. The same with --yes adds these lines to your crontab.',
      ...absent(before),
    ].join('\n')
  }
  writeCrontab(after.text)
  return ['The lines are in your crontab; "crontab -l" shows them.', after.block.trimEnd()].join('\n')
}

function uninstallCron(place: Place, write: boolean): string {
  const before = readCrontab()
  const after = withoutBlock(before.text)
  if (after === before.text) return `Nothing is installed: the crontab of ${place.user} has no lines of skilltide.`
  if (!write) return 'The lines of skilltide in your crontab would be removed with --yes.'
  writeCrontab(after)
  return 'The lines of skilltide are no longer in your crontab.'
}

const absent = ({ program }: Crontab) =>
  program ? [] : ['There is no program "crontab" on this machine: install cron first.']
