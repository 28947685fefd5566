/** Which skills stand in each other's place. */
import type { SkillId } from '../domain.ts'
import type { Asking } from './asking.ts'

/** Frameworks that one chooses between; members of one's family (TorchServe beside PyTorch) are not among them. */
export const places: readonly (readonly SkillId[])[] = [['pytorch', 'tensorflow', 'jax', 'keras', 'scikit-learn']]

/** The alternatives that the catalog knows; for a skill of no named place those of its group that do not imply it. */
export function alternativesTo(asking: Asking, skill: SkillId): SkillId[] {
  const known = new Set(asking.skills.map(({ id }) => id))
  const place = places.find((skills) => skills.includes(skill))
  return (place ?? []).filter((other) => other !== skill && known.has(other))
}
