/** Which skills texts name. */
import type { Session } from './session.ts'
import { allOf, someNumbers } from './some-numbers.ts'

const naming = `select text_no, skill_no as skill, level from mentions where edition_no = @edition and level < 3
  and text_no in (${someNumbers}) order by text_no, skill_no`

/** What an edition found in each of these texts above negated, in order of skill; a text that names nothing is not among them. */
export async function mentionsOf(session: Session, edition: number, texts: ReadonlySet<number>) {
  const found = new Map<number, { skill: number; level: number }[]>()
  const inOrder = [...texts].sort((one, other) => one - other)
  for (const { text_no, ...mention } of await allOf<{ text_no: number; skill: number; level: number }>(
    session,
    inOrder,
    naming,
    { edition },
  )) {
    const known = found.get(text_no)
    if (known === undefined) found.set(text_no, [mention])
    else known.push(mention)
  }
  return found
}
