/** The settings in force and where each came from: flag, then environment, then file, then default. The only reader of the environment. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { ConfigFile } from './config-file.ts'
import { type Day, maybeDay } from './days.ts'
import { UserError } from './domain.ts'

export type Origin = 'flag' | 'environment' | 'file' | 'default'

export interface Config {
  /** Where relative paths start: the config file's folder, or the working directory. */
  root: string
  file: string | null
  /** The whole of the config file, checked; empty without one. */
  settings: ConfigFile
  store: string
  out: string
  archive: string
  today: Day | null
  mirror: string | null
  contact: string
  chromium: string | null
  colour: boolean | null
  /** Where each of the simple settings came from, in the order `config` prints them. */
  origins: Record<string, Origin>
  /** Keys of sources that want one, by their environment names; never printed. */
  secrets: Record<string, string>
}

export interface Flags {
  config?: string | undefined
  db?: string | undefined
}

type Environment = Record<string, string | undefined>

const defaultContact = 'https://github.com/skilltide/skilltide'

/** Reads the environment and the config file. Throws a UserError that names the setting, its place and the remedy. */
export async function readConfig(flags: Flags, environment: Environment = process.env): Promise<Config> {
  const named = flags.config ?? environment['SKILLTIDE_CONFIG']
  const file = named === undefined ? present(resolve('skilltide.yaml')) : resolve(named)
  if (named !== undefined && !existsSync(file!)) {
    throw new UserError(`No config file at ${file}. Make one with "skilltide init", or leave --config out.`)
  }
  const root = file === null ? process.cwd() : dirname(file)
  const settings = file === null ? {} : await load(file)
  const origins: Record<string, Origin> = {}
  const choose = (
    name: string,
    flag: string | undefined,
    variable: string,
    fromFile: string | undefined,
    otherwise: string,
  ) => {
    const environmentValue = environment[variable] || undefined
    origins[name] =
      flag !== undefined ? 'flag' : environmentValue ? 'environment' : fromFile !== undefined ? 'file' : 'default'
    return flag ?? environmentValue ?? fromFile ?? otherwise
  }
  const path = (value: string) => (isAbsolute(value) || value.includes('://') ? value : join(root, value))
  const store = path(choose('store', flags.db, 'SKILLTIDE_DB', settings.store, 'data/skilltide.sqlite'))
  const out = path(choose('out', undefined, 'SKILLTIDE_OUT', settings.out, 'out'))
  const archive = path(choose('archive', undefined, 'SKILLTIDE_ARCHIVE', settings.archive?.folder, 'data/archive'))
  const contact = choose('contact', undefined, 'SKILLTIDE_CONTACT', settings.contact, defaultContact)
  const chromium = choose('chromium', undefined, 'SKILLTIDE_CHROMIUM', settings.chromium, installedChromium() ?? '')
  const mirror = choose('mirror', undefined, 'SKILLTIDE_MIRROR', undefined, '')
  const today = choose('today', undefined, 'SKILLTIDE_TODAY', undefined, '')
  return {
    root,
    file,
    settings,
    store,
    out,
    archive,
    contact,
    chromium: chromium || null,
    mirror: mirror === '' ? null : loopbackOrigin(mirror),
    today: today === '' ? null : pinnedDay(today),
    colour:
      environment['NO_COLOR'] || environment['TERM'] === 'dumb' ? false : environment['FORCE_COLOR'] ? true : null,
    origins,
    secrets: Object.fromEntries(
      Object.entries(environment).flatMap(([name, value]) =>
        /^SKILLTIDE_KEY_/.test(name) && value ? [[name, value]] : [],
      ),
    ),
  }
}

const present = (path: string) => (existsSync(path) ? path : null)

async function load(file: string): Promise<ConfigFile> {
  const { readConfigFile } = await import('./config-file.ts')
  return readConfigFile(readFileSync(file, 'utf8'), file)
}

function installedChromium(): string | null {
  return (
    ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path)) ??
    null
  )
}

/** A mirror stands in for every host, so it must be this machine. */
function loopbackOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const loopback =
    url !== null && (/^127\./.test(url.hostname) || url.hostname === 'localhost' || url.hostname === '[::1]')
  if (!loopback || url.protocol !== 'http:') {
    throw new UserError(`SKILLTIDE_MIRROR is "${text}"; it takes a loopback address such as http://127.0.0.1:8080`)
  }
  return url.origin
}

function pinnedDay(text: string): Day {
  const day = maybeDay(text)
  if (day === null) throw new UserError(`SKILLTIDE_TODAY is "${text}"; write a day as 2026-11-24`)
  return day
}

/** The folder that holds package.json, migrations and docs, from source and from dist alike. */
export function packageRoot(): string {
  let folder = dirname(realpathSync(new URL(import.meta.url).pathname))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}
