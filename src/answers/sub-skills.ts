/** The members of a skill's family and their tools, and at which seniority they are asked for. */
import type { SkillId } from '../domain.ts'
import { partsOf } from '../figures/parts.ts'
import { tierOf, tiersOf } from '../figures/tiers.ts'
import type { Part } from '../report/views.ts'
import { count, percent } from '../report/wording.ts'
import { type Asking, skillName } from './asking.ts'
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
  const tierIn = new Map(tiered.map((found) => [found.skill, found.tier]))
  return partsOf(rows, (row) => row.skills.filter((id) => family.includes(id))).map(({ label, x, share, enough }) => {
    const { name } = skillName(asking, label)
    const tier = tierIn.get(label) ?? null
    const value = rows.length === 0 ? 0 : x / rows.length
    const where = tier === null ? 'at no level more than at others, as far as can be told' : `most at ${tier} level`
    return {
      label: name,
      skill: label,
      figure: make({
        ...{ measure: `sub_skill.${label}`, unit: 'share', value, n: x, denominator: rows.length },
        ...{ status: enough ? 'observed' : 'low', interval: share?.interval ?? null, employers: share?.naming ?? null },
        text: `${percent(value)} (${count(x)} of ${count(rows.length)}), ${where}`,
      }),
    }
  })
}
