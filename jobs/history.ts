/** Fifteen years of hiring posts for a store that has none: their facts from the shipped pack, and the pack from a store. */
import { createReadStream, createWriteStream, renameSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { KnownBoard, Store } from '../db/store.ts'
import { type Day, day, firstOfMonth, lastOfMonth, type Month, monthOf } from '../src/days.ts'
import { type Employment, type SkillId, UserError, type Workplace } from '../src/domain.ts'
import { createPacker, createUnpacker, type HistoryHead, type HistoryPost, mentionsOf } from './history-pack.ts'

export interface HistoryLoad {
  store: Store
  board: KnownBoard
  file: string
  today: Day
  now(): number
  signal: AbortSignal
  onPost?(posts: number, month: string): void
}

export interface LoadedHistory {
  posts: number
  months: number
  /** Months that the store had read whole already; what was collected stands. */
  known: number
  edition: string
  /** What the edition looked for, and the last month it speaks of: of other skills the loaded months say nothing. */
  knows: { skills: SkillId[]; through: string }
}

const itemUrl = (id: string) => `https://news.ycombinator.com/item?id=${id}`

/** Loads the months that the store has not read itself, all of them or none. */
export async function loadHistory(job: HistoryLoad): Promise<LoadedHistory> {
  const lines = createInterface({ input: createReadStream(job.file).pipe(createGunzip()) })[Symbol.asyncIterator]()
  const head = headOf((await lines.next()).value, job.file)
  const unpack = createUnpacker(head)
  const known = new Set(
    (await job.store.snapshots(job.board.id, 1_000_000)).map((snapshot) => monthOf(snapshot.day) as string),
  )
  const wanted = head.months.filter(({ month }) => !known.has(month) && month <= monthOf(job.today))
  const loaded: LoadedHistory = {
    posts: 0,
    months: wanted.length,
    known: head.months.length - wanted.length,
    edition: head.edition,
    knows: { skills: head.skills, through: wanted.at(-1)?.month ?? '' },
  }
  if (wanted.length === 0) return loaded
  const months = new Set(wanted.map(({ month }) => month))
  const importing = await job.store.beginImport(job.now(), 'backfilled')
  try {
    await importing.board(job.board, job.today)
    for (const { month, posts, whole } of wanted) {
      const days = [firstOfMonth(month as Month), lastOfMonth(month as Month)]
      for (const on of whole ? days : days.slice(0, 1)) {
        await importing.snapshot({
          board: job.board.id,
          day: on,
          outcome: whole ? 'complete' : 'partial',
          listed: posts,
        })
      }
    }
    for await (const line of lines) {
      if (job.signal.aborted) break
      const post = unpack(line)
      if (post === null || !months.has(post.month)) continue
      await importing.posting(importedPost(post, job.board, head.edition))
      loaded.posts += 1
      if (loaded.posts % 1000 === 0) job.onPost?.(loaded.posts, post.month)
    }
  } catch (error) {
    await importing.abandon()
    throw error
  }
  if (job.signal.aborted) {
    await importing.abandon()
    throw new UserError('Stopped; nothing was stored.', 143)
  }
  await importing.commit()
  return loaded
}

function headOf(line: string | undefined, file: string): HistoryHead {
  const head = line === undefined ? null : (JSON.parse(line) as Partial<HistoryHead>)
  if (head?.kind !== 'history' || head.format !== 1) {
    throw new UserError(`${file} is not a history pack that this version reads.`)
  }
  return head as HistoryHead
}

/** Posts of one job tell the same words apart from all others, so that merging puts them together as their texts did. */
const importedPost = (post: HistoryPost, board: KnownBoard, edition: string) => ({
  board: board.id,
  posting: {
    externalId: post.id,
    url: itemUrl(post.id),
    title: 'Hiring post',
    company: post.employer.name,
    employer: post.employer.key,
    text: { role: `job ${post.job}`, company: post.id },
    locations: [],
    countries: post.countries,
    workplace: post.workplace as Workplace,
    employment: post.employment as Employment | null,
    department: null,
    pay: null,
    publishedOn: null,
    publishedPrecision: null,
  },
  seen: [[firstOfMonth(post.month as Month), lastOfMonth(post.month as Month)]] as [Day, Day][],
  facts: { edition, mentions: mentionsOf(post), traits: post.traits },
})

export interface HistoryWrite {
  store: Store
  board: string
  file: string
  skills: SkillId[]
  provenance: string
  today: Day
  signal: AbortSignal
  onPost?(posts: number): void
}

/** Writes the facts of every whole month that the store has of the board; the file appears when it is whole. */
export async function writeHistory(job: HistoryWrite): Promise<{ posts: number; months: number }> {
  const edition = await job.store.edition()
  if (edition === null) throw new UserError('Nothing is tagged yet: run "skilltide refresh" first.')
  const posts = await postsOf(job)
  const byMonth = new Map<string, HistoryPost[]>()
  for (const post of posts) (byMonth.get(post.month) ?? byMonth.set(post.month, []).get(post.month)!).push(post)
  const whole = new Set(
    (await job.store.snapshots(job.board, 1_000_000))
      .filter(({ outcome }) => outcome === 'complete')
      .map((snapshot) => monthOf(snapshot.day) as string),
  )
  const months = [...byMonth.keys()].sort()
  const head: HistoryHead = {
    kind: 'history',
    format: 1,
    source: job.board,
    provenance: job.provenance,
    edition,
    skills: job.skills,
    months: months.map((month) => ({ month, posts: byMonth.get(month)!.length, whole: whole.has(month) })),
  }
  const pack = createPacker(head)
  const lines = function* () {
    yield `${JSON.stringify(head)}\n`
    for (const month of months) for (const post of byMonth.get(month)!) for (const line of pack(post)) yield `${line}\n`
  }
  const unfinished = `${job.file}.part`
  await pipeline(lines(), createGzip({ level: 9 }), createWriteStream(unfinished))
  renameSync(unfinished, job.file)
  return { posts: posts.length, months: months.length }
}

/** A name as a fact; what reads like a sentence, an address or a number of somebody's is none, and stays out of the pack. */
function employerTold(key: string, name: string, id: string): HistoryPost['employer'] {
  const isName = name.split(/\s+/).length <= 6 && name.length <= 60 && !/\S@\S+\.\w|\d{3}[-. ]\d{3,4}/.test(name)
  return isName || key === '' ? { key, name } : { key: `hackernews-${id}`, name: 'an employer not named' }
}

async function postsOf({ store, board, today, signal, onPost }: HistoryWrite): Promise<HistoryPost[]> {
  const posts: HistoryPost[] = []
  const firstOfJob = new Map<number, string>()
  for (let after = 0; ; ) {
    const page = await store.postingsSeen({ from: day('2006-01-01'), asOf: today, after, limit: 1000 })
    for (const seen of page) {
      if (seen.board !== board) continue
      if (signal.aborted) throw new UserError('Stopped; nothing was written.', 143)
      const view = (await store.posting(board, seen.externalId))!
      if (view.traits === null) continue
      const job = view.vacancy === null ? seen.externalId : (firstOfJob.get(view.vacancy) ?? seen.externalId)
      if (view.vacancy !== null) firstOfJob.set(view.vacancy, job)
      posts.push({
        id: seen.externalId,
        month: monthOf(view.spells[0]!.firstSeen),
        employer: employerTold(seen.employer, seen.company, seen.externalId),
        job,
        skills: view.mentions.map(({ skill, level }) => ({ id: skill, level })),
        traits: view.traits,
        countries: seen.countries,
        workplace: seen.workplace,
        employment: seen.employment,
      })
    }
    if (page.length === 0) return posts
    after = page.at(-1)!.no
    onPost?.(posts.length)
    await new Promise(setImmediate)
  }
}
