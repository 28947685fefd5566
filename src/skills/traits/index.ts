/** What a posting says beyond its skills. */
import type { Field, TagInput, Traits } from '../../domain.ts'
import type { CueHit } from '../cues.ts'
import { headOf } from '../head.ts'
import type { Layout } from '../layout.ts'
import { isAi, patternsOf } from './ai.ts'
import { isMulti, roleFieldOf, titleBelow } from './openings.ts'
import { roleOf } from './role.ts'
import { listsRoles } from './roles-listed.ts'
import { salaryOf } from './salary.ts'
import { seniorityOf } from './seniority.ts'
import { workplaceOf } from './workplace.ts'
import { yearsOf } from './years.ts'

export function traitsOf(
  input: TagInput,
  layout: Layout,
  { title: titleCues, role: cues, company: cuesOfCompany }: Record<Field, readonly CueHit[]>,
): Traits {
  const head = headOf(input)
  const text = input.text.role
  const ofHeader = roleFieldOf(head)
  const multi = isMulti(head, ofHeader, layout, cues) || listsRoles(head, ofHeader, layout, cues)
  if (multi) {
    const ai = isAi(head, [], null, text, layout, cues)
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
  const roleField = ofHeader ?? titleBelow(head, layout)
  const end = ofHeader === null && roleField !== null ? roleField.base + roleField.text.length : head.end
  const titleTerms = head.fromText ? cuesInField(cues, text, roleField?.text ?? null, end) : titleCues
  const role = roleOf(head, roleField, layout)
  const ai = isAi(head, titleTerms, role, text, layout, cues)
  // Where one works is a matter of the company as much as of the role; the rest is asked of the role's text alone.
  const { company } = input.text
  const whole = company === '' ? text : `${text}\n${company}`
  const everywhere = cuesOfCompany.length === 0 ? cues : [...cues, ...cuesOfCompany]
  return {
    years: yearsOf(text, layout, cues),
    seniority: seniorityOf(head, roleField, text, cues),
    salary: salaryOf(text, cues) ?? salaryOf(company, everywhere),
    remote: workplaceOf(head, layout, whole, everywhere),
    role,
    multi,
    ai,
    patterns: patternsOf(layout, cues, ai),
  }
}

/** Those of a post's header that stand in the field which names the role. */
function cuesInField(cues: readonly CueHit[], text: string, field: string | null, end: number): readonly CueHit[] {
  if (field === null) return []
  return cues.filter((cue) => cue.offset < end && field.includes(text.slice(cue.offset, cue.end)))
}
