/** The declared timetable: which job runs when, in UTC, as cron expressions; and when each runs next. Pure. */
import { UserError } from '../src/domain.ts'

export const jobNames = ['collect', 'refresh', 'labels', 'exports', 'backup', 'prune'] as const
export type JobName = (typeof jobNames)[number]

export interface Entry {
  job: JobName
  /** Five fields, UTC: minute hour day-of-month month day-of-week. */
  cron: string
  about: string
  /** A run that takes longer is stopped: a hanging job must not hold up the next. */
  deadlineMinutes: number
}

export const defaultTimetable: Entry[] = [
  { job: 'collect', cron: '17 * * * *', about: 'read the boards that are due', deadlineMinutes: 50 },
  { job: 'refresh', cron: '12 5 * * *', about: 'tag, merge, count', deadlineMinutes: 180 },
  { job: 'labels', cron: '40 5 * * 1', about: 'settle the weekly trajectory labels', deadlineMinutes: 60 },
  { job: 'exports', cron: '10 6 * * *', about: 'write the CSV files', deadlineMinutes: 60 },
  { job: 'backup', cron: '30 4 * * *', about: 'copy the store, keep the last ones', deadlineMinutes: 120 },
  { job: 'prune', cron: '50 4 * * 0', about: 'bound the archive of raw answers', deadlineMinutes: 60 },
]

/** The timetable with the config's changes; a wrong expression or job is an error that names it. */
export function timetableOf(changes: Record<string, string | false> = {}): Entry[] {
  for (const name of Object.keys(changes)) {
    if (!jobNames.includes(name as JobName))
      throw new UserError(`timetable: there is no job "${name}"; the jobs are ${jobNames.join(', ')}`)
  }
  return defaultTimetable.flatMap((entry) => {
    const change = changes[entry.job]
    if (change === false) return []
    const changed = change === undefined ? entry : { ...entry, cron: change }
    parseCron(changed.cron, `timetable.${entry.job}`)
    return [changed]
  })
}

export interface Cron {
  minutes: Set<number>
  hours: Set<number>
  days: Set<number>
  months: Set<number>
  weekdays: Set<number>
  /** Both day fields restricted: either may match, as cron has always had it. */
  eitherDay: boolean
}

const fields = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  {
    name: 'month',
    from: 1,
    to: 12,
    words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of week', from: 0, to: 7, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
]
const shorthands: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
}

/** Reads five fields, or a shorthand such as @daily. Errors name the setting, the column and what it takes. */
export function parseCron(text: string, where: string): Cron {
  const parts = (shorthands[text.trim().toLowerCase()] ?? text).trim().split(/\s+/)
  if (parts.length !== 5) {
    throw new UserError(
      `${where}: "${text}" has ${parts.length} fields; a cron expression has five: minute hour day month weekday`,
    )
  }
  let column = 1
  const sets = fields.map((field, index) => {
    const part = parts[index]!
    const values = readField(part, field, `${where}: column ${column} of "${text}"`)
    column += part.length + 1
    return values
  })
  const [minutes, hours, days, months, weekdays] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ]
  if (weekdays.delete(7)) weekdays.add(0)
  const free = (part: string) => part.startsWith('*') || part === '?'
  return { minutes, hours, days, months, weekdays, eitherDay: !free(parts[2]!) && !free(parts[4]!) }
}

function readField(
  part: string,
  field: { name: string; from: number; to: number; words?: string[] },
  where: string,
): Set<number> {
  const wrong = (what: string) =>
    new UserError(`${where} (${field.name}): ${what}; it takes ${field.from} to ${field.to}, lists, ranges and steps`)
  const number = (text: string): number => {
    const word = field.words?.indexOf(text.toLowerCase()) ?? -1
    const value = word >= 0 ? word + (field.name === 'month' ? 1 : 0) : /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= field.from && value <= field.to)) throw wrong(`"${text}" is out of range`)
    return value
  }
  const values = new Set<number>()
  for (const item of part.split(',')) {
    const [range = '', step, ...more] = item.split('/')
    const by = step === undefined ? 1 : /^[1-9]\d*$/.test(step) ? Number(step) : Number.NaN
    if (more.length > 0 || Number.isNaN(by)) throw wrong(`"${item}" has a wrong step`)
    const ends = range.split('-')
    if (ends.length > 2 || range === '') throw wrong(`"${item}" is no range`)
    const everything = range === '*' || range === '?'
    const from = everything ? field.from : number(ends[0]!)
    const to = everything
      ? field.name === 'day of week'
        ? 6
        : field.to
      : ends.length === 2
        ? number(ends[1]!)
        : step === undefined
          ? from
          : field.to
    if (to < from) throw wrong(`"${range}" runs backwards`)
    for (let value = from; value <= to; value += by) values.add(value)
  }
  return values
}

/** The first instant after `after` (ms since 1970) that the expression names, in UTC; null when none comes in 5 years. */
export function nextRun(cron: Cron, after: number): number | null {
  const at = new Date(after)
  at.setUTCSeconds(0, 0)
  at.setUTCMinutes(at.getUTCMinutes() + 1)
  const limit = after + 5 * 366 * 86_400_000
  while (at.getTime() <= limit) {
    const dayFits = cron.days.has(at.getUTCDate())
    const weekdayFits = cron.weekdays.has(at.getUTCDay())
    if (!cron.months.has(at.getUTCMonth() + 1)) {
      at.setUTCMonth(at.getUTCMonth() + 1, 1)
      at.setUTCHours(0, 0)
    } else if (!(cron.eitherDay ? dayFits || weekdayFits : dayFits && weekdayFits)) {
      at.setUTCDate(at.getUTCDate() + 1)
      at.setUTCHours(0, 0)
    } else if (!cron.hours.has(at.getUTCHours())) {
      at.setUTCHours(at.getUTCHours() + 1, 0)
    } else if (!cron.minutes.has(at.getUTCMinutes())) {
      at.setUTCMinutes(at.getUTCMinutes() + 1)
    } else {
      return at.getTime()
    }
  }
  return null
}
