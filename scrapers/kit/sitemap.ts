/** Sitemaps: an index leads to sitemaps, robots.txt to either; read one after the other, so that the sum of all is known. */
import { pathOf, unlike } from './reading.ts'
import { type XmlReader, xml } from './reading-xml.ts'
import type { Page, PageRequest } from './scraper.ts'

/** Where a page stands in the reading: the sitemaps still to come, and the postings that those before it named. */
export interface SitemapPlace {
  rest: string[]
  before: number
}

/** More sitemaps than this are a shop's, not a career site's; the setting `sitemaps` says which are meant. */
const mostSitemaps = 50

export const sitemapStart = (url: string): PageRequest => ({
  url,
  context: { rest: [], before: 0 } satisfies SitemapPlace,
})

export interface Entry {
  address: string
  /** When the page changed last, as the sitemap says. */
  changed: string | null
}

export interface Sitemap {
  entries: Entry[]
  /** The request that follows, given how many postings are known by now; null for the last. */
  next: ((before: number) => PageRequest[]) | null
}

/** `own` tells which hosts may be asked; `only` which of several sitemaps are meant. */
export function readSitemap(
  page: Page,
  place: SitemapPlace,
  own: (address: string) => boolean,
  only: string | null,
): Sitemap {
  const { entries, sitemaps: all } = /^\s*<|^\ufeff/.test(page.body) ? fromXml(page) : fromRobots(page)
  const sitemaps = all.filter(own)
  if (all[0] !== undefined && sitemaps.length === 0) {
    throw unlike(pathOf(page), 'sitemaps on the site itself or on one of its "hosts"', all[0])
  }
  const named = only === null ? likely(sitemaps) : sitemaps.filter((address) => address.includes(only))
  if (sitemaps.length > 0 && named.length === 0) {
    throw unlike(pathOf(page), `a sitemap with "${only}" in its address`, `${sitemaps.length} others`)
  }
  if (named.length > mostSitemaps) {
    throw unlike(pathOf(page), `at most ${mostSitemaps} sitemaps; the setting "sitemaps" can choose`, `${named.length}`)
  }
  const rest = [...named, ...place.rest]
  const [first, ...others] = rest
  return {
    entries,
    next:
      first === undefined
        ? null
        : (before) => [{ url: first, context: { rest: others, before } satisfies SitemapPlace }],
  }
}

/** Where some are about jobs, the others are about something else. */
function likely(sitemaps: string[]): string[] {
  const about = sitemaps.filter((address) =>
    /job|career|position|vacanc|opening|stellen|karriere/i.test(new URL(address).pathname),
  )
  return about.length > 0 ? about : sitemaps
}

function fromRobots(page: Page) {
  // Nothing in it says where it ends.
  if (page.whole === false) throw unlike(pathOf(page), 'a robots.txt that is whole', 'one that may have been cut')
  const sitemaps = [...page.body.matchAll(/^[^\S\n]*sitemap[^\S\n]*:[^\S\n]*(\S+)/gim)].map((found) => found[1]!)
  if (sitemaps.length === 0) throw unlike(pathOf(page), 'a sitemap, or a robots.txt that names one', page.body)
  return { entries: [], sitemaps }
}

function fromXml(page: Page) {
  const isIndex = /<sitemapindex[\s>]/.test(page.body.slice(0, 4096))
  const root = xml(page, isIndex ? 'sitemapindex' : 'urlset')
  const rows: XmlReader[] = root.list(isIndex ? 'sitemap' : 'url')
  const entries = rows.map((row) => ({ address: row.text('loc'), changed: row.maybeText('lastmod') }))
  return isIndex ? { entries: [], sitemaps: entries.map(({ address }) => address) } : { entries, sitemaps: [] }
}
