/** The contract between a scraper and the job that drives it. A scraper is two pure, synchronous functions and a declaration. */
import type { Coverage, Employment, Pay, Workplace } from '../../src/domain.ts'

export interface Source {
  /** The file's name, the first half of a board's id. */
  id: string
  title: string
  homepage: string
  access: 'api' | 'feed' | 'html' | 'browser'
  /** What yesterday's posting missing from today's list means. */
  coverage: Coverage
  every: 'hour' | 'day' | 'week' | 'month'
  /** The list begins anew each month, as a monthly thread does: it is counted by month, however often it is read. */
  unit?: 'month'
  terms: { url: string; asks: string }
  /** `documented-api`: the page at `documentation` offers these addresses for this very use, so robots.txt is not asked. */
  robots: 'obey' | 'documented-api'
  documentation?: string
  /** One list of many employers, so one board named like the source. */
  singleList?: boolean
  /** Its boards are of many employers, so a board's name is nobody's. */
  manyEmployers?: boolean
  /** Read without being asked for; otherwise the user's config names it. */
  byDefault: boolean
  /** Why it is off where it is. */
  offBecause?: string
  minDelaySeconds?: number
  /** Environment names of the keys that start() needs. */
  credentials?: string[]
  /** The line that every export and page carries when it used this source. */
  attribution?: string
  /** Complete snapshots in a row that must miss a posting before its spell ends; 1 unless said. */
  missTolerance?: number
  /** Counts that are a cap rather than a total: a list of exactly this length is held back until a person lets it. */
  caps?: number[]
  /** Answers that mean "no such board" here, beside 404, 410 and a redirect to another host. */
  goneWhen?: { statuses: number[] }
  /** The day on which the source stops answering without a key. */
  endsOn?: string
  retired?: string
  /** What a board of this source may say of itself in the config, beyond its token. */
  settings?: Record<string, Setting>
}

/** A setting of a board, as plain data: the check of the config, the documents and the listings are loops over these. */
export interface Setting {
  about: string
  /** `selectors`: fields by name, each with a CSS selector. */
  kind: 'text' | 'address' | 'texts' | 'number' | 'selectors'
  /** The words it takes, or the names of fields under it. */
  choices?: readonly string[]
  required?: boolean
}

export interface PageRequest {
  url: string
  /** GET unless said. */
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** `detail`: a posting's own page; one that is gone is a reject, not the end of the board. */
  kind?: 'list' | 'detail'
  /** What read() needs of the list when it reads the detail; plain data. */
  context?: unknown
  /** The posting that a detail page belongs to: one whose text is known need not be asked for again. */
  externalId?: string
  /** This page may say again what others said, as lists by category do: no sign that the paging goes in circles. */
  overlaps?: boolean
  /** For browser sources: what to wait for before the page is read. */
  waitFor?: string
  /** For browser sources: no page but a file, such as a sitemap, and asked for without the browser. */
  plain?: boolean
}

/** An answer as a scraper sees it: decoded text and the request it answers. */
export interface Page {
  request: PageRequest
  body: string
  /** The address that answered, after redirects. */
  url: string
  board: BoardAddress
  /** False where the transfer does not prove that nothing is missing, so that only the content can. */
  whole?: boolean
}

/** What start() gets: the board's token and its settings from the config. */
export interface BoardAddress {
  token: string
  employer: string | null
  settings: Record<string, unknown>
}

/** A posting in the source's own words: normalize() makes it a Posting. */
export interface RawPosting {
  externalId: string
  title: string
  company?: string | null
  url?: string | null
  /** The advert; HTML or text in any of the encodings sources use. */
  body?: string | null
  /** Blocks that are about the role, where the source tells them apart; takes the place of `body`. */
  roleParts?: (string | null | undefined)[]
  /** Blocks about the company, benefits or the law. */
  companyParts?: (string | null | undefined)[]
  /** Classes of elements within the body that hold such blocks, where the source marks them so. */
  companyClasses?: string[]
  locations?: (string | null | undefined)[]
  /** Codes or names of countries, where the source has a field for them; else the locations tell. */
  countries?: (string | null | undefined)[]
  workplace?: Workplace | null
  employment?: Employment | string | null
  department?: string | null
  pay?: Pay | null
  /** As the source writes it; normalize() knows every form in use. */
  publishedAt?: string | number | null
  updatedAt?: string | number | null
  /** The language that the source declares, as a BCP 47 tag. */
  language?: string | null
}

export interface Harvest {
  postings: RawPosting[]
  /** Rows that could not be read, each with its reason: counted, never the end of a board. */
  rejects: string[]
  next: PageRequest[]
  /** How many postings the source says the board has. */
  total?: number
  /** The source says that this was the last page. */
  end?: boolean
}

export interface Scraper {
  source: Source
  start(board: BoardAddress, credentials: Record<string, string>): PageRequest[]
  read(page: Page): Harvest
}

export const defineScraper = (scraper: Scraper): Scraper => scraper
