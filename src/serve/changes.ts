/** What a reader who has seen the figures before would want to be told of. */
import type { Asking } from '../answers/asking.ts'
import { labelChanges } from '../answers/label-changes.ts'
import { addDays, weekOf } from '../days.ts'
import type { StatusView } from '../report/views.ts'

/** The last year's changes; older ones are history. */
export const changesOf = async (asking: Asking, { revisions }: StatusView) => ({
  population: asking.population,
  asOf: asking.asOf,
  changes: await labelChanges(asking, weekOf(addDays(asking.asOf, -365))),
  revisions,
})
