/** The boards as the days pass: which lists speak for a day, moved on by the snapshots of that day alone. */
import { createHash } from 'node:crypto'
import { isWhole } from '../lifecycle.ts'
import { carryDays } from './boards-on.ts'
import { notCopied } from './population.ts'
import type { Session } from './session.ts'

export interface DayBoard {
  no: number
  /** Of many employers' adverts copied: it is read, and counts nowhere. */
  copied: boolean
  weekly: boolean
  state: 'active' | 'gone' | 'paused'
  stateSince: number | null
  firstTried: number | null
  lastTried: number | null
  readOn: number | null
  /** Snapshots by which its site said that it is gone, since it last said anything else. */
  gone: { day: number; startedAt: number }[]
  saidOtherwise: number
}

export interface DayBoards {
  /** Takes the snapshots of the next day. */
  next(session: Session): Promise<void>
  /** Digest of the snapshots that the day is counted from. */
  inputs(): string
  all: ReadonlyMap<number, DayBoard>
}

interface SnapshotOf {
  board_no: number
  day: number
  started_at: number
  outcome: Parameters<typeof isWhole>[0]
  digest: string
}

/** Boards that are read by days, as they stood before a day. */
export async function boardsBefore(session: Session, day: number): Promise<DayBoards> {
  const boards = new Map<number, DayBoard>()
  const rows = await session.all<{
    no: number
    copied: number
    every: string
    state: DayBoard['state']
    state_since: number | null
    first: number | null
    last: number | null
    read_on: number | null
    gone: number
  }>(
    `select b.no, case when ${notCopied('b')} then 0 else 1 end as copied, b.every, b.state, b.state_since,
       (select min(s.day) from snapshots s where s.board_no = b.no) as first,
       (select max(s.day) from snapshots s where s.board_no = b.no) as last,
       (select s.day from snapshots s where s.board_no = b.no and s.day < ? and s.outcome in ('complete', 'empty') order by s.day desc limit 1) as read_on,
       case when exists (select 1 from snapshots s where s.board_no = b.no and s.outcome = 'gone') then 1 else 0 end as gone
     from boards b where b.every <> 'month' order by b.no`,
    day,
  )
  for (const { no, copied, every, state, state_since, first, last, read_on, gone } of rows) {
    const board: DayBoard = {
      ...{ no, copied: copied === 1, weekly: every === 'week', state, stateSince: state_since },
      ...{ firstTried: first, lastTried: last, readOn: read_on, gone: [], saidOtherwise: 0 },
    }
    boards.set(no, board)
    if (gone === 0) continue
    const past = await session.all<SnapshotOf>(
      'select board_no, day, started_at, outcome, digest from snapshots where board_no = ? and day < ? order by day, started_at',
      ...[no, day],
    )
    for (const snapshot of past) hear(board, snapshot)
  }
  const digests = new Map<number, string[]>()
  const read = async (session: Session, of: number) => {
    const rows = await session.all<SnapshotOf>(
      'select board_no, day, started_at, outcome, digest from snapshots where day = ?',
      of,
    )
    digests.set(
      of,
      rows
        .filter(({ outcome }) => isWhole(outcome))
        .map(({ digest }) => digest)
        .sort(),
    )
    return rows
  }
  for (let before = day - carryDays; before < day; before++) await read(session, before)
  let today = day - 1
  return {
    all: boards,
    next: async (session) => {
      today += 1
      for (const snapshot of await read(session, today)) {
        const board = boards.get(snapshot.board_no)
        if (board !== undefined) hear(board, snapshot)
      }
      digests.delete(today - carryDays - 1)
    },
    // Each day is in order already: sorting all of them is merging eight lists.
    inputs: () =>
      createHash('sha256')
        .update([...digests.values()].flat().sort().join(''))
        .digest('hex'),
  }
}

function hear(board: DayBoard, { day, started_at, outcome }: SnapshotOf): void {
  if (isWhole(outcome)) board.readOn = Math.max(board.readOn ?? day, day)
  if (outcome === 'gone') board.gone.push({ day, startedAt: started_at })
  else board.saidOtherwise = Math.max(board.saidOtherwise, started_at)
  if (board.gone.length > 0) board.gone = board.gone.filter(({ startedAt }) => startedAt > board.saidOtherwise)
}

/** A board is given up and paused by the rules of `boardsOn`. */
export function stateOn(board: DayBoard, day: number): DayBoard['state'] {
  if (new Set(board.gone.map((snapshot) => snapshot.day)).size >= 3) return 'gone'
  if (board.state === 'active') return 'active'
  const holds = board.stateSince === null ? (board.lastTried ?? day) <= day : board.stateSince <= day
  return holds ? board.state : 'active'
}

/** Its last whole list is at most so many days old, or it is the week's. */
export const isFresh = ({ readOn, weekly }: DayBoard, day: number): boolean =>
  readOn !== null && day - readOn - (weekly ? 7 : 0) <= carryDays
