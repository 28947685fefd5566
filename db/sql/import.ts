/** A whole file of postings and snapshots inside one transaction: it lands at once, or leaves no trace. */
import { type Day, dayNumber, dayOf } from '../../src/days.ts'
import type { BoardId } from '../../src/domain.ts'
import { joined, type KnownSpell } from '../lifecycle.ts'
import type { ImportedPosting, ImportedSnapshot, Importing } from '../store.ts'
import { addBoard, boardRow } from './boards.ts'
import { forgetCountsFrom } from './counts.ts'
import { dateSpells } from './import-dates.ts'
import { addImplied, addLists, type ImpliedLists, impliedLists } from './imported-lists.ts'
import { keepPosting, markStale } from './postings.ts'
import type { RootSession, Session } from './session.ts'
import { editionNo, writeTags } from './tags.ts'
import { forgetReadsFrom } from './whole-reads.ts'

interface ImportedBoard {
  no: number
  /** Its snapshots are in the file. */
  given: boolean
  /** First and last day of the file's spells. */
  first: number | null
  last: number
}

export async function beginImport(
  root: RootSession,
  recordedAt: number,
  origin: 'imported' | 'backfilled',
): Promise<Importing> {
  const held = await root.hold('write', 'an import')
  const { session } = held
  try {
    await session.run(
      'create temp table if not exists imported_spells (board_no integer not null, spell_no integer not null, primary key (board_no, spell_no))',
    )
    await session.run('delete from imported_spells')
  } catch (error) {
    await held.rollback()
    throw error
  }
  const file: ImportedFile = {
    session,
    recordedAt,
    origin,
    boards: new Map(),
    count: { postings: 0, newPostings: 0, spells: 0, snapshots: 0 },
    earliest: Number.POSITIVE_INFINITY,
  }
  return {
    board: async (known, today) => void (await addBoard(session, known, today)),
    posting: (row) => takePosting(file, row),
    snapshot: (row) => takeSnapshot(file, row),
    commit: async () => {
      try {
        await settle(file)
      } catch (error) {
        await held.rollback()
        throw error
      }
      await held.commit()
      return { ...file.count, boards: file.boards.size }
    },
    abandon: () => held.rollback(),
  }
}

/** A file as far as it was read. */
interface ImportedFile {
  session: Session
  recordedAt: number
  origin: 'imported' | 'backfilled'
  boards: Map<BoardId, ImportedBoard>
  count: { postings: number; newPostings: number; spells: number; snapshots: number }
  /** The first day that it says anything of. */
  earliest: number
}

async function boardOf(file: ImportedFile, id: BoardId): Promise<ImportedBoard> {
  let known = file.boards.get(id)
  if (known === undefined) {
    known = { no: (await boardRow(file.session, id)).no, given: false, first: null, last: 0 }
    file.boards.set(id, known)
  }
  return known
}

async function takePosting(file: ImportedFile, row: ImportedPosting): Promise<void> {
  const { session, count } = file
  const home = await boardOf(file, row.board)
  const { no, isNew } = await keepPosting(session, home.no, row.posting, row.seen[0]![0], true)
  if (row.facts !== undefined) await keepFacts(session, no, row.facts)
  count.postings += 1
  count.newPostings += Number(isNew)
  let touched = false
  for (const [first, last] of row.seen) touched = (await takeSpell(file, home, no, first, last)) || touched
  if (touched && !isNew) await markStale(session, no)
}

async function takeSnapshot(file: ImportedFile, row: ImportedSnapshot): Promise<void> {
  const known = await boardOf(file, row.board)
  known.given = true
  file.earliest = Math.min(file.earliest, dayNumber(row.day))
  const list = { board: known.no, day: dayNumber(row.day), outcome: row.outcome, listed: row.listed ?? 0 }
  file.count.snapshots += await addLists(file, [list])
}

/** Now that the whole file is known. */
async function settle(file: ImportedFile): Promise<void> {
  const implied: ImpliedLists[] = []
  for (const home of file.boards.values()) {
    const lists =
      home.given || home.first === null ? null : await impliedLists(file.session, home.no, home.first, home.last)
    if (lists !== null) implied.push(lists)
    await dateSpells(file.session, home.no, lists)
  }
  file.count.snapshots += await addImplied(file, implied)
  if (Number.isFinite(file.earliest)) {
    await forgetCountsFrom(file.session, file.earliest)
    await forgetReadsFrom(file.session, file.earliest)
  }
}

async function takeSpell(
  file: ImportedFile,
  board: ImportedBoard,
  postingNo: number,
  first: Day,
  last: Day | null,
): Promise<boolean> {
  const { session, count, recordedAt } = file
  const from = dayNumber(first)
  const to = last === null ? null : dayNumber(last)
  file.earliest = Math.min(file.earliest, from)
  board.first = Math.min(board.first ?? from, from)
  board.last = Math.max(board.last, to ?? dayNumber(dayOf(new Date(recordedAt))))
  const rows = await session.all<KnownSpellRow>(
    'select no, first_seen, last_seen, ended_on, listed_by from spells where posting_no = ? order by first_seen',
    postingNo,
  )
  const union = joined(rows.map(knownSpell), from, to)
  if (union === null) return false
  const listers = rows.filter(({ no, listed_by }) => listed_by !== null && union.replaces.includes(no))
  for (const no of union.replaces) {
    await session.run('delete from spells where no = ?', no)
    await session.run('delete from imported_spells where board_no = ? and spell_no = ?', board.no, no)
  }
  const added = await session.insert(
    'insert into spells (posting_no, not_before, first_seen, last_seen, ended_on, stock, listed_by) values (?, ?, ?, ?, ?, 0, ?)',
    ...[postingNo, union.firstSeen, union.firstSeen, union.lastSeen],
    ...[
      union.open ? null : union.lastSeen + 1,
      listers.length === 0 ? null : Math.max(...listers.map((row) => row.listed_by!)),
    ],
  )
  // The spell before it ended at the latest when this one began, wherever its end was seen until now.
  if (rows.length > 0) {
    await session.run(
      'update spells set ended_on = ? where posting_no = ? and first_seen < ? and ended_on > ?',
      ...[union.firstSeen, postingNo, union.firstSeen, union.firstSeen],
    )
  }
  await session.run('insert into imported_spells (board_no, spell_no) values (?, ?)', board.no, added)
  count.spells += Number(union.replaces.length === 0)
  return true
}

/** The posting's words are known only by what was found in them. */
async function keepFacts(session: Session, postingNo: number, { edition, mentions, traits }: Facts): Promise<void> {
  const text = await session.one<{ no: number }>(
    'select t.no from postings p join texts t on t.no = p.text_no where p.no = ? and (t.wordless = 1 or not exists (select 1 from traits r where r.text_no = t.no))',
    postingNo,
  )
  if (text === null) return
  await session.run('update texts set wordless = 1 where no = ?', text.no)
  await writeTags(session, await editionNo(session, edition), { no: text.no, mentions, traits })
}

type Facts = NonNullable<ImportedPosting['facts']>

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
