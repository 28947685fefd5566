/** Old hiring threads from their own site, one month at a time and politely; what is in the store already is not asked again. */
import { allThreads, type Thread, threadByFirebase, threadRequest, threadsIn } from '../scrapers/hackernews.ts'
import { earlyThreads } from '../scrapers/kit/hn-threads.ts'
import type { Page, PageRequest, RawPosting, Scraper } from '../scrapers/kit/scraper.ts'
import { type Month, maybeMonth } from '../src/days.ts'
import { UserError } from '../src/domain.ts'
import type { Get } from '../src/http/contract.ts'
import type { MonthOfPosts } from './backfill.ts'

export interface ThreadWalk {
  scraper: Scraper
  get: Get
  signal: AbortSignal
}

/** Threads found by their author's titles, and the early ones by their ids; oldest first, one a month. */
export async function threadsSince(since: Month, { scraper, get, signal }: ThreadWalk): Promise<Thread[]> {
  const listed = await ask(allThreads, scraper, get, signal)
  if ('reason' in listed) {
    throw new UserError(`The list of hiring threads could not be read: ${listed.reason}. Try again later.`, 4)
  }
  const byMonth = new Map([...threadsIn(listed), ...earlyThreads].map((thread) => [thread.month, thread]))
  return [...byMonth.values()]
    .filter(({ month }) => month >= since)
    .sort((left, right) => (left.month < right.month ? -1 : 1))
}

/** A thread's posts: by the search service in one answer, by the site's own API post by post where that fails. */
export async function readThread(thread: Thread, walk: ThreadWalk): Promise<MonthOfPosts | { reason: string }> {
  const month = maybeMonth(thread.month)!
  const first = await readAll(threadRequest(thread.id), walk)
  if (first.stop === null) return { month, posts: first.posts, whole: true }
  if (walk.signal.aborted) return { reason: 'stopped' }
  const second = await readAll(threadByFirebase(thread.id), walk)
  if (second.posts.length === 0) return { reason: `${first.stop}; ${second.stop ?? 'the thread is empty'}` }
  return { month, posts: second.posts, whole: second.stop === null }
}

/** Every posting from a request on, and why it stopped short where it did. */
async function readAll(
  from: PageRequest,
  { scraper, get, signal }: ThreadWalk,
): Promise<{ posts: RawPosting[]; stop: string | null }> {
  const requests = [from]
  const posts: RawPosting[] = []
  let stop: string | null = null
  // Visiting what is pushed while the loop runs is the whole crawl queue.
  for (const request of requests) {
    const page = await ask(request, scraper, get, signal)
    if ('reason' in page) {
      stop = page.reason
      if (request.kind === 'detail' && !signal.aborted) continue
      break
    }
    try {
      const harvest = scraper.read(page)
      posts.push(...harvest.postings)
      requests.push(...harvest.next)
    } catch (error) {
      stop = error instanceof Error ? error.message : String(error)
      break
    }
  }
  return { posts, stop }
}

async function ask(
  request: PageRequest,
  { source }: Scraper,
  get: Get,
  signal: AbortSignal,
): Promise<Page | { reason: string }> {
  if (signal.aborted) return { reason: 'stopped' }
  const { id, robots, minDelaySeconds } = source
  const verdict = await get({ url: request.url, source: { id, robots, minDelaySeconds }, signal })
  if (verdict.kind === 'answer') {
    const board = { token: '', employer: null, settings: {} }
    return { request, body: verdict.answer.body, url: verdict.answer.url, board }
  }
  return { reason: verdict.kind === 'unchanged' ? `${verdict.url} answered "unchanged"` : verdict.reason }
}
