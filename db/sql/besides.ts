/** Open vacancies that no figure counts, because others advertise them: agencies, and lists that copy. */
import type { Day } from '../../src/days.ts'
import type { BesidesRow, Population } from '../store.ts'
import { countOf, flag } from './expressions.ts'
import { asked, openOn, tables } from './open-rows.ts'
import { among, notCopied, ownIn } from './population.ts'
import type { Session } from './session.ts'

/** By skill and advertiser; a vacancy that an employer advertises for itself as well is none of these. */
export async function besides(session: Session, population: Population, asOf: Day): Promise<BesidesRow[]> {
  const { sql, values } = among(population.name, tables)
  return await session.all<BesidesRow>(
    `with ${await openOn(session, asOf)},
     stood as (
       select k.id as skill, o.vacancy_no, min(o.employer_no) as employer_no, max(${flag(ownIn(tables))}) as own, max(${flag(notCopied('o'))}) as agency
       from open o join mentions m on m.text_no = o.text_no and m.edition_no = @edition and m.level < 3 join skills k on k.no = m.skill_no
       left join traits r on r.text_no = o.text_no and r.edition_no = @edition
       where ${sql} group by k.id, o.vacancy_no)
     select skill, e.key as employer, ${countOf('agency = 1')} as agencies, ${countOf('agency = 0')} as aggregators
     from stood join employers e on e.no = stood.employer_no where own = 0 group by skill, e.key order by skill, e.key`,
    ...values,
    await asked(session, asOf),
  )
}
