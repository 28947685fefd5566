/** Lists that stand as they were: what their source may be asked by, and the snapshot that its "unchanged" makes. */
import { dayNumber } from '../../src/days.ts'
import type { BoardId } from '../../src/domain.ts'
import { listDigest } from '../hash.ts'
import { seenAgain } from '../lifecycle.ts'
import type { ListValidators, RememberedList, SnapshotRepeat, SnapshotResult } from '../store.ts'
import { boardRow } from './boards.ts'
import { forgetCountsFrom } from './counts.ts'
import { markStale } from './postings.ts'
import type { Session } from './session.ts'
import { type SpellRow, spellOf, updateSpell } from './spells.ts'
import { forgetReadsOf } from './whole-reads.ts'

interface Remembered {
  url: string
  etag: string | null
  last_modified: string | null
  checked_whole_at: number
  body_digest: string | null
  trust: number
  snapshot_no: number | null
}

/** Takes the place of what was remembered of the board: part of the transaction that stores the list. */
export async function rememberList(
  session: Session,
  at: { boardNo: number; snapshotNo: number; startedAt: number },
  { url, etag, lastModified, bodyDigest, trust }: ListValidators,
): Promise<void> {
  await session.run('delete from validators where board_no = ? or url = ?', at.boardNo, url)
  await session.run(
    `insert into validators (url, board_no, etag, last_modified, checked_whole_at, body_digest, trust, snapshot_no)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[url, at.boardNo, etag ?? null, lastModified ?? null, at.startedAt, bodyDigest, trust, at.snapshotNo],
  )
}

const remembered = (session: Session, boardNo: number) =>
  session.one<Remembered>('select * from validators where board_no = ?', boardNo)

export function rememberedList(session: Session, board: BoardId): Promise<RememberedList | null> {
  return session.read(async (session) => {
    const { no } = await boardRow(session, board)
    const row = await remembered(session, no)
    if (row === null || row.body_digest === null) return null
    return {
      url: row.url,
      ...(row.etag === null ? {} : { etag: row.etag }),
      ...(row.last_modified === null ? {} : { lastModified: row.last_modified }),
      bodyDigest: row.body_digest,
      trust: row.trust,
      checkedWholeAt: row.checked_whole_at,
      stands: (await standing(session, no, row.snapshot_no)) !== null,
    }
  })
}

/**
 * The spells of the list that a snapshot showed, where nothing has moved since: it is the board's newest, it was whole, and
 * the postings that it listed are there as they were, by their number and digest. Null otherwise.
 */
async function standing(session: Session, boardNo: number, snapshotNo: number | null): Promise<SpellRow[] | null> {
  const newest = await session.one<{ no: number; outcome: string; listed: number; digest: string }>(
    'select no, outcome, listed, digest from snapshots where board_no = ? order by started_at desc limit 1',
    boardNo,
  )
  if (newest === null || newest.no !== snapshotNo || newest.outcome !== 'complete' || newest.listed === 0) return null
  const rows = await session.all<SpellRow & { id: string; hash: string }>(
    `select x.*, p.external_id as id, p.content_hash as hash from postings p join spells x on x.posting_no = p.no
     where p.board_no = ? and x.listed_by = ? and x.ended_on is null`,
    ...[boardNo, newest.no],
  )
  const listed = rows.map(({ id, hash }) => ({ externalId: id, hash }))
  return rows.length === newest.listed && listDigest(listed) === newest.digest ? rows : null
}

/**
 * Stores a complete snapshot that says again what the remembered list said: its postings are seen once more, none is opened
 * and none is ended, since nothing new was seen of those that it misses. Null where that list no longer stands as it was,
 * so that it must be read; told twice, it is one snapshot.
 */
export function repeatSnapshot(
  session: Session,
  { board, startedAt, day, reason, run, nextDueAt, readWholeAt, unlessSince }: SnapshotRepeat,
  recordedAt: number,
): Promise<SnapshotResult | null> {
  return session.write(async (session) => {
    const { no: boardNo } = await boardRow(session, board)
    const nothing = { opened: 0, reopened: 0, ended: 0, unchanged: 0 }
    const newest = await session.one<{ at: number | null }>(
      'select max(started_at) as at from snapshots where board_no = ?',
      boardNo,
    )
    if (unlessSince !== undefined && (newest?.at ?? 0) >= unlessSince) return { stored: false, ...nothing }
    const row = await remembered(session, boardNo)
    const last = row?.checked_whole_at === readWholeAt ? row.snapshot_no : null
    const spells = await standing(session, boardNo, last)
    if (last === null || spells === null) return null
    const before = (await session.one<{ started_at: number; fills: string | null }>(
      'select started_at, fills from snapshots where no = ?',
      last,
    ))!
    if (startedAt <= before.started_at) return { stored: false, ...nothing }
    const { no } = (await session.one<{ no: number }>('select max(no) + 1 as no from snapshots'))!
    const fills = { ...(JSON.parse(before.fills ?? '{}') as Record<string, number>), seenAgain: spells.length }
    await session.run(
      `insert into snapshots (no, board_no, started_at, day, outcome, reason, listed, total, with_text, rejects, reject_reasons, fills, digest, run, origin, recorded_at)
       select cast(? as integer), board_no, cast(? as bigint), cast(? as integer), outcome, cast(? as text), listed, total, with_text, rejects, reject_reasons, cast(? as text), digest, cast(? as text), origin, cast(? as bigint)
       from snapshots where no = ?`,
      ...[no, startedAt, dayNumber(day), reason, JSON.stringify(fills), run, recordedAt, last],
    )
    const sight = { day: dayNumber(day), outcome: 'complete' as const }
    for (const row of spells) {
      await updateSpell(session, row.no, seenAgain(spellOf(row), sight), no)
      if (sight.day > row.last_seen + 1) await markStale(session, row.posting_no)
    }
    await session.run('update validators set snapshot_no = ? where board_no = ?', no, boardNo)
    if (nextDueAt !== undefined) await session.run('update boards set next_due_at = ? where no = ?', nextDueAt, boardNo)
    await forgetCountsFrom(session, sight.day)
    await forgetReadsOf(session, sight.day)
    return { stored: true, ...nothing, unchanged: spells.length }
  })
}
