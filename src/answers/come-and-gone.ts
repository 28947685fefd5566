/** The jobs naming a skill one by one: when each may have opened, how long it lasted, when it was gone. Those of threads have no days. */
import type { OpenedColumns, VacancyColumns } from '../../db/store.ts'
import { addDays, type Day, dayNumber } from '../days.ts'
import type { EmployerKey, SkillId } from '../domain.ts'
import type { Lasted } from '../figures/days-open.ts'
import { firstAt, namingRows } from '../figures/new-vacancies.ts'
import { type Asking, shared, sharedBy } from './asking.ts'
import { openedNaming, openedOf } from './opened.ts'

/** A new job, opened on one of the days from notBefore to firstSeen; on openedOn where its source says. Days are numbers. */
export interface Come {
  employer: EmployerKey
  notBefore: number
  firstSeen: number
  openedOn: number | null
}

/** A job that was listed last on one day and missed on another. */
export interface Gone {
  employer: EmployerKey
  lastSeen: number
  endedOn: number
}

/** What has ended since a day: read of as few years as are asked for. */
const endingsSince = sharedBy(({ store, asOf }: Asking, from) => store.questions.endings(asOf, from as Day))

/** Figures look back a year at most, and share what they read. */
const yearBack = ({ asOf }: Asking) => addDays(asOf, -365)

const stockNaming = shared(async (asking: Asking) => {
  const { stock, skills } = await openedOf(asking)
  return namingRows(stock, skills.length)
})

/** Rows in order of the numbers of their jobs: sums of fractions depend on their order in the last digit. */
const byNumber = <Row extends { vacancy: number }>(rows: Row[]): Row[] =>
  rows.sort((one, other) => one.vacancy - other.vacancy)

const hasDays = ({ boards }: OpenedColumns, { board }: VacancyColumns, row: number) => !boards[board[row]!]!.isThread

/** How much later a job may be found than it opened, and still be dated. */
const foundWithin = 28

/** New jobs that may have opened between two days. */
export async function comeBetween(asking: Asking, skill: SkillId, from: Day, to: Day): Promise<Come[]> {
  const opened = await openedOf(asking)
  const { vacancy, notBefore, firstSeen, openedOn, employer, employers } = opened
  const rows = await openedNaming(asking, skill)
  const [first, last] = [dayNumber(from), dayNumber(to)]
  const found: (Come & { vacancy: number })[] = []
  for (let at = firstAt(rows, firstAt(firstSeen, first)); at < rows.length; at++) {
    const row = rows[at]!
    if (firstSeen[row]! > last + foundWithin) break
    if (notBefore[row]! > last || !hasDays(opened, opened, row)) continue
    const days = { notBefore: notBefore[row]!, firstSeen: firstSeen[row]!, openedOn: openedOn[row]! || null }
    found.push({ vacancy: vacancy[row]!, employer: employers[employer[row]!]!, ...days })
  }
  return byNumber(found)
}

/** How long the new jobs lasted that were first seen from a day on; those that are still open count for as long as they were. */
export async function lastedSince(asking: Asking, skill: SkillId, from: Day): Promise<Lasted[]> {
  const [opened, { endedOn }] = [await openedOf(asking), await endingsSince(asking, from)]
  const { vacancy, firstSeen, openedOn, employer, employers } = opened
  const rows = await openedNaming(asking, skill)
  const today = dayNumber(asking.asOf)
  const found: Lasted[] = []
  for (let at = firstAt(rows, firstAt(firstSeen, dayNumber(from))); at < rows.length; at++) {
    const row = rows[at]!
    if (!hasDays(opened, opened, row)) continue
    const end = endedOn[vacancy[row]!]!
    const days = (end || today) - (openedOn[row]! || firstSeen[row]!)
    found.push({ employer: employers[employer[row]!]!, days, closed: end !== 0 })
  }
  return found
}

/** Jobs that were gone by a list of one of the days, and are; one of a first list can close as well as any. */
export async function goneBetween(asking: Asking, skill: SkillId, from: Day, to: Day): Promise<Gone[]> {
  const since = from < yearBack(asking) ? from : yearBack(asking)
  const [opened, { endedOn, lastSeen }] = [await openedOf(asking), await endingsSince(asking, since)]
  const [first, last] = [dayNumber(from), dayNumber(to)]
  const found: (Gone & { vacancy: number })[] = []
  const take = (columns: VacancyColumns, rows: Uint32Array) => {
    for (const row of rows) {
      const vacancy = columns.vacancy[row]!
      const end = endedOn[vacancy]!
      if (end < first || end > last || !hasDays(opened, columns, row)) continue
      const employer = opened.employers[columns.employer[row]!]!
      found.push({ vacancy, employer, lastSeen: lastSeen[vacancy]!, endedOn: end })
    }
  }
  take(opened, await openedNaming(asking, skill))
  take(opened.stock, (await stockNaming(asking))(opened.skills.indexOf(skill)))
  return byNumber(found)
}
