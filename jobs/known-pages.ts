/**
 * Pages of single postings: which a read opens, and what stands for those that it does not open or cannot. A page whose text
 * is known rests while the list says the same of its posting; some are opened again each time, those first that were asked
 * for longest ago, so that an edit which the list does not show is noticed within eight reads or 28 days.
 */
import { createHash } from 'node:crypto'
import type { KnownPosting, OpenedPage } from '../db/store.ts'
import type { PageRequest } from '../scrapers/kit/scraper.ts'
import type { Posting } from '../src/domain.ts'

const againShare = 1 / 7
/** So few show whether the source still writes its pages as it did. */
const againAtLeast = 3
const againAfterMs = 28 * 86_400_000

export interface KnownPages {
  /** The posting as it is known, where its page rests this time; null where it is to be opened. */
  resting(request: PageRequest): Posting | null
  opened(request: PageRequest, posting: Posting): void
  /** Notes that a page could not be opened; the posting as it is known, where it is. */
  failed(request: PageRequest, reason: string): Posting | null
  /** Why the postings may not all be as they are told, if so. */
  doubt(): string | null
  /** What was opened or tried, to be remembered. */
  asked: OpenedPage[]
}

/** `known` in the order in which they were asked for. */
export function knownPages(known: KnownPosting[], now: number): KnownPages {
  const byPage = new Map(known.map((each) => [each.page, each]))
  const count = Math.max(againAtLeast, Math.ceil(known.length * againShare))
  const again = new Set(known.filter(({ askedAt }, at) => at < count || askedAt < now - againAfterMs))
  const asked: OpenedPage[] = []
  const tried = { known: 0, failedKnown: 0, failedNew: 0 }
  let firstReason: string | null = null

  return {
    asked,
    resting: (request) => {
      const page = byPage.get(request.url)
      return page === undefined || again.has(page) || page.listed !== saidOf(request) ? null : page.posting
    },
    opened: (request, posting) => {
      if (byPage.has(request.url)) tried.known += 1
      // Without its words the page is asked for again next time.
      if (request.externalId === undefined || posting.text === null) return
      asked.push({ externalId: posting.externalId, url: request.url, listed: saidOf(request), askedAt: now })
    },
    failed: (request, reason) => {
      firstReason ??= reason
      const page = byPage.get(request.url)
      if (page === undefined) {
        tried.failedNew += 1
        return null
      }
      tried.known += 1
      tried.failedKnown += 1
      // Its turn has passed, so that the same failing pages do not come first for ever; what the list says is still to be read.
      asked.push({ externalId: page.posting.externalId, url: page.page, listed: page.listed, askedAt: now })
      return page.posting
    },
    doubt: () => {
      // One known page that fails leaves a text a few days old; where most do, the source has changed.
      const failed = tried.failedNew + (tried.failedKnown > tried.known / 2 ? tried.failedKnown : 0)
      if (failed === 0) return null
      return `${failed} posting${failed === 1 ? '' : 's'} could not be opened, the first because ${firstReason}`
    },
  }
}

/** "Posted 3 days ago" says the same tomorrow in other words. */
const isRelative = (date: unknown) => typeof date === 'string' && /\b(?:ago|today|yesterday)\b|\d\+/i.test(date)

/** A digest of what the list says of a posting, by which a change of it is noticed. */
function saidOf({ url, method = 'GET', body = '', context }: PageRequest): string {
  const said = JSON.stringify([method, url, body, context ?? null], (key, value: unknown) =>
    key === 'publishedAt' && isRelative(value) ? null : value,
  )
  return createHash('sha256').update(said).digest('hex')
}
