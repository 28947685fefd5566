/** Asks one board live without storing anything: its list, and one posting of it where that has a page of its own. */
import { normalize } from '../scrapers/kit/normalize.ts'
import { ShapeError } from '../scrapers/kit/reading.ts'
import type { Harvest, PageRequest, Scraper } from '../scrapers/kit/scraper.ts'
import type { App } from './app.ts'
import type { Board, Posting } from './domain.ts'
import type { HttpAnswer, Verdict } from './http/contract.ts'

export interface Tried {
  board: Board
  /** Every answer that came, in order: the list first. */
  pages: { request: PageRequest; body: string }[]
  postings: Posting[]
  rejects: string[]
  total: number | null
  /** Requests that the pages named and that were not asked. */
  left: number
  /** What stopped it: null when every page that was asked could be read. */
  trouble: { kind: Exclude<Verdict['kind'], 'answer'>; reason: string } | null
}

/** Reads the first page of the board's list, follows to a list that is named instead, and opens one posting. */
export async function tryBoard(app: App, scraper: Scraper, board: Board, details = 1): Promise<Tried> {
  const address = { token: board.token, employer: board.employer, settings: board.settings ?? {} }
  const tried: Tried = { board, pages: [], postings: [], rejects: [], total: null, left: 0, trouble: null }
  const queue = scraper.start(address, app.config.secrets)
  let opened = 0
  for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
    const verdict = await app.get(requestOf(request, scraper, app.signal))
    if (verdict.kind !== 'answer') {
      tried.trouble = { kind: verdict.kind, reason: 'reason' in verdict ? verdict.reason : 'unchanged' }
      break
    }
    const found = read(scraper, request, verdict.answer, address)
    tried.pages.push({ request, body: verdict.answer.body })
    if (typeof found === 'string') {
      tried.trouble = { kind: 'changed', reason: found }
      break
    }
    for (const raw of found.postings) keep(tried.postings, normalize(raw, scraper.source, board, app.today()))
    tried.rejects.push(...found.rejects)
    tried.total = found.total ?? tried.total
    const detail = found.next.find(({ kind }) => kind === 'detail')
    // A page without postings is one that only leads to them: an index, a search for the thread of the month.
    const wanted =
      detail !== undefined && opened < details ? detail : tried.postings.length === 0 ? found.next[0] : undefined
    if (wanted?.kind === 'detail') opened += 1
    tried.left += found.next.length - (wanted === undefined ? 0 : 1) + queue.length
    queue.length = 0
    if (wanted !== undefined) queue.push(wanted)
  }
  return tried
}

function keep(postings: Posting[], posting: Posting): void {
  const at = postings.findIndex(({ externalId }) => externalId === posting.externalId)
  if (at === -1) postings.push(posting)
  else postings[at] = posting
}

function read(
  scraper: Scraper,
  request: PageRequest,
  answer: HttpAnswer,
  board: Parameters<Scraper['start']>[0],
): Harvest | string {
  try {
    return scraper.read({ request, body: answer.body, url: answer.url, board, whole: answer.provenWhole })
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    return error.message
  }
}

const requestOf = (request: PageRequest, { source }: Scraper, signal: AbortSignal) => ({
  url: request.url,
  ...(request.method === undefined ? {} : { method: request.method }),
  ...(request.headers === undefined ? {} : { headers: request.headers }),
  ...(request.body === undefined ? {} : { body: request.body }),
  source: { id: source.id, robots: source.robots, minDelaySeconds: source.minDelaySeconds },
  ...(source.access === 'browser' && !request.plain
    ? { browser: request.waitFor === undefined ? {} : { waitFor: request.waitFor } }
    : {}),
  signal,
})
