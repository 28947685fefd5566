/** The postings by which vacancies were first seen: what opens the sums of new vacancies. */
import { dayFromNumber } from '../../src/days.ts'
import { levels, type SkillId } from '../../src/domain.ts'
import type { EvidenceRow } from '../store.ts'
import { skillNoOf } from './flows.ts'
import { asThen, formerFirst } from './former.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'

/** Numbers asked for in one statement. */
const together = 400

/** The posting by which each of the vacancies was first seen, where its first words name the skill; in order of first sight. */
export async function firstPostings(
  session: Session,
  skill: SkillId,
  vacancies: readonly number[],
): Promise<EvidenceRow[]> {
  const asked = { edition: (await editionInForce(session))?.no ?? 0, skill: await skillNoOf(session, skill) }
  const found: EvidenceRow[] = []
  for (let at = 0; at < vacancies.length; at += together) {
    const values = Array.from({ length: together }, (_, place) => vacancies[at + place] ?? -1)
    const rows = await session.all<{
      vacancy: number
      employer: string
      board: string
      external_id: string
      title: string
      company: string
      url: string | null
      first_seen: number
      level: number
      cue: string | null
    }>(
      `select v.no as vacancy, e.key as employer, b.id as board, p.external_id, ${asThen('title')} as title,
         ${asThen('company')} as company, ${asThen('url')} as url, v.first_seen, m.level, m.cue
       from vacancies v join postings p on p.no = v.first_posting_no join boards b on b.no = p.board_no ${formerFirst}
       join employers e on e.no = v.employer_no
       join mentions m on m.text_no = v.first_text_no and m.edition_no = @edition and m.skill_no = @skill and m.level < 3
       where v.no in (${values.map(() => '?').join(', ')})`,
      ...values,
      asked,
    )
    for (const { external_id, first_seen, level, ...row } of rows) {
      found.push({ ...row, externalId: external_id, firstSeen: dayFromNumber(first_seen), level: levels[level]! })
    }
  }
  const isBefore = (one: EvidenceRow, other: EvidenceRow) =>
    one.firstSeen < other.firstSeen || (one.firstSeen === other.firstSeen && one.vacancy < other.vacancy)
  return found.sort((one, other) => (isBefore(one, other) ? -1 : 1))
}
