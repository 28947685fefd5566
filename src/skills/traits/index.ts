/** What a posting says beyond its skills. */
import type { TagInput, Traits } from '../../domain.ts'
import { cuesIn } from '../cues.ts'
import { headOf } from '../head.ts'
import type { Layout } from '../layout.ts'
import { isAi, patternsOf } from './ai.ts'
import { isMulti } from './openings.ts'
import { roleOf } from './role.ts'
import { salaryOf } from './salary.ts'
import { seniorityOf } from './seniority.ts'
import { workplaceOf } from './workplace.ts'
import { yearsOf } from './years.ts'

export function traitsOf(input: TagInput, layout: Layout): Traits {
  const head = headOf(input)
  const text = input.text.role
  const cues = cuesIn(text)
  const multi = isMulti(head, layout, cues)
  if (multi) {
    const ai = isAi(head, null, text, layout, cues)
    return {
      years: null,
      seniority: null,
      salary: null,
      remote: null,
      role: null,
      multi,
      ai,
      patterns: patternsOf(layout, cues, ai),
    }
  }
  const role = roleOf(head, text)
  const ai = isAi(head, role, text, layout, cues)
  return {
    years: yearsOf(text, layout, cues),
    seniority: seniorityOf(head, text, cues),
    salary: salaryOf(text, cues) ?? salaryOf(input.text.company, []),
    remote: workplaceOf(head, text, cues),
    role,
    multi,
    ai,
    patterns: patternsOf(layout, cues, ai),
  }
}
