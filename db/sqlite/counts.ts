/** Daily counts: what was open and newly opened on each day, over the boards that could speak for it. */
import { createHash } from 'node:crypto'
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import { notCopied } from './population.ts'
import type { Session } from './session.ts'
import { editionNo } from './tags.ts'

/** A board's last list is carried so many days, unchanged; after that it says nothing. */
export const carryDays = 7

/** Late news of a day makes it and all after it uncounted. */
export function forgetCountsFrom(session: Session, day: number): void {
  session.run('delete from counted_days where day >= ?', day)
  session.run('delete from daily_counts where day >= ?', day)
}

/** Days from the first whole read of a daily board that this edition has not counted. A monthly thread has no days. */
export function uncountedDays(session: Session, edition: string, today: Day): Day[] {
  const span = session.one<{ first: number | null }>(
    "select min(s.day) as first from snapshots s join boards b on b.no = s.board_no where b.every <> 'month' and s.outcome in ('complete', 'empty')",
  )!
  if (span.first === null) return []
  const no = session.one<{ no: number }>('select no from editions where name = ?', edition)?.no ?? 0
  const counted = new Set(
    session.all<{ day: number }>('select day from counted_days where edition_no = ?', no).map(({ day }) => day),
  )
  const days: Day[] = []
  for (let day = span.first; day <= dayNumber(today); day++) if (!counted.has(day)) days.push(dayFromNumber(day))
  return days
}

/** Counts one day for the populations all and ai. */
export function countDay(session: Session, edition: string, of: Day): void {
  const day = dayNumber(of)
  session.write(() => {
    const no = editionNo(session, edition)
    session.run('delete from daily_counts where edition_no = ? and day = ?', no, day)
    session.run(
      `create temp table if not exists open_on_day (
         posting_no integer primary key, vacancy_no integer, employer_no integer, text_no integer, ai integer, fresh integer, new integer)`,
    )
    session.run('delete from open_on_day')
    session.run(
      `insert or ignore into open_on_day
       with read as (
         select s.board_no, max(s.day) as on_day from snapshots s where s.outcome in ('complete', 'empty') and s.day <= ? group by s.board_no)
       select p.no, coalesce(p.vacancy_no, p.no), p.employer_no, p.text_no, coalesce(r.ai, 0), read.on_day >= ?,
         s.first_seen = ? and s.stock = 0
       from spells s join postings p on p.no = s.posting_no join boards b on b.no = p.board_no join read on read.board_no = b.no
       left join traits r on r.text_no = p.text_no and r.edition_no = ?
       where s.first_seen <= ? and (s.ended_on is null or s.ended_on > ?) and b.every <> 'month' and b.state <> 'paused' and ${notCopied}`,
      ...[day, day - carryDays, day, no, day, day],
    )
    for (const [population, condition] of [
      ['all', 'true'],
      ['ai', 'o.ai = 1'],
    ] as const) {
      session.run(
        `insert into daily_counts (edition_no, population, skill_no, day, open, open_postings, open_required, open_preferred, opened, employers)
         select ?, ?, 0, ?, count(distinct vacancy_no), count(*), 0, 0, count(distinct case when new then vacancy_no end), count(distinct employer_no)
         from open_on_day o where o.fresh and ${condition}`,
        ...[no, population, day],
      )
      session.run(
        `insert into daily_counts (edition_no, population, skill_no, day, open, open_postings, open_required, open_preferred, opened, employers)
         select ?, ?, skill_no, ?, count(*), sum(postings), sum(level = 0), sum(level = 1), sum(new), count(distinct employer_no)
         from (select m.skill_no, o.vacancy_no, o.employer_no, count(*) as postings, min(m.level) as level, max(o.new) as new
               from open_on_day o join mentions m on m.text_no = o.text_no and m.edition_no = ? and m.level < 3
               where o.fresh and ${condition} group by m.skill_no, o.vacancy_no)
         group by skill_no`,
        ...[no, population, day, no],
      )
    }
    session.run(
      `insert or replace into counted_days (edition_no, day, boards_read, boards_active, coverage, inputs)
       select ?, ?,
         (select count(distinct s.board_no) from snapshots s join boards b on b.no = s.board_no
            where b.every <> 'month' and s.outcome in ('complete', 'empty') and s.day between ? and ?),
         (select count(*) from boards b where b.state = 'active' and b.every <> 'month' and b.added_on <= max(?, (select min(added_on) from boards))),
         (select cast(sum(fresh) as real) / count(*) from open_on_day where ai = 1), ?`,
      ...[no, day, day - carryDays, day, day, inputsOf(session, day)],
    )
  })
}

/** Digest of the snapshots that a day is counted from. */
export function inputsOf(session: Session, day: number): string {
  const hash = createHash('sha256')
  const rows = session.all<{ digest: string }>(
    "select digest from snapshots where day between ? and ? and outcome in ('complete', 'empty') order by digest",
    day - carryDays,
    day,
  )
  for (const { digest } of rows) hash.update(digest)
  return hash.digest('hex')
}
