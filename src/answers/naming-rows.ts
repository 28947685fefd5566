/** The open jobs that name a skill with what else their texts say, on boards whose lists still speak. */
import type { NamingRow } from '../../db/store.ts'
import { type Asking, sharedBy } from './asking.ts'
import { readingOf } from './reading.ts'

export const namingOf = sharedBy(async (asking: Asking, skill): Promise<NamingRow[]> => {
  const { panel } = await readingOf(asking)
  const fresh = new Set(panel)
  const rows = await asking.store.questions.naming(skill, { name: asking.population }, asking.asOf)
  return rows.filter(({ board }) => fresh.has(board))
})
