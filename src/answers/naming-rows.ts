/** The open jobs that name a skill with what else their texts say, on boards whose lists still speak. */
import type { NamingRow } from '../../db/store.ts'
import type { SkillId } from '../domain.ts'
import { type Asking, sharedBy } from './asking.ts'
import { openOf, readingOf } from './reading.ts'

export const namingOf = sharedBy(async (asking: Asking, skill): Promise<NamingRow[]> => {
  const { panel } = await readingOf(asking)
  const fresh = new Set(panel)
  const rows = (await openOf(asking)).naming(skill, { name: asking.population })
  return rows.filter(({ board }) => fresh.has(board))
})

/** The numbers of these jobs. */
export async function namingNumbers(asking: Asking, skill: SkillId): Promise<number[]> {
  const fresh = new Set((await readingOf(asking)).panel)
  const jobs = (await openOf(asking)).vacancies(skill, { name: asking.population })
  return jobs.filter(({ board }) => fresh.has(board)).map(({ vacancy }) => vacancy)
}
