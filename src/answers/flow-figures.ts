/** What opened lately, and how long jobs stay open. */
import { addDays, type Day, dayNumber, firstOfMonth, lastOfMonth, type Month, maybeMonday } from '../days.ts'
import type { Figure, SkillId } from '../domain.ts'
import { daysOpen } from '../figures/days-open.ts'
import { minimum } from '../figures/method.ts'
import { datedBetween, openingDays } from '../figures/opened.ts'
import { count, counted, percent } from '../report/wording.ts'
import type { Asking } from './asking.ts'
import { type Draft, figuresOf } from './figure.ts'
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
      make({ measure: 'days_open.median', unit: 'days', ...stand }),
    ]
  }
  return [make(await openedDraft(asking, skill)), make(await daysOpenDraft(asking, skill))]
}

/** The last whole week; the last whole month where only monthly threads are read. */
async function openedDraft(asking: Asking, skill: SkillId): Promise<Draft> {
  const { store, asOf } = asking
  const base = { measure: 'opened', unit: 'vacancies' as const }
  const week = lastWholeWeek(asOf)
  const from = maybeMonday(week)!
  const to = addDays(from, 6)
  const { read, due } = await store.questions.boardDays(from, to)
  if (due === 0) return monthDraft(asking, skill)
  if (read / due < minimum.coverage) {
    const text = `Not measured: ${count(read)} of ${count(due)} board-days of ${week} were read (${percent(minimum.coverage)} needed).`
    return { ...base, period: week, text, flags: ['low_coverage'] }
  }
  const rows = await datedOpenings(asking, skill, from)
  const value = datedBetween(
    rows.map(({ days }) => days),
    dayNumber(from),
    dayNumber(to),
  )
  const inWeek = rows.filter(({ days }) => datedBetween([days], dayNumber(from), dayNumber(to)) > 0)
  const employers = new Set(inWeek.map(({ employer }) => employer)).size
  const told = Number(value.toFixed(2))
  const text = `${count(told)} opened in ${week}, at ${counted(employers, 'employer')}`
  return {
    ...base,
    period: week,
    value: told,
    status: told === 0 ? 'zero' : 'observed',
    text,
    n: inWeek.length,
    employers,
    flags: ['preliminary'],
  }
}

/** New jobs that may have opened in the week from a Monday on, each with the days on which it may have. */
export async function datedOpenings({ store, population }: Asking, skill: SkillId, monday: Day) {
  const rows = await store.questions.openedAround(skill, { name: population }, monday, addDays(monday, 6))
  return rows.map(({ employer, notBefore, firstSeen, openedOn }) => {
    const published = openedOn === null ? null : dayNumber(openedOn)
    const [days = []] = openingDays([dayNumber(notBefore) - 1], [{ firstSeen: dayNumber(firstSeen), published }])
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
    return { ...base, text: 'Not measured: no week has been read whole, and no month lately.' }
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
    text: `${counted(found.median, 'day')} in the middle, from ${counted(closings, 'closing')}`,
  }
}

/** The jobs that opened in the last year, with how long each has lasted. */
export const lastedRows = ({ store, population, asOf }: Asking, skill: SkillId) =>
  store.questions.lasted(skill, { name: population }, addDays(asOf, -365), asOf)
