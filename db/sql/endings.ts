/** What a posting that ended means for its vacancy: that is no matter of merging, which looks at when postings were seen. */
import { markStale } from './postings.ts'
import type { Session } from './session.ts'

/** The vacancy ends with the last of its postings. Where its postings are to be merged anew, that will say when it ends. */
export async function endOf(session: Session, postingNo: number): Promise<void> {
  const { vacancy_no, stale } = (await session.one<{ vacancy_no: number | null; stale: number | null }>(
    'select p.vacancy_no, c.posting_no as stale from postings p left join stale_postings c on c.posting_no = p.no where p.no = ?',
    postingNo,
  ))!
  if (stale !== null) return
  if (vacancy_no === null) return markStale(session, postingNo)
  const { ended_on } = (await session.one<{ ended_on: number | null }>(
    `select case when count(*) > count(s.ended_on) then null else max(s.ended_on) end as ended_on
     from postings p join spells s on s.posting_no = p.no where p.vacancy_no = ?`,
    vacancy_no,
  ))!
  await session.run('update vacancies set ended_on = ? where no = ?', ended_on, vacancy_no)
}
