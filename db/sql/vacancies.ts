/** Vacancies: written by employer, with what figures need of them derived from their postings' spells. */
import { dayFromNumber } from '../../src/days.ts'
import { type EmployerKey, UserError } from '../../src/domain.ts'
import type { MergedEmployer, MergeRow, VacancyWrite } from '../store.ts'
import { forgetCountsFrom } from './counts.ts'
import { larger, smaller } from './expressions.ts'
import { asThen, formerFirst } from './former.ts'
import type { Session } from './session.ts'

export const employersToMerge = async (session: Session): Promise<EmployerKey[]> =>
  (
    await session.all<{ key: string }>(
      'select e.key from stale_employers s join employers e on e.no = s.employer_no order by e.no',
    )
  ).map(({ key }) => key)

export const postingsOf = async (session: Session, employer: EmployerKey): Promise<MergeRow[]> =>
  (
    await session.all<{
      no: number
      name: string
      board: string
      source: string
      title: string
      text_no: number | null
      first_seen: number
      last_seen: number
    }>(
      `select p.no, e.name, b.id as board, b.source, p.title, p.text_no, min(s.first_seen) as first_seen, max(s.last_seen) as last_seen
       from employers e join postings p on p.employer_no = e.no join boards b on b.no = p.board_no join spells s on s.posting_no = p.no
       where e.key = ? group by p.no, e.no, b.no order by first_seen, p.no`,
      employer,
    )
  ).map(({ text_no, first_seen, last_seen, ...row }) => ({
    ...row,
    employer,
    textNo: text_no,
    firstSeen: dayFromNumber(first_seen),
    lastSeen: dayFromNumber(last_seen),
  }))

/** Replaces these employers' vacancies. A vacancy keeps the number of its speaking posting, so that merging again is stable. */
export async function saveVacancies(session: Session, merged: MergedEmployer[]): Promise<void> {
  await session.write(async (session) => {
    for (const employer of merged) await saveOf(session, employer)
  })
}

async function saveOf(session: Session, { employer, kind, vacancies }: MergedEmployer): Promise<void> {
  const row = await session.one<{ no: number; kind: string }>('select no, kind from employers where key = ?', employer)
  if (row === null) throw new UserError(`The store knows no employer "${employer}".`)
  const moved = await firstDayMoved(session, row.no, vacancies)
  if (moved !== null) await forgetCountsFrom(session, moved)
  if (kind !== row.kind) await renamed(session, row.no, kind)
  await session.run('delete from vacancies where employer_no = ?', row.no)
  for (const { members } of vacancies) {
    const speaker = members[0]!.no
    for (const { no, because } of members) {
      await session.run(
        'update postings set vacancy_no = ?, merged_because = ? where no = ? and (vacancy_no is distinct from ? or merged_because is distinct from ?)',
        ...[speaker, because, no, speaker, because],
      )
    }
  }
  // Only now is every posting where it belongs: a vacancy's days come from the postings that carry its number.
  for (const { members } of vacancies) {
    await session.run(
      `insert into vacancies (no, employer_no, posting_no, board_no, text_no, postings, not_before, first_seen, ended_on, stock, opened_on)
       select p.no, cast(? as integer), p.no, p.board_no, p.text_no, cast(? as integer), first.not_before, first.first_seen,
         (select case when count(*) > count(s.ended_on) then null else max(s.ended_on) end
            from postings m join spells s on s.posting_no = m.no where m.vacancy_no = p.no),
         first.stock,
         case when first.stock = 1 or ${published} is null or ${asThen('published_precision')} <> 'day' then null
              else ${smaller(`(${larger(published, 'first.not_before')})`, 'first.first_seen')} end
       from postings p ${formerFirst} join spells first on first.no = (
         select s.no from postings m join spells s on s.posting_no = m.no where m.vacancy_no = p.no order by s.first_seen, s.no limit 1)
       where p.no = ?`,
      ...[row.no, members.length, members[0]!.no],
    )
  }
  await session.run('delete from stale_employers where employer_no = ?', row.no)
}

/** What a source says later of the day of publication is a new advertisement of the old job: the first word counts. */
const published = `(${asThen('published_on')})`

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
async function firstDayMoved(session: Session, employerNo: number, vacancies: VacancyWrite[]): Promise<number | null> {
  const before = new Map(
    (
      await session.all<{ no: number; vacancy_no: number; first_seen: number }>(
        `select p.no, p.vacancy_no, min(s.first_seen) as first_seen from postings p join spells s on s.posting_no = p.no
         where p.employer_no = ? and p.vacancy_no is not null group by p.no`,
        employerNo,
      )
    ).map((row) => [row.no, row]),
  )
  const nowOf = new Map<number, Set<number>>()
  const days: number[] = []
  for (const [index, { members }] of vacancies.entries()) {
    const known = members.flatMap(({ no }) => before.get(no) ?? [])
    if (new Set(known.map((row) => row.vacancy_no)).size > 1) days.push(...known.map((row) => row.first_seen))
    for (const { vacancy_no } of known) nowOf.set(vacancy_no, (nowOf.get(vacancy_no) ?? new Set()).add(index))
  }
  for (const row of before.values()) if ((nowOf.get(row.vacancy_no)?.size ?? 0) > 1) days.push(row.first_seen)
  return days.length === 0 ? null : Math.min(...days)
}
