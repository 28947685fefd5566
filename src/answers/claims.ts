/** Whether the figures bear a claim out: supported, not supported, or nothing to be said, each with its numbers. */
import type { Figure, SkillId } from '../domain.ts'
import { leadOf } from '../figures/parts.ts'
import type { ClaimVerdict } from '../report/views.ts'
import { count, fullText } from '../report/wording.ts'
import { type Asking, skillName } from './asking.ts'
import { type BreakdownKind, labelsIn } from './breakdowns.ts'
import type { Claim, Rule } from './claim-file.ts'
import { directionOf } from './direction.ts'
import { explainedFigure } from './explain-figure.ts'
import { figureNamed } from './figure-id.ts'
import { namingOf } from './naming-rows.ts'
import { needs, notEnough } from './needs.ts'
import { outside } from './outside.ts'
import { notMeasured, readingOf } from './reading.ts'
import { ratioFigure, recentRows } from './recent.ts'
import { tracked } from './tracked.ts'

type Finding = Pick<ClaimVerdict, 'verdict' | 'because' | 'figures'>

/** Checks one claim among the vacancies that it names, or those of the asking. */
export async function claimVerdict(asking: Asking, { claim, population, rule }: Claim): Promise<ClaimVerdict> {
  const among = population === null ? asking : { ...asking, population }
  return { claim, population: among.population, asOf: among.asOf, ...(await findingOf(among, rule)) }
}

async function findingOf(asking: Asking, rule: Rule): Promise<Finding> {
  if ('outside' in rule) return finding('cannot say', outside[rule.outside], [])
  if ('leads' in rule) return leading(asking, rule.leads, rule.over)
  if ('direction' in rule) return directed(asking, rule.direction, rule.is)
  if ('most' in rule) return mostOf(asking, rule.most, rule.of as BreakdownKind, rule.is)
  return bounded(asking, rule)
}

const finding = (verdict: Finding['verdict'], because: string, figures: Figure[]): Finding => ({
  ...{ verdict, because, figures },
})

/** Counts and estimates that were printed; an interval must lie on one side, or there is nothing to be said. */
async function bounded(
  asking: Asking,
  { figure: name, at_least: least, at_most: most }: Extract<Rule, { figure: string }>,
): Promise<Finding> {
  const id = figureNamed(name, (skill) => skill)!
  const figure = await explainedFigure(asking, id)
  const text = `${name}: ${fullText(figure)}`
  if (figure.value === null || figure.status === 'low') return finding('cannot say', text, [figure])
  const { low, high } = figure.interval ?? { low: figure.value, high: figure.value }
  const [from, to] = [least ?? Number.NEGATIVE_INFINITY, most ?? Number.POSITIVE_INFINITY]
  if (low >= from && high <= to) return finding('supported', text, [figure])
  return finding(high < from || low > to ? 'not supported' : 'cannot say', text, [figure])
}

/** Against the runner-up alone: the others are behind it. */
async function leading(asking: Asking, skill: SkillId, over: readonly SkillId[]): Promise<Finding> {
  const rows = await recentRows(asking)
  const named = (of: SkillId) => rows.reduce((sum, { naming }) => sum + (naming[of] ?? 0), 0)
  const second = over.toSorted((left, right) => named(right) - named(left))[0]!
  const figure = await ratioFigure(asking, skill, second)
  const told = over.map((of) => `${skillName(asking, of).name} ${count(named(of))}`).join(', ')
  const counts =
    figure.status === 'missing' || figure.status === 'not_tracked'
      ? ''
      : ` New jobs of the last 13 weeks: ${skillName(asking, skill).name} ${count(named(skill))}, ${told}.`
  const because = `Against ${skillName(asking, second).name}: ${fullText(figure)}${/[.!]$/.test(figure.text) ? '' : '.'}${counts}`
  if (figure.value === null || figure.interval === null) return finding('cannot say', because, [figure])
  if (figure.interval.low > 1) return finding('supported', because, [figure])
  return finding(figure.interval.high < 1 ? 'not supported' : 'cannot say', because, [figure])
}

async function directed(asking: Asking, skill: SkillId, words: readonly string[]): Promise<Finding> {
  const { trajectory } = await directionOf(asking, skill)
  const word = trajectory.text.split(':')[0]!
  if (trajectory.status !== 'observed') return finding('cannot say', trajectory.text, [trajectory])
  if (words.includes(word)) return finding('supported', trajectory.text, [trajectory])
  return finding(word === 'No clear trend' ? 'cannot say' : 'not supported', trajectory.text, [trajectory])
}

/** Whether one part of the naming jobs is ahead of the next beyond luck. */
async function mostOf(asking: Asking, skill: SkillId, kind: BreakdownKind, label: string): Promise<Finding> {
  const reading = await readingOf(asking)
  const untracked = await tracked(asking, skill)
  if (untracked !== null || !reading.enough) return finding('cannot say', untracked ?? notMeasured(reading), [])
  const lead = leadOf(await namingOf(asking, skill), (row) => labelsIn(kind, row))
  if (lead === null) return finding('cannot say', notEnough(needs('parts that can be compared', 0, 2)), [])
  const { first, second, ratio, leads } = lead
  const because = `Of the jobs naming ${skillName(asking, skill).name}, ${count(ratio.a)} are ${first} and ${count(ratio.b)} ${second}: ${ratio.ratio.toFixed(2)} to 1 (95%: ${ratio.interval.low.toFixed(2)} to ${ratio.interval.high.toFixed(2)}, ${count(ratio.employers)} employers).`
  if (!leads) return finding('cannot say', because, [])
  return finding(first === label ? 'supported' : 'not supported', because, [])
}
