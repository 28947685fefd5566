/** Lines in the user's crontab, between two marks: each job of the timetable as plain cron runs it. */
import { spawnSync } from 'node:child_process'
import { parseCron } from '../../jobs/cron.ts'
import { UserError } from '../domain.ts'
import { mark, type Place } from './place.ts'

export interface Crontab {
  text: string
  /** Whether there is a program to read and write one. */
  program: boolean
}

const first = `# >>> skilltide >>> ${mark}; "skilltide schedule uninstall --cron" removes these lines.`
const last = '# <<< skilltide <<<'

/** The crontab as it is; empty where the user has none. */
export function readCrontab(): Crontab {
  const { status, stdout, stderr, error } = spawnSync('crontab', ['-l'], { encoding: 'utf8' })
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return { text: '', program: false }
  if (status === 0) return { text: stdout, program: true }
  if (/no crontab/i.test(stderr)) return { text: '', program: true }
  throw new UserError(`"crontab -l" failed: ${(stderr || String(error)).split('\n')[0]}`)
}

export function writeCrontab(text: string): void {
  const { status, stderr, error } = spawnSync('crontab', ['-'], { input: text, encoding: 'utf8' })
  if (status === 0) return
  const missing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT'
  throw new UserError(
    missing
      ? 'There is no program "crontab" on this machine: install cron, or use --systemd.'
      : `"crontab -" refused the lines: ${stderr.split('\n')[0]}`,
  )
}

/** The crontab with our lines in place of older ones of ours; every other line stays as it was. */
export function withBlock(text: string, place: Place): { text: string; block: string } {
  const block = blockOf(place)
  const rest = withoutBlock(text)
  return { text: `${rest}${rest === '' || rest.endsWith('\n') ? '' : '\n'}${block}`, block }
}

export function withoutBlock(text: string): string {
  const lines = text.split('\n')
  const from = lines.findIndex((line) => line.startsWith('# >>> skilltide >>>'))
  if (from === -1) return text
  const to = lines.indexOf(last, from)
  if (to === -1)
    throw new UserError(
      `The crontab has the first line of skilltide's block and not the last ("${last}"); mend it by hand.`,
    )
  lines.splice(from, to - from + 1)
  return lines.join('\n')
}

/** For the shell that cron starts: one word; `%` would end the line. */
const word = (text: string) =>
  `${/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`}`.replaceAll('%', '\\%')

function blockOf({ node, cli, words, folder, timetable }: Place): string {
  const zones = new Set(timetable.map(({ cron }) => parseCron(cron, 'timetable').zone ?? 'UTC'))
  if (zones.size > 1)
    throw new UserError('A crontab has one time zone, and the timetable names several; use --systemd.')
  const [zone] = zones
  const lines = timetable.map(({ job, cron }) => {
    const command = [node, cli, 'run', job, '--skip-if-running', ...words].map(word).join(' ')
    // What a job prints goes away, what it complains of is mailed by cron.
    return `${fieldsFor(cron)} cd ${word(folder)} && ${command} >/dev/null`
  })
  return `${[first, `# Read by cronie; the cron of Debian keeps the machine's own time zone whatever stands here.`, `CRON_TZ=${zone}`, ...lines, last].join('\n')}\n`
}

/** Our rule for two day fields, where either may match, is cron's own save for a field that begins with a star. */
function fieldsFor(cron: string): string {
  const fields = cron
    .replace(/^\s*(?:CRON_)?TZ=\S+\s+/, '')
    .trim()
    .split(/\s+/)
  if (fields.length !== 5) return fields.join(' ')
  const plain = fields.map((field) => (field === '?' ? '*' : field.replace(/\?/g, '*')))
  if (!parseCron(cron, 'timetable').eitherDay) return plain.join(' ')
  return plain
    .map((field, index) =>
      index === 2 ? field.replace(/^\*\//, '1-31/') : index === 4 ? field.replace(/^\*\//, '0-6/') : field,
    )
    .join(' ')
}
