/** Run by the measurements in a process of its own: refreshes the store that the environment names, and prints what each step took of the processor, in seconds. */
import { openStore } from '../../db/open.ts'
import { refresh } from '../../jobs/refresh.ts'
import { keepRuns } from '../../src/answers/runs.ts'
import { dayNumber, maybeDay } from '../../src/days.ts'
import { priorityOf } from '../../src/in-force.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'

const today = maybeDay(process.env.SKILLTIDE_TODAY ?? '')!
const now = () => dayNumber(today) * 86_400_000 + 43_200_000
const processor = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
const store = await openStore(process.env.SKILLTIDE_DB!, { now })
const seconds = new Map<string, number>()
let before = processor()
const opening = before
const spend = (step: string) => {
  const at = processor()
  seconds.set(step, (seconds.get(step) ?? 0) + at - before)
  before = at
}
await refresh({
  store,
  tagger: createTagger(catalog),
  today,
  now,
  signal: new AbortController().signal,
  onStep: spend,
  priorityOf,
})
spend('the rest')
const population = 'ai'
const { edition } = createTagger(catalog)
await keepRuns({ store, skills: catalog, edition, population, asOf: today }, async () => true)
spend('weekly runs')
await store.close()
spend('closing')
console.log(JSON.stringify({ opening, ...Object.fromEntries(seconds) }))
