/** The place of a skill period by period, by the jobs that opened in each. */
import { addDays, type Day, monthOf } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { firstAt } from '../figures/new-vacancies.ts'
import { type Place, places } from '../figures/rank.ts'
import type { Point, Series } from '../report/views.ts'
import { type Asking, shared } from './asking.ts'
import { flowBreaks } from './breaks.ts'
import { carryingPeriod } from './carrying.ts'
import { openedNaming, openedOf, rowsByPeriod } from './opened.ts'
import { lastDayOf, periodsBetween, startOf } from './periods.ts'
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
  const { skills: names, employers, employer } = await openedOf(asking)
  const periods = await rowsByPeriod(asking, by, from)
  const found = periods.map(() => new Map<SkillId, { n: number; employers: number }>())
  const lastIn = new Int32Array(employers.length)
  for (const skill of names) {
    const rows = await openedNaming(asking, skill)
    lastIn.fill(-1)
    for (const [period, { from, to }] of periods.entries()) {
      let [n, hiring] = [0, 0]
      for (let next = firstAt(rows, from); next < rows.length && rows[next]! < to; next++) {
        n += 1
        const by = employer[rows[next]!]!
        if (lastIn[by] === period) continue
        lastIn[by] = period
        hiring += 1
      }
      if (n > 0) found[period]!.set(skill, { n, employers: hiring })
    }
  }
  const skills = asking.skills.map(({ id }) => id)
  return new Map(periods.map(({ period }, at) => [period, places(found[at]!, skills)]))
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
