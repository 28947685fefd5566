/** What an open posting is told by: its names, and the words that set the level of a skill. */
import { type Day, dayNumber } from '../../src/days.ts'
import type { EvidenceRow } from '../store.ts'
import { asThen, formerThen } from './former.ts'
import type { Session } from './session.ts'

export type Detail = Pick<EvidenceRow, 'externalId' | 'title' | 'company' | 'url' | 'cue'>

interface Row extends Omit<Detail, 'externalId'> {
  no: number
  external_id: string
}

/** Postings asked for in one statement. */
const together = 100
// Always as many values, so that the statement is prepared once.
const places = Array.from({ length: together }, () => '?').join(', ')

/** By number of posting, as they stood on the day; the words are of the text that each carried then. */
export async function detailsOf(
  session: Session,
  { asOf, edition, skill }: { asOf: Day; edition: number; skill: number },
  postings: readonly { no: number; text: number }[],
): Promise<Map<number, Detail>> {
  const cues = new Map<number, string | null>()
  const details = new Map<number, Detail>()
  for (let at = 0; at < postings.length; at += together) {
    const some = postings.slice(at, at + together)
    const numbers = (of: 'no' | 'text') => Array.from({ length: together }, (_, place) => some[place]?.[of] ?? -1)
    for (const { text_no, cue } of await session.all<{ text_no: number; cue: string | null }>(
      `select text_no, cue from mentions where edition_no = ? and skill_no = ? and text_no in (${places})`,
      ...[edition, skill, ...numbers('text')],
    )) {
      cues.set(text_no, cue)
    }
    const texts = new Map(some.map(({ no, text }) => [no, text]))
    for (const { no, external_id, ...row } of await session.all<Row>(
      `select p.no, p.external_id, ${asThen('title')} as title, ${asThen('company')} as company, ${asThen('url')} as url
       from postings p ${formerThen} where p.no in (${places})`,
      ...numbers('no'),
      { day: dayNumber(asOf) },
    )) {
      details.set(no, { externalId: external_id, ...row, cue: cues.get(texts.get(no)!) ?? null })
    }
  }
  return details
}
