/** Whose vacancies a question is about, as a condition over postings p, boards b and traits r. */
import { UserError } from '../../src/domain.ts'

export interface Condition {
  sql: string
  values: unknown[]
}

/**
 * Lists of many employers that are no monthly thread copy other people's adverts: they stay out of shares, ranks and
 * labels, because they change by contract, which no panel can correct.
 */
export const notCopied = "not (b.token = '' and b.every <> 'month')"

export function populationCondition(name: string): Condition {
  const [kind = '', ...rest] = name.split(':')
  const value = rest.join(':')
  if (kind === 'source' && value !== '') return { sql: 'b.source = ?', values: [value] }
  if (name === 'all') return { sql: notCopied, values: [] }
  if (name === 'ai') return { sql: `${notCopied} and r.ai = 1`, values: [] }
  if (kind === 'role' && value !== '') return { sql: `${notCopied} and r.role = ?`, values: [value] }
  if (kind === 'country' && /^[A-Za-z]{2}$/.test(value)) {
    return { sql: `${notCopied} and instr(p.countries, ?) > 0`, values: [`"${value.toUpperCase()}"`] }
  }
  throw new UserError(
    `There is no population "${name}"; it is all, ai, role:ml_engineer, country:DE or source:hackernews.`,
  )
}

/** The words that posting p carried on a day. Takes that day. */
export const textThen =
  'coalesce((select w.text_no from wordings w where w.posting_no = p.no and w.from_day <= ? order by w.from_day desc limit 1), p.text_no)'
