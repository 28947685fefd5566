/**
 * When a cron expression falls due, as instants. The rule where clocks change: a time of the day is kept once a day, at its
 * first passing, or at the first minute after the gap that swallowed it; what runs every so often runs by instants.
 */
import type { Cron } from './cron.ts'

const minute = 60_000
const day = 86_400_000
/** Expressions that name no instant in so long name none at all: 29 February comes within eight years. */
const horizon = 8 * 366 * day + day

/** The first instant after `after` (milliseconds since 1970, UTC) that the expression names; null where none comes. */
export function nextRun(cron: Cron, after: number, zone = cron.zone ?? 'UTC'): number | null {
  const from = Math.floor(after / minute) * minute + minute
  return cron.everySoOften ? nextInstant(cron, from, zone) : nextTimeOfDay(cron, after, zone)
}

function nextInstant(cron: Cron, from: number, zone: string): number | null {
  let at = from
  while (at <= from + horizon) {
    const wall = at + offsetAt(at, zone)
    const clock = new Date(wall)
    if (!fitsDay(cron, clock)) {
      at = Math.max(at + minute, instantOf(startOfDay(wall) + day, zone) ?? at + minute)
    } else if (!cron.hours.has(clock.getUTCHours())) {
      // Zones change their clocks on quarters of an hour: no step may pass over one.
      at = (Math.floor(at / (15 * minute)) + 1) * 15 * minute
    } else if (!cron.minutes.has(clock.getUTCMinutes())) {
      at += minute
    } else {
      return at
    }
  }
  return null
}

function nextTimeOfDay(cron: Cron, after: number, zone: string): number | null {
  const times = timesOf(cron)
  // From the day before, whose times may have been moved past midnight by a gap.
  const first = startOfDay(after + offsetAt(after, zone)) - day
  for (let date = first; date <= first + horizon; date += day) {
    if (!fitsDay(cron, new Date(date))) continue
    for (const time of times) {
      const at = instantOf(date + time, zone)
      if (at !== null && at > after) return at
    }
  }
  return null
}

const timesOf = ({ hours, minutes }: Cron): number[] =>
  [...hours].flatMap((hour) => [...minutes].map((at) => (hour * 60 + at) * minute)).sort((left, right) => left - right)

const startOfDay = (wall: number) => Math.floor(wall / day) * day

function fitsDay(cron: Cron, wall: Date): boolean {
  if (!cron.months.has(wall.getUTCMonth() + 1)) return false
  const date = cron.days.has(wall.getUTCDate())
  const weekday = cron.weekdays.has(wall.getUTCDay())
  return cron.eitherDay ? date || weekday : date && weekday
}

/**
 * The first instant at which the zone's clocks show `wall` (a local time, reckoned as if it were UTC), or the first after the
 * gap in which they would have; null where the zone left out the whole date.
 */
export function instantOf(wall: number, zone: string): number | null {
  const before = offsetAt(wall - day, zone)
  const after = offsetAt(wall + day, zone)
  const shows = [wall - before, wall - after].filter((at) => at + offsetAt(at, zone) === wall)
  if (shows.length > 0) return Math.min(...shows)
  // In a gap: the clocks pass `wall` in one step, at an instant between the two readings.
  let low = wall - after - minute
  let high = wall - before + minute
  while (high - low > minute) {
    const middle = low + Math.floor((high - low) / (2 * minute)) * minute
    if (middle + offsetAt(middle, zone) > wall) high = middle
    else low = middle
  }
  const shown = high + offsetAt(high, zone)
  // A whole date left out (Apia, 30 December 2011) has no run; one that lost only an hour keeps its own.
  return after - before >= day && startOfDay(shown) > startOfDay(wall) ? null : high
}

const formats = new Map<string, Intl.DateTimeFormat>()
const lastOffset = new Map<string, { quarter: number; offset: number }>()

/** Milliseconds to add to UTC for the zone's clocks. */
function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC') return 0
  const quarter = Math.floor(instant / (15 * minute))
  const last = lastOffset.get(zone)
  if (last?.quarter === quarter) return last.offset
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
    formats.set(zone, format)
  }
  const at = quarter * 15 * minute
  const [month = 1, date = 1, year = 1970, hours = 0, minutes = 0] = format.format(at).match(/\d+/g)!.map(Number)
  const offset = Date.UTC(year, month - 1, date, hours, minutes) - at
  lastOffset.set(zone, { quarter, offset })
  return offset
}
