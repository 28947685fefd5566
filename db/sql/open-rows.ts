/** The postings open on a day, on boards whose lists still speak, and what their sources and words say of them. */
import { type Day, dayNumber } from '../../src/days.ts'
import type { Role, Seniority, Traits, UsePattern, Workplace } from '../../src/domain.ts'
import type { NamingRow } from '../store.ts'
import { boardsOn, speaking } from './boards-on.ts'
import { asThen, formerThen, payThen } from './former.ts'
import { openSpells } from './open-spells.ts'
import { textThen } from './population.ts'
import type { Session } from './session.ts'

/** One row an open posting, with the words that it carried on the day. */
export const openOn = async (session: Session, asOf: Day): Promise<string> => `${boardsOn},
open as (
  select p.no, coalesce(p.vacancy_no, p.no) as vacancy_no, b.no as board_no, b.id as board, b.source, b.token, b.every, b.age, p.employer_no, ${asThen('countries')} as countries, s.first_seen,
    ${asThen('workplace')} as workplace, ${asThen('employment')} as employment, ${payThen},
    ${textThen} as text_no
  from (${await openSpells(session, dayNumber(asOf))}) s cross join postings p join boards_on b on b.no = p.board_no ${formerThen}
  where p.no = s.posting_no and ${speaking})`

/** What a posting's source states as data. */
export interface FactsRow {
  countries: string
  workplace: string
  employment: string | null
  p_min: number | null
  p_max: number | null
  p_currency: string | null
  p_period: string | null
}

export interface TraitsRow {
  years_min: number | null
  years_max: number | null
  seniority: Seniority | null
  pay_min: number | null
  pay_max: number | null
  pay_currency: string | null
  pay_period: NonNullable<Traits['salary']>['period'] | null
  remote: Workplace | null
  role: Role | null
  multi: number
  ai: number
  patterns: string
}

/** What the source states as data wins over what the text was read to say. */
export function payOf(row: FactsRow & TraitsRow): Pick<NamingRow, 'pay'> & Pick<Traits, 'salary'> {
  const stated =
    row.p_currency === null || row.p_period === null
      ? null
      : { min: row.p_min, max: row.p_max, currency: row.p_currency, period: row.p_period }
  const salary =
    row.pay_currency === null || row.pay_period === null
      ? null
      : { min: row.pay_min, max: row.pay_max, currency: row.pay_currency, period: row.pay_period }
  return { pay: stated ?? salary, salary }
}

export const traitsOf = (row: TraitsRow): Omit<Traits, 'salary'> => ({
  years: row.years_min === null ? null : { min: row.years_min, max: row.years_max },
  seniority: row.seniority,
  remote: row.remote,
  role: row.role,
  multi: row.multi === 1,
  ai: row.ai === 1,
  patterns: JSON.parse(row.patterns) as UsePattern[],
})
