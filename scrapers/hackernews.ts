import type { Employment } from '../src/domain.ts'
import { plainText } from '../src/text/html.ts'
import { harvest } from './kit/harvest.ts'
import { readHeader } from './kit/hn-header.ts'
import { json, pathOf, type Reader, unlike } from './kit/reading.ts'
import {
  type BoardAddress,
  defineScraper,
  type Harvest,
  type Page,
  type PageRequest,
  type RawPosting,
} from './kit/scraper.ts'

const algolia = 'https://hn.algolia.com/api/v1'
const firebase = 'https://hacker-news.firebaseio.com/v0'
/** Threads on hiring only: the same author's "Who wants to be hired?" holds people's own data and is never read. */
const hiringTitle =
  /^Ask HN: Who is hiring\?\s*\((January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})\)/i
const months = 'january february march april may june july august september october november december'.split(' ')

// Each top-level comment of the monthly thread is an advert; adverts come for weeks, so the month before is read as well.
// The month is the title's, not the comment's. One comment may hold several roles. With the setting `api: firebase` the
// official API is read, at one request for each comment.
export default defineScraper({
  source: {
    id: 'hackernews',
    title: 'Hacker News: Who is hiring?',
    homepage: 'https://news.ycombinator.com/submitted?id=whoishiring',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    unit: 'month',
    singleList: true,
    terms: {
      url: 'https://hn.algolia.com/api',
      asks: 'at most 10,000 requests an hour; no personal data beyond the comment; link back',
    },
    robots: 'documented-api',
    documentation: 'https://hn.algolia.com/api',
    byDefault: true,
    attribution: 'Posts from Hacker News, "Ask HN: Who is hiring?"',
    settings: {
      api: {
        about: 'The interface that is asked; algolia unless said.',
        kind: 'text',
        choices: ['algolia', 'firebase'],
      },
    },
  },

  start: (board) => [
    fromFirebase(board)
      ? { url: `${firebase}/user/whoishiring.json` }
      : { url: `${algolia}/search_by_date?tags=story,author_whoishiring&hitsPerPage=20` },
  ],

  read: (page) => {
    const { pathname } = new URL(page.request.url)
    if (pathname.endsWith('/search_by_date')) return readSearch(page)
    if (pathname.includes('/api/v1/items/')) return readThread(page)
    if (pathname.includes('/user/')) return tryNext(json(page).texts('submitted').slice(0, 9), pathOf(page))
    return page.request.kind === 'detail' ? readComment(page) : readStory(page)
  },
})

const fromFirebase = (board: BoardAddress) => board.settings['api'] === 'firebase'

export interface Thread {
  id: string
  /** `2026-09`, from the title. */
  month: string
}

/** All threads that a search answer names, newest first. A search for a thousand reaches back to the first. */
export function threadsIn(page: Page): Thread[] {
  return json(page)
    .list('hits')
    .flatMap((hit) => {
      const month = monthIn(hit.text('title'))
      return month === null ? [] : [{ id: hit.text('objectID'), month }]
    })
}

export const allThreads: PageRequest = {
  url: `${algolia}/search_by_date?tags=story,author_whoishiring&hitsPerPage=1000`,
}
export const threadRequest = (id: string): PageRequest => ({ url: `${algolia}/items/${encodeURIComponent(id)}` })

function monthIn(title: string): string | null {
  const parts = hiringTitle.exec(title)
  return parts && `${parts[2]}-${String(months.indexOf(parts[1]!.toLowerCase()) + 1).padStart(2, '0')}`
}

/** The newest thread is the board: with the next one, this one's adverts are over. */
function readSearch(page: Page): Harvest {
  const newest = threadsIn(page)[0]
  if (newest === undefined) throw unlike(`${pathOf(page)}.hits`, 'a thread "Ask HN: Who is hiring? (Month Year)"', [])
  return { postings: [], rejects: [], next: [threadRequest(newest.id)] }
}

function readThread(page: Page): Harvest {
  const thread = json(page)
  return harvest(thread.list('children'), (comment) => advert(comment, 'created_at_i', comment.maybeText('created_at')))
}

/** Null for a comment that was deleted, or that its readers flagged away. */
function advert(comment: Reader, time: string, written: string | null): RawPosting | null {
  const id = comment.text('id')
  const html = comment.maybeText('text')
  if (html === null || comment.maybeFlag('deleted') === true || comment.maybeFlag('dead') === true) return null
  return { ...posting(id, asMarkup(html)), publishedAt: comment.maybeNumber(time) ?? written }
}

/** The author's posts one after the other, newest first, until one is a thread on hiring. */
function tryNext(ids: string[], path: string): Harvest {
  const [id, ...later] = ids
  if (id === undefined) throw unlike(path, 'a thread "Ask HN: Who is hiring? (Month Year)" among the latest', [])
  return { postings: [], rejects: [], next: [{ url: itemUrl(id), context: later }] }
}

/** A thread that is known to be one, whatever its title: the early ones follow no rule. */
const knownThread = 'a hiring thread'
export const threadByFirebase = (id: string): PageRequest => ({ url: itemUrl(id), context: knownThread })

const itemUrl = (id: string) => `${firebase}/item/${encodeURIComponent(id)}.json`

function readStory(page: Page): Harvest {
  const story = json(page)
  if (story.text('type') !== 'story') throw unlike(`${pathOf(page)}.type`, 'story', story.text('type'))
  const { context } = page.request
  if (context !== knownThread && monthIn(story.maybeText('title') ?? '') === null) {
    return tryNext(context as string[], pathOf(page))
  }
  const comments = story.texts('kids')
  return {
    postings: [],
    rejects: [],
    next: comments.map((id) => ({ url: itemUrl(id), kind: 'detail', externalId: id })),
  }
}

/** The body of a comment that is gone is the word null. */
function readComment(page: Page): Harvest {
  const comment = json(page)
  if (comment.value === null) return { postings: [], rejects: [], next: [] }
  return harvest([comment], (each) => advert(each, 'time', null))
}

/** A post as archives keep it: HTML, or plain text where only that is left. */
export interface ArchivedPost {
  id: number | string
  thread_id: number | string
  month: string
  by?: string | null
  /** Seconds since 1970. */
  time?: number | null
  text_html?: string | null
  text?: string | null
}

/** An archived post as a posting; it was seen in its `month`. */
export const hnPosting = (row: ArchivedPost): RawPosting => ({
  ...posting(String(row.id), row.text_html ? asMarkup(row.text_html) : (row.text ?? '')),
  publishedAt: row.time ?? null,
})

function posting(id: string, body: string): RawPosting {
  const text = plainText(body)
  const header = readHeader(text)
  return {
    externalId: id,
    url: `https://news.ycombinator.com/item?id=${id}`,
    title:
      header.title ??
      text
        .split('\n')
        .find((line) => line.trim() !== '')
        ?.slice(0, 120) ??
      '',
    company: header.company,
    body,
    locations: header.locations,
    workplace: header.remote,
    employment: employment(text.slice(0, 300)),
  }
}

/** Posts are written with line breaks that the site keeps only between paragraphs; the writers meant all of them. */
const asMarkup = (html: string) =>
  html
    .split(/(<pre>[\s\S]*?<\/pre>)/i)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\n/g, '<br>')))
    .join('')

/** "Full-time or contract" is full-time first. */
function employment(head: string): Employment | null {
  if (/\bfull[- ]?time\b|\bFTE\b/i.test(head)) return 'full-time'
  if (/\bpart[- ]?time\b/i.test(head)) return 'part-time'
  if (/\bcontract(?:or|ors|ing)?\b|\bfreelance/i.test(head)) return 'contract'
  return /\bintern(?:s|ship|ships)?\b/i.test(head) ? 'internship' : null
}
