/** From a source's own words to a posting: text, dates, places, pay and the employer's identity, once for all sources. */
import type { Day } from '../../src/days.ts'
import type { Board, Posting, PostingText } from '../../src/domain.ts'
import { cleaned, repaired } from '../../src/text/decoding.ts'
import { blocksOf, lineOf, plainText } from '../../src/text/html.ts'
import { bySection } from '../../src/text/sections.ts'
import { published } from './dates.ts'
import { employerKey } from './employer.ts'
import { employmentOf, workplaceOf } from './employment.ts'
import { payOf } from './pay.ts'
import { countriesOf, countryCode, places } from './places.ts'
import type { RawPosting, Source } from './scraper.ts'
import { withoutContacts } from './scrub.ts'

/** The longest text and title that are kept; a text that was cut says so in `truncated`. */
export const longestText = 256 * 1024
export const longestTitle = 512
/** A longer id is no id; both stores find postings by it in an index, which holds no more than a few times this. */
export const longestId = 512

/** Cleans one posting as read on `today`; the company is empty where nobody says whose it is. It never throws: what cannot be read becomes null. */
export function normalize(raw: RawPosting, source: Source, board: Board, today: Day): Posting {
  const company =
    oneLine(raw.company) ?? oneLine(board.employer) ?? (isShared(source) ? '' : (oneLine(board.token) ?? ''))
  const title = cut(oneLine(raw.title) ?? '', longestTitle)
  const locations = places((raw.locations ?? []).map((each) => oneLine(each)))
  const stated = raw.workplace && raw.workplace !== 'unspecified' ? raw.workplace : null
  const { text, truncated } = capped(textOf(raw))
  const date = published(raw.publishedAt, today)
  return {
    externalId: cleaned(raw.externalId).trim(),
    url: webAddress(raw.url),
    title,
    company,
    employer: employerKey(oneLine(board.employer) ?? company),
    text,
    locations,
    countries: countries(raw, locations),
    workplace: stated ?? workplaceOf(locations.join('; ')) ?? workplaceInTitle(title) ?? 'unspecified',
    employment: employmentOf(raw.employment),
    department: oneLine(raw.department),
    pay: raw.pay ? payOf(raw.pay.min, raw.pay.max, raw.pay.currency, raw.pay.period) : null,
    publishedOn: date?.day ?? null,
    publishedPrecision: date?.precision ?? null,
    ...(truncated ? { truncated } : {}),
  }
}

/** Why a posting cannot be kept, or null where it can. */
export function faultOf({ externalId, title }: Posting): string | null {
  if (externalId === '') return 'a row without an id'
  if (externalId.length > longestId) {
    return `a row with an id of ${externalId.length} characters, ${longestId} at most (${externalId.slice(0, 40)}…)`
  }
  return title === '' ? `a row without a title (${externalId})` : null
}

const isShared = (source: Source) => source.singleList === true || source.manyEmployers === true

/** One clean line: entities decoded, runs of spaces joined; null for nothing. */
function oneLine(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  const line = plainText(text.slice(0, longestTitle * 8))
    .replace(/^(?:# |- )/, '')
    .replace(/\s+/g, ' ')
    .trim()
  return line === '' ? null : line
}

/** What the source tells apart stays apart; the rest is divided by its headings. */
function textOf(raw: RawPosting): PostingText | null {
  const marks = raw.companyClasses ?? []
  const blocks = (raw.roleParts ?? [raw.body]).flatMap((part) => blocksOf(part ?? '', marks))
  const text = bySection(blocks.filter((block) => block.mark === null))
  const marked = blocks.filter((block) => block.mark !== null)
  const parts = (raw.companyParts ?? []).flatMap((part) => blocksOf(part ?? ''))
  const company = [text.company, ...[...marked, ...parts].map(lineOf)].filter((part) => part !== '').join('\n')
  return text.role === '' && company === ''
    ? null
    : { role: withoutContacts(text.role), company: withoutContacts(company) }
}

function capped(text: PostingText | null): { text: PostingText | null; truncated: boolean } {
  if (text === null) return { text, truncated: false }
  const role = cut(text.role, longestText)
  const company = cut(text.company, longestText - role.length)
  return { text: { role, company }, truncated: role.length + company.length < text.role.length + text.company.length }
}

/** At most `length` UTF-16 units, without splitting a character. */
const cut = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '')

/** An address that a reader can open; anything but http and https is none. */
function webAddress(url: string | null | undefined): string | null {
  const address = cleaned(repaired(url ?? '')).trim()
  if (!URL.canParse(address)) return null
  const parsed = new URL(address)
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null
}

function countries(raw: RawPosting, locations: string[]): string[] {
  const stated = (raw.countries ?? []).flatMap((each) => countryCode(each) ?? countriesOf(each ?? ''))
  return [...new Set(stated.length > 0 ? stated : locations.flatMap(countriesOf))].sort()
}

/** Only where the title says it in brackets or at an end: "Remote Sensing Engineer" works on satellites. */
const workplaceInTitle = (title: string) =>
  workplaceOf(
    /[([]([^)\]]*(?:remote|hybrid|on-?site)[^)\]]*)[)\]]|[-–—,|]\s*((?:fully |100% )?remote|hybrid|on-?site)\s*$/i
      .exec(title)
      ?.slice(1)
      .join(' '),
  )
