/** One collection of one board, written whole or not at all. */
import { dayNumber } from '../../src/days.ts'
import { listDigest, postingHash, textHash } from '../hash.ts'
import {
  type BoardPast,
  isSeen,
  isWhole,
  missed,
  opened,
  type Patience,
  revived,
  type Sight,
  type Spell,
  seenAgain,
} from '../lifecycle.ts'
import type { SnapshotResult, SnapshotWrite } from '../store.ts'
import { boardRow } from './boards.ts'
import { forgetCountsFrom } from './counts.ts'
import { eraOf, type PostingKeeper } from './postings.ts'
import type { Session } from './session.ts'

interface SpellRow {
  no: number
  posting_no: number
  not_before: number
  first_seen: number
  last_seen: number
  ended_on: number | null
  stock: number
  misses: number
}

const spellOf = (row: SpellRow): Spell => ({
  notBefore: row.not_before,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  endedOn: row.ended_on,
  stock: row.stock === 1,
  misses: row.misses,
})

const insertSpell = (session: Session, postingNo: number, spell: Spell, listedBy: number): void => {
  session.run(
    'insert into spells (posting_no, not_before, first_seen, last_seen, ended_on, stock, misses, listed_by) values (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[postingNo, spell.notBefore, spell.firstSeen, spell.lastSeen, spell.endedOn, Number(spell.stock), spell.misses],
    listedBy,
  )
}

const updateSpell = (session: Session, no: number, spell: Spell, listedBy: number | null): void => {
  session.run(
    'update spells set last_seen = ?, ended_on = ?, misses = ?, listed_by = coalesce(?, listed_by) where no = ?',
    ...[spell.lastSeen, spell.endedOn, spell.misses, listedBy, no],
  )
}

/**
 * Stores a snapshot with its postings and moves the board's spells. Written twice it is one. A snapshot that began before
 * the newest one stored is refused and changes nothing: its list says less than what is known already, and what it saw
 * cannot be put between without the lists of those after it. A posting listed twice counts once, as it was listed last.
 */
export function storeSnapshot(
  session: Session,
  keeper: PostingKeeper,
  write: SnapshotWrite,
  recordedAt: number,
): SnapshotResult {
  const unique = new Map(write.postings.map((posting) => [posting.externalId, posting]))
  return session.write(() => storeUnique(session, keeper, { ...write, postings: [...unique.values()] }, recordedAt))
}

function storeUnique(
  session: Session,
  keeper: PostingKeeper,
  write: SnapshotWrite,
  recordedAt: number,
): SnapshotResult {
  const board = boardRow(session, write.board)
  const result: SnapshotResult = { stored: false, opened: 0, reopened: 0, ended: 0, unchanged: 0 }
  const newest = session.one<{ at: number | null }>(
    'select max(started_at) as at from snapshots where board_no = ?',
    board.no,
  )!.at
  if (newest !== null && write.startedAt <= newest) return result
  const past: BoardPast = {
    lastWhole: session.one<{ day: number | null }>(
      "select max(day) as day from snapshots where board_no = ? and outcome in ('complete', 'empty')",
      board.no,
    )!.day,
    monthly: board.every === 'month',
  }
  const { no } = session.one<{ no: number }>('select coalesce(max(no), 0) + 1 as no from snapshots')!
  const sight: Sight = { day: dayNumber(write.day), outcome: write.outcome }
  const pairs = isSeen(write.outcome)
    ? see(session, keeper, { boardNo: board.no, snapshotNo: no, write, sight, past }, result)
    : write.postings.map((posting) => {
        const words =
          posting.text === null ? null : textHash(posting.title, posting.text, eraOf(posting.publishedOn, write.day))
        return { externalId: posting.externalId, hash: postingHash(posting, words), no: null }
      })
  if (isWhole(write.outcome)) {
    const patience = {
      misses: Math.max(board.miss_tolerance, write.missTolerance ?? 1),
      showsAll: board.coverage === 'complete',
    }
    endMissing(session, keeper, { boardNo: board.no, sight, patience }, new Set(pairs.map(({ no }) => no)), result)
  }
  const accounted = result.opened + result.reopened + result.unchanged
  if (isSeen(write.outcome) && accounted !== pairs.length)
    throw new Error(`${write.board}: ${pairs.length} postings were listed, and ${accounted} are accounted for`)
  session.run(
    `insert into snapshots (no, board_no, started_at, day, outcome, reason, listed, total, with_text, rejects, reject_reasons, fills, digest, run, origin, recorded_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[no, board.no, write.startedAt, sight.day, write.outcome, write.reason, write.postings.length, write.total],
    ...[write.postings.filter((posting) => posting.text !== null).length, write.rejects.length],
    ...[JSON.stringify(write.rejects.slice(0, 50)), JSON.stringify(write.fills), listDigest(pairs)],
    ...[write.run, write.origin, recordedAt],
  )
  if (write.nextDueAt !== undefined)
    session.run('update boards set next_due_at = ? where no = ?', write.nextDueAt, board.no)
  if (write.state !== undefined && write.state !== board.state)
    session.run("update boards set state = ? where no = ? and state <> 'paused'", write.state, board.no)
  forgetCountsFrom(session, sight.day)
  return { ...result, stored: true }
}

interface Seeing {
  boardNo: number
  snapshotNo: number
  write: SnapshotWrite
  sight: Sight
  past: BoardPast
}

function see(
  session: Session,
  keeper: PostingKeeper,
  { boardNo, snapshotNo, write, sight, past }: Seeing,
  result: SnapshotResult,
): { externalId: string; hash: string; no: number }[] {
  return write.postings.map((posting) => {
    const { no, hash, isNew } = keeper.keep(boardNo, posting, write.day)
    const row = isNew
      ? null
      : session.one<SpellRow>('select * from spells where posting_no = ? order by first_seen desc limit 1', no)
    if (row === null || (row.ended_on !== null && row.ended_on !== sight.day)) {
      insertSpell(session, no, opened(sight, past), snapshotNo)
      keeper.markStale(keeper.employerOf(no))
      result[row === null ? 'opened' : 'reopened'] += 1
    } else if (row.ended_on !== null) {
      updateSpell(session, row.no, revived(spellOf(row), sight), snapshotNo)
      keeper.markStale(keeper.employerOf(no))
      result.reopened += 1
    } else {
      updateSpell(session, row.no, seenAgain(spellOf(row), sight), snapshotNo)
      result.unchanged += 1
    }
    return { externalId: posting.externalId, hash, no }
  })
}

function endMissing(
  session: Session,
  keeper: PostingKeeper,
  { boardNo, sight, patience }: { boardNo: number; sight: Sight; patience: Patience },
  listed: Set<number | null>,
  result: SnapshotResult,
): void {
  const open = session.all<SpellRow>(
    'select s.* from postings p join spells s on s.posting_no = p.no where p.board_no = ? and s.ended_on is null',
    boardNo,
  )
  for (const row of open) {
    if (listed.has(row.posting_no)) continue
    const before = spellOf(row)
    const after = missed(before, sight, patience)
    if (after === before) continue
    updateSpell(session, row.no, after, null)
    if (after.endedOn === null) continue
    keeper.markStale(keeper.employerOf(row.posting_no))
    result.ended += 1
  }
}
