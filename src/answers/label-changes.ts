/** The weeks in which a skill's trajectory label became another one. */
import type { Week } from '../days.ts'
import type { LabelChange } from '../report/views.ts'
import type { Asking } from './asking.ts'
import { isLabelled, lastWholeWeek } from './runs.ts'

/** Newest first, of the runs of the edition in force. A skill's first label is no change: nothing was told of it before. */
export async function labelChanges(asking: Asking, from: Week): Promise<LabelChange[]> {
  const { store, population, asOf } = asking
  const edition = await store.edition()
  if (edition === null || !isLabelled(population)) return []
  const changes = await store.labelChanges({ population, edition, from, upTo: lastWholeWeek(asOf) })
  return changes.map((change) => ({ ...change, population })).reverse()
}
