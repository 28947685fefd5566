/** One figure with everything behind it. */
import { type Figure, UserError } from '../domain.ts'
import { figuresOf as figuresIn } from '../report/figures-in.ts'
import type { FigureExplained } from '../report/views.ts'
import { valueText } from '../report/wording.ts'
import { type Asking, sharedBy, skillName } from './asking.ts'
import { closedSeries } from './closed-series.ts'
import { figuresOf } from './figure.ts'
import { type FigureId, figureIdOf } from './figure-id.ts'
import { rowsBehind } from './figure-rows.ts'
import { kindOf, lastDayOf, startOf } from './periods.ts'
import { skillReport } from './skill-report.ts'
import { flows } from './trend.ts'

/** The figure as a report of the day has it, its rows, and what was published of it. An unknown figure is an error. */
export async function explainFigure(asking: Asking, id: FigureId): Promise<FigureExplained> {
  const figure = await explainedFigure(asking, id)
  const rows = figure.n === null ? null : await rowsBehind(asking, id.skill, figure)
  const names = await asking.store.questions.employerNames((rows?.employers ?? []).map(({ employer }) => employer))
  const published = (await asking.store.published({ skill: id.skill, measure: id.measure })).filter(
    ({ period, population }) => period === figure.period && population === figure.population,
  )
  return {
    id: figureIdOf(figure),
    skill: skillName(asking, id.skill),
    figure,
    employers: (rows?.employers ?? []).map((row) => ({ ...row, name: names.get(row.employer) ?? row.employer })),
    postings: rows?.postings ?? null,
    published: published.map(({ publishedAt, text, value, vintage }) => ({
      ...{ publishedAt: new Date(publishedAt).toISOString(), text, value, vintage },
    })),
  }
}

/** A figure by its name alone. */
export const explainedFigure = async (asking: Asking, id: FigureId): Promise<Figure> =>
  (await ofSeries(asking, id)) ?? (await ofReport(asking, id))

/** A period of the series of newly opened jobs; null where the name is no such period. */
async function ofSeries(asking: Asking, { skill, measure, period }: FigureId): Promise<Figure | null> {
  if (period === null || !['opened.share', 'opened', 'closed'].includes(measure)) return null
  const by = kindOf(period)
  if (by === 'day' || (measure !== 'opened.share' && by === 'week')) return null
  const from = startOf(lastDayOf(period, by), by)
  const series =
    measure === 'closed' ? [await closedSeries(asking, skill, by, from)] : await flows(asking, skill, by, from)
  const found = series.find((each) => each?.measure === measure) ?? undefined
  const point = found?.points.find((each) => each.period === period)
  if (found === undefined || point === undefined) return null
  const make = await figuresOf(asking, skill)
  const { unit } = found
  const text =
    point.value === null ? `${point.n ?? 'no'} of ${point.denominator ?? 'no'} new jobs` : valueText(point.value, unit)
  return make({ ...point, measure, unit, text })
}

const reportOf = sharedBy(skillReport)

async function ofReport(asking: Asking, { skill, measure, period }: FigureId): Promise<Figure> {
  const figures = figuresIn(await reportOf(asking, skill))
  const found = figures.find((figure) => figure.measure === measure)
  if (found === undefined) {
    throw new UserError(`A report of ${skill} has no figure "${measure}" as of ${asking.asOf}.`)
  }
  if (period === null || period === found.period || period === asking.asOf) return found
  throw new UserError(
    `${skill}.${measure} speaks of ${found.period} as of ${asking.asOf}; "${period}" is none of its periods.`,
  )
}
