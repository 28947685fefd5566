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
  // Where one works is a matter of the company as much as of the role; the rest is asked of the role's text alone.
  const whole = input.text.company === '' ? text : `${text}\n${input.text.company}`
  const everywhere = cuesIn(whole)
  const cues = whole === text ? everywhere : everywhere.filter(({ offset }) => offset < text.length)
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
    salary: salaryOf(text, cues) ?? salaryOf(input.text.company, everywhere),
    remote: workplaceOf(head, whole, everywhere),
    role,
    multi,
    ai,
    patterns: patternsOf(layout, cues, ai),
  }
}
