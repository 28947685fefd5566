/** The share at the same employers through periods of 13 weeks, the last one as 1. */
import { addDays, weekOf } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { chartIndex } from '../figures/chart-index.ts'
import { quarterCells } from '../figures/paired.ts'
import { mondayOfWeek } from '../figures/windows.ts'
import type { Series } from '../report/views.ts'
import type { Asking } from './asking.ts'
import { lastWholeWeek, panelOf } from './runs.ts'

/** Periods are named by their first and last week. A period that shares too few employers with others has no value. */
export async function indexSeries(asking: Asking, skill: SkillId): Promise<Series | null> {
  const through = lastWholeWeek(asking.asOf)
  const found = chartIndex(quarterCells(await panelOf(asking), skill, through))
  if (found.every(({ index }) => index === null)) return null
  const nameOf = (period: number) => {
    const last = addDays(mondayOfWeek(through), 7 * 13 * period)
    return `${weekOf(addDays(last, -7 * 12))}/${weekOf(last)}`
  }
  return {
    ...{ skill, measure: 'index', population: asking.population, unit: 'index', by: 'quarter' },
    points: found.map(({ period, index, n, x }) => ({
      ...{
        period: nameOf(period),
        value: index,
        status: index === null ? 'low' : 'observed',
        flags: [],
        interval: null,
      },
      ...{ n: x, denominator: n },
    })),
    breaks: found.flatMap(({ period, segment }, at) =>
      at > 0 && segment !== found[at - 1]!.segment
        ? [{ period: nameOf(period), why: 'fewer than 10 employers stand in both periods' }]
        : [],
    ),
  }
}
