/** From rows to a harvest: a bad row is counted with its reason, and rows of one posting become one. */
import { ShapeError } from './reading.ts'
import type { Harvest, RawPosting } from './scraper.ts'

/** More bad rows than this say that the source changed, rather than that some rows are odd. */
const mostBad = 0.2

type Rest = Partial<Omit<Harvest, 'postings' | 'rejects'>> & { rejects?: string[] }

/**
 * Reads every row. `read` may return null for a row that is not a posting (a notice, an unlisted one).
 * Throws a ShapeError when more than a fifth of the rows cannot be read.
 */
export function harvest<Row>(rows: Row[], read: (row: Row) => RawPosting | null, rest: Rest = {}): Harvest {
  const postings: RawPosting[] = []
  const rejects: string[] = []
  for (const row of rows) {
    try {
      const posting = read(row)
      if (posting !== null) postings.push(posting)
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error
      rejects.push(error.message)
    }
  }
  const first = rejects[0]
  if (first !== undefined && rejects.length > rows.length * mostBad) {
    throw new ShapeError(
      'rows',
      `expected postings; ${rejects.length} of ${rows.length} could not be read, first ${first}`,
    )
  }
  return { next: [], ...rest, postings: united(postings), rejects: [...rejects, ...(rest.rejects ?? [])] }
}

/** Rows with one external id are one posting in several places: their locations are united, gaps are filled. */
export function united(postings: RawPosting[]): RawPosting[] {
  const byId = new Map<string, RawPosting>()
  for (const posting of postings) {
    const twin = byId.get(posting.externalId)
    byId.set(posting.externalId, twin === undefined ? posting : unite(twin, posting))
  }
  return [...byId.values()]
}

function unite(first: RawPosting, second: RawPosting): RawPosting {
  const given = Object.fromEntries(Object.entries(first).filter(([, value]) => value !== null && value !== undefined))
  const locations = [...new Set([...(first.locations ?? []), ...(second.locations ?? [])])]
  const countries = [...new Set([...(first.countries ?? []), ...(second.countries ?? [])])]
  const workplace = first.workplace === second.workplace ? first.workplace : differing(first, second)
  return {
    ...second,
    ...given,
    externalId: first.externalId,
    title: first.title,
    ...(locations.length > 0 ? { locations } : {}),
    ...(countries.length > 0 ? { countries } : {}),
    ...(workplace === undefined ? {} : { workplace }),
  }
}

/** One place remote and another on site: neither word is true of the posting. */
function differing(first: RawPosting, second: RawPosting): RawPosting['workplace'] {
  if (first.workplace === undefined || first.workplace === null || first.workplace === 'unspecified')
    return second.workplace
  if (second.workplace === undefined || second.workplace === null || second.workplace === 'unspecified')
    return first.workplace
  return 'unspecified'
}
