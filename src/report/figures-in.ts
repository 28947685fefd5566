/** Every figure of a view, one by one. */
import type { Figure } from '../domain.ts'
import type { SkillReportView } from './views.ts'

/** The parts and the head-to-heads included; the points of its series are not among them. */
export const figuresOf = (view: SkillReportView): Figure[] => [
  ...view.figures,
  ...view.alternatives.flatMap(({ ratio, both }) => (both === null ? [ratio] : [ratio, both])),
  ...[
    ...[view.roles, view.patterns, view.seniority, view.workplace, view.countries, view.employment],
    ...[view.coNamed, view.subSkills],
  ].flatMap((parts) => parts.map(({ figure }) => figure)),
]
