/**
 * When a source may be asked whether a list still stands, and how far its word is taken. Only for lists that are a single
 * answer: what the second page of a list is, only the first one says, and a 304 says nothing.
 */
import { createHash } from 'node:crypto'
import type { ListValidators, RememberedList } from '../db/store.ts'
import type { PageRequest, Source } from '../scrapers/kit/scraper.ts'
import type { HttpAnswer, HttpRequest } from '../src/http/contract.ts'
import { masked } from '../src/http/shown.ts'
import { isRendered } from './page.ts'

const dayMs = 86_400_000
/** Changes that a source must have shown in step before it is believed for longer than a day. */
const trusted = 3

/**
 * The validators to ask with; undefined where the list is to be read whole: a source may say "unchanged" though its list
 * has changed, and would freeze the board. So the whole list is read once a day, and once a week from a source whose
 * validators have changed with its list each time; one that was caught is never asked again.
 */
export function validatorsFor(
  request: PageRequest,
  source: Source,
  list: RememberedList | null,
  now: number,
): HttpRequest['validators'] {
  if (list === null || !list.stands || list.trust < 0 || !isPlain(request, source)) return undefined
  if (list.url !== masked(request.url)) return undefined
  if (now - list.checkedWholeAt >= (list.trust >= trusted ? 7 : 1) * dayMs) return undefined
  const { etag, lastModified } = list
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) }
}

/** What the source may be asked with next time, from the single answer that held the list; undefined where it gave nothing. */
export function validatorsIn(
  request: PageRequest,
  source: Source,
  { body, validators }: HttpAnswer,
  before: RememberedList | null,
): ListValidators | undefined {
  if (!isPlain(request, source)) return undefined
  if (validators.etag === undefined && validators.lastModified === undefined) return undefined
  const now = { url: masked(request.url), ...validators, bodyDigest: createHash('sha256').update(body).digest('hex') }
  return { ...now, trust: trustAfter(before, now) }
}

/** The same body tells nothing; another one with other validators is one more proof; with the same ones, a lie. */
export function trustAfter(before: ListValidators | null, now: Omit<ListValidators, 'trust'>): number {
  if (before === null || before.url !== now.url) return 0
  if (before.trust < 0 || before.bodyDigest === now.bodyDigest) return before.trust
  const same = now.etag === undefined ? before.lastModified === now.lastModified : before.etag === now.etag
  return same ? -1 : before.trust + 1
}

const isPlain = (request: PageRequest, source: Source) =>
  (request.method ?? 'GET') === 'GET' && request.body === undefined && !isRendered(request, source)
