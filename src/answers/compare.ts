/** Several skills side by side, and each against the first. */
import type { Figure, SkillId } from '../domain.ts'
import type { CompareView } from '../report/views.ts'
import { type Asking, skillName } from './asking.ts'
import { carryingPeriod, shownFrom } from './carrying.ts'
import { coverageOf } from './coverage.ts'
import { directionOf } from './direction.ts'
import { vintageOf } from './figure.ts'
import { openFigures } from './open-figures.ts'
import { payFigures } from './pay-figures.ts'
import { rankFigure, ratioFigure } from './recent.ts'
import { bothFigure } from './skill-report.ts'
import { tracked } from './tracked.ts'
import { flows } from './trend.ts'

const measures = ['open', 'open.required', 'share', 'employers', 'rank', 'change', 'trajectory', 'pay.median']
export async function compare(asking: Asking, skills: readonly SkillId[]): Promise<CompareView> {
  const columns: Figure[][] = []
  for (const skill of skills) {
    const { change, trajectory } = await directionOf(asking, skill)
    const rank = await rankFigure(asking, skill)
    const pay = await payFigures(asking, skill)
    columns.push([...(await openFigures(asking, skill)), rank, change, trajectory, ...pay])
  }
  const [first, ...others] = skills
  const pairs: CompareView['pairs'] = []
  for (const other of others) {
    pairs.push({
      left: skillName(asking, first!),
      right: skillName(asking, other),
      ratio: await ratioFigure(asking, first!, other),
      both: await bothFigure(asking, first!, other),
    })
  }
  return {
    skills: skills.map((skill) => skillName(asking, skill)),
    population: asking.population,
    vintage: await vintageOf(asking),
    coverage: await coverageOf(asking),
    rows: measures.map((measure) => ({
      measure,
      cells: columns.map((figures) => figures.find((figure) => figure.measure === measure) ?? null),
    })),
    pairs,
    series: await sharesOverTime(asking, skills),
  }
}

async function sharesOverTime(asking: Asking, skills: readonly SkillId[]): Promise<CompareView['series']> {
  const span = await asking.store.questions.span(asking.asOf)
  if (span === null) return []
  const by = await carryingPeriod(asking)
  const from = shownFrom(by, asking.asOf, span.first)
  const series: CompareView['series'] = []
  for (const skill of skills) {
    if ((await tracked(asking, skill)) === null) series.push(...(await flows(asking, skill, by, from)).slice(0, 1))
  }
  return series
}
