/** Whose vacancies a question is about, as a condition over postings, boards and traits. */
import { UserError } from '../../src/domain.ts'

export interface Condition {
  sql: string
  values: unknown[]
}

/** Which tables of a statement hold the boards, postings and traits. */
interface Tables {
  board: string
  posting: string
  traits: string
}

const usual: Tables = { board: 'b', posting: 'p', traits: 'r' }

/**
 * Lists of many employers that are no monthly thread copy other people's adverts: they stay out of shares, ranks and
 * labels, because they change by contract, which no panel can correct.
 */
const notCopiedIn = (board: string) => `not (${board}.token = '' and ${board}.every <> 'month')`
export const notCopied = notCopiedIn('b')

export function populationCondition(name: string, { board, posting, traits }: Tables = usual): Condition {
  const [kind = '', ...rest] = name.split(':')
  const value = rest.join(':')
  if (kind === 'source' && value !== '') return { sql: `${board}.source = ?`, values: [value] }
  const own = notCopiedIn(board)
  if (name === 'all') return { sql: own, values: [] }
  if (name === 'ai') return { sql: `${own} and ${traits}.ai = 1`, values: [] }
  if (kind === 'role' && value !== '') return { sql: `${own} and ${traits}.role = ?`, values: [value] }
  if (kind === 'country' && /^[A-Za-z]{2}$/.test(value)) {
    return { sql: `${own} and ${posting}.countries like ?`, values: [`%"${value.toUpperCase()}"%`] }
  }
  throw new UserError(
    `There is no population "${name}"; it is all, ai, role:ml_engineer, country:DE or source:hackernews.`,
  )
}

/** The words that posting p carried on @day. */
export const textThen =
  'coalesce((select w.text_no from wordings w where w.posting_no = p.no and w.from_day <= @day order by w.from_day desc limit 1), p.text_no)'
