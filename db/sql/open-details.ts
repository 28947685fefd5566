/** What is told of open postings one by one: their names, what their sources state, what their words were read to say. */
import { type Day, dayNumber } from '../../src/days.ts'
import type { NamingRow } from '../store.ts'
import { asThen, formerThen, payThen } from './former.ts'
import { type FactsRow, type TraitsRow, toldOf } from './open-rows.ts'
import { textThen } from './population.ts'
import type { Session } from './session.ts'

export interface Detail {
  no: number
  externalId: string
  title: string
  company: string
  url: string | null
  /** With the list of its countries as it is stored. */
  told(countries: string): Pick<NamingRow, 'traits' | 'countries' | 'workplace' | 'employment' | 'pay'>
}

interface Row extends Omit<FactsRow, 'countries'>, TraitsRow {
  no: number
  external_id: string
  title: string
  company: string
  url: string | null
}

/** Postings asked for in one statement. */
const together = 400
const places = Array.from({ length: together }, () => '?').join(', ')

/** Always as many values, so that the statement is prepared once. */
function* chunks(numbers: readonly number[]): Generator<number[]> {
  for (let at = 0; at < numbers.length; at += together) {
    yield Array.from({ length: together }, (_, place) => numbers[at + place] ?? -1)
  }
}

/** As they stood on the day; in any order. */
export async function detailsOf(
  session: Session,
  asOf: Day,
  edition: number,
  nos: readonly number[],
): Promise<Detail[]> {
  const found: Detail[] = []
  for (const some of chunks(nos)) {
    const rows = await session.all<Row>(
      `select p.no, p.external_id, ${asThen('title')} as title, ${asThen('company')} as company, ${asThen('url')} as url,
         ${asThen('workplace')} as workplace, ${asThen('employment')} as employment, ${payThen},
         r.years_min, r.years_max, r.seniority, r.pay_min, r.pay_max, r.pay_currency, r.pay_period, r.remote, r.role, r.multi, r.ai, r.patterns
       from postings p ${formerThen} left join traits r on r.text_no = ${textThen} and r.edition_no = @edition
       where p.no in (${places})`,
      ...some,
      { day: dayNumber(asOf), edition },
    )
    for (const row of rows) {
      const { no, external_id, title, company, url } = row
      const told = (countries: string) => toldOf({ ...row, countries })
      found.push({ no, externalId: external_id, title, company, url, told })
    }
  }
  return found
}

/** By text the words that set the level of a skill. */
export async function cuesOf(
  session: Session,
  edition: number,
  skill: number,
  texts: readonly number[],
): Promise<Map<number, string | null>> {
  const cues = new Map<number, string | null>()
  for (const some of chunks([...new Set(texts)])) {
    const rows = await session.all<{ text_no: number; cue: string | null }>(
      `select text_no, cue from mentions where edition_no = ? and skill_no = ? and text_no in (${places})`,
      ...[edition, skill],
      ...some,
    )
    for (const { text_no, cue } of rows) cues.set(text_no, cue)
  }
  return cues
}
