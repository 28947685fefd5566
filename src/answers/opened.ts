/** What opened, read once for everything that is said of it: vacancies in columns, and the days on which boards were read. */
import { type Day, dayNumber } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { firstAt, type Opened } from '../figures/new-vacancies.ts'
import { type Grouped, groupedBy, monthAt, type Panel, type Periods, panelFrom, weekAt } from '../figures/panel.ts'
import { type Asking, shared } from './asking.ts'
import { lastDayOf, type PeriodKind, periodsBetween } from './periods.ts'

/** Every job of the population first seen up to the day, the new ones apart from those of first lists. */
export const openedOf = shared(({ store, population, asOf }: Asking) =>
  store.questions.opened({ name: population }, asOf),
)

/** The same by board and employer, and by the skills that they name. */
const groupedOf = shared(async (asking: Asking): Promise<Grouped> => groupedBy(await openedOf(asking)))

/** The places of the new jobs that name a skill, in order. */
export async function openedNaming(asking: Asking, skill: SkillId): Promise<Uint32Array> {
  const { opened, named } = await groupedOf(asking)
  return named(opened.skills.indexOf(skill))
}

/** The numbers of those first seen from one day to another. */
export async function jobsNaming(asking: Asking, skill: SkillId, from: Day, to: Day): Promise<number[]> {
  const { firstSeen, vacancy } = await openedOf(asking)
  const [first, last] = [firstAt(firstSeen, dayNumber(from)), firstAt(firstSeen, dayNumber(to) + 1)]
  const rows = await openedNaming(asking, skill)
  return Array.from(rows.subarray(firstAt(rows, first), firstAt(rows, last)), (row) => vacancy[row]!)
}

/** The new jobs of a period: from a place to that before another. */
export interface PeriodRows {
  period: string
  from: number
  to: number
}

/** Every period from that which begins on a day. */
export async function rowsByPeriod(asking: Asking, by: PeriodKind, from: Day): Promise<PeriodRows[]> {
  const { firstSeen } = await openedOf(asking)
  let next = firstAt(firstSeen, dayNumber(from))
  return periodsBetween(from, asking.asOf, by).map((period) => {
    const from = next
    next = firstAt(firstSeen, dayNumber(lastDayOf(period, by)) + 1)
    return { period, from, to: next }
  })
}

/** The days of whole reads, week by week; of one source alone where the population is a source's. */
export interface Reads {
  /** The first Monday, in days since 1970, and how many weeks from it. */
  monday: number
  weeks: number
  /** The days of the week as bits, Monday's the lowest; boards are those of `openedOf`. */
  daysOf(week: number, board: number): number
}

export const readsOf = shared(async (asking: Asking): Promise<Reads> => {
  const { monday, weeks, days, boards } = await asking.store.questions.reads(asking.asOf)
  const source = asking.population.startsWith('source:') ? asking.population.slice('source:'.length) : null
  const own = new Map(boards.map(({ id, source: of }, place) => [id, source === null || of === source ? place : null]))
  const places = (await openedOf(asking)).boards.map(({ id }) => own.get(id) ?? -1)
  return {
    monday,
    weeks,
    daysOf: (week, board) => (places[board]! < 0 ? 0 : days[week * boards.length + places[board]!]!),
  }
})

/** The panel of what opened and was read from a day on. */
export async function panelSince(asking: Asking, from: Day): Promise<Panel> {
  const grouped = await groupedOf(asking)
  const first = dayNumber(from)
  return panelFrom(grouped, first, periodsSince(await readsOf(asking), grouped.opened.boards, first))
}

function periodsSince(reads: Reads, boards: Opened['boards'], from: number): Pick<Panel, 'weeks' | 'months'> {
  const start = Math.max(0, Math.ceil((from - 6 - reads.monday) / 7))
  const count = Math.max(0, reads.weeks - start)
  const first = reads.monday + 7 * start
  // Of the week that holds `from` only the days since.
  const since = from <= first ? 127 : 127 & ~((1 << (from - first)) - 1)
  const weeks: Periods = { first: weekAt(first), count, read: new Uint8Array(count * boards.length) }
  const months: Periods = { first: monthAt(first), count: 0, read: new Uint8Array(0) }
  if (count === 0) return { weeks, months }
  if (boards.some(({ isThread }) => isThread)) {
    months.count = monthAt(first + 7 * count) - months.first + 1
    months.read = new Uint8Array(months.count * boards.length)
  }
  for (let week = 0; week < count; week++) {
    for (const [board, { isThread }] of boards.entries()) {
      const days = reads.daysOf(start + week, board) & (week === 0 ? since : 127)
      if (days === 0) continue
      if (!isThread) weeks.read[week * boards.length + board] = 1
      else
        for (let day = 0; day < 7; day++) {
          if ((days >> day) % 2 === 0) continue
          months.read[(monthAt(first + 7 * week + day) - months.first) * boards.length + board] = 1
        }
    }
  }
  return { weeks, months }
}
