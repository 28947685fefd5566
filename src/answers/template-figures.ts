/** What templates may name, answered from the store. */
import type { Figures } from '../report/render/names.ts'
import type { SkillReportView } from '../report/views.ts'
import { type Asking, skillName } from './asking.ts'
import { compare } from './compare.ts'
import { skillReport } from './skill-report.ts'

/** `known` is a report that is there already. */
export const templateFigures = (asking: Asking, known?: SkillReportView): Figures => ({
  skills: asking.skills.map(({ id }) => skillName(asking, id)),
  report: async (skill) => (skill === known?.skill.id ? known : skillReport(asking, skill)),
  compare: (left, right) => compare(asking, [left, right]),
})
