/** A whole file of postings and snapshots inside one transaction: it lands at once, or leaves no trace. */
import { type Day, dayNumber } from '../../src/days.ts'
import type { BoardId, Outcome } from '../../src/domain.ts'
import { sha256 } from '../hash.ts'
import { gapDays, isWhole, joined, type KnownSpell } from '../lifecycle.ts'
import type { ImportedPosting, ImportedSnapshot, Importing } from '../store.ts'
import { addBoard, boardRow } from './boards.ts'
import { asUserError } from './connection.ts'
import { forgetCountsFrom } from './counts.ts'
import type { PostingKeeper } from './postings.ts'
import type { Session } from './session.ts'
import { editionNo, writeTags } from './tags.ts'

/** Imported snapshots stand at the first moment of their day, one a board and day: a list collected that day comes after. */
const msPerDay = 86_400_000

interface ImportedBoard {
  no: number
  /** Its snapshots are in the file. */
  given: boolean
  /** First and last day of the file's spells. */
  first: number | null
  last: number
}

/** Returns false where the board has a snapshot at that moment already. */
type WriteSnapshot = (boardNo: number, day: number, outcome: Outcome, listed: number) => boolean

export function beginImport(
  session: Session,
  keeper: PostingKeeper,
  recordedAt: number,
  origin: 'imported' | 'backfilled',
): Importing {
  const { connection } = session
  const boards = new Map<BoardId, ImportedBoard>()
  const count = { postings: 0, newPostings: 0, spells: 0, snapshots: 0 }
  let earliest = Number.POSITIVE_INFINITY
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (error) {
      throw asUserError(error, session.path)
    }
  }
  guarded(() => {
    connection.exec('begin immediate')
    connection.exec(
      'create temp table if not exists imported_spells (board_no integer not null, spell_no integer primary key)',
    )
    connection.exec('delete from imported_spells')
  })

  const rollback = () => {
    if (connection.inTransaction) connection.exec('rollback')
    session.rolledBack()
  }

  const board = (id: BoardId) => {
    let known = boards.get(id)
    if (known === undefined) {
      known = { no: boardRow(session, id).no, given: false, first: null, last: 0 }
      boards.set(id, known)
    }
    return known
  }

  const today = Math.floor(recordedAt / msPerDay)

  const snapshot: WriteSnapshot = (boardNo, day, outcome, listed) => {
    const { changes } = session.run(
      `insert into snapshots (board_no, started_at, day, outcome, listed, with_text, digest, origin, recorded_at)
       values (?, ?, ?, ?, ?, 0, ?, ?, ?) on conflict (board_no, started_at) do nothing`,
      ...[boardNo, day * msPerDay, day, outcome, listed, importedDigest(boardNo, day, listed), origin, recordedAt],
    )
    count.snapshots += changes
    return changes > 0
  }

  const spell = (board: ImportedBoard, postingNo: number, first: Day, last: Day | null) => {
    const from = dayNumber(first)
    const to = last === null ? null : dayNumber(last)
    earliest = Math.min(earliest, from)
    board.first = Math.min(board.first ?? from, from)
    board.last = Math.max(board.last, to ?? today)
    const known = session
      .all<KnownSpellRow>(
        'select no, first_seen, last_seen, ended_on, listed_by from spells where posting_no = ? order by first_seen',
        postingNo,
      )
      .map(knownSpell)
    const union = joined(known, from, to)
    if (union === null) return false
    const listedBy = session.one<{ no: number | null }>(
      `select max(listed_by) as no from spells where no in (${union.replaces.map(() => '?').join(', ')})`,
      ...union.replaces,
    )!.no
    for (const no of union.replaces) {
      session.run('delete from spells where no = ?', no)
      session.run('delete from imported_spells where spell_no = ?', no)
    }
    const { lastInsertRowid } = session.run(
      'insert into spells (posting_no, not_before, first_seen, last_seen, ended_on, stock, listed_by) values (?, ?, ?, ?, ?, 0, ?)',
      ...[
        postingNo,
        union.firstSeen,
        union.firstSeen,
        union.lastSeen,
        union.open ? null : union.lastSeen + 1,
        listedBy,
      ],
    )
    // The spell before it ended at the latest when this one began, wherever its end was seen until now.
    session.run(
      'update spells set ended_on = ? where posting_no = ? and first_seen < ? and ended_on > ?',
      ...[union.firstSeen, postingNo, union.firstSeen, union.firstSeen],
    )
    session.run('insert into imported_spells (board_no, spell_no) values (?, ?)', board.no, lastInsertRowid)
    count.spells += Number(union.replaces.length === 0)
    return true
  }

  return {
    board: (known, today) => guarded(() => void addBoard(session, known, today)),
    posting: (row: ImportedPosting) =>
      guarded(() => {
        const home = board(row.board)
        const { no, isNew } = keeper.keep(home.no, row.posting, row.seen[0]![0], true)
        if (row.facts !== undefined) keepFacts(session, no, row.facts)
        count.postings += 1
        count.newPostings += Number(isNew)
        let touched = false
        for (const [first, last] of row.seen) touched = spell(home, no, first, last) || touched
        if (touched) keeper.markStale(keeper.employerOf(no))
      }),
    snapshot: (row: ImportedSnapshot) =>
      guarded(() => {
        const known = board(row.board)
        known.given = true
        earliest = Math.min(earliest, dayNumber(row.day))
        snapshot(known.no, dayNumber(row.day), row.outcome, row.listed ?? 0)
      }),
    commit: async () => {
      try {
        for (const home of boards.values()) {
          if (!home.given) implySnapshots(session, home, snapshot)
          dateSpells(session, home.no)
        }
        if (Number.isFinite(earliest)) forgetCountsFrom(session, earliest)
        connection.exec('commit')
      } catch (error) {
        rollback()
        throw asUserError(error, session.path)
      }
      return { ...count, boards: boards.size }
    },
    abandon: async () => {
      rollback()
    },
  }
}

/** The posting's words are known only by what was found in them. */
function keepFacts(session: Session, postingNo: number, { edition, mentions, traits }: Facts): void {
  const text = session.one<{ no: number }>(
    'select t.no from postings p join texts t on t.no = p.text_no where p.no = ? and (t.wordless = 1 or not exists (select 1 from traits r where r.text_no = t.no))',
    postingNo,
  )
  if (text === null) return
  session.run('update texts set wordless = 1 where no = ?', text.no)
  writeTags(session, editionNo(session, edition), { no: text.no, mentions, traits })
}

type Facts = NonNullable<ImportedPosting['facts']>

export const importedDigest = (boardNo: number, day: number, listed: number): string =>
  sha256(`${boardNo} ${day} ${listed}`)

interface KnownSpellRow {
  no: number
  first_seen: number
  last_seen: number
  ended_on: number | null
  listed_by: number | null
}

const knownSpell = (row: KnownSpellRow): KnownSpell => ({
  no: row.no,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  endedOn: row.ended_on,
  collected: row.listed_by !== null,
})

/**
 * A board given without snapshots counts as read whole on every day between its first and last spell day of the file. What
 * it listed on them is what is known to have been open, of this file and of those before it.
 */
function implySnapshots(session: Session, { no, first, last }: ImportedBoard, snapshot: WriteSnapshot): void {
  if (first === null) return
  const changes = session.all<{ day: number; change: number }>(
    `select max(day, ?) as day, sum(change) as change from (
       select s.first_seen as day, 1 as change from postings p join spells s on s.posting_no = p.no where p.board_no = ?
       union all
       select case when s.ended_on is null then ? else s.last_seen end + 1, -1
         from postings p join spells s on s.posting_no = p.no where p.board_no = ?
     ) group by 1`,
    ...[first, no, last, no],
  )
  const byDay = new Map(changes.map(({ day, change }) => [day, change]))
  let listed = 0
  for (let day = first; day <= last; day++) {
    listed += byDay.get(day) ?? 0
    if (!snapshot(no, day, 'complete', listed)) {
      session.run(
        `update snapshots set listed = ?, digest = ?
         where board_no = ? and started_at = ? and outcome = 'complete' and origin <> 'collected' and listed <> ?`,
        ...[listed, importedDigest(no, day, listed), no, day * msPerDay, listed],
      )
    }
  }
}

/** Now that the board's snapshots are known: when each spell may have begun, when its end was seen, whether it is stock. */
function dateSpells(session: Session, boardNo: number): void {
  const snapshots = session.all<{ day: number; outcome: Outcome; collected: number }>(
    "select day, outcome, origin = 'collected' as collected from snapshots where board_no = ? order by day",
    boardNo,
  )
  const whole = snapshots.filter(({ outcome }) => isWhole(outcome))
  const days = whole.map(({ day }) => day)
  const reached = whole.findLast(({ collected }) => !collected)?.day ?? null
  const { monthly } = session.one<{ monthly: number }>(
    "select every = 'month' as monthly from boards where no = ?",
    boardNo,
  )!
  const isStock = (firstSeen: number, before: number | null) =>
    !monthly && (before === null || firstSeen - before > gapDays)
  const imported = session.all<{
    no: number
    first_seen: number
    last_seen: number
    open: number
    next: number | null
  }>(
    `select s.no, s.first_seen, s.last_seen, s.ended_on is null as open,
       (select min(n.first_seen) from spells n where n.posting_no = s.posting_no and n.first_seen > s.first_seen) as next
     from imported_spells i join spells s on s.no = i.spell_no where i.board_no = ?`,
    boardNo,
  )
  for (const { no, first_seen, last_seen, open, next } of imported) {
    const before = lastBelow(days, first_seen)
    session.run(
      'update spells set not_before = ?, stock = ?, ended_on = ?, last_seen = ? where no = ?',
      ...[before === null ? first_seen : before + 1, Number(isStock(first_seen, before))],
      ...(open
        ? [null, Math.max(last_seen, reached ?? last_seen)]
        : [Math.min(firstAbove(days, last_seen) ?? last_seen + 1, next ?? Number.POSITIVE_INFINITY), last_seen]),
      no,
    )
  }
  // History before a board's first collected list makes what that list showed new, or narrows when it can have opened.
  const collected = session.all<{ no: number; not_before: number; first_seen: number; stock: number }>(
    `select s.no, s.not_before, s.first_seen, s.stock from postings p join spells s on s.posting_no = p.no
     where p.board_no = ? and s.no not in (select spell_no from imported_spells)`,
    boardNo,
  )
  for (const { no, not_before, first_seen, stock } of collected) {
    const before = lastBelow(days, first_seen)
    if (before === null || (before < not_before && !stock)) continue
    session.run(
      'update spells set not_before = ?, stock = ? where no = ? and (not_before <> ? or stock <> ?)',
      ...[Math.max(not_before, before + 1), Number(stock === 1 && isStock(first_seen, before)), no],
      ...[Math.max(not_before, before + 1), Number(stock === 1 && isStock(first_seen, before))],
    )
  }
}

const firstAtLeast = (sorted: number[], value: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
const lastBelow = (sorted: number[], value: number): number | null => sorted[firstAtLeast(sorted, value) - 1] ?? null
const firstAbove = (sorted: number[], value: number): number | null => sorted[firstAtLeast(sorted, value + 1)] ?? null
