/** Brings everything that is derived up to date: tags for new texts, vacancies for changed employers, counts for changed days. */
import type { MergeRow, Store } from '../db/store.ts'
import type { Day } from '../src/days.ts'
import type { Tagged, TagInput } from '../src/domain.ts'
import { type Candidate, clusterPostings } from '../src/vacancies/cluster.ts'

/** Texts held in memory at once. */
const batch = 500

export interface Refreshing {
  store: Store
  tagger: { edition: string; tag(input: TagInput): Tagged }
  today: Day
  now(): number
  signal: AbortSignal
  onStep?(step: string, done: number): void
  /** Sources whose lists copy employers' own adverts. */
  priorityOf(source: string): number
}

export interface Refreshed {
  tagged: number
  employers: number
  days: number
  finished: boolean
}

/** Does what is left to do and nothing else: run twice, the second changes nothing; stopped, the next goes on from there. */
export async function refresh(job: Refreshing): Promise<Refreshed> {
  await job.store.adoptEdition(job.tagger.edition, job.now())
  const done: Refreshed = { tagged: await tagTexts(job), employers: 0, days: 0, finished: false }
  done.employers = await mergeEmployers(job)
  done.days = await countDays(job)
  return { ...done, finished: !job.signal.aborted }
}

async function tagTexts({ store, tagger, signal, onStep }: Refreshing): Promise<number> {
  let tagged = 0
  let after = 0
  while (!signal.aborted) {
    const texts = await store.untagged(tagger.edition, after, batch)
    if (texts.length === 0) break
    const rows = texts.map((text) => ({
      no: text.no,
      ...tagger.tag({ title: text.title, text: text.text, posted: text.era }),
    }))
    await store.saveTags(tagger.edition, rows)
    after = texts.at(-1)!.no
    tagged += texts.length
    onStep?.('texts tagged', tagged)
  }
  return tagged
}

async function mergeEmployers({ store, signal, onStep, priorityOf }: Refreshing): Promise<number> {
  let merged = 0
  for (const employer of await store.employersToMerge()) {
    if (signal.aborted) break
    const rows = await store.postingsOf(employer)
    const candidates = rows.map((row) => candidateOf(row, priorityOf(row.source)))
    const texts = await textsNeeded(store, candidates)
    const clusters = clusterPostings(candidates, (no) => texts.get(no) ?? '')
    await store.saveVacancies(employer, clusters)
    merged += 1
    if (merged % 50 === 0) onStep?.('employers merged', merged)
  }
  return merged
}

const candidateOf = (row: MergeRow, priority: number): Candidate => ({
  no: row.no,
  source: row.source,
  priority,
  title: row.title,
  textNo: row.textNo,
  firstSeen: row.firstSeen,
  lastSeen: row.lastSeen,
  endedOn: row.endedOn,
})

async function textsNeeded(store: Store, candidates: Candidate[]): Promise<Map<number, string>> {
  if (candidates.length < 2) return new Map()
  const nos = [...new Set(candidates.flatMap((candidate) => (candidate.textNo === null ? [] : [candidate.textNo])))]
  const texts = await store.texts(nos)
  return new Map(texts.map((text) => [text.no, text.text.role]))
}

async function countDays({ store, tagger, today, signal, onStep }: Refreshing): Promise<number> {
  let counted = 0
  for (const day of await store.uncountedDays(tagger.edition, today)) {
    if (signal.aborted) break
    await store.countDay(tagger.edition, day)
    counted += 1
    onStep?.('days counted', counted)
  }
  return counted
}
