/** Which skills texts name. */
import type { Session } from './session.ts'

/** Texts asked for in one statement. */
const together = 400

/** What an edition found in each of these texts above negated, in order of skill; a text that names nothing is not among them. */
export async function mentionsOf(session: Session, edition: number, texts: ReadonlySet<number>) {
  const found = new Map<number, { skill: number; level: number }[]>()
  const all = [...texts].sort((one, other) => one - other)
  // Always as many values, so that the statement is prepared once.
  const sql = `select text_no, skill_no as skill, level from mentions where edition_no = ? and level < 3
    and text_no in (${Array.from({ length: together }, () => '?').join(', ')}) order by text_no, skill_no`
  for (let at = 0; at < all.length; at += together) {
    const values = Array.from({ length: together }, (_, place) => all[at + place] ?? -1)
    for (const { text_no, ...mention } of await session.all<{ text_no: number; skill: number; level: number }>(
      sql,
      edition,
      ...values,
    )) {
      const known = found.get(text_no)
      if (known === undefined) found.set(text_no, [mention])
      else known.push(mention)
    }
  }
  return found
}
