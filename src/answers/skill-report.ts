/** Everything that is told of one skill. */
import type { EvidenceRow } from '../../db/store.ts'
import type { Figure, SkillId } from '../domain.ts'
import { overlap } from '../figures/parts.ts'
import type { EmployerRow, Evidence, Part, SkillReportView } from '../report/views.ts'
import { count } from '../report/wording.ts'
import { alternativesTo } from './alternatives.ts'
import { type Asking, skillName } from './asking.ts'
import { type BreakdownKind, breakdown, coNamed, leadFigure } from './breakdowns.ts'
import { carryingPeriod } from './carrying.ts'
import { coverageOf } from './coverage.ts'
import { directionOf } from './direction.ts'
import { figuresOf, vintageOf } from './figure.ts'
import { flowFigures } from './flow-figures.ts'
import { indexSeries } from './index-series.ts'
import { namingNumbers } from './naming-rows.ts'
import { openFigures, openRowsOf } from './open-figures.ts'
import { payFigures } from './pay-figures.ts'
import { usualStart } from './periods.ts'
import { rankSeries } from './rank-series.ts'
import { openOf, readingOf } from './reading.ts'
import { rankFigure, ratioFigure } from './recent.ts'
import { subSkills } from './sub-skills.ts'
import { tracked } from './tracked.ts'
import { flows } from './trend.ts'
import { withoutFrameworks } from './without-frameworks.ts'

export async function skillReport(asking: Asking, skill: SkillId): Promise<SkillReportView> {
  const { change, trajectory } = await directionOf(asking, skill)
  const [rank, alternatives] = [await rankFigure(asking, skill), await alternativesOf(asking, skill)]
  const figures = [
    ...(await openFigures(asking, skill)),
    ...(await flowFigures(asking, skill)),
    ...[rank, change, trajectory],
    await leadFigure(asking, skill, 'role'),
    await leadFigure(asking, skill, 'pattern'),
    ...(await payFigures(asking, skill)),
    ...[await withoutFrameworks(asking, skill)].filter((figure) => figure !== null),
  ]
  const measured = (await readingOf(asking)).enough && (await tracked(asking, skill)) === null
  const parts = async (kind: BreakdownKind) => (measured ? (await breakdown(asking, skill, kind)).slice(0, 15) : [])
  const patterns = (await parts('pattern')).sort(byTold)
  for (const { label } of patterns.filter(isTold)) figures.push(await leadFigure(asking, skill, 'role', label))
  figures.push(...(await parts('pattern_required')).map(({ figure }) => figure))
  return {
    skill: skillName(asking, skill),
    population: asking.population,
    vintage: await vintageOf(asking),
    coverage: await coverageOf(asking),
    figures,
    series: await overTime(asking, skill),
    alternatives,
    coNamed: measured ? (await coNamed(asking, skill)).filter(isTold).sort(byLift).slice(0, 15) : [],
    roles: await parts('role'),
    patterns,
    seniority: await parts('seniority'),
    workplace: await parts('workplace'),
    countries: await parts('country'),
    employment: await parts('employment'),
    subSkills: measured ? await subSkills(asking, skill) : [],
    employers: measured ? await employersOf(asking, skill) : [],
    evidence: measured ? await evidenceOf(asking, skill) : [],
  }
}

const isTold = ({ figure }: { figure: Figure }) => figure.status === 'observed'
/** What may be compared first, by how much likelier it is than elsewhere; then what has only a count. */
const byTold = (left: Part, right: Part) => Number(isTold(right)) - Number(isTold(left)) || byLift(left, right)
const byLift = (left: { lift?: number | null }, right: { lift?: number | null }) => (right.lift ?? 0) - (left.lift ?? 0)

async function overTime(asking: Asking, skill: SkillId) {
  const span = await asking.store.questions.span(asking.asOf)
  if (span === null || (await tracked(asking, skill)) !== null) return []
  const by = await carryingPeriod(asking)
  const shares = (await flows(asking, skill, by, usualStart(by, asking.asOf, span.first))).slice(0, 1)
  const index = await indexSeries(asking, skill)
  return [...shares, index, await rankSeries(asking, skill)].filter((series) => series !== null)
}

async function alternativesOf(asking: Asking, skill: SkillId): Promise<SkillReportView['alternatives']> {
  const others = alternativesTo(asking, skill)
  const found: SkillReportView['alternatives'] = []
  for (const other of others) {
    const { change, trajectory } = await directionOf(asking, other)
    found.push({
      skill: skillName(asking, other),
      figures: [...(await openFigures(asking, other)), change, trajectory],
      ratio: await ratioFigure(asking, skill, other),
      both: await bothFigure(asking, skill, other),
    })
  }
  return found
}

/** How many open jobs name both, of those that name either. */
export async function bothFigure(asking: Asking, left: SkillId, right: SkillId): Promise<Figure | null> {
  if (!(await readingOf(asking)).enough) return null
  const make = await figuresOf(asking, left)
  const { both, either } = overlap(await namingNumbers(asking, left), await namingNumbers(asking, right))
  const text = `${count(both)} of the ${count(either)} open jobs that name either name both.`
  const status = either === 0 ? 'low' : both === 0 ? 'zero' : 'observed'
  return make({ measure: `both.${right}`, unit: 'vacancies', value: both, text, status, n: both, denominator: either })
}

async function employersOf(asking: Asking, skill: SkillId): Promise<EmployerRow[]> {
  const rows = await openRowsOf(asking, skill)
  const employers = new Map<string, { naming: number; open: number }>()
  for (const { employer, naming, vacancies } of rows) {
    const known = employers.get(employer) ?? { naming: 0, open: 0 }
    employers.set(employer, { naming: known.naming + naming, open: known.open + vacancies })
  }
  const naming = [...employers].filter(([, counts]) => counts.naming > 0)
  const names = await asking.store.questions.employerNames(naming.map(([employer]) => employer))
  return naming
    .map(([employer, counts]) => ({ employer, name: names.get(employer) ?? employer, ...counts }))
    .sort((left, right) => right.naming - left.naming || (left.employer < right.employer ? -1 : 1))
}

const evidenceOf = async (asking: Asking, skill: SkillId): Promise<Evidence[]> =>
  (await evidenceRows(asking, skill, 20)).map(({ vacancy: _, employer: __, ...row }) => row)

/** Every open vacancy that names the skill, on boards whose lists still speak: as many rows as the figure `open` counts, or the first of them. */
export async function evidenceRows(asking: Asking, skill: SkillId, most?: number): Promise<EvidenceRow[]> {
  const [{ panel }, open, whose] = [await readingOf(asking), await openOf(asking), { name: asking.population }]
  const fresh = new Set(panel)
  const jobs = spread(open.vacancies(skill, whose).filter(({ board }) => fresh.has(board)))
  const shown = jobs.slice(0, most).map(({ vacancy }) => vacancy)
  return open.evidence(skill, whose, shown)
}

/** One of each employer first, then a second of each: twenty rows should not be one employer's. */
export function spread<Row extends { employer: string }>(rows: readonly Row[]): Row[] {
  const turns = new Map<string, number>()
  return rows
    .map((row, at) => {
      const turn = turns.get(row.employer) ?? 0
      turns.set(row.employer, turn + 1)
      return { row, turn, at }
    })
    .sort((left, right) => left.turn - right.turn || left.at - right.at)
    .map(({ row }) => row)
}
