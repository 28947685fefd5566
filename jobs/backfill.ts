/** Old Hacker News hiring threads into the store: each post is a posting seen in its month. */
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { KnownBoard, Store } from '../db/store.ts'
import { type ArchivedPost, hnPosting } from '../scrapers/hackernews.ts'
import { normalize } from '../scrapers/kit/normalize.ts'
import type { RawPosting, Source } from '../scrapers/kit/scraper.ts'
import { type Day, firstOfMonth, lastOfMonth, type Month, maybeMonth, monthOf } from '../src/days.ts'
import { UserError } from '../src/domain.ts'

export interface BackfillJob {
  store: Store
  source: Source
  board: KnownBoard
  now(): number
  today: Day
  signal: AbortSignal
  onPost?(posts: number, month: string): void
}

export interface Backfilled {
  posts: number
  newPostings: number
  skipped: number
  months: number
}

/** A thread's month with its posts, in the source's own words. */
export interface MonthOfPosts {
  month: Month
  posts: RawPosting[]
  /** False where the thread could not be read to its end: its month is a gap, not a low. */
  whole: boolean
}

/** Puts months of posts into the store, all of them or none. */
export async function backfill(months: AsyncIterable<MonthOfPosts>, job: BackfillJob): Promise<Backfilled> {
  const importing = await job.store.beginImport(job.now(), 'backfilled')
  await importing.board(job.board, job.today)
  const done: Backfilled = { posts: 0, newPostings: 0, skipped: 0, months: 0 }
  const seen = new Set<string>()
  try {
    for await (const { month, posts, whole } of months) {
      if (job.signal.aborted) break
      const open = month === monthOf(job.today)
      const last = open ? job.today : lastOfMonth(month)
      for (const raw of posts) {
        if (seen.has(raw.externalId)) {
          done.skipped += 1
          continue
        }
        seen.add(raw.externalId)
        const posting = normalize(raw, job.source, job.board, job.today)
        await importing.posting({ board: job.board.id, posting, seen: [[firstOfMonth(month), open ? null : last]] })
        done.posts += 1
      }
      await importing.snapshot({
        board: job.board.id,
        day: firstOfMonth(month),
        outcome: whole ? 'complete' : 'partial',
        listed: posts.length,
      })
      if (whole && last !== firstOfMonth(month)) {
        await importing.snapshot({ board: job.board.id, day: last, outcome: 'complete', listed: posts.length })
      }
      done.months += 1
      job.onPost?.(done.posts, month)
    }
  } catch (error) {
    await importing.abandon()
    throw error
  }
  if (job.signal.aborted) {
    await importing.abandon()
    return { ...done, posts: 0 }
  }
  const { newPostings } = await importing.commit()
  return { ...done, newPostings }
}

/** Months from a folder of `YYYY.jsonl.gz` files of {id, month, by, time?, text_html|text}, one post a line. */
export async function* monthsOfFolder(folder: string, since: Month | null): AsyncGenerator<MonthOfPosts> {
  const files = yearFiles(folder)
  for (const file of files) {
    if (since !== null && file.slice(0, 4) < since.slice(0, 4)) continue
    const byMonth = new Map<Month, RawPosting[]>()
    const input = createReadStream(join(folder, file))
    const lines = createInterface({ input: file.endsWith('.gz') ? input.pipe(createGunzip()) : input })
    let number = 0
    for await (const line of lines) {
      number += 1
      if (line.trim() === '') continue
      const row = rowOf(line, `${join(folder, file)} line ${number}`)
      const month = maybeMonth(row.month)
      if (month === null) throw new UserError(`${join(folder, file)} line ${number}: "${row.month}" is not a month`)
      if (since !== null && month < since) continue
      const posts = byMonth.get(month) ?? []
      byMonth.set(month, posts)
      posts.push(hnPosting(row))
    }
    for (const month of [...byMonth.keys()].sort()) yield { month, posts: byMonth.get(month)!, whole: true }
  }
}

function rowOf(line: string, place: string): ArchivedPost {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new UserError(`${place} is not JSON (${(error as Error).message}); nothing was stored.`)
  }
}

function yearFiles(folder: string): string[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    throw new UserError(`There is no folder ${folder} to read.`)
  }
  const files = names.filter((name) => /^\d{4}\.jsonl(\.gz)?$/.test(name)).sort()
  if (files.length === 0) throw new UserError(`${folder} holds no files named like 2018.jsonl.gz`)
  return files
}
