/** Whether the texts have been read for a skill: what no edition looked for is not tracked, and never a zero. */
import { addDays, lastOfMonth, type Month } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { type Asking, shared, sharedBy, skillName } from './asking.ts'

/** Null where the skill is looked for; else the sentence that says why nothing is known of it. */
export const tracked = sharedBy(async (asking: Asking, skill: SkillId): Promise<string | null> => {
  const blind = await untoldThrough(asking, skill)
  // A thread's month is carried five weeks beyond it.
  if (blind !== null && asking.asOf <= addDays(lastOfMonth(blind), 38)) return untoldText(asking, skill, blind)
  const edition = await asking.store.edition()
  if (edition === asking.edition || edition === null) return null
  if (await asking.store.hasMentions(edition, skill)) return null
  const known = await asking.store.published({ skill })
  if (known.some((figure) => figure.vintage.edition === edition)) return null
  const { name } = skillName(asking, skill)
  return `Not tracked yet: the texts were read with catalog ${edition}, which may not know ${name}. "skilltide refresh" reads them again with ${asking.edition}.`
})

const loadedHistory = shared(async (asking: Asking) => {
  const [loaded] = await asking.store.events({ kind: 'history', limit: 1 })
  return (loaded?.data ?? null) as { skills: SkillId[]; through: Month } | null
})

/** The last month of a loaded history whose catalog did not look for the skill; null where it did, or none was loaded. */
export const untoldThrough = sharedBy(async (asking: Asking, skill: SkillId): Promise<Month | null> => {
  const history = await loadedHistory(asking)
  return history === null || history.skills.includes(skill) ? null : history.through
})

export const untoldText = (asking: Asking, skill: SkillId, through: Month): string =>
  `Not tracked: the history up to ${through} was read with a catalog that did not look for ${skillName(asking, skill).name}.`

/** Texts that wait to be read: figures leave them out, so that they must be told. */
export const unreadTexts = shared(async (asking: Asking): Promise<boolean> => {
  return (await asking.store.untagged(asking.edition, 0, 1)).length > 0
})
