/** Vacancies: written by employer, with what figures need of them derived from their postings' spells. */
import { dayFromNumber } from '../../src/days.ts'
import { type EmployerKey, UserError } from '../../src/domain.ts'
import type { MergedEmployer, MergeRow, VacancyWrite } from '../store.ts'
import { forgetCountsFrom } from './counts.ts'
import { flag } from './expressions.ts'
import { forgetOpen } from './forget-open.ts'
import { asThen, formerFirst } from './former.ts'
import { forgetEndingsOf } from './packed-endings.ts'
import { forgetWeekOf } from './packed-weeks.ts'
import { notCopied } from './population.ts'
import type { Session } from './session.ts'

export async function adoptMerging(session: Session, rules: string): Promise<void> {
  await session.write(async (session) => {
    const before = await session.one<{ value: string }>("select value from facts where name = 'merging'")
    if (before?.value === rules) return
    await session.run(
      'insert into stale_postings (posting_no) select no from postings where true on conflict do nothing',
    )
    await session.run(
      "insert into facts (name, value) values ('merging', ?) on conflict (name) do update set value = excluded.value",
      rules,
    )
  })
}

export const employersToMerge = async (session: Session): Promise<EmployerKey[]> =>
  (
    await session.all<{ key: string }>(
      `select e.key from employers e where e.no in (
         select p.employer_no from stale_postings s join postings p on p.no = s.posting_no) order by e.no`,
    )
  ).map(({ key }) => key)

/** Where an employer's vacancies may have changed: the postings that did, and those in one vacancy with them. */
export const changedPostings = (
  session: Session,
  employer: EmployerKey,
): Promise<{ title: string; source: string }[]> =>
  session.all(
    `with changed as (
       select p.no, p.vacancy_no from employers e join postings p on p.employer_no = e.no join stale_postings s on s.posting_no = p.no
       where e.key = ?)
     select distinct p.title, b.source from postings p join boards b on b.no = p.board_no
     where p.no in (select no from changed) or p.vacancy_no in (select vacancy_no from changed)`,
    employer,
  )

export const titlesOf = async (session: Session, employer: EmployerKey): Promise<string[]> =>
  (
    await session.all<{ title: string }>(
      'select distinct p.title from employers e join postings p on p.employer_no = e.no where e.key = ?',
      employer,
    )
  ).map(({ title }) => title)

interface MergingRow {
  no: number
  name: string
  board: string
  source: string
  title: string
  text_no: number | null
  first_seen: number
  last_seen: number
}

/** PostgreSQL's index holds the beginnings of titles, SQLite's the whole. */
const titled = 'and p.title = ? and substr(p.title, 1, 200) = substr(cast(? as text), 1, 200)'

/** The employer's postings in order of time, of these titles or of all. */
export async function postingsOf(
  session: Session,
  employer: EmployerKey,
  titles: readonly string[] | null,
): Promise<MergeRow[]> {
  const rows: MergingRow[] = []
  for (const title of titles ?? [null]) {
    rows.push(
      ...(await session.all<MergingRow>(
        `select p.no, e.name, b.id as board, b.source, p.title, p.text_no, min(s.first_seen) as first_seen, max(s.last_seen) as last_seen
         from employers e join postings p on p.employer_no = e.no join boards b on b.no = p.board_no join spells s on s.posting_no = p.no
         where e.key = ? ${title === null ? '' : titled} group by p.no, e.name, b.id, b.source`,
        ...(title === null ? [employer] : [employer, title, title]),
      )),
    )
  }
  return rows
    .sort((one, other) => one.first_seen - other.first_seen || one.no - other.no)
    .map(({ text_no, first_seen, last_seen, ...row }) => ({
      ...row,
      employer,
      textNo: text_no,
      firstSeen: dayFromNumber(first_seen),
      lastSeen: dayFromNumber(last_seen),
    }))
}

/**
 * Replaces these employers' vacancies, all or some: whatever was in one vacancy with a member is among the members. A vacancy
 * keeps the number of its speaking posting, so that merging again is stable.
 */
export async function saveVacancies(session: Session, merged: MergedEmployer[]): Promise<void> {
  await session.write(async (session) => {
    const weeks = new Set<number>()
    for (const employer of merged) for (const day of await saveOf(session, employer)) weeks.add(day)
    for (const day of weeks) await forgetWeekOf(session, day)
    await forgetOpen(session)
  })
}

interface Before {
  no: number
  vacancy_no: number | null
  merged_because: string | null
  first_seen: number
  changed: number
}

/** Returns days in the weeks whose new vacancies are no longer what they were. */
async function saveOf(session: Session, { employer, kind, vacancies }: MergedEmployer): Promise<number[]> {
  const row = await session.one<{ no: number; kind: string }>('select no, kind from employers where key = ?', employer)
  if (row === null) throw new UserError(`The store knows no employer "${employer}".`)
  if (kind !== row.kind) await renamed(session, row.no, kind)
  const before = new Map<number, Before>()
  for (const { members } of vacancies) for (const { no } of members) before.set(no, await stoodAs(session, no))
  const moved = firstDayMoved(before, vacancies)
  if (moved !== null) await forgetCountsFrom(session, moved)
  const days: number[] = []
  for (const { members } of vacancies) {
    for (const { no, because } of members) {
      const known = before.get(no)!
      if (known.vacancy_no === members[0]!.no && known.merged_because === because) continue
      await session.run(
        'update postings set vacancy_no = ?, merged_because = ? where no = ?',
        ...[members[0]!.no, because, no],
      )
    }
  }
  const speakers = new Set<number | null>(vacancies.map(({ members }) => members[0]!.no))
  for (const old of new Set([...before.values()].map(({ vacancy_no }) => vacancy_no))) {
    if (old !== null && !speakers.has(old)) days.push(...(await leave(session, old)))
  }
  const sizes = new Map<number | null, number>()
  for (const { vacancy_no } of before.values()) sizes.set(vacancy_no, (sizes.get(vacancy_no) ?? 0) + 1)
  // Only now is every posting where it belongs: a vacancy's days come from the postings that carry its number.
  for (const { members } of vacancies) {
    const speaker = members[0]!.no
    const stays = members.every(({ no }) => before.get(no)!.vacancy_no === speaker && before.get(no)!.changed === 0)
    if (!stays || sizes.get(speaker) !== members.length) days.push(...(await derive(session, row.no, speaker)))
    const isRenumbered = ({ vacancy_no }: Before) => vacancy_no !== null && vacancy_no !== speaker
    if (members.some(({ no }) => isRenumbered(before.get(no)!))) await forgetEndingsOf(session, speaker)
  }
  for (const { no, changed } of before.values()) {
    if (changed === 1) await session.run('delete from stale_postings where posting_no = ?', no)
  }
  return days
}

const stoodAs = async (session: Session, posting: number): Promise<Before> =>
  (await session.one<Before>(
    `select p.no, p.vacancy_no, p.merged_because, (select min(s.first_seen) from spells s where s.posting_no = p.no) as first_seen,
       case when exists (select 1 from stale_postings c where c.posting_no = p.no) then 1 else 0 end as changed
     from postings p where p.no = ?`,
    posting,
  ))!

/** Its postings now count where they did not, or no longer where they did. */
async function renamed(session: Session, employerNo: number, kind: MergedEmployer['kind']): Promise<void> {
  await session.run('update employers set kind = ? where no = ?', kind, employerNo)
  const { first } = (await session.one<{ first: number | null }>(
    'select min(s.first_seen) as first from postings p join spells s on s.posting_no = p.no where p.employer_no = ?',
    employerNo,
  ))!
  if (first !== null) await forgetCountsFrom(session, first)
}

/**
 * The first day on which postings counted as one vacancy are now several, or several now one: the counts from then on rest
 * on what no longer holds. A posting that joins for the first time changes only days that its own snapshot made uncounted.
 */
function firstDayMoved(before: ReadonlyMap<number, Before>, vacancies: VacancyWrite[]): number | null {
  const nowOf = new Map<number, Set<number>>()
  const days: number[] = []
  const counted = (no: number) => {
    const row = before.get(no)!
    return row.vacancy_no === null ? [] : [{ ...row, vacancy_no: row.vacancy_no }]
  }
  for (const [index, { members }] of vacancies.entries()) {
    const known = members.flatMap(({ no }) => counted(no))
    if (new Set(known.map((row) => row.vacancy_no)).size > 1) days.push(...known.map((row) => row.first_seen))
    for (const { vacancy_no } of known) nowOf.set(vacancy_no, (nowOf.get(vacancy_no) ?? new Set()).add(index))
  }
  for (const row of before.values()) {
    if (row.vacancy_no !== null && (nowOf.get(row.vacancy_no)?.size ?? 0) > 1) days.push(row.first_seen)
  }
  return days.length === 0 ? null : Math.min(...days)
}

/** A vacancy as it is stored. */
interface Row {
  no: number
  employer_no: number
  posting_no: number
  board_no: number
  text_no: number | null
  postings: number
  not_before: number
  first_seen: number
  ended_on: number | null
  stock: number
  opened_on: number | null
  first_posting_no: number | null
  first_text_no: number | null
}

const columns = [
  ...(['no', 'employer_no', 'posting_no', 'board_no', 'text_no', 'postings', 'not_before', 'first_seen'] as const),
  ...(['ended_on', 'stock', 'opened_on', 'first_posting_no', 'first_text_no'] as const),
] satisfies (keyof Row)[]

/** What the packed weeks hold of a vacancy, beside what its postings and texts say. */
const packed = [
  'employer_no',
  'not_before',
  'first_seen',
  'opened_on',
  'stock',
  'first_posting_no',
  'first_text_no',
] as const satisfies (keyof Row)[]

// Made once: a statement is found again by its words, and these are asked for each vacancy.
const storedRow = `select ${columns.join(', ')} from vacancies where no = ?`
const saving = `insert into vacancies (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
  on conflict (no) do update set ${columns.slice(1).map((column) => `${column} = excluded.${column}`)}`
const speaking = `select p.board_no, p.text_no, ${asThen('published_on')} as published_on, ${asThen('published_precision')} as published_precision
  from postings p ${formerFirst} where p.no = ?`
const spellsOfAll = `select s.no, s.posting_no, s.not_before, s.first_seen, s.ended_on, s.stock, ${flag(`not (${notCopied('b')})`)} as copied
  from postings m join spells s on s.posting_no = m.no join boards b on b.no = m.board_no
  where m.vacancy_no = ? order by s.first_seen, s.no`

const stored = (session: Session, no: number): Promise<Row | null> => session.one<Row>(storedRow, no)

/** What a posting has left goes where nothing is in it any more; else it stays another employer's, without the posting. */
async function leave(session: Session, no: number): Promise<number[]> {
  const row = await stored(session, no)
  if (row === null) return []
  if ((await session.one('select 1 from postings where vacancy_no = ? limit 1', no)) !== null)
    return derive(session, row.employer_no, no)
  await session.run('delete from vacancies where no = ?', no)
  return [row.first_seen]
}

/** Writes a vacancy as the spells of its postings have it, where that is not as it stands. Returns days as saveOf does. */
async function derive(session: Session, employerNo: number, speaker: number): Promise<number[]> {
  const [before, now] = [await stored(session, speaker), await derived(session, employerNo, speaker)]
  if (before !== null && columns.every((column) => before[column] === now[column])) return []
  await session.run(saving, ...columns.map((column) => now[column]))
  if (before === null) return [now.first_seen]
  return packed.every((column) => before[column] === now[column]) ? [] : [before.first_seen, now.first_seen]
}

interface SpellOf {
  no: number
  posting_no: number
  not_before: number
  first_seen: number
  ended_on: number | null
  stock: number
  copied: number
}

async function derived(session: Session, employerNo: number, speaker: number): Promise<Row> {
  // What a source says later of the day of publication is a new advertisement of the old job: the first word counts.
  const posting = (await session.one<{
    board_no: number
    text_no: number | null
    published_on: number | null
    published_precision: string | null
  }>(speaking, speaker))!
  const spells = await session.all<SpellOf>(spellsOfAll, speaker)
  const first = spells[0]!
  // A copy may be seen before the advert that it copies; it is the advert that counts.
  const inTurn = (one: SpellOf, other: SpellOf) =>
    one.copied - other.copied || one.first_seen - other.first_seen || one.posting_no - other.posting_no
  const firstPosting = spells.toSorted(inTurn)[0]!.posting_no
  const words = await session.one<{ text_no: number }>(
    'select text_no from wordings where posting_no = ? order by from_day limit 1',
    firstPosting,
  )
  const { published_on, published_precision } = posting
  const dated = first.stock === 0 && published_on !== null && published_precision === 'day'
  return {
    ...{
      no: speaker,
      employer_no: employerNo,
      posting_no: speaker,
      board_no: posting.board_no,
      text_no: posting.text_no,
    },
    postings: new Set(spells.map((spell) => spell.posting_no)).size,
    ...{ not_before: first.not_before, first_seen: first.first_seen, stock: first.stock },
    ended_on: spells.some((spell) => spell.ended_on === null)
      ? null
      : Math.max(...spells.map((spell) => spell.ended_on!)),
    opened_on: dated ? Math.min(Math.max(published_on, first.not_before), first.first_seen) : null,
    ...{ first_posting_no: firstPosting, first_text_no: words?.text_no ?? null },
  }
}
