/** The place of a skill period by period, by the jobs that opened in each. */
import { addDays, type Day, dayFromNumber, dayNumber, monthOf } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { firstAt } from '../figures/cells.ts'
import { type Place, places } from '../figures/rank.ts'
import type { Point, Series } from '../report/views.ts'
import { type Asking, shared } from './asking.ts'
import { flowBreaks } from './breaks.ts'
import { carryingPeriod } from './carrying.ts'
import { cellsBySkill, openedCellsOf, openedOf } from './opened.ts'
import { lastDayOf, periodOf, periodsBetween, startOf } from './periods.ts'
import { broken, gap, stateOf } from './points.ts'
import { readDaysOf } from './read-days.ts'
import { untoldThrough } from './tracked.ts'

/** Quarters, as ranks are made of 13 weeks; years where the population is too small for quarters. */
const periodKind = async (asking: Asking): Promise<'quarter' | 'year'> =>
  (await carryingPeriod(asking)) === 'year' ? 'year' : 'quarter'

/** Five years of quarters: every skill is counted for each of them. All there is of years. */
const start = shared(async (asking: Asking): Promise<Day> => {
  const { store, asOf } = asking
  const by = await periodKind(asking)
  const first = (await store.questions.span(asOf))?.first ?? asOf
  const back = by === 'year' ? first : addDays(asOf, -5 * 365)
  return startOf(first < back ? back : first, by)
})

/** By period the places of all skills that may be ranked in it. */
const placesByPeriod = shared(async (asking: Asking): Promise<Map<string, Map<SkillId, Place>>> => {
  const [from, by] = [await start(asking), await periodKind(asking)]
  const [{ skills: names, employers }, cells] = [await openedOf(asking), await openedCellsOf(asking)]
  const rowsOf = await cellsBySkill(asking)
  const first = firstAt(cells.from, dayNumber(from))
  // The period of each cell, by its place among the periods: cells come in order of time.
  const periods: string[] = []
  const periodAt = new Uint32Array(cells.count)
  for (let cell = first, day = -1; cell < cells.count; cell++) {
    if (cells.from[cell] !== day) {
      day = cells.from[cell]!
      const period = periodOf(dayFromNumber(day), by)
      if (period !== periods.at(-1)) periods.push(period)
    }
    periodAt[cell] = periods.length - 1
  }
  const found = periods.map(() => new Map<SkillId, { n: number; employers: number }>())
  const lastIn = new Int32Array(employers.length)
  for (const [place, skill] of names.entries()) {
    const { row, x } = rowsOf(place)
    const [n, hiring] = [new Uint32Array(periods.length), new Uint32Array(periods.length)]
    lastIn.fill(-1)
    for (let next = firstAt(row, first); next < row.length; next++) {
      const cell = row[next]!
      const period = periodAt[cell]!
      n[period]! += x[next]!
      if (lastIn[cells.employer[cell]!] === period) continue
      lastIn[cells.employer[cell]!] = period
      hiring[period]! += 1
    }
    for (const [period, own] of found.entries()) {
      if (n[period]! > 0) own.set(skill, { n: n[period]!, employers: hiring[period]! })
    }
  }
  const skills = asking.skills.map(({ id }) => id)
  return new Map(periods.map((period, at) => [period, places(found[at]!, skills)]))
})

/** Periods in which too few jobs name the skill, or nobody read, are gaps; null where all of them are. */
export async function rankSeries(asking: Asking, skill: SkillId): Promise<Series | null> {
  const { population, asOf } = asking
  const [from, by, found] = [await start(asking), await periodKind(asking), await placesByPeriod(asking)]
  const [read, untold] = [await readDaysOf(asking), await untoldThrough(asking, skill)]
  const points = periodsBetween(from, asOf, by).map((period): Point => {
    const { status, flags } = stateOf(period, by, asOf, read)
    if (untold !== null && monthOf(startOf(lastDayOf(period, by), by)) <= untold) return gap(period, 'not_tracked')
    if (status === 'missing') return gap(period, status)
    const { n, rank } = found.get(period)?.get(skill) ?? { n: 0, rank: null }
    if (rank === null) return { ...gap(period, 'low'), flags, n }
    return { period, value: rank, status, flags, interval: null, n, denominator: null }
  })
  if (points.every(({ value }) => value === null)) return null
  const breaks = await flowBreaks(asking, by, from)
  return broken({ skill, measure: 'rank', population, unit: 'rank', by, points, breaks })
}
