/** One figure with everything behind it. */
import { type Figure, type SkillId, UserError } from '../domain.ts'
import { figuresOf as figuresIn } from '../report/figures-in.ts'
import type { FigureExplained, Point, Series } from '../report/views.ts'
import { count, counted, valueText } from '../report/wording.ts'
import { type Asking, sharedBy, skillName } from './asking.ts'
import { closedSeries } from './closed-series.ts'
import { figuresOf } from './figure.ts'
import { type FigureId, figureIdOf } from './figure-id.ts'
import { rowsBehind } from './figure-rows.ts'
import { indexSeries } from './index-series.ts'
import { kindOf, lastDayOf, startOf } from './periods.ts'
import { rankSeries } from './rank-series.ts'
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

/** A period of a series; null where the name is no such period. */
async function ofSeries(asking: Asking, { skill, measure, period }: FigureId): Promise<Figure | null> {
  if (period === null) return null
  const found = await seriesWith(asking, skill, measure, period)
  const point = found?.points.find((each) => each.period === period)
  if (found == null || point === undefined) return null
  const make = await figuresOf(asking, skill)
  return make({ ...point, measure, unit: found.unit, text: pointText(found, point) })
}

/** The series of a measure whose periods are named like this one; null where there is none. */
async function seriesWith(asking: Asking, skill: SkillId, measure: string, period: string): Promise<Series | null> {
  if (measure === 'index') return indexSeries(asking, skill)
  const by = kindOf(period)
  if (measure === 'rank') return by === 'quarter' || by === 'year' ? rankSeries(asking, skill) : null
  if (!['opened.share', 'opened', 'closed'].includes(measure)) return null
  if (by === 'day' || (measure !== 'opened.share' && by === 'week')) return null
  const from = startOf(lastDayOf(period, by), by)
  if (measure === 'closed') return closedSeries(asking, skill, by, from)
  return (await flows(asking, skill, by, from)).find((each) => each.measure === measure) ?? null
}

/** What nobody counted is not told as none. */
function pointText({ unit }: Series, { value, n, denominator }: Point): string {
  if (value !== null) return valueText(value, unit)
  if (n === null) return 'Not measured in this period.'
  const named = `${counted(n, 'job')} ${n === 1 ? 'names' : 'name'} it`
  return denominator === null ? `Too few: ${named}.` : `Too few: ${named}, of ${count(denominator)} new ones.`
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
