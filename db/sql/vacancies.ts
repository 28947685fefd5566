/** Vacancies: written by employer, with what figures need of them derived from their postings' spells. */
import { dayFromNumber, mondayBefore } from '../../src/days.ts'
import { type EmployerKey, UserError } from '../../src/domain.ts'
import type { MergedEmployer, MergeRow } from '../store.ts'
import { forgetCountsFrom } from './counts.ts'
import { flag } from './expressions.ts'
import { forgetOpen } from './forget-open.ts'
import { asThen, formerFirst } from './former.ts'
import { forgetEndingsIn } from './packed-endings.ts'
import { forgetWeekOf } from './packed-weeks.ts'
import { notCopied } from './population.ts'
import type { Session } from './session.ts'
import { allOf, runFor, someNumbers } from './some-numbers.ts'

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
    const members = merged.flatMap(({ vacancies }) => vacancies.flatMap((vacancy) => vacancy.members))
    const before = await stoodAs(
      session,
      members.map(({ no }) => no),
    )
    const touched: Touched = { left: new Set(), changed: new Map(), renumbered: new Set() }
    for (const employer of merged) await regroup(session, employer, before, touched)
    const changed = [...before.values()].filter((row) => row.changed === 1).map(({ no }) => no)
    await runFor(session, changed, `delete from stale_postings where posting_no in (${someNumbers})`)
    // Only now is every posting where it belongs: a vacancy's days come from the postings that carry its number.
    for (const monday of await settle(session, touched)) await forgetWeekOf(session, monday)
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

/** Numbers of vacancies that a posting has left, of those that are to be derived anew with their employers', of those that some had another number before. */
interface Touched {
  left: Set<number>
  changed: Map<number, number>
  renumbered: Set<number>
}

const stoodAs = async (session: Session, postings: number[]): Promise<Map<number, Before>> =>
  new Map(
    (
      await allOf<Before>(
        session,
        postings,
        `select p.no, p.vacancy_no, p.merged_because, (select min(s.first_seen) from spells s where s.posting_no = p.no) as first_seen,
           case when exists (select 1 from stale_postings c where c.posting_no = p.no) then 1 else 0 end as changed
         from postings p where p.no in (${someNumbers})`,
      )
    ).map((row) => [row.no, row]),
  )

/** Puts an employer's postings into their vacancies, and notes whose days are to be looked at for that. */
async function regroup(
  session: Session,
  { employer, kind, vacancies }: MergedEmployer,
  before: ReadonlyMap<number, Before>,
  touched: Touched,
): Promise<void> {
  const row = await session.one<{ no: number; kind: string }>('select no, kind from employers where key = ?', employer)
  if (row === null) throw new UserError(`The store knows no employer "${employer}".`)
  if (kind !== row.kind) await renamed(session, row.no, kind)
  const known = vacancies.map(({ members }) => members.map(({ no }) => before.get(no)!))
  const moved = firstDayMoved(known)
  if (moved !== null) await forgetCountsFrom(session, moved)
  const sizes = new Map<number | null, number>()
  for (const { vacancy_no } of known.flat()) sizes.set(vacancy_no, (sizes.get(vacancy_no) ?? 0) + 1)
  for (const [at, { members }] of vacancies.entries()) {
    const speaker = members[0]!.no
    let stays = sizes.get(speaker) === members.length
    for (const [place, { no, because }] of members.entries()) {
      const { vacancy_no, merged_because, changed } = known[at]![place]!
      if (vacancy_no !== speaker || changed === 1) stays = false
      if (vacancy_no !== speaker && vacancy_no !== null) touched.renumbered.add(speaker)
      if (vacancy_no === speaker && merged_because === because) continue
      await session.run('update postings set vacancy_no = ?, merged_because = ? where no = ?', speaker, because, no)
    }
    sizes.delete(speaker)
    if (!stays) touched.changed.set(speaker, row.no)
  }
  for (const old of sizes.keys()) if (old !== null) touched.left.add(old)
}

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
function firstDayMoved(known: readonly (readonly Before[])[]): number | null {
  const nowOf = new Map<number, Set<number>>()
  const days: number[] = []
  for (const [index, members] of known.entries()) {
    const counted = members.flatMap((row) => (row.vacancy_no === null ? [] : [{ ...row, vacancy_no: row.vacancy_no }]))
    if (new Set(counted.map((row) => row.vacancy_no)).size > 1) days.push(...counted.map((row) => row.first_seen))
    for (const { vacancy_no } of counted) nowOf.set(vacancy_no, (nowOf.get(vacancy_no) ?? new Set()).add(index))
  }
  for (const row of known.flat()) {
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

const storedRows = `select ${columns.join(', ')} from vacancies where no in (${someNumbers})`
const saving = `insert into vacancies (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
  on conflict (no) do update set ${columns.slice(1).map((column) => `${column} = excluded.${column}`)}`
// What a source says later of the day of publication is a new advertisement of the old job: the first word counts.
const speaking = `select p.no, p.board_no, p.text_no, ${asThen('published_on')} as published_on, ${asThen('published_precision')} as published_precision
  from postings p ${formerFirst} where p.no in (${someNumbers})`
const spellsOfAll = `select p.vacancy_no as vacancy, s.posting_no, s.not_before, s.first_seen, s.ended_on, s.stock, ${flag(`not (${notCopied('b')})`)} as copied,
    (select w.text_no from wordings w where w.posting_no = p.no order by w.from_day limit 1) as first_text_no
  from postings p join spells s on s.posting_no = p.no join boards b on b.no = p.board_no
  where p.vacancy_no in (${someNumbers}) order by p.vacancy_no, s.first_seen, s.no`

interface Speaker {
  no: number
  board_no: number
  text_no: number | null
  published_on: number | null
  published_precision: string | null
}

interface SpellOf {
  vacancy: number
  posting_no: number
  not_before: number
  first_seen: number
  ended_on: number | null
  stock: number
  copied: number
  first_text_no: number | null
}

/** Writes vacancies as the spells of their postings have them; returns the Mondays of weeks whose new vacancies are no longer what they were. */
async function settle(session: Session, { left, changed, renumbered }: Touched): Promise<Set<number>> {
  const nos = new Set([...changed.keys(), ...left])
  const stored = new Map((await allOf<Row>(session, nos, storedRows)).map((row) => [row.no, row]))
  const speakers = new Map((await allOf<Speaker>(session, nos, speaking)).map((row) => [row.no, row]))
  const spells = new Map<number, SpellOf[]>()
  for (const spell of await allOf<SpellOf>(session, nos, spellsOfAll)) {
    const known = spells.get(spell.vacancy)
    if (known === undefined) spells.set(spell.vacancy, [spell])
    else known.push(spell)
  }
  const [weeks, endings] = [new Set<number>(), new Set<number>()]
  for (const no of nos) {
    const [before, own] = [stored.get(no), spells.get(no)]
    // What a posting has left is still another employer's where that one's are in it.
    const employerNo = changed.get(no) ?? before?.employer_no
    if (employerNo === undefined) continue
    const now = own === undefined ? undefined : derived(employerNo, speakers.get(no)!, own)
    if (now === undefined) await session.run('delete from vacancies where no = ?', no)
    else if (before === undefined || columns.some((column) => before[column] !== now[column]))
      await session.run(saving, ...columns.map((column) => now[column]))
    if (before === undefined || now === undefined || packed.some((column) => before[column] !== now[column])) {
      for (const row of [before, now]) if (row !== undefined) weeks.add(mondayBefore(row.first_seen))
    }
    if (!renumbered.has(no)) continue
    for (const { first_seen, ended_on } of own!)
      endings.add(mondayBefore(first_seen)).add(mondayBefore(ended_on ?? first_seen))
  }
  await forgetEndingsIn(session, endings)
  return weeks
}

function derived(employerNo: number, speaker: Speaker, spells: readonly SpellOf[]): Row {
  const first = spells[0]!
  // A copy may be seen before the advert that it copies; it is the advert that counts.
  const inTurn = (one: SpellOf, other: SpellOf) =>
    one.copied - other.copied || one.first_seen - other.first_seen || one.posting_no - other.posting_no
  const counting = spells.toSorted(inTurn)[0]!
  const { no, published_on, published_precision } = speaker
  const dated = first.stock === 0 && published_on !== null && published_precision === 'day'
  return {
    ...{ no, employer_no: employerNo, posting_no: no, board_no: speaker.board_no, text_no: speaker.text_no },
    postings: new Set(spells.map((spell) => spell.posting_no)).size,
    ...{ not_before: first.not_before, first_seen: first.first_seen, stock: first.stock },
    ended_on: spells.some((spell) => spell.ended_on === null)
      ? null
      : Math.max(...spells.map((spell) => spell.ended_on!)),
    opened_on: dated ? Math.min(Math.max(published_on, first.not_before), first.first_seen) : null,
    ...{ first_posting_no: counting.posting_no, first_text_no: counting.first_text_no },
  }
}
