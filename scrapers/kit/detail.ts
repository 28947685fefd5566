/** Postings whose text stands on a page of their own: the list names them, and each detail page completes one. */
import { unlike } from './reading.ts'
import type { Harvest, Page, PageRequest, RawPosting } from './scraper.ts'

/** Asks for a posting's own page, and carries what the list said of it. */
export const detailRequest = (url: string, posting: RawPosting, headers?: Record<string, string>): PageRequest => ({
  url,
  ...(headers === undefined ? {} : { headers }),
  kind: 'detail',
  externalId: posting.externalId,
  context: posting,
})

/** What the list said of the posting that this page is about. */
export function listed(page: Page): RawPosting {
  const posting = page.request.context
  if (typeof posting !== 'object' || posting === null || !('externalId' in posting)) {
    throw unlike(page.request.url, 'the request of a detail page with its posting', posting)
  }
  return posting as RawPosting
}

/** The posting of the list with what its page adds; a page's gap does not erase what the list said. */
export function detailOf(page: Page, adds: Partial<RawPosting>): Harvest {
  const known = Object.fromEntries(Object.entries(adds).filter(([, value]) => value !== null && value !== undefined))
  return { postings: [{ ...listed(page), ...known }], rejects: [], next: [] }
}
