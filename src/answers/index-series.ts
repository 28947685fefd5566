/** The share at the same employers through periods of 13 weeks, the last one as 1. */
import { addDays, type Week, weekOf } from '../days.ts'
import type { EmployerKey, SkillId } from '../domain.ts'
import { chartIndex } from '../figures/chart-index.ts'
import { minimum } from '../figures/method.ts'
import { quarterSums } from '../figures/paired.ts'
import { quarterCoverage } from '../figures/quarter-coverage.ts'
import { mondayOfWeek } from '../figures/windows.ts'
import type { Point, Series } from '../report/views.ts'
import { type Asking, shared } from './asking.ts'
import { lastWholeWeek, panelOf } from './runs.ts'

/** What each employer adds to a period: the new jobs that name the skill, and all. */
export async function indexRows(
  asking: Asking,
  skill: SkillId,
  period: string,
): Promise<{ employer: EmployerKey; x: number; n: number }[]> {
  const through = lastWholeWeek(asking.asOf)
  const panel = await panelOf(asking)
  const { employer, periods } = quarterSums(panel, skill, through)
  const found = periods.find((sums) => quarterName(through, sums.period) === period)
  if (found === undefined) return []
  const rowOf = (place: number, pair: number) => ({
    ...{ employer: panel.opened.employers[place]!, x: found.x[pair]!, n: found.n[pair]! },
  })
  return Array.from(employer, rowOf).filter(({ n }) => n > 0)
}

function quarterName(through: Week, period: number): string {
  const last = addDays(mondayOfWeek(through), 7 * 13 * period)
  return `${weekOf(addDays(last, -7 * 12))}/${weekOf(last)}`
}

/** How much of each period was read: the same for every skill. */
const coverageOf = shared(async (asking: Asking) => {
  const [panel, known] = [await panelOf(asking), new Map<number, number>()]
  return (period: number): number => {
    const coverage = known.get(period) ?? quarterCoverage(panel, lastWholeWeek(asking.asOf), period)
    known.set(period, coverage)
    return coverage
  }
})

/** Periods are named by their first and last week. A period that shares too few employers with others has no value. */
export async function indexSeries(asking: Asking, skill: SkillId): Promise<Series | null> {
  const through = lastWholeWeek(asking.asOf)
  const panel = await panelOf(asking)
  const coverage = await coverageOf(asking)
  const found = chartIndex(quarterSums(panel, skill, through))
  if (found.every(({ index }) => index === null)) return null
  const nameOf = (period: number) => quarterName(through, period)
  return {
    ...{ skill, measure: 'index', population: asking.population, unit: 'index', by: 'quarter' },
    points: found.map(({ period, index, n, x }): Point => {
      const short = coverage(period) < minimum.coverage
      return {
        ...{ period: nameOf(period), value: index, interval: null, n: x, denominator: n },
        status: index === null ? 'low' : short ? 'partial' : 'observed',
        flags: short ? ['low_coverage'] : [],
      }
    }),
    breaks: found.flatMap(({ period, segment }, at) =>
      at > 0 && segment !== found[at - 1]!.segment
        ? [{ period: nameOf(period), why: 'fewer than 10 employers stand in both periods' }]
        : [],
    ),
  }
}
