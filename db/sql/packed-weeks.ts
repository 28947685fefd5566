/** The vacancies first seen in each week, packed by refresh: what flows over years are summed from without reading every posting. */
import { type Day, dayNumber, mondayBefore } from '../../src/days.ts'
import { asThen, formerFirst } from './former.ts'
import { mondaysBetween, notPacked } from './mondays.ts'
import { forgetRunsFrom } from './packed-runs.ts'
import type { Session } from './session.ts'
import { editionNo } from './tags.ts'
import { columnsOf, packWeek, unpackWeek, type WeekColumns, type WeekVacancy, weekMark } from './week-columns.ts'

/** A change of a vacancy that was first seen on the day leaves its week to be packed again, for every edition. */
export async function forgetWeekOf(session: Session, day: number): Promise<void> {
  await session.run('delete from packed_weeks where monday = ?', mondayBefore(day))
  await forgetRunsFrom(session, day)
}

/** Mondays from that of the first vacancy to that of the last. */
async function mondays(session: Session): Promise<number[]> {
  const { first, last } = (await session.one<{ first: number | null; last: number | null }>(
    'select (select min(first_seen) from vacancies) as first, (select max(first_seen) from vacancies) as last',
  ))!
  return mondaysBetween(first, last)
}

/** Mondays of the weeks that are not packed for an edition. */
export async function weeksToPack(session: Session, edition: string): Promise<Day[]> {
  const packed = await session.all<{ monday: number }>(
    'select w.monday from packed_weeks w join editions e on e.no = w.edition_no where e.name = ? and w.layout = ?',
    ...[edition, weekMark],
  )
  return notPacked(await mondays(session), packed)
}

interface VacancyRow {
  vacancy: number
  not_before: number
  first_seen: number
  opened_on: number | null
  stock: number
  board: number
  employer: number
  countries: string
  text: number | null
  tagged: number | null
  ai: number | null
  role: string | null
}

/** The week as its rows give it; `whole` where all its words have been read for skills. */
async function weekFromRows(
  session: Session,
  edition: number,
  monday: number,
): Promise<{ week: WeekColumns; whole: boolean }> {
  const asked = { edition, from: monday, to: monday + 6 }
  const rows = await session.all<VacancyRow>(
    `select v.no as vacancy, v.not_before, v.first_seen, v.opened_on, v.stock, p.board_no as board, v.employer_no as employer, ${asThen('countries')} as countries, v.first_text_no as text,
       r.text_no as tagged, r.ai, r.role
     from vacancies v join postings p on p.no = v.first_posting_no ${formerFirst}
     left join traits r on r.text_no = v.first_text_no and r.edition_no = @edition
     where v.first_seen between @from and @to order by v.first_seen, v.no`,
    asked,
  )
  const named = await session.all<{ vacancy: number; skill: number }>(
    `select v.no as vacancy, m.skill_no as skill from vacancies v
     join mentions m on m.text_no = v.first_text_no and m.edition_no = @edition and m.level < 3
     where v.first_seen between @from and @to order by v.first_seen, v.no, m.skill_no`,
    asked,
  )
  let at = 0
  const vacancies = rows.map(({ text: _, tagged: __, ...row }): WeekVacancy => {
    const skills: number[] = []
    for (; named[at]?.vacancy === row.vacancy; at++) skills.push(named[at]!.skill)
    const days = { notBefore: row.not_before, firstSeen: row.first_seen, openedOn: row.opened_on }
    return { ...row, ...days, ai: row.ai === 1, stock: row.stock === 1, skills }
  })
  return { week: columnsOf(vacancies), whole: rows.every(({ text, tagged }) => text === null || tagged !== null) }
}

/** Packs the week of a Monday, unless words of it still wait to be read for skills. */
export async function packNamed(session: Session, edition: string, of: Day): Promise<void> {
  await session.write(async (session) => {
    const [no, monday] = [await editionNo(session, edition), dayNumber(of)]
    const { week, whole } = await weekFromRows(session, no, monday)
    if (!whole) return
    await session.run(
      `insert into packed_weeks (edition_no, monday, layout, vacancies, body) values (?, ?, ?, ?, ?)
       on conflict (edition_no, monday) do update set layout = excluded.layout, vacancies = excluded.vacancies, body = excluded.body`,
      ...[no, monday, weekMark, week.count, packWeek(week)],
    )
  })
}

/** Weeks read at a time. */
const together = 104

/** The weeks that hold a day from `from` to `to`, in order: packed where they are, else from their rows. */
export async function* weeksBetween(
  session: Session,
  edition: number,
  from: number,
  to: number,
): AsyncGenerator<WeekColumns> {
  const asked = (await mondays(session)).filter((monday) => monday + 6 >= from && monday <= to)
  for (let at = 0; at < asked.length; at += together) {
    const some = asked.slice(at, at + together)
    const packed = new Map(
      (
        await session.all<{ monday: number; body: Buffer }>(
          'select monday, body from packed_weeks where edition_no = ? and monday between ? and ? and layout = ?',
          ...[edition, some[0], some.at(-1), weekMark],
        )
      ).map(({ monday, body }) => [monday, body]),
    )
    for (const monday of some) {
      const body = packed.get(monday)
      yield body === undefined ? (await weekFromRows(session, edition, monday)).week : unpackWeek(body)
    }
  }
}

/** Mondays of packed weeks that are not what their rows give; for verify. */
export async function mispackedWeeks(session: Session): Promise<number[]> {
  const packed = await session.all<{ edition_no: number; monday: number }>(
    'select edition_no, monday from packed_weeks where layout = ? order by monday, edition_no',
    weekMark,
  )
  const wrong: number[] = []
  for (const { edition_no, monday } of packed) {
    const { week } = await weekFromRows(session, edition_no, monday)
    const stored = await session.one<{ vacancies: number; body: Buffer }>(
      'select vacancies, body from packed_weeks where edition_no = ? and monday = ?',
      ...[edition_no, monday],
    )
    if (stored?.vacancies !== week.count || !packWeek(week).equals(stored.body)) wrong.push(monday)
  }
  return wrong
}
