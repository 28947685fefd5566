/** A whole file of postings and snapshots inside one transaction: it lands at once, or leaves no trace. */
import { type Day, dayNumber } from '../../src/days.ts'
import type { BoardId, Outcome } from '../../src/domain.ts'
import { sha256 } from '../hash.ts'
import { gapDays, isWhole } from '../lifecycle.ts'
import type { ImportedPosting, ImportedSnapshot, Importing } from '../store.ts'
import { addBoard, boardRow } from './boards.ts'
import { asUserError } from './connection.ts'
import { forgetCountsFrom } from './counts.ts'
import type { PostingKeeper } from './postings.ts'
import type { Session } from './session.ts'

const msPerDay = 86_400_000
/** Imported snapshots stand at noon: one a board and day. */
const noon = msPerDay / 2

export function beginImport(
  session: Session,
  keeper: PostingKeeper,
  recordedAt: number,
  origin: 'imported' | 'backfilled',
): Importing {
  const { connection } = session
  const boards = new Map<BoardId, { no: number; given: boolean }>()
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

  const board = (id: BoardId) => {
    let known = boards.get(id)
    if (known === undefined) {
      known = { no: boardRow(session, id).no, given: false }
      boards.set(id, known)
    }
    return known
  }

  const snapshot = (boardNo: number, day: number, outcome: Outcome, listed: number | null) => {
    const { changes } = session.run(
      `insert into snapshots (board_no, started_at, day, outcome, listed, with_text, digest, origin, recorded_at)
       values (?, ?, ?, ?, ?, 0, ?, ?, ?) on conflict (board_no, started_at) do nothing`,
      ...[
        boardNo,
        day * msPerDay + noon,
        day,
        outcome,
        listed ?? 0,
        importedDigest(boardNo, day, listed ?? 0),
        origin,
        recordedAt,
      ],
    )
    count.snapshots += changes
  }

  const spell = (boardNo: number, postingNo: number, first: Day, last: Day | null) => {
    const from = dayNumber(first)
    const to = last === null ? null : dayNumber(last)
    earliest = Math.min(earliest, from)
    const known = session.one<{ no: number; last_seen: number; ended_on: number | null }>(
      'select no, last_seen, ended_on from spells where posting_no = ? and first_seen = ?',
      postingNo,
      from,
    )
    if (known === null) {
      const { lastInsertRowid } = session.run(
        'insert into spells (posting_no, not_before, first_seen, last_seen, ended_on, stock) values (?, ?, ?, ?, ?, 0)',
        ...[postingNo, from, from, to ?? from, to === null ? null : to + 1],
      )
      session.run('insert into imported_spells (board_no, spell_no) values (?, ?)', boardNo, lastInsertRowid)
      count.spells += 1
      return true
    }
    // Read again later, a spell may have gone on or ended; what was known to be later stays.
    if (to !== null && (known.last_seen < to || known.ended_on === null)) {
      session.run('update spells set last_seen = max(last_seen, ?), ended_on = ? where no = ?', to, to + 1, known.no)
      session.run(
        'insert into imported_spells (board_no, spell_no) values (?, ?) on conflict do nothing',
        boardNo,
        known.no,
      )
      return true
    }
    return false
  }

  return {
    board: (known, today) => guarded(() => void addBoard(session, known, today)),
    posting: (row: ImportedPosting) =>
      guarded(() => {
        const { no: boardNo } = board(row.board)
        const { no, isNew } = keeper.keep(boardNo, row.posting, row.seen[0]![0])
        count.postings += 1
        count.newPostings += Number(isNew)
        let touched = false
        for (const [first, last] of row.seen) touched = spell(boardNo, no, first, last) || touched
        if (touched) keeper.markStale(keeper.employerOf(no))
      }),
    snapshot: (row: ImportedSnapshot) =>
      guarded(() => {
        const known = board(row.board)
        known.given = true
        earliest = Math.min(earliest, dayNumber(row.day))
        snapshot(known.no, dayNumber(row.day), row.outcome, row.listed)
      }),
    commit: async () =>
      guarded(() => {
        const today = Math.floor(session.now() / msPerDay)
        for (const { no, given } of boards.values()) {
          if (!given) implySnapshots(session, no, today, snapshot)
          dateSpells(session, no)
        }
        if (Number.isFinite(earliest)) forgetCountsFrom(session, earliest)
        connection.exec('commit')
        return { ...count, boards: boards.size }
      }),
    abandon: async () => {
      if (connection.inTransaction) connection.exec('rollback')
    },
  }
}

export const importedDigest = (boardNo: number, day: number, listed: number): string =>
  sha256(`${boardNo} ${day} ${listed}`)

/** A board given without snapshots counts as read whole on every day between its first and last spell day. */
function implySnapshots(
  session: Session,
  boardNo: number,
  today: number,
  snapshot: (boardNo: number, day: number, outcome: Outcome, listed: number) => void,
): void {
  const changes = session.all<{ day: number; change: number }>(
    `select day, sum(change) as change from (
       select s.first_seen as day, 1 as change from postings p join spells s on s.posting_no = p.no where p.board_no = ?
       union all
       select coalesce(s.ended_on, ?), -1 from postings p join spells s on s.posting_no = p.no where p.board_no = ?
     ) group by day order by day`,
    ...[boardNo, today + 1, boardNo],
  )
  if (changes.length === 0) return
  const byDay = new Map(changes.map(({ day, change }) => [day, change]))
  const last = session.one<{ day: number }>(
    'select max(case when s.ended_on is null then ? else s.last_seen end) as day from postings p join spells s on s.posting_no = p.no where p.board_no = ?',
    today,
    boardNo,
  )!.day
  let listed = 0
  for (let day = changes[0]!.day; day <= last; day++) {
    listed += byDay.get(day) ?? 0
    snapshot(boardNo, day, 'complete', listed)
  }
}

/** Now that the board's snapshots are known: when each imported spell may have begun, when its end was seen, whether it is stock. */
function dateSpells(session: Session, boardNo: number): void {
  const whole = session
    .all<{ day: number; outcome: Outcome }>(
      'select distinct day, outcome from snapshots where board_no = ? order by day',
      boardNo,
    )
    .filter(({ outcome }) => isWhole(outcome))
    .map(({ day }) => day)
  const spells = session.all<{ no: number; first_seen: number; last_seen: number; ended_on: number | null }>(
    'select s.no, s.first_seen, s.last_seen, s.ended_on from imported_spells i join spells s on s.no = i.spell_no where i.board_no = ?',
    boardNo,
  )
  const newest = whole.at(-1) ?? null
  const { monthly } = session.one<{ monthly: number }>(
    "select every = 'month' as monthly from boards where no = ?",
    boardNo,
  )!
  for (const { no, first_seen, last_seen, ended_on } of spells) {
    const before = lastBelow(whole, first_seen)
    const stock = !monthly && (before === null || first_seen - before > gapDays)
    const end = ended_on === null ? null : (firstAbove(whole, last_seen) ?? last_seen + 1)
    session.run(
      'update spells set not_before = ?, stock = ?, ended_on = ?, last_seen = ? where no = ?',
      ...[
        before === null ? first_seen : before + 1,
        Number(stock),
        end,
        end === null ? Math.max(last_seen, newest ?? last_seen) : last_seen,
        no,
      ],
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
