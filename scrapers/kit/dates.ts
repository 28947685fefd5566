/** Publication dates in every form that sources write. What cannot be read is unknown; it is never today. */
import { addDays, type Day, dayOf, maybeDay } from '../../src/days.ts'

export interface Published {
  day: Day
  /** `floor`: at least this old. */
  precision: 'day' | 'floor'
}

/** Postings are not older than the boards that carry them, nor from the future beyond a time zone and a late clock. */
const earliest = '2000-01-01'
const futureDays = 2

/** Below this an epoch is in seconds, from it on in milliseconds. */
const firstMilliseconds = 100_000_000_000

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** The UTC day that `written` names, or null when it names none that can be true of a posting read on `today`. */
export function published(written: string | number | null | undefined, today: Day): Published | null {
  const found = written === null || written === undefined || written === '' ? null : read(written, today)
  if (found === null) return null
  return found.day < earliest || found.day > addDays(today, futureDays) ? null : found
}

function read(written: string | number, today: Day): Published | null {
  if (typeof written === 'number') return exactly(fromEpoch(written))
  const text = written.slice(0, 100).trim()
  if (/^\d{9,13}$/.test(text)) return exactly(fromEpoch(Number(text)))
  return exactly(fromIso(text) ?? fromWords(text)) ?? relative(text, today)
}

const exactly = (day: Day | null): Published | null => (day === null ? null : { day, precision: 'day' })

function fromEpoch(number: number): Day | null {
  const at = number < firstMilliseconds ? number * 1000 : number
  return Number.isFinite(at) && at > 0 && at < 8.64e15 ? dayOf(new Date(at)) : null
}

/** `2026-05-29`, `2026-05-29T07:49:29.123456-04:00`, `2026-08-05 10:10:39 UTC`, `2026-09-18T16:43:22` (read as UTC). */
function fromIso(text: string): Day | null {
  const parts =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/i.exec(text)
  const day = parts && maybeDay(parts[1]!)
  if (!parts || !day) return null
  return parts[2] === undefined ? day : atZone(day, parts[2], parts[3])
}

function atZone(day: Day, time: string, zone: string | undefined): Day | null {
  const offset = zone === undefined || /^[a-z]/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  const at = Date.parse(`${day}T${time}${offset}`)
  return Number.isNaN(at) ? null : dayOf(new Date(at))
}

/** `Fri, 04 Sep 2026 14:50:13 +0300`, `4 September 2026`, `July 2, 2026`. */
function fromWords(text: string): Day | null {
  const dayFirst =
    /^(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})(?:[\s,]+(\d{2}:\d{2}(?::\d{2})?)\s*([a-z]{1,4}|[+-]\d{4})?)?$/i
  const monthFirst = /^(?:[a-z]{3,9}\.?,?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i
  const first = dayFirst.exec(text)
  const second = first === null ? monthFirst.exec(text) : null
  const [date, month, year] = first ? [first[1], first[2], first[3]] : second ? [second[2], second[1], second[3]] : []
  if (date === undefined || month === undefined) return null
  const number = months.indexOf(month.slice(0, 3).toLowerCase()) + 1
  const day = maybeDay(`${year}-${String(number).padStart(2, '0')}-${date.padStart(2, '0')}`)
  if (number === 0 || day === null) return null
  return first?.[4] === undefined ? day : atZone(day, first[4], zoneOf(first[5]))
}

/** Hours from UTC of the zone names that RFC 822 allows. */
const zones: Record<string, string> = {
  EST: '-0500',
  EDT: '-0400',
  CST: '-0600',
  CDT: '-0500',
  MST: '-0700',
  MDT: '-0600',
  PST: '-0800',
  PDT: '-0700',
}
const zoneOf = (zone: string | undefined) => (zone === undefined ? undefined : (zones[zone.toUpperCase()] ?? zone))

const todayWords = /\b(?:today|just now|just posted|heute|aujourd'?hui|hoy|vandaag|hoje|oggi|dzisiaj)\b/i
const yesterdayWords = /\b(?:yesterday|gestern|hier|ayer|gisteren|ontem|ieri|wczoraj)\b/i
const units: [RegExp, number][] = [
  [/^(?:minute|min|stunde|hour|heure|hora|uur|uren|ora|ore)/, 0],
  [/^(?:day|tag|jour|d[ií]a|dag|giorn|dni|dzie)/, 1],
  [/^(?:week|woche|semaine|semana|settiman)/, 7],
  [/^(?:month|monat|mois|mes|m[eê]s|maand|mese|mesi)/, 30],
  [/^(?:year|jahr|an|a[nñ]o|jaar)/, 365],
]

/** "Posted Today", "Posted 5 Days Ago", "Posted 30+ Days Ago" (a floor), and the same in the languages that boards use. */
function relative(text: string, today: Day): Published | null {
  if (todayWords.test(text)) return { day: today, precision: 'day' }
  if (yesterdayWords.test(text)) return { day: addDays(today, -1), precision: 'day' }
  const parts = /(?:^|\D)(\d{1,3})\s*(\+)?\s*(\p{L}+)/u.exec(text.toLowerCase())
  if (
    !parts ||
    !/\bago\b|\bvor\b|il y a|\bhace\b|geleden|\bh[áa]\b|\bfa\b|temu|^posted|^\d+\+?\s*\p{L}+$/u.test(text.toLowerCase())
  )
    return null
  const unit = units.find(([words]) => words.test(parts[3]!))?.[1]
  if (unit === undefined) return null
  const rough = parts[2] !== undefined || unit > 7
  return { day: addDays(today, -Number(parts[1]) * unit), precision: rough ? 'floor' : 'day' }
}
