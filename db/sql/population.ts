/** Whose vacancies a question is about, as a condition over postings, boards and traits. */
import { UserError } from '../../src/domain.ts'
import type { Session } from './session.ts'

export interface Condition {
  sql: string
  values: unknown[]
}

/** Which tables of a statement hold the boards, postings and traits. */
interface Tables {
  board: string
  posting: string
  traits: string
  /** The posting's countries, where they are not as it says now. */
  countries?: string
}

const usual: Tables = { board: 'b', posting: 'p', traits: 'r' }

/**
 * Lists of many employers that are no monthly thread copy other people's adverts: they stay out of shares, ranks and
 * labels, because they change by contract, which no panel can correct.
 */
export const notCopied = (board: string) => `not (${board}.token = '' and ${board}.every <> 'month')`
/** And so do agencies, on whatever board: they advertise the jobs of others. */
const forItselfIn = (posting: string) =>
  `${posting}.employer_no not in (select no from employers where kind <> 'employer')`
export const forItself = forItselfIn('p')
/** The same as numbers of those who do not. */
export const agencies = async (session: Session): Promise<Set<number>> =>
  new Set((await session.all<{ no: number }>("select no from employers where kind <> 'employer'")).map(({ no }) => no))
export const ownIn = ({ board, posting }: Pick<Tables, 'board' | 'posting'>) =>
  `${notCopied(board)} and ${forItselfIn(posting)}`
/** Postings p on boards b by which an employer advertises for itself. */
export const own = ownIn(usual)

/** The population without regard to who advertises. */
export function among(
  name: string,
  { board, posting, traits, countries = `${posting}.countries` }: Tables = usual,
): Condition {
  const [kind = '', ...rest] = name.split(':')
  const value = rest.join(':')
  if (kind === 'source' && value !== '') return { sql: `${board}.source = ?`, values: [value] }
  if (name === 'all') return { sql: 'true', values: [] }
  if (name === 'ai') return { sql: `${traits}.ai = 1`, values: [] }
  if (kind === 'role' && value !== '') return { sql: `${traits}.role = ?`, values: [value] }
  if (kind === 'country' && /^[A-Za-z]{2}$/.test(value)) {
    return { sql: `${countries} like ?`, values: [`%"${value.toUpperCase()}"%`] }
  }
  throw new UserError(
    `There is no population "${name}"; it is all, ai, role:ml_engineer, country:DE or source:hackernews.`,
  )
}

/** What of a board and of an employer says whose vacancies they hold. */
export interface Grouped {
  source: string
  token: string
  every: string
}

/** The same as a test of what is in memory: a vacancy is in the population when all of it holds. */
export function inPopulation(name: string): {
  ai: boolean
  role(role: string | null): boolean
  /** Takes the list of countries as it is stored. */
  country(countries: string): boolean
  board(board: Grouped): boolean
  employer(kind: string): boolean
} {
  // Refuses what is no population.
  among(name)
  const [kind, ...rest] = name.split(':')
  const value = rest.join(':')
  const isSource = kind === 'source'
  return {
    ai: name === 'ai',
    role: (role) => kind !== 'role' || role === value,
    country: (countries) => kind !== 'country' || countries.includes(`"${value.toUpperCase()}"`),
    board: ({ source, token, every }) => (isSource ? source === value : !(token === '' && every !== 'month')),
    employer: (kindOf) => isSource || kindOf === 'employer',
  }
}

/** The words that posting p carried on @day. */
export const textThen =
  'coalesce((select w.text_no from wordings w where w.posting_no = p.no and w.from_day <= @day order by w.from_day desc limit 1), p.text_no)'
