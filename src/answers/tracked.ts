/** Whether the texts have been read for a skill: what no edition looked for is not tracked, and never a zero. */
import type { SkillId } from '../domain.ts'
import { type Asking, shared, sharedBy, skillName } from './asking.ts'

/** Null where the skill is looked for; else the sentence that says why nothing is known of it. */
export const tracked = sharedBy(async (asking: Asking, skill: SkillId): Promise<string | null> => {
  const edition = await asking.store.edition()
  if (edition === asking.edition || edition === null) return null
  const known = await asking.store.published({ skill })
  if (known.some((figure) => figure.vintage.edition === edition)) return null
  const { name } = skillName(asking, skill)
  return `Not tracked yet: the texts were read with catalog ${edition}, which may not know ${name}. "skilltide refresh" reads them again with ${asking.edition}.`
})

/** Texts that wait to be read: figures leave them out, so that they must be told. */
export const unreadTexts = shared(async (asking: Asking): Promise<boolean> => {
  return (await asking.store.untagged(asking.edition, 0, 1)).length > 0
})
