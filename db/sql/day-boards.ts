/** The boards as the days pass: which lists speak for a day, moved on by the snapshots of that day alone. */
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
  all: ReadonlyMap<number, DayBoard>
}

interface SnapshotOf {
  board_no: number
  day: number
  started_at: number
  outcome: Parameters<typeof isWhole>[0]
}

const heardOn = 'select board_no, day, started_at, outcome from snapshots'

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
      `${heardOn} where board_no = ? and day < ? order by day, started_at`,
      ...[no, day],
    )
    for (const snapshot of past) hear(board, snapshot)
  }
  let today = day - 1
  return {
    all: boards,
    next: async (session) => {
      today += 1
      // An index holds these: most boards have nothing else to say.
      const read = await session.all<{ board_no: number }>(
        "select board_no from snapshots where day = ? and outcome in ('complete', 'empty')",
        today,
      )
      for (const { board_no } of read) {
        const board = boards.get(board_no)
        if (board !== undefined) board.readOn = today
      }
      const said = await session.all<SnapshotOf>(
        `${heardOn} where day = ? and board_no in (select board_no from snapshots where outcome = 'gone')`,
        today,
      )
      for (const snapshot of said) {
        const board = boards.get(snapshot.board_no)
        if (board !== undefined) hear(board, snapshot)
      }
    },
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
  if (board.gone.length >= 3 && new Set(board.gone.map((snapshot) => snapshot.day)).size >= 3) return 'gone'
  if (board.state === 'active') return 'active'
  const holds = board.stateSince === null ? (board.lastTried ?? day) <= day : board.stateSince <= day
  return holds ? board.state : 'active'
}

/** Its last whole list is at most so many days old, or it is the week's. */
export const isFresh = ({ readOn, weekly }: DayBoard, day: number): boolean =>
  readOn !== null && day - readOn - (weekly ? 7 : 0) <= carryDays
