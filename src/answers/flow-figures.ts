/** What opened and closed lately, and how long jobs stay open. */
import { addDays, type Day, dayNumber, firstOfMonth, lastOfMonth, type Month, maybeMonday } from '../days.ts'
import type { EmployerKey, Figure, SkillId } from '../domain.ts'
import { daysOpen } from '../figures/days-open.ts'
import { minimum } from '../figures/method.ts'
import { closingDays, datedBetween, openingDays } from '../figures/opened.ts'
import { count, counted } from '../report/wording.ts'
import { type Asking, shared } from './asking.ts'
import { comeBetween, goneBetween, lastedSince } from './come-and-gone.ts'
import { type Draft, figuresOf } from './figure.ts'
import { boardsOf } from './read-days.ts'
import { notMeasured, readingOf } from './reading.ts'
import { lastWholeWeek } from './runs.ts'
import { tracked } from './tracked.ts'

export async function flowFigures(asking: Asking, skill: SkillId): Promise<Figure[]> {
  const make = await figuresOf(asking, skill)
  const untracked = await tracked(asking, skill)
  const reading = await readingOf(asking)
  if (untracked !== null || reading.read === 0) {
    const stand = {
      status: untracked === null ? 'missing' : 'not_tracked',
      text: untracked ?? notMeasured(reading),
    } as const
    return [
      make({ measure: 'opened', unit: 'vacancies', ...stand }),
      make({ measure: 'closed', unit: 'vacancies', ...stand }),
      make({ measure: 'days_open.median', unit: 'days', ...stand }),
    ]
  }
  return [
    make(await openedDraft(asking, skill)),
    make(await closedDraft(asking, skill)),
    make(await daysOpenDraft(asking, skill)),
  ]
}

/** The last whole week; the last whole month where only monthly threads are read. */
async function openedDraft(asking: Asking, skill: SkillId): Promise<Draft> {
  const base = { measure: 'opened', unit: 'vacancies' as const }
  const { week, from, due, unread } = await weekRead(asking)
  if (due === 0) return monthDraft(asking, skill)
  if (unread !== null) return { ...base, ...unread }
  return { ...base, ...weekDraft(await datedOpenings(asking, skill, from), from, week, 'opened') }
}

async function closedDraft(asking: Asking, skill: SkillId): Promise<Draft> {
  const base = { measure: 'closed', unit: 'vacancies' as const }
  const { week, from, due, unread } = await weekRead(asking)
  if (due === 0) {
    const isOfThreads = (await boardsOf(asking, 'boards')).length === 0
    return { ...base, text: isOfThreads ? 'Not measured: monthly threads do not tell when a job is gone.' : noWeek }
  }
  if (unread !== null) return { ...base, ...unread }
  return { ...base, ...weekDraft(await datedClosings(asking, skill, from), from, week, 'closed') }
}

const noWeek = 'Not measured: no week has been read whole, and no month lately.'

/** The last whole week, and what stands in its place where too few of its days were read. */
const weekRead = shared(async ({ store, asOf }: Asking) => {
  const week = lastWholeWeek(asOf)
  const from = maybeMonday(week)!
  const { read, due } = await store.questions.boardDays(from, addDays(from, 6))
  const text = `Not measured: ${count(read)} of ${count(due)} board-days of ${week} were read (${100 * minimum.coverage}% needed).`
  const unread =
    due > 0 && read / due < minimum.coverage ? { period: week, text, flags: ['low_coverage' as const] } : null
  return { week, from, due, unread }
})

/** A job and the days on which it may have opened or closed. */
interface Dated {
  employer: EmployerKey
  days: { day: number; weight: number }[]
}

function weekDraft(dated: readonly Dated[], monday: Day, week: string, happened: 'opened' | 'closed') {
  const [from, to] = [dayNumber(monday), dayNumber(monday) + 6]
  const inWeek = dated.filter(({ days }) => datedBetween([days], from, to) > 0)
  const employers = new Set(inWeek.map(({ employer }) => employer)).size
  const value = datedBetween(
    dated.map(({ days }) => days),
    from,
    to,
  )
  const told = Number(value.toFixed(2))
  return {
    ...{ period: week, value: told, n: inWeek.length, employers },
    status: told === 0 ? ('zero' as const) : ('observed' as const),
    text: `${count(told)} ${happened} in ${week}, at ${counted(employers, 'employer')}`,
    flags: ['preliminary' as const],
  }
}

/** How much later than it was gone a job may be missed, and still be dated. */
const missedWithin = 28

/** Jobs that may have closed in the week from a Monday on. */
export async function datedClosings(asking: Asking, skill: SkillId, monday: Day): Promise<Dated[]> {
  const until = addDays(monday, 6 + missedWithin)
  const rows = await goneBetween(asking, skill, monday, until < asking.asOf ? until : asking.asOf)
  return rows.map(({ employer, lastSeen, endedOn }) => ({ employer, days: closingDays(lastSeen, endedOn) }))
}

/** New jobs that may have opened in the week from a Monday on, each with the days on which it may have. */
export async function datedOpenings(asking: Asking, skill: SkillId, monday: Day): Promise<Dated[]> {
  const rows = await comeBetween(asking, skill, monday, addDays(monday, 6))
  return rows.map(({ employer, notBefore, firstSeen, openedOn }) => {
    const [days = []] = openingDays([notBefore - 1], [{ firstSeen, published: openedOn }])
    return { employer, days }
  })
}

async function monthDraft(asking: Asking, skill: SkillId): Promise<Draft> {
  const { store, asOf, population } = asking
  const base = { measure: 'opened', unit: 'vacancies' as const }
  const months = await store.questions.threadMonths(asOf)
  const month = months.findLast((known) => lastOfMonth(known) <= asOf)
  const current = asOf.slice(0, 7) as Month
  if (month === undefined || addDays(lastOfMonth(month), 62) < firstOfMonth(current)) {
    return { ...base, text: noWeek }
  }
  const rows = await store.questions.weekly([skill], { name: population }, firstOfMonth(month), lastOfMonth(month))
  const naming = rows.filter((row) => (row.naming[skill] ?? 0) > 0)
  const value = naming.reduce((sum, row) => sum + row.naming[skill]!, 0)
  const text = `${count(value)} posted in ${month}, by ${counted(naming.length, 'employer')} (monthly threads)`
  return {
    ...base,
    period: month,
    value,
    status: value === 0 ? 'zero' : 'observed',
    text,
    n: value,
    employers: naming.length,
  }
}

async function daysOpenDraft(asking: Asking, skill: SkillId): Promise<Draft> {
  const base = { measure: 'days_open.median', unit: 'days' as const }
  const found = daysOpen(await lastedRows(asking, skill))
  const { n, closings, employers } = found
  const shared = { ...base, n: closings, denominator: n, employers }
  const least = minimum.daysOpen
  if (!found.enough) {
    const text = `Not enough data: ${count(closings)} of ${least.n} closings, ${count(employers)} of ${least.employers} employers.`
    return { ...shared, status: 'low', text }
  }
  if (found.median === null) {
    return { ...shared, status: 'low', text: `More than half of the ${count(n)} jobs opened in a year are still open.` }
  }
  return {
    ...shared,
    value: found.median,
    text: `${counted(found.median, 'day')} in the median, from ${counted(closings, 'closing')}`,
  }
}

/** The jobs that opened in the last year, with how long each has lasted. */
export const lastedRows = (asking: Asking, skill: SkillId) => lastedSince(asking, skill, addDays(asking.asOf, -365))
