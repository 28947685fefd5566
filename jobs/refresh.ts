/** Brings everything that is derived up to date: tags for new texts, vacancies for changed employers, counts for changed days. */

import type { MergedEmployer, MergeRow, Store } from '../db/store.ts'
import type { Day } from '../src/days.ts'
import type { Tagged, TagInput } from '../src/domain.ts'
import {
  type Candidate,
  type Cluster,
  clusterGroup,
  groupKey,
  groupsOf,
  mergingRules,
  printsOf,
  textsNeeded,
  threadGroup,
} from '../src/vacancies/cluster.ts'
import { employerKind } from '../src/vacancies/employers.ts'
import { noteWhatMoved } from './editions.ts'
import { tagInput } from './tag-input.ts'

/** Texts held in memory at once. */
const batch = 500
/** Postings whose vacancies are saved in one transaction. */
const mergedTogether = 5000

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

/** A store on this machine answers without a pause: without one of ours no signal would be heard until all is done. */
const turn = () => new Promise<void>((heard) => void setImmediate(heard))

/** Does what is left to do and nothing else: run twice, the second changes nothing; stopped, the next goes on from there. */
export async function refresh(job: Refreshing): Promise<Refreshed> {
  await job.store.adoptEdition(job.tagger.edition, job.now())
  const done: Refreshed = { tagged: await tagTexts(job), employers: 0, days: 0, finished: false }
  if (!job.signal.aborted) await noteWhatMoved(job)
  // What is merged must not change between being read and being saved.
  await job.store.adoptMerging(mergingRules)
  done.employers = await job.store.alone(() => mergeEmployers(job))
  // Counting begins from what is packed of its first day.
  if (!job.signal.aborted) await job.store.packOpen(job.today)
  done.days = await countDays(job)
  await packWeeks(job)
  return { ...done, finished: !job.signal.aborted }
}

async function tagTexts({ store, tagger, signal, onStep }: Refreshing): Promise<number> {
  let tagged = 0
  let after = 0
  while (!signal.aborted) {
    const texts = await store.untagged(tagger.edition, after, batch)
    if (texts.length === 0) break
    const rows = texts.map((text) => ({ no: text.no, ...tagger.tag(tagInput(text)) }))
    await store.saveTags(tagger.edition, rows)
    after = texts.at(-1)!.no
    tagged += texts.length
    onStep?.('texts tagged', tagged)
    await turn()
  }
  return tagged
}

async function mergeEmployers({ store, signal, onStep, priorityOf }: Refreshing): Promise<number> {
  let merged = 0
  let waiting: MergedEmployer[] = []
  let postings = 0
  const save = async () => {
    await store.saveVacancies(waiting)
    merged += waiting.length
    ;[waiting, postings] = [[], 0]
    onStep?.('employers merged', merged)
    await turn()
  }
  for (const employer of await store.employersToMerge()) {
    if (signal.aborted) break
    const rows = await rowsToMerge(store, employer, priorityOf)
    const candidates = rows.map((row) => ({ ...row, priority: priorityOf(row.source) }))
    const vacancies = employer === '' ? candidates.map(({ no }) => alone(no)) : await clustersOf(store, candidates)
    balance(employer, rows, vacancies)
    waiting.push({ employer, kind: employerKind(employer, rows[0]?.name ?? ''), vacancies })
    postings += rows.length
    if (postings >= mergedTogether) await save()
  }
  if (waiting.length > 0) await save()
  return merged
}

/** The postings of the groups in which something changed: of the others no job can be another. */
async function rowsToMerge(store: Store, employer: string, priorityOf: Refreshing['priorityOf']): Promise<MergeRow[]> {
  const groupOf = ({ title, source }: { title: string; source: string }) => groupKey(title, priorityOf(source))
  const groups = new Set((await store.changedPostings(employer)).map(groupOf))
  if (groups.has(threadGroup)) return store.postingsOf(employer)
  const all = await store.titlesOf(employer)
  const titles = all.filter((title) => groups.has(groupKey(title, 0)))
  // Most of them are asked for in one question sooner than title by title.
  const rows = await store.postingsOf(employer, titles.length > all.length / 2 ? undefined : titles)
  return rows.filter((row) => groups.has(groupOf(row)))
}

/** Each posting is in one vacancy and in one only: what went into merging came out of it. */
function balance(employer: string, rows: readonly MergeRow[], vacancies: readonly Cluster[]): void {
  const merged = vacancies.flatMap(({ members }) => members.map(({ no }) => no))
  const known = new Set(rows.map(({ no }) => no))
  if (merged.length === known.size && known.size === rows.length && merged.every((no) => known.delete(no))) return
  throw new Error(`${employer}: ${rows.length} postings were to be merged, and ${merged.length} are in vacancies`)
}

/** Where nobody knows the employer, nobody knows whether two postings are of one. */
const alone = (no: number): Cluster => ({ members: [{ no, because: null }] })

async function clustersOf(store: Store, candidates: Candidate[]): Promise<Cluster[]> {
  const clusters: Cluster[] = []
  for (const groups of readTogether(groupsOf(candidates))) {
    const texts = new Map<number, string>()
    for (const { no, text } of await store.words([...new Set(groups.flatMap(textsNeeded))])) texts.set(no, text.role)
    for (const group of groups) {
      const own = textsNeeded(group).map((no) => ({ no, text: texts.get(no)! }))
      clusters.push(...clusterGroup(group, new Map(printsOf(group, own))))
    }
  }
  return clusters
}

/** Groups whose texts are read at once. */
function* readTogether(groups: Candidate[][]): Generator<Candidate[][]> {
  let some: Candidate[][] = []
  let texts = 0
  for (const group of groups) {
    some.push(group)
    texts += textsNeeded(group).length
    if (texts < batch) continue
    yield some
    ;[some, texts] = [[], 0]
  }
  if (some.length > 0) yield some
}

async function packWeeks({ store, tagger, signal, onStep }: Refreshing): Promise<void> {
  let packed = 0
  for (const monday of await store.unpackedWeeks(tagger.edition)) {
    if (signal.aborted) break
    await store.packWeek(tagger.edition, monday)
    packed += 1
    onStep?.('weeks packed', packed)
    await turn()
  }
  for (const monday of await store.unpackedReads()) {
    if (signal.aborted) break
    await store.packReads(monday)
    await turn()
  }
  for (const monday of await store.unpackedEndings()) {
    if (signal.aborted) break
    await store.packEndings(monday)
    await turn()
  }
}

async function countDays({ store, tagger, today, signal, onStep }: Refreshing): Promise<number> {
  if (signal.aborted) return 0
  let counted = 0
  return store.countDays(tagger.edition, await store.uncountedDays(tagger.edition, today), async () => {
    counted += 1
    onStep?.('days counted', counted)
    await turn()
    return !signal.aborted
  })
}
