/** The members of a skill's family and their tools, and at which seniority they are asked for. */
import type { SkillId } from '../domain.ts'
import { partsOf } from '../figures/parts.ts'
import { type Tiered, tierOf, tiers, tiersOf } from '../figures/tiers.ts'
import type { Part } from '../report/views.ts'
import { count } from '../report/wording.ts'
import { type Asking, skillName } from './asking.ts'
import { partDraft } from './breakdowns.ts'
import { figuresOf } from './figure.ts'
import { namingOf } from './naming-rows.ts'

/** Skills that imply this one: TorchScript, Lightning and TorchServe name PyTorch. */
const familyOf = (asking: Asking, skill: SkillId): SkillId[] =>
  asking.skills.filter(({ implies }) => implies?.includes(skill)).map(({ id }) => id)

export async function subSkills(asking: Asking, skill: SkillId): Promise<Part[]> {
  const family = familyOf(asking, skill)
  if (family.length === 0) return []
  const rows = await namingOf(asking, skill)
  const make = await figuresOf(asking, skill)
  const tiered = tiersOf(
    rows.map(({ employer, traits, skills }) => ({ employer, tier: tierOf(traits.seniority), skills })),
    family,
  )
  const bySkill = new Map(tiered.map((found) => [found.skill, found]))
  return partsOf(rows, (row) => row.skills.filter((id) => family.includes(id))).map((part) => {
    const draft = partDraft(part)
    const home = part.enough ? `, ${homeText(bySkill.get(part.label)!)}` : ''
    return {
      label: skillName(asking, part.label).name,
      skill: part.label,
      figure: make({ ...draft, measure: `sub_skill.${part.label}`, text: `${draft.text}${home}` }),
    }
  })
}

/** `most at senior level (2 of 9 junior, 3 of 40 mid, 40 of 120 senior)`. */
function homeText({ by, tier }: Tiered): string {
  const told = tiers.map((name) => `${count(by[name].x)} of ${count(by[name].n)} ${name}`).join(', ')
  return tier === null
    ? `at no level more than at others, as far as can be told (${told})`
    : `most at ${tier} level (${told})`
}
