/** The skills by what newly opened jobs ask for, and those whose share at the same employers moves by more than luck. */
import type { Figure, SkillId } from '../domain.ts'
import type { RankingView, RankRow } from '../report/views.ts'
import { type Asking, skillName } from './asking.ts'
import { carryingPeriod, shownFrom } from './carrying.ts'
import { coverageOf } from './coverage.ts'
import { directionOf } from './direction.ts'
import { vintageOf } from './figure.ts'
import { openFigures } from './open-figures.ts'
import { openOf } from './reading.ts'
import { rankedOf, rankFigure } from './recent.ts'
import { flows } from './trend.ts'

export async function ranking(asking: Asking, followed: readonly SkillId[], most: number): Promise<RankingView> {
  const ranked = await rankedOf(asking)
  const order = (skill: SkillId) => ranked.rank(skill) ?? Number.POSITIVE_INFINITY
  const openNow = (await openOf(asking)).skills({ name: asking.population })
  const open = new Map(openNow.map(({ skill, vacancies }) => [skill, vacancies]))
  // Skills without a rank come after the ranked, by what is open now: a new store has no new jobs to rank by.
  const ids = followed.toSorted(
    (left, right) =>
      Math.min(order(left), 1e6) - Math.min(order(right), 1e6) ||
      (open.get(right) ?? 0) - (open.get(left) ?? 0) ||
      (left < right ? -1 : 1),
  )
  const inOrder = ids.filter((skill) => Number.isFinite(order(skill)) || (open.get(skill) ?? 0) > 0).slice(0, most)
  const rows: RankRow[] = []
  for (const skill of inOrder) rows.push(await rowOf(asking, skill))
  const moving: RankRow[] = []
  for (const skill of ids) {
    const { trajectory, agreed } = await directionOf(asking, skill)
    if (agreed && /^(?:Rising|Emerging|Declining)\b/.test(trajectory.text) && trajectory.status === 'observed') {
      moving.push(rows.find((row) => row.skill.id === skill) ?? (await rowOf(asking, skill)))
    }
  }
  const by = (row: RankRow) => row.change.value ?? 0
  return {
    population: asking.population,
    vintage: await vintageOf(asking),
    coverage: await coverageOf(asking),
    rows,
    up: moving.filter(isUp).sort((left, right) => by(right) - by(left)),
    down: moving.filter((row) => !isUp(row)).sort((left, right) => by(left) - by(right)),
  }
}

const isUp = ({ trajectory }: RankRow) => !trajectory.text.startsWith('Declining')

async function rowOf(asking: Asking, skill: SkillId): Promise<RankRow> {
  const open = await openFigures(asking, skill)
  const named = (measure: string): Figure => open.find((figure) => figure.measure === measure)!
  const span = await asking.store.questions.span(asking.asOf)
  const by = await carryingPeriod(asking)
  const { change, trajectory } = await directionOf(asking, skill)
  return {
    skill: skillName(asking, skill),
    rank: await rankFigure(asking, skill),
    open: named('open'),
    share: named('share'),
    change,
    trajectory,
    recent:
      span === null ? [] : ((await flows(asking, skill, by, shownFrom(by, asking.asOf, span.first)))[0]?.points ?? []),
  }
}
