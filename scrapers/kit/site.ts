/** Career pages that no platform serves: how a user's config says where their postings stand, and how they are read there. */
import type { CheerioAPI } from 'cheerio/slim'
import { UserError } from '../../src/domain.ts'
import { harvest } from './harvest.ts'
import { addressId, postingOf } from './job-posting.ts'
import { isOfType, linkedData } from './json-ld.ts'
import { payFromText } from './pay.ts'
import { html, pathOf, unlike } from './reading.ts'
import type { BoardAddress, Harvest, Page, PageRequest, RawPosting, Setting } from './scraper.ts'
import { type Entry, readSitemap, type SitemapPlace, sitemapStart } from './sitemap.ts'

const fields = ['title', 'body', 'location', 'department', 'employment', 'date', 'pay', 'company'] as const
type Field = (typeof fields)[number]

export const siteSettings = {
  listing: { about: 'The page that lists the postings.', kind: 'address' },
  sitemap: { about: 'A sitemap, an index of sitemaps, or the robots.txt that names them.', kind: 'address' },
  sitemaps: { about: 'Of an index, only the sitemaps with this in their address.', kind: 'text' },
  match: { about: 'What the address of a posting has in it: "/jobs/". A * stands for anything.', kind: 'texts' },
  except: { about: 'Addresses with this in them are no postings.', kind: 'texts' },
  hosts: { about: 'Other hosts on which postings may stand.', kind: 'texts' },
  links: { about: 'A selector of the links to postings on the listing; all links unless said.', kind: 'text' },
  nextPage: { about: 'A selector of the link to the next page of the listing.', kind: 'text' },
  emptyWhen: { about: 'The words that the listing shows when there are no postings.', kind: 'text' },
  overWhen: { about: 'The words that the page of a posting shows when the posting is over.', kind: 'text' },
  selectors: {
    about: 'Where a posting without linked data has its fields; "time@datetime" reads an attribute.',
    kind: 'selectors',
    choices: fields,
  },
} as const satisfies Record<string, Setting>

const text = (board: BoardAddress, name: string): string | null => {
  const value = board.settings[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}
const texts = (board: BoardAddress, name: string): string[] =>
  [board.settings[name]].flat().filter((each) => typeof each === 'string')

/** The first request: the sitemap where one is named, else the listing. */
export function siteStart(board: BoardAddress): PageRequest[] {
  const [listing, sitemap] = [text(board, 'listing'), text(board, 'sitemap')]
  if (sitemap !== null) return [sitemapStart(sitemap)]
  if (listing === null) {
    throw new UserError(
      `"${board.token}" needs a "listing" or a "sitemap" in its settings: the address that leads to its postings`,
    )
  }
  return [{ url: listing }]
}

export function readSite(page: Page): Harvest {
  if (page.request.kind === 'detail') return readPosting(page)
  const place = page.request.context as SitemapPlace | undefined
  if (place === undefined) return readListing(page)
  const found = readSitemap(page, place, (address) => isOwn(address, page), text(page.board, 'sitemaps'))
  const own = found.entries.filter(({ address }) => isPosting(address, page))
  const total = place.before + own.length
  const next = found.next?.(total) ?? []
  if (next.length === 0 && total === 0) {
    throw unlike(pathOf(page), `addresses with ${wanted(page.board)}`, `a sitemap of ${found.entries.length} others`)
  }
  const last = next.length === 0
  return { postings: [], rejects: [], next: [...own.map(datedDetail), ...next], end: last, ...(last ? { total } : {}) }
}

const wanted = (board: BoardAddress) => texts(board, 'match').join(' or ') || 'postings'
const detail = (url: string): PageRequest => ({ url, kind: 'detail', externalId: addressId(url) })

/** Sitemaps keep the lines of pages that are over: one without a date says nothing of its page, which is opened each time. */
const datedDetail = ({ address: url, changed }: Entry): PageRequest =>
  changed === null ? { url, kind: 'detail' } : { ...detail(url), context: { changed } }

/** On the site itself or on a host named for it. */
function isOwn(address: string, page: Page): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  const hosts = [new URL(page.request.url).host, ...texts(page.board, 'hosts')]
  return /^https?:$/.test(url.protocol) && hosts.includes(url.host)
}

/** With the words of `match` and none of `except`. */
function isPosting(address: string, page: Page): boolean {
  if (!isOwn(address, page)) return false
  const url = new URL(address)
  const place = `${url.pathname}${url.search}`
  const match = texts(page.board, 'match')
  return (
    (match.length === 0 || match.some((each) => has(place, each))) &&
    !texts(page.board, 'except').some((each) => has(place, each))
  )
}

/** The pieces between the stars, in their order: as quick as a search, whatever the pattern. */
function has(place: string, pattern: string): boolean {
  let at = 0
  for (const piece of pattern.split('*')) {
    const found = place.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return true
}

function readListing(page: Page): Harvest {
  const $ = whole(page)
  const here = linkedData(page)
  const full = here.nodes.filter((node) => isOfType(node, 'JobPosting') && node.has('title') && node.has('description'))
  const following = linksOf($, text(page.board, 'nextPage'), page).find((address) => isOwn(address, page))
  const next: PageRequest[] = following === undefined ? [] : [{ url: following }]
  if (full.length > 0 && here.broken.length === 0) {
    return harvest(full, (node) => postingOf(node, addressIn(node, page)), { next })
  }
  const listed = here.nodes.filter((node) => isOfType(node, 'ListItem')).flatMap((node) => addressesIn(node, page))
  const links = [...new Set([...linksOf($, text(page.board, 'links') ?? 'a[href]', page), ...listed])].filter(
    (address) => isPosting(address, page) && address !== page.request.url && address !== following,
  )
  const saysEmpty = text(page.board, 'emptyWhen')
  if (links.length === 0 && (saysEmpty === null || !$.root().text().includes(saysEmpty))) {
    throw unlike(pathOf(page), `links to postings with ${wanted(page.board)}`, 'a page without any')
  }
  return { postings: [], rejects: [], next: [...links.map(detail), ...next], end: following === undefined }
}

/** A page of HTML to its end: of a shorter one nobody knows what it lacks. */
function whole(page: Page): CheerioAPI {
  const $ = html(page)
  if (!/<\/html\s*>/i.test(page.body.slice(-4096)))
    throw unlike(pathOf(page), 'the end of the page', page.body.slice(-40))
  return $
}

function linksOf($: CheerioAPI, selector: string | null, page: Page): string[] {
  if (selector === null) return []
  return $(selector)
    .toArray()
    .flatMap((each) => absolute($(each).attr('href') ?? $(each).find('a[href]').first().attr('href'), page))
}

function absolute(href: string | null | undefined, page: Page): string[] {
  if (href === null || href === undefined || !URL.canParse(href, page.url)) return []
  const url = new URL(href, page.url)
  url.hash = ''
  return [url.href]
}

/** A node's own address may lack or be odd; the page's will do where it is the only one. */
const addressIn = (node: Parameters<typeof postingOf>[0], page: Page): string => addressesIn(node, page)[0] ?? page.url
const addressesIn = (node: Parameters<typeof postingOf>[0], page: Page): string[] => {
  const { url } = node.value as { url?: unknown }
  return typeof url === 'string' ? absolute(url, page) : []
}

/** Linked data first, then the user's selectors; a page with neither is no posting, and says so. */
function readPosting(page: Page): Harvest {
  const $ = whole(page)
  const { nodes, broken } = linkedData(page)
  const jobs = nodes.filter((node) => isOfType(node, 'JobPosting'))
  if (jobs[0] !== undefined) return { postings: [postingOf(jobs[0], page.request.url)], rejects: [], next: [] }
  if (broken[0] !== undefined) throw unlike(broken[0], 'JSON', 'a script that no repair makes readable')
  const selectors = page.board.settings['selectors'] as Partial<Record<Field, string>> | undefined
  const saysOver = text(page.board, 'overWhen')
  if (saysOver !== null && $.root().text().includes(saysOver)) {
    return { postings: [], rejects: [`${pathOf(page)}: the posting is over`], next: [] }
  }
  if (selectors?.title === undefined)
    throw unlike(pathOf(page), 'a JobPosting in the linked data of the page', undefined)
  return { postings: [bySelectors($, selectors, page)], rejects: [], next: [] }
}

function bySelectors($: CheerioAPI, selectors: Partial<Record<Field, string>>, page: Page): RawPosting {
  const read = (field: Field): string | null => {
    const [selector = '', attribute] = (selectors[field] ?? '').split('@')
    if (selector === '') return null
    const element = $(selector).first()
    const found =
      attribute === undefined ? (field === 'body' ? element.html() : element.text()) : element.attr(attribute)
    return found?.trim() ? found.trim() : null
  }
  const [title, body] = [read('title'), read('body')]
  if (title === null) throw unlike(`${pathOf(page)} ${selectors.title}`, 'the title of the posting', undefined)
  if (selectors.body !== undefined && body === null) {
    throw unlike(`${pathOf(page)} ${selectors.body}`, 'the text of the posting', undefined)
  }
  return {
    externalId: addressId(page.request.url),
    url: page.request.url,
    title,
    body,
    company: read('company'),
    locations: [read('location')],
    department: read('department'),
    employment: read('employment'),
    pay: payFromText(read('pay')),
    publishedAt: read('date'),
  }
}
