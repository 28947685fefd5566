/** The settings in force and where each came from: flag, then environment, then file, then default. The only reader of the environment. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { ConfigFile } from './config-file.ts'
import { type Day, maybeDay } from './days.ts'
import { UserError } from './domain.ts'
import { didYouMean } from './nearest.ts'
import {
  settings as declared,
  otherVariables,
  type Setting,
  secretPrefix,
  type Tree,
  valueAt,
  variableOf,
  withValue,
} from './settings.ts'

export type Origin = 'flag' | 'environment' | 'file' | 'default'

export interface Config {
  /** Where relative paths start: the config file's folder, or the working directory. */
  root: string
  file: string | null
  /** Every setting in force, checked; those without a value or a default are left out. */
  settings: ConfigFile
  store: string
  /** By which what lies beside the store is named: its schedule, its disk. */
  beside: string
  out: string
  archive: string
  today: Day | null
  mirror: string | null
  contact: string
  chromium: string | null
  colour: boolean | null
  /** Where each setting's value came from, by its path; settings without a value are left out. */
  origins: Record<string, Origin>
  /** Keys of sources and notices, by their environment names; never printed. */
  secrets: Record<string, string>
  /** The run that this process belongs to, where a parent named one. */
  run: string | null
  /** The words that give another process of ours the same settings; `environmentOf` is what it inherits besides. */
  words: string[]
  environmentOf(run: string): Environment
}

export interface Flags {
  config?: string | undefined
  db?: string | undefined
  /** `path=value`, several. */
  set?: string[] | undefined
}

type Environment = Record<string, string | undefined>

/** Reads the environment and the config file. Throws a UserError that names the setting, its place and the remedy. */
export async function readConfig(flags: Flags, environment: Environment = process.env): Promise<Config> {
  refuseUnknown(environment)
  const given = flags.config ?? (environment['SKILLTIDE_CONFIG'] || undefined)
  const file = given === undefined ? present(resolve('skilltide.yaml')) : resolve(given)
  const root = file === null ? process.cwd() : dirname(file)
  const fromFile = file === null ? {} : await load(file)
  const changed = new Map<string, { origin: Origin; value: string; place: string }>()
  for (const { path } of declared) {
    const value = environment[variableOf(path)]
    if (value) changed.set(path, { origin: 'environment', value, place: variableOf(path) })
  }
  for (const [path, value] of (flags.set ?? []).map(assignment)) {
    changed.set(path, { origin: 'flag', value, place: `--set ${path}` })
  }
  if (flags.db !== undefined) changed.set('store', { origin: 'flag', value: flags.db, place: '--db' })

  const origins: Record<string, Origin> = {}
  let tree = fromFile
  for (const setting of declared) {
    const { path, fallback } = setting
    const change = changed.get(path)
    if (change !== undefined) tree = withValue(tree, path, await readValue(setting, change))
    else if (valueAt(tree, path) === undefined && fallback !== undefined) tree = withValue(tree, path, fallback)
    else if (valueAt(tree, path) === undefined) continue
    origins[path] = change?.origin ?? (valueAt(fromFile, path) === undefined ? 'default' : 'file')
  }
  // Any word names a store; what checks the others takes long to load.
  const isStore = ([path, { value }]: [string, { value: string }]) => path === 'store' && value !== ''
  const settings = [...changed].every(isStore)
    ? (tree as ConfigFile)
    : await checked(tree, (path) => placeOf(path, changed) ?? file ?? 'config')
  const path = (value: string) => (isAbsolute(value) || value.includes('://') ? value : join(root, value))
  const chromium = settings.chromium ?? installedChromium()
  return {
    root,
    file,
    settings,
    store: path(settings.store!),
    beside: besideOf(path(settings.store!), root),
    out: path(settings.out!),
    archive: path(settings.archive!.folder!),
    contact: settings.contact!,
    chromium,
    mirror: loopbackOrigin(environment['SKILLTIDE_MIRROR'] || null),
    today: pinnedDay(environment['SKILLTIDE_TODAY'] || null),
    colour:
      environment['NO_COLOR'] || environment['TERM'] === 'dumb' ? false : environment['FORCE_COLOR'] ? true : null,
    origins,
    secrets: readSecrets(environment),
    run: environment['SKILLTIDE_RUN'] || null,
    environmentOf: (run) => ({ ...environment, SKILLTIDE_RUN: run }),
    words: [
      ...(flags.config === undefined ? [] : ['--config', file!]),
      ...(flags.db === undefined ? [] : ['--db', flags.db]),
      ...(flags.set ?? []).flatMap((assigned) => ['--set', assigned]),
    ],
  }
}

const placeOf = (path: string, changed: ReadonlyMap<string, { place: string }>) =>
  [...changed].find(([own]) => path === own || path.startsWith(`${own}.`))?.[1].place

/** A database lies elsewhere: what belongs to its schedule on this machine then has a name of its own. */
const besideOf = (store: string, root: string) => (store.includes('://') ? join(root, 'data', 'postgres') : store)

const present = (path: string) => (existsSync(path) ? path : null)

function assignment(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new UserError(`--set takes setting=value, such as collect.hosts=4, not "${text}"`)
  return [known(text.slice(0, at), '--set'), text.slice(at + 1)]
}

function known(path: string, where: string): string {
  const paths = declared.map((setting) => setting.path)
  if (paths.includes(path)) return path
  throw new UserError(
    `${where}: there is no setting "${path}".${didYouMean(path, paths)} "skilltide config" lists them.`,
  )
}

/** A text from the environment or a flag as the setting's own kind; lists may be plain words with commas between. */
async function readValue({ kind }: Setting, { value, place }: { value: string; place: string }): Promise<unknown> {
  if (kind === 'text') return value
  const { parse } = await import('yaml')
  let parsed: unknown
  try {
    parsed = parse(value)
  } catch (error) {
    throw new UserError(`${place}: ${(error as Error).message.split('\n')[0]!.replace(/:$/, '')}`)
  }
  return kind === 'list' && !Array.isArray(parsed) ? value.split(',').map((item) => item.trim()) : parsed
}

async function load(file: string): Promise<Tree> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new UserError(
      code === 'ENOENT'
        ? `No config file at ${file}. Make one with "skilltide init", or leave --config out.`
        : `The config file ${file} cannot be read (${code}).`,
    )
  }
  const { parseConfigFile } = await import('./config-file.ts')
  return parseConfigFile(text, file)
}

async function checked(tree: Tree, place: (path: string) => string): Promise<ConfigFile> {
  const { checkSettings } = await import('./config-file.ts')
  return checkSettings(tree, place)
}

/** A variable that nothing reads is a setting that someone thinks is in force. */
function refuseUnknown(environment: Environment): void {
  const variables = [...declared.map(({ path }) => variableOf(path)), ...otherVariables]
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('SKILLTIDE_') || name.startsWith(secretPrefix) || variables.includes(name)) continue
    throw new UserError(
      `The environment sets ${name}, which is no setting.${didYouMean(name, variables)} "skilltide config" lists them.`,
    )
  }
}

function readSecrets(environment: Environment): Record<string, string> {
  const secrets: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(secretPrefix) || !value) continue
    if (!name.endsWith('_FILE')) secrets[name] ??= value
    else secrets[name.slice(0, -'_FILE'.length)] = secretIn(value, name)
  }
  return secrets
}

function secretIn(file: string, variable: string): string {
  let secret: string
  try {
    secret = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new UserError(`${variable} names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  if (secret === '') throw new UserError(`${variable} names ${file}, which is empty.`)
  return secret
}

function installedChromium(): string | null {
  return (
    ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path)) ??
    null
  )
}

/** A mirror stands in for every host, so it must be this machine. */
function loopbackOrigin(text: string | null): string | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  const loopback =
    url !== null && (/^127\./.test(url.hostname) || url.hostname === 'localhost' || url.hostname === '[::1]')
  if (!loopback || url.protocol !== 'http:') {
    throw new UserError(`SKILLTIDE_MIRROR is "${text}"; it takes a loopback address such as http://127.0.0.1:8080`)
  }
  return url.origin
}

function pinnedDay(text: string | null): Day | null {
  const day = text === null ? null : maybeDay(text)
  if (text !== null && day === null) throw new UserError(`SKILLTIDE_TODAY is "${text}"; write a day as 2026-11-24`)
  return day
}

/** The folder that holds package.json, migrations and docs, from source and from dist alike. */
export function packageRoot(): string {
  let folder = dirname(realpathSync(new URL(import.meta.url).pathname))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}
