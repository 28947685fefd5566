/** Daily counts: what was open and newly opened on each day, over the boards that could speak for it. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import type { SkillId } from '../../src/domain.ts'
import type { DailyRow } from '../store.ts'
import type { TallyRow } from './day-tally.ts'
import { type DayCounted, walkDays } from './day-walk.ts'
import { forgetOpen } from './forget-open.ts'
import { forgetEndingsFrom } from './packed-endings.ts'
import { forgetRunsFrom } from './packed-runs.ts'
import type { Session } from './session.ts'
import { editionInForce, editionNo } from './tags.ts'

/** Late news of a day leaves it and all after it to be counted again. */
export async function forgetCountsFrom(session: Session, day: number): Promise<void> {
  await session.run('delete from counted_days where day >= ?', day)
  await forgetEndingsFrom(session, day)
  await forgetRunsFrom(session, day)
  await forgetOpen(session)
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

/** The days in runs without a gap, none longer than what is counted in one transaction. */
function* runsOf(days: readonly Day[]): Generator<number[]> {
  let run: number[] = []
  for (const day of days.map(dayNumber)) {
    if (run.length === together || (run.length > 0 && day !== run.at(-1)! + 1)) {
      yield run
      run = []
    }
    run.push(day)
  }
  if (run.length > 0) yield run
}

/** Days counted in one transaction: that which begins looks at all that is open, each after it at what happened on it. */
const together = 100

/** Counts the days for the populations all and ai, until the caller has had enough; returns how many it counted. */
export async function countDays(
  session: Session,
  edition: string,
  days: readonly Day[],
  goOn: () => Promise<boolean>,
): Promise<number> {
  let counted = 0
  for (const run of runsOf(days)) {
    const whole = await session.write(async (session) => {
      const no = await editionNo(session, edition)
      const walk = walkDays(session, no, run[0]!)
      for (const day of run) {
        await saveDay(session, no, day, (await walk.next()).value as DayCounted)
        counted += 1
        if (!(await goOn())) return false
      }
      return true
    })
    if (!whole) break
  }
  return counted
}

/** Rows added by one statement. */
const rowsTogether = 25

async function saveDay(session: Session, edition: number, day: number, counted: DayCounted): Promise<void> {
  await session.run('delete from daily_counts where edition_no = ? and day = ?', edition, day)
  await session.run('delete from counted_days where edition_no = ? and day = ?', edition, day)
  const { rows, boardsRead, boardsActive, coverage } = counted
  for (let at = 0; at < rows.length; at += rowsTogether) {
    const some = rows.slice(at, at + rowsTogether)
    await session.run(
      `insert into daily_counts (edition_no, population, skill_no, day, open, open_postings, open_required, open_preferred, opened, employers)
       values ${some.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      ...some.flatMap(({ population, skill, ...row }) => [
        ...[edition, population, skill, day],
        ...[row.open, row.postings, row.required, row.preferred, row.opened, row.employers],
      ]),
    )
  }
  await session.run(
    'insert into counted_days (edition_no, day, boards_read, boards_active, coverage) values (?, ?, ?, ?, ?)',
    ...[edition, day, boardsRead, boardsActive, coverage],
  )
}

interface StoredDay {
  day: number
  boards_read: number
  boards_active: number
  coverage: number | null
}

const lineOf = (row: TallyRow): string =>
  `${row.population} ${row.skill} ${row.open} ${row.postings} ${row.required} ${row.preferred} ${row.opened} ${row.employers}`

/** The days whose stored counts are not what their rows give when they are counted once more; for verify. */
export async function miscountedDays(session: Session): Promise<string[]> {
  const miscounted: string[] = []
  const editions = await session.all<{ no: number }>('select distinct edition_no as no from counted_days order by 1')
  for (const { no } of editions) miscounted.push(...(await miscountedBy(session, no)))
  return miscounted
}

async function miscountedBy(session: Session, edition: number): Promise<string[]> {
  const miscounted: string[] = []
  const days = await session.all<StoredDay>(
    'select day, boards_read, boards_active, coverage from counted_days where edition_no = ? order by day',
    edition,
  )
  const walk = walkDays(session, edition, days[0]!.day)
  let at = days[0]!.day - 1
  for (const stored of days) {
    let counted: DayCounted
    do {
      counted = (await walk.next()).value as DayCounted
      at += 1
    } while (at < stored.day)
    const rows = await session.all<TallyRow>(
      `select population, skill_no as skill, open, open_postings as postings, open_required as required, open_preferred as preferred, opened, employers
       from daily_counts where edition_no = ? and day = ?`,
      ...[edition, stored.day],
    )
    const sorted = (some: readonly TallyRow[]) => some.map(lineOf).sort().join('\n')
    const agrees =
      sorted(rows) === sorted(counted.rows) &&
      stored.boards_read === counted.boardsRead &&
      stored.boards_active === counted.boardsActive &&
      stored.coverage === counted.coverage
    if (!agrees) miscounted.push(`${dayFromNumber(stored.day)} does not add up to its rows`)
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
