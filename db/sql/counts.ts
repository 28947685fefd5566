/** Daily counts: what was open and newly opened on each day, over the boards that could speak for it. */
import { createHash } from 'node:crypto'
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import type { SkillId } from '../../src/domain.ts'
import type { DailyRow } from '../store.ts'
import { boardsOn, carryDays, speaking } from './boards-on.ts'
import { countOf, flag } from './expressions.ts'
import { openSpells } from './open-spells.ts'
import { own, textThen } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce, editionNo } from './tags.ts'

/** Late news of a day leaves it and all after it to be counted again. */
export async function forgetCountsFrom(session: Session, day: number): Promise<void> {
  await session.run('delete from counted_days where day >= ?', day)
}

/** Days from the first whole read of a daily board that this edition has not counted. A monthly thread has no days. */
export async function uncountedDays(session: Session, edition: string, today: Day): Promise<Day[]> {
  const span = (await session.one<{ first: number | null }>(
    "select min(s.day) as first from snapshots s join boards b on b.no = s.board_no where b.every <> 'month' and s.outcome in ('complete', 'empty')",
  ))!
  if (span.first === null) return []
  const no = (await session.one<{ no: number }>('select no from editions where name = ?', edition))?.no ?? 0
  const counted = new Set(
    (await session.all<{ day: number }>('select day from counted_days where edition_no = ?', no)).map(({ day }) => day),
  )
  const days: Day[] = []
  for (let day = span.first; day <= dayNumber(today); day++) if (!counted.has(day)) days.push(dayFromNumber(day))
  return days
}

const populations = { all: 'true', ai: 'o.ai = 1' }

/**
 * What was open on a day, one row a posting: `fresh` where its board's list speaks for the day, else there only to tell how
 * much is not known. A vacancy is new on the day it was first seen, its reposts never.
 */
async function listOpen(session: Session, edition: number, day: number): Promise<void> {
  const spells = await openSpells(session, day)
  await session.run(
    `create temp table if not exists open_on_day (
       posting_no integer primary key, vacancy_no integer, employer_no integer, text_no integer, ai integer, fresh integer, new integer)`,
  )
  await session.run('delete from open_on_day')
  await session.run(
    `insert into open_on_day
     with ${boardsOn},
     open as (
       select p.no, p.vacancy_no, p.employer_no, ${textThen} as text_no, ${flag(speaking)} as fresh, b.state,
         ${flag('s.first_seen = @day and s.stock = 0')} as new_spell
       from (${spells}) s cross join postings p join boards_on b on b.no = p.board_no
       where p.no = s.posting_no and b.every <> 'month' and b.read_on is not null and ${own})
     select o.no, coalesce(o.vacancy_no, o.no), o.employer_no, o.text_no, coalesce(r.ai, 0), o.fresh,
       case when v.no is null then o.new_spell else ${flag('v.first_seen = @day and v.stock = 0')} end
     from open o left join vacancies v on v.no = o.vacancy_no left join traits r on r.text_no = o.text_no and r.edition_no = @edition
     where o.fresh = 1 or o.state = 'active' on conflict do nothing`,
    { day, edition },
  )
}

/** One row a population and skill of the day; skill 0 stands for every vacancy, named or not. Takes them in daily_counts' order. */
const countSql = Object.entries(populations).map(
  ([population, condition]) => `
    select cast(? as integer) as edition_no, '${population}' as population, 0 as skill_no, cast(? as integer) as day, count(distinct o.vacancy_no) as open,
      count(*) as open_postings, 0 as open_required, 0 as open_preferred,
      count(distinct case when o.new = 1 then o.vacancy_no end) as opened, count(distinct o.employer_no) as employers
    from open_on_day o where o.fresh = 1 and ${condition}
    union all
    select cast(? as integer), '${population}', skill_no, cast(? as integer), count(*), sum(postings), ${countOf('level = 0')}, ${countOf('level = 1')}, sum(new), count(distinct employer_no)
    from (select m.skill_no, o.vacancy_no, o.employer_no, count(*) as postings, min(m.level) as level, max(o.new) as new
          from open_on_day o join mentions m on m.text_no = o.text_no and m.edition_no = ? and m.level < 3
          where o.fresh = 1 and ${condition} group by m.skill_no, o.vacancy_no, o.employer_no) named
    group by skill_no`,
)
const countValues = (edition: number, day: number) => [edition, day, edition, day, edition]

/** Counts one day for the populations all and ai. */
export async function countDay(session: Session, edition: string, of: Day): Promise<void> {
  const day = dayNumber(of)
  await session.write(async (session) => {
    const no = await editionNo(session, edition)
    await session.run('delete from daily_counts where edition_no = ? and day = ?', no, day)
    await session.run('delete from counted_days where edition_no = ? and day = ?', no, day)
    await listOpen(session, no, day)
    for (const sql of countSql) await session.run(`insert into daily_counts ${sql}`, ...countValues(no, day))
    await session.run(
      `insert into counted_days (edition_no, day, boards_read, boards_active, coverage, inputs)
       with ${boardsOn}
       select cast(@no as integer), cast(@day as integer),
         (select count(*) from boards_on b where b.every <> 'month' and ${speaking}),
         (select count(*) from boards_on b where b.every <> 'month' and b.state = 'active' and b.try_day is not null),
         (select cast(sum(fresh) as double precision) / count(*) from open_on_day where ai = 1), cast(@inputs as text)`,
      { no, day, inputs: await inputsOf(session, day) },
    )
  })
}

interface CountRow {
  population: string
  skill_no: number
  open: number
  open_postings: number
  open_required: number
  open_preferred: number
  opened: number
  employers: number
}

/** The days whose stored counts are not what their rows give when they are counted once more; for verify. */
export async function miscountedDays(session: Session): Promise<string[]> {
  const days = await session.all<{ edition_no: number; day: number; inputs: string }>(
    'select edition_no, day, inputs from counted_days order by day, edition_no',
  )
  const columns = 'population, skill_no, open, open_postings, open_required, open_preferred, opened, employers'
  const lines = (rows: CountRow[]) =>
    rows
      .map((row) => Object.values(row).join(' '))
      .sort()
      .join('\n')
  const miscounted: string[] = []
  for (const { edition_no, day, inputs } of days) {
    if (inputs !== (await inputsOf(session, day))) {
      miscounted.push(`${dayFromNumber(day)} was counted from other snapshots`)
      continue
    }
    await listOpen(session, edition_no, day)
    const counted: CountRow[] = []
    for (const sql of countSql)
      counted.push(
        ...(await session.all<CountRow>(`select ${columns} from (${sql}) counted`, ...countValues(edition_no, day))),
      )
    const stored = await session.all<CountRow>(
      `select ${columns} from daily_counts where edition_no = ? and day = ?`,
      edition_no,
      day,
    )
    if (lines(counted) !== lines(stored)) miscounted.push(`${dayFromNumber(day)} does not add up to its rows`)
  }
  return miscounted
}

/** The stored counts of each day, as a series: a day without a board read is a gap. */
export async function dailySeries(
  session: Session,
  skill: SkillId,
  population: string,
  from: Day,
  asOf: Day,
): Promise<DailyRow[]> {
  const edition = (await editionInForce(session))?.no ?? 0
  const skillNo = (await session.one<{ no: number }>('select no from skills where id = ?', skill))?.no ?? -1
  return (
    await session.all<{
      day: number
      boards_read: number
      boards_active: number
      coverage: number | null
      open: number
      open_postings: number
      required: number
      preferred: number
      opened: number
      employers: number
      all_open: number
      all_opened: number
    }>(
      `select c.day, c.boards_read, c.boards_active, c.coverage, coalesce(d.open, 0) as open,
         coalesce(d.open_postings, 0) as open_postings, coalesce(d.open_required, 0) as required, coalesce(d.open_preferred, 0) as preferred,
         coalesce(d.opened, 0) as opened, coalesce(d.employers, 0) as employers, every_one.open as all_open, every_one.opened as all_opened
       from counted_days c
       join daily_counts every_one on every_one.edition_no = c.edition_no and every_one.population = ? and every_one.skill_no = 0 and every_one.day = c.day
       left join daily_counts d on d.edition_no = c.edition_no and d.population = ? and d.skill_no = ? and d.day = c.day
       where c.edition_no = ? and c.day between ? and ? order by c.day`,
      ...[population, population, skillNo, edition, dayNumber(from), dayNumber(asOf)],
    )
  ).map((row) => ({
    day: dayFromNumber(row.day),
    boardsRead: row.boards_read,
    boardsActive: row.boards_active,
    coverage: row.coverage,
    open: row.open,
    openPostings: row.open_postings,
    required: row.required,
    preferred: row.preferred,
    opened: row.opened,
    employers: row.employers,
    allOpen: row.all_open,
    allOpened: row.all_opened,
    status: row.boards_read === 0 ? 'missing' : 'observed',
  }))
}

/** Digest of the snapshots that a day is counted from. */
async function inputsOf(session: Session, day: number): Promise<string> {
  const hash = createHash('sha256')
  const rows = await session.all<{ digest: string }>(
    "select digest from snapshots where day between ? and ? and outcome in ('complete', 'empty') order by digest",
    day - carryDays,
    day,
  )
  for (const { digest } of rows) hash.update(digest)
  return hash.digest('hex')
}
