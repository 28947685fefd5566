/** The lists of an imported file: those that it tells of, and those that a board told without any is taken to have had. */
import type { Outcome } from '../../src/domain.ts'
import { sha256 } from '../hash.ts'
import { larger } from './expressions.ts'
import type { Session } from './session.ts'

/** Imported snapshots stand at the first moment of their day, one a board and day: a list collected that day comes after. */
export const startOf = (day: number): number => day * 86_400_000

export const importedDigest = (boardNo: number, day: number, listed: number): string =>
  sha256(`${boardNo} ${day} ${listed}`)

interface ImportedList {
  board: number
  day: number
  outcome: Outcome
  listed: number
}

/** The file as it is written down. */
interface Recorded {
  session: Session
  origin: 'imported' | 'backfilled'
  recordedAt: number
}

/** Returns how many are new: a board may have a snapshot at that moment already. */
export async function addLists({ session, origin, recordedAt }: Recorded, lists: ImportedList[]): Promise<number> {
  const { changes } = await session.run(
    `insert into snapshots (board_no, started_at, day, outcome, listed, with_text, digest, origin, recorded_at)
     values ${lists.map(() => '(?, ?, ?, ?, ?, 0, ?, ?, ?)').join(', ')} on conflict (board_no, started_at) do nothing`,
    ...lists.flatMap(({ board, day, outcome, listed }) => [
      ...[board, startOf(day), day, outcome, listed, importedDigest(board, day, listed), origin, recordedAt],
    ]),
  )
  return changes
}

/** One list a day from the first to the last. */
export interface ImpliedLists {
  board: number
  first: number
  last: number
  /** How many postings were on each. */
  listed: Uint32Array
}

/**
 * A board given without snapshots counts as read whole on every day between its first and last spell day of the file. What
 * it listed on them is what is known to have been open, of this file and of those before it.
 */
export async function impliedLists(
  session: Session,
  board: number,
  first: number,
  last: number,
): Promise<ImpliedLists> {
  const changes = await session.all<{ day: number; change: number }>(
    `select ${larger('day', 'cast(@first as integer)')} as day, sum(change) as change from (
       select s.first_seen as day, 1 as change from postings p join spells s on s.posting_no = p.no where p.board_no = @board
       union all
       select case when s.ended_on is null then cast(@last as integer) else s.last_seen end + 1, -1
         from postings p join spells s on s.posting_no = p.no where p.board_no = @board
     ) changes group by 1`,
    { first, last, board },
  )
  const changeOn = new Map(changes.map(({ day, change }) => [day, change]))
  const listed = new Uint32Array(last - first + 1)
  let open = 0
  for (let day = first; day <= last; day++) {
    open += changeOn.get(day) ?? 0
    listed[day - first] = open
  }
  return { board, first, last, listed }
}

/** Lists added by one statement. */
const together = 25

/** Day by day, as they would have been collected: what was read on one day is asked for together ever after. */
export async function addImplied(file: Recorded, implied: ImpliedLists[]): Promise<number> {
  let added = 0
  let waiting: ImportedList[] = []
  const add = async () => {
    const fresh = await addLists(file, waiting)
    added += fresh
    if (fresh < waiting.length) for (const list of waiting) await listAnew(file.session, list)
    waiting = []
  }
  const from = implied.reduce((day, { first }) => Math.min(day, first), Number.POSITIVE_INFINITY)
  const to = implied.reduce((day, { last }) => Math.max(day, last), Number.NEGATIVE_INFINITY)
  for (let day = from; day <= to; day++) {
    for (const { board, first, last, listed } of implied) {
      if (day < first || day > last) continue
      waiting.push({ board, day, outcome: 'complete', listed: listed[day - first]! })
      if (waiting.length === together) await add()
    }
  }
  if (waiting.length > 0) await add()
  return added
}

/** A list that an earlier file implied is as long as is known now. */
async function listAnew(session: Session, { board, day, listed }: ImportedList): Promise<void> {
  await session.run(
    `update snapshots set listed = ?, digest = ?
     where board_no = ? and started_at = ? and outcome = 'complete' and origin <> 'collected' and listed <> ?`,
    ...[listed, importedDigest(board, day, listed), board, startOf(day), listed],
  )
}
