/** Cron expressions as sets of numbers. Pure; jobs/occurrences.ts says when they fall due. */
import { UserError } from '../src/domain.ts'

export interface Cron {
  /** An IANA zone, or null where the expression names none. */
  zone: string | null
  minutes: Set<number>
  hours: Set<number>
  days: Set<number>
  months: Set<number>
  weekdays: Set<number>
  /** Both day fields restricted: a day fits when either does, as cron has always had it. */
  eitherDay: boolean
  /** The hours are free (`*`, `*\/2`): it runs every so often, by instants, and not at times of the day. */
  everySoOften: boolean
}

interface Field {
  name: string
  from: number
  to: number
  /** The last value that `*` and an open step reach. */
  last: number
  words?: string[]
}

const fields: Field[] = [
  { name: 'minute', from: 0, to: 59, last: 59 },
  { name: 'hour', from: 0, to: 23, last: 23 },
  { name: 'day of month', from: 1, to: 31, last: 31 },
  {
    name: 'month',
    from: 1,
    to: 12,
    last: 12,
    words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  // Sunday is 0 and 7; a step counts from Sunday to Saturday.
  { name: 'day of week', from: 0, to: 7, last: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
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

/**
 * Reads five fields or a shorthand such as @daily, after `TZ=Zone ` where a zone is wanted.
 * Throws a UserError that names the setting, the column (counted from 1) and what the field takes.
 */
export function parseCron(text: string, where: string): Cron {
  const prefix = /^\s*(?:CRON_)?TZ=(\S*)\s+/.exec(text)
  const zone = prefix === null ? null : knownZone(prefix[1]!, where)
  const rest = text.slice(prefix?.[0].length ?? 0)
  const short = shorthands[rest.trim().toLowerCase()]
  if (short === undefined && rest.trim().startsWith('@')) {
    const known = Object.keys(shorthands).join(', ')
    throw new UserError(`${where}: column ${columnOf(text, rest)} of "${text}": the shorthands are ${known}`)
  }
  const parts = [...(short ?? rest).matchAll(/\S+/g)]
  if (parts.length !== 5) {
    throw new UserError(
      `${where}: "${text}" has ${parts.length} fields; a cron expression has five: minute hour day month weekday`,
    )
  }
  const offset = text.length - rest.length
  const sets = fields.map((field, index) => {
    const { 0: part, index: at } = parts[index]!
    return readField(part, field, `${where}: column ${short === undefined ? offset + at + 1 : 1} of "${text}"`)
  })
  const [minutes, hours, days, months, weekdays] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ]
  if (weekdays.delete(7)) weekdays.add(0)
  const word = (index: number) => parts[index]![0]
  const free = (part: string) => part === '*' || part === '?'
  return {
    zone,
    minutes,
    hours,
    days,
    months,
    weekdays,
    eitherDay: !free(word(2)) && !free(word(4)),
    everySoOften: /^[*?]/.test(word(1)),
  }
}

const columnOf = (text: string, rest: string) => text.length - rest.trimStart().length + 1

/** The zone as given, or an error: the names are those of the IANA database. */
export function knownZone(zone: string, where: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    throw new UserError(`${where}: there is no time zone "${zone}"; write it as Europe/Berlin, or UTC`)
  }
}

function readField(part: string, field: Field, where: string): Set<number> {
  const wrong = (what: string) =>
    new UserError(`${where} (${field.name}): ${what}; it takes ${field.from} to ${field.to}, lists, ranges and steps`)
  const number = (text: string): number => {
    const word = field.words?.indexOf(text.toLowerCase()) ?? -1
    const value =
      word >= 0 ? word + (field.name === 'month' ? 1 : 0) : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= field.from && value <= field.to)) throw wrong(`"${text}" is out of range`)
    return value
  }
  const values = new Set<number>()
  for (const item of part.split(',')) {
    const [range = '', step, ...more] = item.split('/')
    const by = step === undefined ? 1 : /^[1-9]\d?$/.test(step) ? Number(step) : Number.NaN
    if (more.length > 0 || Number.isNaN(by)) throw wrong(`"${item}" has a wrong step`)
    const ends = range.split('-')
    if (ends.length > 2 || range === '') throw wrong(`"${item}" is no range`)
    const everything = range === '*' || range === '?'
    const from = everything ? field.from : number(ends[0]!)
    const to = everything ? field.last : ends.length === 2 ? number(ends[1]!) : step === undefined ? from : field.last
    if (to < from) throw wrong(`"${range}" runs backwards`)
    for (let value = from; value <= to; value += by) values.add(value)
  }
  return values
}
