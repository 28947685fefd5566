/** What opened, read once for everything that is said of it: vacancies in columns, and the days on which boards were read. */
import { type Day, dayFromNumber, dayNumber } from '../days.ts'
import type { SkillId } from '../domain.ts'
import {
  bySkill,
  type Cells,
  cellsOf,
  firstAt,
  mondayBefore,
  monthStart,
  type NamingRows,
  type Opened,
} from '../figures/cells.ts'
import { monthAt, type Panel, type Periods, panelFrom, weekAt } from '../figures/panel.ts'
import { type Asking, shared } from './asking.ts'
import { type PeriodKind, periodOf } from './periods.ts'

/** Every new job of the population up to the day. */
export const openedOf = shared(
  ({ store, population, asOf }: Asking): Promise<Opened> => store.questions.opened({ name: population }, asOf),
)

/** The same by board, employer and week. */
export const openedCellsOf = shared(async (asking: Asking): Promise<Cells> => {
  return cellsOf(await openedOf(asking), 0, dayNumber(asking.asOf))
})

/** The cells that name a skill, by the skill's place. */
export const cellsBySkill = shared(async (asking: Asking): Promise<(skill: number) => NamingRows> => {
  const { skills } = await openedOf(asking)
  return bySkill((await openedCellsOf(asking)).naming, skills.length)
})

const namingPlaces = shared(async (asking: Asking): Promise<(skill: number) => NamingRows> => {
  const { skillsFrom, skill, skills } = await openedOf(asking)
  return bySkill({ from: skillsFrom, skill, x: new Uint32Array(skill.length).fill(1) }, skills.length)
})

/** The numbers of the new jobs that name a skill, of those first seen from one day to another. */
export async function openedNaming(asking: Asking, skill: SkillId, from: Day, to: Day): Promise<number[]> {
  const { skills, vacancy, firstSeen } = await openedOf(asking)
  const { row } = (await namingPlaces(asking))(skills.indexOf(skill))
  const [first, last] = [dayNumber(from), dayNumber(to)]
  return Array.from(row)
    .filter((place) => firstSeen[place]! >= first && firstSeen[place]! <= last)
    .map((place) => vacancy[place]!)
}

/** Whether a cell holds the day or a later one: a series that begins within a week or month begins with all of it. */
export function sinceDay({ boards }: Opened, cells: Cells, day: Day): (cell: number) => boolean {
  const month = monthStart(dayNumber(day))
  const week = Math.max(month, mondayBefore(dayNumber(day)))
  return (cell) => cells.from[cell]! >= (boards[cells.board[cell]!]!.isThread ? month : week)
}

/** The cells from a day on in order, each with its period. */
export async function eachOfPeriods(
  asking: Asking,
  from: Day,
  by: PeriodKind,
  take: (period: string, cell: number) => void,
): Promise<void> {
  const [opened, cells] = [await openedOf(asking), await openedCellsOf(asking)]
  const isSince = sinceDay(opened, cells, from)
  let [day, period] = [-1, '']
  for (let cell = firstAt(cells.from, monthStart(dayNumber(from))); cell < cells.count; cell++) {
    if (!isSince(cell)) continue
    if (cells.from[cell] !== day) {
      day = cells.from[cell]!
      period = periodOf(dayFromNumber(day), by)
    }
    take(period, cell)
  }
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
  const opened = await openedOf(asking)
  const first = dayNumber(from)
  const cells = cellsOf(opened, first, dayNumber(asking.asOf))
  return panelFrom(opened, cells, periodsSince(await readsOf(asking), opened.boards, first))
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
