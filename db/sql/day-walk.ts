/**
 * What was open on each day of many, walked through in order: from one day to the next only what opened, what ended, what
 * reads otherwise since and the boards that began or ceased to speak are looked at. So a day costs what happened on it.
 */
import { dayFromNumber } from '../../src/days.ts'
import { silentSpells } from './boards-on.ts'
import { boardsBefore, type DayBoard, isFresh, stateOn } from './day-boards.ts'
import { createTally, type DayTally, type OpenPosting, type TallyRow } from './day-tally.ts'
import { mentionsOf } from './mentions-of.ts'
import { openColumnsOf } from './open-columns.ts'
import { openSpells } from './open-spells.ts'
import { agencies, forItself, textThen } from './population.ts'
import type { Session } from './session.ts'

export interface DayCounted {
  rows: TallyRow[]
  boardsRead: number
  boardsActive: number
  /** Share of the open AI postings known that stand on lists that speak for the day; null where there are none. */
  coverage: number | null
}

/** What a board shows, and whether that was added up on the day before. */
interface Shown {
  board: DayBoard
  open: Map<number, OpenPosting>
  ai: number
  counted: boolean
}

interface Walk {
  edition: number
  first: number
  shown: Map<number, Shown>
  boardOf: Map<number, Shown>
  tally: DayTally
  /** Postings by the days on which they make a vacancy new, and on which they read otherwise. */
  newOn: Map<number, number[]>
  rewordedOn: Map<number, number[]>
}

/** The days in turn from the first on, for as long as the caller goes on asking; within one transaction. */
export async function* walkDays(session: Session, edition: number, first: number): AsyncGenerator<DayCounted> {
  const boards = await boardsBefore(session, first)
  const walk: Walk = {
    ...{
      edition,
      first,
      shown: new Map(),
      boardOf: new Map(),
      tally: createTally(),
      newOn: new Map(),
      rewordedOn: new Map(),
    },
  }
  for (const [no, board] of boards.all) {
    if (!board.copied) walk.shown.set(no, { board, open: new Map(), ai: 0, counted: false })
  }
  for (let day = first; ; day++) {
    await boards.next(session)
    await (day === first ? begin(session, walk) : moveOn(session, walk, day))
    yield count(walk, boards.all, day)
  }
}

/** What was open already is taken as it is packed for answers, if it is; but for what stands on lists that do not speak for the day. */
async function begin(session: Session, walk: Walk): Promise<void> {
  const { first, edition, shown } = walk
  const open = await openColumnsOf(session, edition, dayFromNumber(first))
  const others = await agencies(session)
  for (let at = 0; at < open.count; at++) {
    const on = shown.get(open.board[at]!)
    if (on === undefined || others.has(open.employer[at]!) || open.firstSeen[at] === first) continue
    const skills: { skill: number; level: number }[] = []
    for (let of = open.mentionsFrom[at]!; of < open.mentionsFrom[at + 1]!; of++)
      skills.push({ skill: open.skill[of]!, level: open.level[of]! })
    const posting = {
      ...{ no: open.posting[at]!, vacancy: open.vacancy[at]!, employer: open.employer[at]!, board: open.board[at]! },
      ...{ firstSeen: open.firstSeen[at]!, newOn: null, text: open.text[at]! || null, ai: open.ai[at] === 1, skills },
    }
    walk.boardOf.set(posting.no, on)
    put(walk, on, posting)
  }
  await enter(session, walk, first, beginning)
  if ([...shown.values()].some(({ board }) => !isFresh(board, first) || stateOn(board, first) !== 'active'))
    await enter(session, walk, first, await silentSpells(session, first))
}

const beginning =
  'select posting_no, first_seen, stock from spells where first_seen = @day and (ended_on is null or ended_on > @day)'

async function moveOn(session: Session, walk: Walk, day: number): Promise<void> {
  if (day === walk.first + 1) await noteRewordings(session, walk, walk.first, await openSpells(session, walk.first))
  const ended = await session.all<{ posting_no: number; first_seen: number }>(
    'select posting_no, first_seen from spells where ended_on = ?',
    day,
  )
  for (const { posting_no, first_seen } of ended) {
    const posting = walk.boardOf.get(posting_no)?.open.get(posting_no)
    if (posting?.firstSeen === first_seen) leave(walk, posting)
  }
  for (const no of walk.rewordedOn.get(day) ?? []) await reword(session, walk, day, no)
  walk.rewordedOn.delete(day)
  walk.newOn.delete(day - 1)
  await enter(session, walk, day, beginning)
  await noteRewordings(session, walk, day, beginning)
}

interface EnteringRow {
  no: number
  vacancy: number
  employer: number
  board: number
  first_seen: number
  new_on: number | null
  text: number | null
  ai: number | null
}

/** Of spells as openSpells gives them the postings by which employers advertise for themselves. */
const postingsOf = (spells: string) =>
  `from (${spells}) s cross join postings p join boards b on b.no = p.board_no where p.no = s.posting_no and b.every <> 'month' and ${forItself}`

async function enter(session: Session, walk: Walk, day: number, spells: string): Promise<void> {
  const asked = { day, edition: walk.edition }
  const rows = await session.all<EnteringRow>(
    `with entering as (
       select p.no, p.vacancy_no, p.employer_no, p.board_no, ${textThen} as text_no, s.first_seen, s.stock ${postingsOf(spells)})
     select o.no, coalesce(o.vacancy_no, o.no) as vacancy, o.employer_no as employer, o.board_no as board, o.first_seen, o.text_no as text, r.ai,
       case when v.no is null then case when o.stock = 0 then o.first_seen end when v.stock = 0 then v.first_seen end as new_on
     from entering o left join vacancies v on v.no = o.vacancy_no left join traits r on r.text_no = o.text_no and r.edition_no = @edition
     order by o.no`,
    asked,
  )
  const named = await mentionsOf(session, walk.edition, new Set(rows.flatMap(({ text }) => text ?? [])))
  for (const row of rows) {
    const shown = walk.shown.get(row.board)
    if (shown === undefined || walk.boardOf.has(row.no)) continue
    const { first_seen, new_on, ai, ...rest } = row
    const posting = {
      ...rest,
      firstSeen: first_seen,
      newOn: new_on,
      ai: ai === 1,
      skills: named.get(row.text ?? 0) ?? [],
    }
    walk.boardOf.set(posting.no, shown)
    put(walk, shown, posting)
    if (new_on !== null && new_on >= day) note(walk.newOn, new_on, row.no)
  }
}

/** Days after this one on which postings of these spells read otherwise. */
async function noteRewordings(session: Session, { rewordedOn }: Walk, day: number, spells: string): Promise<void> {
  const reworded = await session.all<{ no: number; from_day: number }>(
    `select w.posting_no as no, w.from_day from (${spells}) s cross join wordings w where w.posting_no = s.posting_no and w.from_day > @day`,
    { day },
  )
  for (const { no, from_day } of reworded) note(rewordedOn, from_day, no)
}

/** The posting carries other words from the day on. */
async function reword(session: Session, walk: Walk, day: number, no: number): Promise<void> {
  const shown = walk.boardOf.get(no)
  const before = shown?.open.get(no)
  if (shown === undefined || before === undefined) return
  const asked = { day, edition: walk.edition, posting: no }
  const { text, ai } = (await session.one<{ text: number | null; ai: number | null }>(
    `select o.text_no as text, r.ai from (select ${textThen} as text_no from postings p where p.no = @posting) o
     left join traits r on r.text_no = o.text_no and r.edition_no = @edition`,
    asked,
  ))!
  const named = await mentionsOf(session, walk.edition, new Set(text === null ? [] : [text]))
  leave(walk, before)
  walk.boardOf.set(no, shown)
  put(walk, shown, { ...before, text, ai: ai === 1, skills: named.get(text ?? 0) ?? [] })
}

function note(days: Map<number, number[]>, day: number, no: number): void {
  const known = days.get(day)
  if (known === undefined) days.set(day, [no])
  else known.push(no)
}

function put({ tally }: Walk, shown: Shown, posting: OpenPosting): void {
  shown.open.set(posting.no, posting)
  shown.ai += Number(posting.ai)
  if (shown.counted) tally.add(posting)
}

function leave({ boardOf, tally }: Walk, posting: OpenPosting): void {
  const shown = boardOf.get(posting.no)!
  boardOf.delete(posting.no)
  shown.open.delete(posting.no)
  shown.ai -= Number(posting.ai)
  if (shown.counted) tally.remove(posting)
}

function count(walk: Walk, boards: ReadonlyMap<number, DayBoard>, day: number): DayCounted {
  const counted: Omit<DayCounted, 'rows'> = { boardsRead: 0, boardsActive: 0, coverage: null }
  let [aiFresh, aiKnown] = [0, 0]
  for (const board of boards.values()) {
    const active = stateOn(board, day) === 'active'
    const speaks = active && isFresh(board, day)
    if (speaks) counted.boardsRead += 1
    if (active && board.firstTried !== null && board.firstTried <= day) counted.boardsActive += 1
    const shown = walk.shown.get(board.no)
    if (shown === undefined) continue
    if (active && board.readOn !== null) aiKnown += shown.ai
    if (speaks) aiFresh += shown.ai
    if (speaks === shown.counted) continue
    shown.counted = speaks
    for (const posting of shown.open.values()) walk.tally[speaks ? 'add' : 'remove'](posting)
  }
  if (aiKnown > 0) counted.coverage = aiFresh / aiKnown
  const fresh = (walk.newOn.get(day) ?? []).flatMap((no) => {
    const shown = walk.boardOf.get(no)
    const posting = shown?.open.get(no)
    return posting !== undefined && shown!.counted ? [posting] : []
  })
  return { ...counted, rows: walk.tally.rows(fresh) }
}
