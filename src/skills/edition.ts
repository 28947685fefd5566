/** Names an edition of the catalog, and compares two of them. */
import { createHash } from 'node:crypto'
import type { SkillId } from '../domain.ts'
import { catalogVersion } from './catalog/index.ts'
import type { Skill } from './catalog/skill.ts'

/** Raised with every change of what the rules read in a text; a test that reads a fixed corpus says when that is due. */
export const rulesVersion = 6

/** The name of an edition: of what is counted and by which rules, told by content, so that no change keeps the name. */
export const editionOf = (catalog: readonly Skill[], ownSkills: readonly Skill[]): string =>
  `${catalogVersion}.${rulesVersion}-${digestOf(catalog)}${ownSkills.length === 0 ? '' : `+${digestOf(ownSkills)}`}`

/** Eight hex digits over skills. */
const digestOf = (skills: readonly Skill[]): string =>
  createHash('sha256').update(JSON.stringify(skills)).digest('hex').slice(0, 8)

export interface Moved {
  skill: SkillId
  before: number
  after: number
}

/** Skills whose counts differ between two taggings of the same texts, largest move first. */
export function movedSkills(before: ReadonlyMap<SkillId, number>, after: ReadonlyMap<SkillId, number>): Moved[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((skill) => ({ skill, before: before.get(skill) ?? 0, after: after.get(skill) ?? 0 }))
    .filter((moved) => moved.before !== moved.after)
    .sort(
      (left, right) =>
        Math.abs(right.after - right.before) - Math.abs(left.after - left.before) ||
        (left.skill < right.skill ? -1 : 1),
    )
}
