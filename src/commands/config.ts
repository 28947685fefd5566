import { shownPlace } from '../../db/open.ts'
import { timetableOf } from '../../jobs/timetable.ts'
import type { Config, Origin } from '../config.ts'
import { exit } from '../domain.ts'
import { cut, fill, visible } from '../report/terminal-text.ts'
import { settings as declared, type Tree, valueAt, variableOf } from '../settings.ts'
import { defineCommand, flagOption } from './command.ts'

interface Row {
  setting: string
  value: unknown
  from: Origin | null
  variable: string
  about: string
}

export default defineCommand({
  name: 'config',
  summary: 'Show every setting in force and where it came from',
  about:
    'A flag (--set setting=value) beats the environment, the environment beats the file, the file beats the default. Secrets come from the environment as SKILLTIDE_KEY_NAME, or from the file that SKILLTIDE_KEY_NAME_FILE names; they are never printed.',
  options: [
    { flags: '--changed', about: 'only what differs from the defaults' },
    { flags: '--json', about: 'as data' },
  ],
  examples: [
    { line: 'skilltide config', about: 'every setting, its value and its origin' },
    { line: 'skilltide config --set collect.hosts=4 --changed', about: 'what a flag would change' },
  ],
  async run(app, given) {
    const { config } = app
    // A wrong cron expression is said here, and not at night when its job is due.
    timetableOf(config.settings.timetable)
    const rows = rowsOf(config).filter(
      ({ from }) => !flagOption(given, 'changed') || (from !== null && from !== 'default'),
    )
    const secrets = Object.keys(config.secrets).sort()
    const files = { store: shownPlace(config.store), out: config.out, archive: config.archive }
    if (flagOption(given, 'json')) {
      const { mirror, today, file } = config
      return {
        text: JSON.stringify({ file, settings: rows, files, mirror, today, secrets }, null, 2),
        exitCode: exit.done,
      }
    }
    const texts = rows.map((row) => [row.setting, shown(row.value), row.from === null ? '' : originOf(row)] as const)
    const widths = [0, 1].map((column) => Math.min(44, Math.max(...texts.map((row) => row[column]!.length))))
    const lines = texts.map(([setting, value, from]) =>
      `  ${setting.padEnd(widths[0]!)}  ${fill(cut(value, widths[1]!), widths[1]!)}  ${from}`.trimEnd(),
    )
    return {
      text: [
        config.file === null ? 'No config file; "skilltide init" writes one.' : `Config file: ${visible(config.file)}`,
        ...lines,
        `The store is ${visible(shownPlace(config.store))}.`,
        ...(config.mirror === null ? [] : [`Every request goes to the mirror ${config.mirror} (SKILLTIDE_MIRROR).`]),
        ...(config.today === null ? [] : [`Today is taken to be ${config.today} (SKILLTIDE_TODAY).`]),
        secrets.length > 0
          ? `Secrets in the environment: ${secrets.join(', ')} (values are never printed).`
          : 'No secrets in the environment.',
      ].join('\n'),
      exitCode: exit.done,
    }
  },
})

const originOf = ({ from, variable }: Row) => (from === 'environment' ? `environment (${variable})` : from)

function rowsOf(config: Config): Row[] {
  return declared.map(({ path, about }) => ({
    setting: path,
    value: masked(valueAt(config.settings as Tree, path) ?? (path === 'chromium' ? config.chromium : null)),
    from: config.origins[path] ?? null,
    variable: variableOf(path),
    about,
  }))
}

/** Addresses of webhooks are often secrets themselves: only where they lead is shown. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === 'url' ? hidden(inner) : masked(inner)]),
    )
  }
  return value
}

const hidden = (url: unknown) => (typeof url === 'string' && URL.canParse(url) ? `${new URL(url).origin}/…` : '…')

const shown = (value: unknown): string =>
  value === null || value === undefined
    ? 'not set'
    : typeof value === 'string'
      ? visible(value)
      : visible(JSON.stringify(value))
