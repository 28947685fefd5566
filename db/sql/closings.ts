/** Vacancies that were gone within a span of days, one by one, with what each had named. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import type { SkillId } from '../../src/domain.ts'
import type { Closing, Population } from '../store.ts'
import { countOf } from './expressions.ts'
import { atFirst, editionOf, firstWords } from './opened.ts'
import { populationCondition } from './population.ts'
import type { Session } from './session.ts'

/**
 * Those whose last spell ended on one of the days, as known on asOf; what was listed again by then is not gone. A job of a
 * first list can close as well as any; monthly threads do not tell when a job is gone.
 */
export async function closings(
  session: Session,
  skill: SkillId | 'every',
  population: Population,
  { from, to, asOf }: { from: Day; to: Day; asOf: Day },
): Promise<Closing[]> {
  const { sql, values } = populationCondition(population.name, atFirst)
  const rows = await session.all<{
    vacancy: number
    employer: string
    last_seen: number
    ended_on: number
    skill: SkillId
  }>(
    `with ending as (
       select distinct p.vacancy_no from spells s join postings p on p.no = s.posting_no where s.ended_on between @from and @to),
     ended as (
       select e.vacancy_no, max(s.last_seen) as last_seen, max(s.ended_on) as ended_on
       from ending e cross join postings q join spells s on s.posting_no = q.no
       where q.vacancy_no = e.vacancy_no and s.first_seen <= @known group by e.vacancy_no
       having count(*) = ${countOf('s.ended_on <= @known')} and max(s.ended_on) between @from and @to)
     select v.no as vacancy, e.key as employer, d.last_seen, d.ended_on, k.id as skill
     from ended d cross join ${firstWords} join employers e on e.no = v.employer_no
     join mentions m on m.text_no = r.text_no and m.edition_no = @edition and m.level < 3 join skills k on k.no = m.skill_no
     where v.no = d.vacancy_no and b.every <> 'month' and ${skill === 'every' ? '' : 'k.id = @skill and '}${sql}
     order by v.no, k.id`,
    ...values,
    {
      ...{ edition: await editionOf(session), known: dayNumber(asOf), from: dayNumber(from), to: dayNumber(to) },
      ...(skill === 'every' ? {} : { skill }),
    },
  )
  const found = new Map<number, Closing>()
  for (const { vacancy, employer, last_seen, ended_on, skill: named } of rows) {
    const known = found.get(vacancy)
    if (known !== undefined) known.skills.push(named)
    else {
      const days = { lastSeen: dayFromNumber(last_seen), endedOn: dayFromNumber(ended_on) }
      found.set(vacancy, { vacancy, employer, ...days, skills: [named] })
    }
  }
  return [...found.values()]
}
