/** How much of what should have been read was read: without it no count of today may be printed. */
import type { BoardHealth } from '../../db/store.ts'
import { addDays, type Day, daysBetween } from '../days.ts'
import { carryDays, minimum } from '../figures/method.ts'
import { count, counted, notMeasuredText } from '../report/wording.ts'
import { type Asking, shared } from './asking.ts'

export interface Reading {
  /** Boards whose last whole list still speaks, of the active ones. */
  read: number
  active: number
  /** The boards that still speak, in order of id: the panel of what is open now. */
  panel: string[]
  /** Part of the AI vacancies that should be known; null where no board is. */
  coverage: number | null
  enough: boolean
  /** Some list is of an earlier day, carried unchanged. */
  carried: boolean
  /** Whole sentences of what is missing. */
  missing: string[]
}

/** A monthly thread speaks for its month and a weekly list for its week; both are carried a week beyond. */
const speaksFor = { hour: 0, day: 0, week: 7, month: 31 } as const

const ageOf = ({ lastComplete, every }: BoardHealth, asOf: Day): number | null =>
  lastComplete === null ? null : Math.max(0, daysBetween(lastComplete, asOf) - speaksFor[every])

/** The last day for which a board's last whole list speaks; null where it was never read whole. */
export const speaksUntil = ({ lastComplete, every }: Pick<BoardHealth, 'lastComplete' | 'every'>): Day | null =>
  lastComplete === null ? null : addDays(lastComplete, speaksFor[every] + carryDays)

/** Lists of many employers that are no monthly thread copy other people's adverts. */
const isCopying = ({ board, source, every }: BoardHealth) => board === source && every !== 'month'

/** What is open on the day, for every skill and population. */
export const openOf = shared(({ store, asOf }: Asking) => store.questions.open(asOf))

/** Every board as it stood on the day. */
export const healthOf = shared(async ({ store, asOf }: Asking) => store.questions.health(asOf))

export const readingOf = shared(async (asking: Asking): Promise<Reading> => {
  const source = asking.population.startsWith('source:') ? asking.population.slice(7) : null
  const boards = (await healthOf(asking)).filter(
    (board) => board.state === 'active' && (source === null ? !isCopying(board) : board.source === source),
  )
  const fresh = boards.filter((board) => (ageOf(board, asking.asOf) ?? carryDays + 1) <= carryDays)
  const coverage = coverageOf(boards, fresh)
  return {
    read: fresh.length,
    active: boards.length,
    panel: fresh.map(({ board }) => board).sort(),
    coverage,
    enough: coverage !== null && fresh.length > 0 && coverage >= minimum.coverage,
    carried: fresh.some((board) => ageOf(board, asking.asOf)! > 0),
    missing: missingOf(boards, asking.asOf),
  }
})

/** By AI vacancies, a board that was never read counting as one of mean size; by boards where no vacancy is known. */
function coverageOf(boards: BoardHealth[], fresh: BoardHealth[]): number | null {
  if (boards.length === 0) return null
  const known = boards.filter(({ lastComplete }) => lastComplete !== null)
  const vacancies = (of: BoardHealth[]) => of.reduce((sum, { aiVacancies }) => sum + aiVacancies, 0)
  const all = vacancies(known)
  if (all === 0) return fresh.length / boards.length
  const unread = ((boards.length - known.length) * all) / known.length
  return vacancies(fresh) / (all + unread)
}

/** What is missing of the active boards on the day, one whole sentence each. */
export function missingOf(boards: BoardHealth[], asOf: Day): string[] {
  const never = boards.filter(({ lastComplete }) => lastComplete === null)
  const old = boards.filter((board) => (ageOf(board, asOf) ?? 0) > carryDays)
  const failing = boards.filter(
    (board) =>
      !old.includes(board) &&
      board.lastComplete !== null &&
      board.lastTry !== null &&
      board.lastTry.day > board.lastComplete,
  )
  return [
    ...(never.length > 0 ? [`${were(never.length)} never read whole: nothing is known of ${them(never.length)}.`] : []),
    ...(old.length > 0
      ? [`${were(old.length)} last read whole too long ago to speak for this day: ${names(old)}.`]
      : []),
    ...(failing.length > 0
      ? [
          `${were(failing.length)} not read whole at the last try and ${failing.length === 1 ? 'stands' : 'stand'} at an earlier list: ${names(failing)}.`,
        ]
      : []),
  ]
}

const were = (boards: number) => `${counted(boards, 'board')} ${boards === 1 ? 'was' : 'were'}`
const them = (boards: number) => (boards === 1 ? 'it' : 'them')
const names = (boards: BoardHealth[]) =>
  boards
    .slice(0, 4)
    .map(({ board, lastTry, lastComplete }) =>
      lastTry !== null && lastTry.reason !== null && lastTry.day !== lastComplete
        ? `${board} (${lastTry.reason})`
        : board,
    )
    .join(', ') + (boards.length > 4 ? ` and ${count(boards.length - 4)} more` : '')

/** What stands in a figure's place while too little is read. */
export const notMeasured = ({ read, active }: Reading): string => notMeasuredText(read, active)
