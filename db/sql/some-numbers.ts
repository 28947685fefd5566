/** Statements over the rows of some numbers, however many. */
import type { Session } from './session.ts'

/** Numbers asked for in one statement. */
const together = 400

/** Stands for them in it. */
export const someNumbers = Array.from({ length: together }, () => '?').join(', ')

/** Always as many values, so that a statement is prepared once. */
function* inTurn(numbers: Iterable<number>): Generator<number[]> {
  const all = [...numbers]
  for (let at = 0; at < all.length; at += together) {
    yield Array.from({ length: together }, (_, place) => all[at + place] ?? -1)
  }
}

/** Its rows for all the numbers; every other value is a `@name`. */
export async function allOf<Row>(
  session: Session,
  numbers: Iterable<number>,
  sql: string,
  ...named: Record<string, unknown>[]
): Promise<Row[]> {
  const rows: Row[] = []
  for (const some of inTurn(numbers)) for (const row of await session.all<Row>(sql, ...some, ...named)) rows.push(row)
  return rows
}

export async function runFor(session: Session, numbers: Iterable<number>, sql: string): Promise<void> {
  for (const some of inTurn(numbers)) await session.run(sql, ...some)
}
