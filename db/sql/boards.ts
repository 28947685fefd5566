/** Boards: which there are, which are due, how each stands. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import { type BoardId, UserError } from '../../src/domain.ts'
import type { BoardState, DueBoard, KnownBoard, SnapshotRow } from '../store.ts'
import { forgetOpen } from './forget-open.ts'
import { forgetRunsFrom } from './packed-runs.ts'
import type { Session } from './session.ts'

export interface BoardRow {
  no: number
  id: string
  source: string
  token: string
  employer: string | null
  settings: string | null
  coverage: BoardState['coverage']
  every: BoardState['every']
  miss_tolerance: number
  state: BoardState['state']
  added_on: number
  next_due_at: number
}

interface SnapshotRecord {
  id: string
  started_at: number
  day: number
  outcome: SnapshotRow['outcome']
  reason: string | null
  listed: number
  total: number | null
  with_text: number
  rejects: number
  fills: string | null
  origin: SnapshotRow['origin']
  cleared_at: number | null
}

export const boardRow = async (session: Session, id: BoardId): Promise<BoardRow> => {
  const row = await session.one<BoardRow>('select * from boards where id = ?', id)
  if (row === null) throw new UserError(`The store knows no board "${id}".`)
  return row
}

/** Adds a board that is not known yet; returns whether it was added. */
export async function addBoard(session: Session, board: KnownBoard, today: Day): Promise<boolean> {
  const settings = board.settings === undefined ? null : JSON.stringify(board.settings)
  const { changes } = await session.run(
    `insert into boards (id, source, token, employer, settings, coverage, every, miss_tolerance, added_on)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
    ...[
      board.id,
      board.source,
      board.token,
      board.employer,
      settings,
      board.coverage,
      board.every,
      board.missTolerance,
    ],
    dayNumber(today),
  )
  if (changes > 0) await forgetOpen(session)
  return changes > 0
}

export function registerBoards(session: Session, boards: KnownBoard[], today: Day): Promise<{ added: number }> {
  return session.write(async (session) => {
    let added = 0
    await forgetOpen(session)
    for (const board of boards) {
      if (await addBoard(session, board, today)) {
        added += 1
        continue
      }
      const { changes } = await session.run(
        'update boards set every = ? where id = ? and every <> ?',
        ...[board.every, board.id, board.every],
      )
      // A thread's jobs are compared by months, those of other boards by weeks.
      if (changes > 0) await forgetRunsFrom(session, 0)
      await session.run(
        'update boards set employer = coalesce(?, employer), settings = ?, coverage = ?, miss_tolerance = ? where id = ?',
        ...[board.employer, board.settings === undefined ? null : JSON.stringify(board.settings)],
        ...[board.coverage, board.missTolerance, board.id],
      )
    }
    return { added }
  })
}

const known = (row: BoardRow): KnownBoard => ({
  id: row.id,
  source: row.source,
  token: row.token,
  employer: row.employer,
  ...(row.settings === null ? {} : { settings: JSON.parse(row.settings) as Record<string, unknown> }),
  coverage: row.coverage,
  every: row.every,
  missTolerance: row.miss_tolerance,
})

/** Active boards whose time has come; one that was found gone is asked again after its due time all the same. */
export const boardsDue = async (session: Session, now: number): Promise<DueBoard[]> =>
  (
    await session.all<BoardRow & { last: number | null }>(
      `select b.*, (select max(s.started_at) from snapshots s where s.board_no = b.no) as last from boards b
       where b.state <> 'paused' and b.next_due_at <= ? order by b.next_due_at, b.no`,
      now,
    )
  ).map((row) => ({ ...known(row), nextDueAt: row.next_due_at, lastStartedAt: row.last }))

export const snapshotOf = (row: SnapshotRecord): SnapshotRow => ({
  board: row.id,
  startedAt: row.started_at,
  day: dayFromNumber(row.day),
  outcome: row.outcome,
  reason: row.reason,
  listed: row.listed,
  total: row.total,
  withText: row.with_text,
  rejects: row.rejects,
  fills: row.fills === null ? {} : (JSON.parse(row.fills) as Record<string, number>),
  origin: row.origin,
  clearedAt: row.cleared_at,
})

export const recentSnapshots = async (session: Session, board: BoardId, limit: number): Promise<SnapshotRow[]> =>
  (
    await session.all<SnapshotRecord>(
      'select b.id, s.* from snapshots s join boards b on b.no = s.board_no where b.id = ? order by s.started_at desc limit ?',
      board,
      limit,
    )
  ).map(snapshotOf)

export const wholeLists = async (session: Session, from: Day): Promise<SnapshotRow[]> =>
  (
    await session.all<SnapshotRecord>(
      `select b.id, s.* from snapshots s join boards b on b.no = s.board_no
       where s.day >= ? and s.outcome in ('complete', 'empty') and s.origin = 'collected' order by s.started_at`,
      dayNumber(from),
    )
  ).map(snapshotOf)

export const openIds = async (session: Session, board: BoardId): Promise<string[]> =>
  (
    await session.all<{ id: string }>(
      `select p.external_id as id from boards b join postings p on p.board_no = b.no join spells s on s.posting_no = p.no
       where b.id = ? and s.ended_on is null`,
      board,
    )
  ).map(({ id }) => id)

export function clearSuspect(session: Session, board: BoardId, at: number): Promise<SnapshotRow | null> {
  return session.write(async (session) => {
    const { no } = await boardRow(session, board)
    const held = await session.one<SnapshotRecord & { no: number }>(
      `select cast(? as text) as id, s.* from snapshots s where s.board_no = ? and s.outcome = 'suspect' and s.started_at > coalesce(
         (select max(started_at) from snapshots where board_no = s.board_no and outcome in ('complete', 'empty')), 0)
       order by s.started_at desc limit 1`,
      board,
      no,
    )
    if (held === null) return null
    await session.run('update snapshots set cleared_at = ? where no = ?', at, held.no)
    await session.run('update boards set next_due_at = 0 where no = ?', no)
    return snapshotOf({ ...held, cleared_at: at })
  })
}

export async function boardStates(session: Session): Promise<BoardState[]> {
  const last = new Map(
    (
      await session.all<SnapshotRecord>(
        `select b.id, s.* from boards b join snapshots s
           on s.board_no = b.no and s.started_at = (select max(started_at) from snapshots where board_no = b.no)`,
      )
    ).map((row) => [row.id, snapshotOf(row)]),
  )
  const rows = await session.all<BoardRow & { last_whole: number | null; open: number }>(
    `select b.*,
       (select max(day) from snapshots where board_no = b.no and outcome in ('complete', 'empty')) as last_whole,
       (select count(*) from postings p join spells s on s.posting_no = p.no where p.board_no = b.no and s.ended_on is null) as open
     from boards b order by b.no`,
  )
  return rows.map((row) => ({
    ...known(row),
    state: row.state,
    addedOn: dayFromNumber(row.added_on),
    nextDueAt: row.next_due_at,
    lastSnapshot: last.get(row.id) ?? null,
    lastComplete: row.last_whole === null ? null : dayFromNumber(row.last_whole),
    open: row.open,
  }))
}
