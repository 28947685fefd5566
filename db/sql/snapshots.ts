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
  seenAgain,
} from '../lifecycle.ts'
import type { SnapshotResult, SnapshotWrite } from '../store.ts'
import { boardRow } from './boards.ts'
import { forgetCountsFrom } from './counts.ts'
import { endOf } from './endings.ts'
import { noteOpened } from './known-postings.ts'
import { eraOf, keepPosting, markStale } from './postings.ts'
import type { Session } from './session.ts'
import { insertSpell, type SpellRow, spellOf, updateSpell } from './spells.ts'
import { rememberList } from './unchanged.ts'
import { forgetReadsOf } from './whole-reads.ts'

/**
 * Stores a snapshot with its postings and moves the board's spells. Written twice it is one. A snapshot that began before
 * the newest one stored is refused and changes nothing: its list says less than what is known already, and what it saw
 * cannot be put between without the lists of those after it. A posting listed twice counts once, as it was listed last.
 */
export function storeSnapshot(session: Session, write: SnapshotWrite, recordedAt: number): Promise<SnapshotResult> {
  const unique = new Map(write.postings.map((posting) => [posting.externalId, posting]))
  return session.write((session) => storeUnique(session, { ...write, postings: [...unique.values()] }, recordedAt))
}

async function storeUnique(session: Session, write: SnapshotWrite, recordedAt: number): Promise<SnapshotResult> {
  const board = await boardRow(session, write.board)
  const result: SnapshotResult = { stored: false, opened: 0, reopened: 0, ended: 0, unchanged: 0 }
  const newest = (await session.one<{ at: number | null }>(
    'select max(started_at) as at from snapshots where board_no = ?',
    board.no,
  ))!.at
  if (newest !== null && (write.startedAt <= newest || newest >= (write.unlessSince ?? newest + 1))) return result
  const past: BoardPast = {
    lastWhole: (await session.one<{ day: number | null }>(
      "select max(day) as day from snapshots where board_no = ? and outcome in ('complete', 'empty')",
      board.no,
    ))!.day,
    monthly: board.every === 'month',
  }
  const { no } = (await session.one<{ no: number }>('select coalesce(max(no), 0) + 1 as no from snapshots'))!
  const sight: Sight = { day: dayNumber(write.day), outcome: write.outcome }
  const pairs = isSeen(write.outcome)
    ? await see(session, { boardNo: board.no, snapshotNo: no, write, sight, past }, result)
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
    await endMissing(session, { boardNo: board.no, sight, patience }, new Set(pairs.map(({ no }) => no)), result)
  }
  if (isSeen(write.outcome)) await balance(session, board.no, no, pairs.length, result)
  await session.run(
    `insert into snapshots (no, board_no, started_at, day, outcome, reason, listed, total, with_text, rejects, reject_reasons, fills, digest, run, origin, recorded_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[no, board.no, write.startedAt, sight.day, write.outcome, write.reason, write.postings.length, write.total],
    ...[write.postings.filter((posting) => posting.text !== null).length, write.rejects.length],
    ...[JSON.stringify(write.rejects.slice(0, 50)), JSON.stringify(write.fills), listDigest(pairs)],
    ...[write.run, write.origin, recordedAt],
  )
  if (isSeen(write.outcome)) await noteOpened(session, board.no, write.opened ?? [])
  if (write.list !== undefined) {
    await rememberList(session, { boardNo: board.no, snapshotNo: no, startedAt: write.startedAt }, write.list)
  }
  if (write.nextDueAt !== undefined)
    await session.run('update boards set next_due_at = ? where no = ?', write.nextDueAt, board.no)
  if (write.state !== undefined && write.state !== board.state)
    await session.run(
      "update boards set state = ?, state_since = ? where no = ? and state <> 'paused'",
      ...[write.state, sight.day, board.no],
    )
  await forgetCountsFrom(session, sight.day)
  await forgetReadsOf(session, sight.day)
  return { ...result, stored: true }
}

/** Each posting listed has one open spell that says so: what came in stands in the store, each once. */
async function balance(session: Session, boardNo: number, snapshotNo: number, listed: number, result: SnapshotResult) {
  const { kept } = (await session.one<{ kept: number }>(
    'select count(distinct p.no) as kept from postings p join spells s on s.posting_no = p.no where p.board_no = ? and s.ended_on is null and s.listed_by = ?',
    boardNo,
    snapshotNo,
  ))!
  const accounted = result.opened + result.reopened + result.unchanged
  if (kept === listed && accounted === listed) return
  throw new Error(`${listed} postings were listed, ${accounted} are accounted for, and ${kept} are kept`)
}

interface Seeing {
  boardNo: number
  snapshotNo: number
  write: SnapshotWrite
  sight: Sight
  past: BoardPast
}

async function see(
  session: Session,
  { boardNo, snapshotNo, write, sight, past }: Seeing,
  result: SnapshotResult,
): Promise<{ externalId: string; hash: string; no: number }[]> {
  const seen: { externalId: string; hash: string; no: number }[] = []
  for (const posting of write.postings) {
    const { no, hash, isNew } = await keepPosting(session, boardNo, posting, write.day)
    const row = isNew
      ? null
      : await session.one<SpellRow>('select * from spells where posting_no = ? order by first_seen desc limit 1', no)
    if (row === null || (row.ended_on !== null && row.ended_on !== sight.day)) {
      await insertSpell(session, no, opened(sight, past), snapshotNo)
      await markStale(session, no)
      result[row === null ? 'opened' : 'reopened'] += 1
    } else if (row.ended_on !== null) {
      await updateSpell(session, row.no, revived(spellOf(row), sight), snapshotNo)
      await markStale(session, no)
      result.reopened += 1
    } else {
      await updateSpell(session, row.no, seenAgain(spellOf(row), sight), snapshotNo)
      // Nobody looked for some days: what was taken for a repost since may have been on show beside it.
      if (sight.day > row.last_seen + 1) await markStale(session, no)
      result.unchanged += 1
    }
    seen.push({ externalId: posting.externalId, hash, no })
  }
  return seen
}

async function endMissing(
  session: Session,
  { boardNo, sight, patience }: { boardNo: number; sight: Sight; patience: Patience },
  listed: Set<number | null>,
  result: SnapshotResult,
): Promise<void> {
  const open = await session.all<SpellRow>(
    'select s.* from postings p join spells s on s.posting_no = p.no where p.board_no = ? and s.ended_on is null',
    boardNo,
  )
  for (const row of open) {
    if (listed.has(row.posting_no)) continue
    const before = spellOf(row)
    const after = missed(before, sight, patience)
    if (after === before) continue
    await updateSpell(session, row.no, after, null)
    if (after.endedOn === null) continue
    await endOf(session, row.posting_no)
    result.ended += 1
  }
}
