/** The hashes by which the store knows its rows again, and verify finds damage. SHA-256, as hex. */
import { hash } from 'node:crypto'
import type { Posting, PostingText } from '../src/domain.ts'

/** Each part is followed by a zero. In one call: a hash that is fed in steps costs three times as much for a short text. */
export const sha256 = (...parts: string[]): string => hash('sha256', `${parts.join('\0')}\0`)

export const textHash = (title: string, text: PostingText, era: string | null): string =>
  sha256(title, text.role, text.company, era ?? '')

/** Over everything a posting says but its place in the store. */
export function postingHash(posting: Omit<Posting, 'text'>, text: string | null): string {
  const { externalId, url, title, company, employer, locations, countries, workplace, employment, department, pay } =
    posting
  const { publishedOn, publishedPrecision } = posting
  return sha256(
    JSON.stringify([
      externalId,
      url,
      title,
      company,
      employer,
      locations,
      countries,
      workplace,
      employment,
      department,
    ]),
    JSON.stringify([pay && [pay.min, pay.max, pay.currency, pay.period], publishedOn, publishedPrecision, text]),
  )
}

export const listDigest = (pairs: { externalId: string; hash: string }[]): string =>
  sha256(...pairs.map(({ externalId, hash }) => `${externalId} ${hash}`).sort())
