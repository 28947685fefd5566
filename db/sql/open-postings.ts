/** Every open posting of a population with all that it names, for those who ask after many skills at once. */
import { type Day, dayFromNumber } from '../../src/days.ts'
import { levels, type SkillId } from '../../src/domain.ts'
import type { NamedSkill, OpenPosting, Population } from '../store.ts'
import { asThen, formerThen, payThen } from './former.ts'
import { asked, type FactsRow, openOn, type TraitsRow, tables, toldOf } from './open-rows.ts'
import { populationCondition } from './population.ts'
import type { Session } from './session.ts'

interface Row extends FactsRow, TraitsRow {
  no: number
  vacancy: number
  board: string
  external_id: string
  employer: string
  employer_no: number
  age: number
  first_seen: number
  title: string
  company: string
  url: string | null
  text_no: number | null
  tagged: number | null
}

export async function openPostings(session: Session, population: Population, asOf: Day): Promise<OpenPosting[]> {
  const { sql, values } = populationCondition(population.name, tables)
  const named = await asked(session, asOf)
  const open = await openOn(session, asOf)
  const rows = await session.all<Row>(
    `with ${open}
     select o.no, o.vacancy_no as vacancy, o.board, p.external_id, e.key as employer, o.employer_no, o.age, o.first_seen, o.text_no, ${asThen('title')} as title, ${asThen('company')} as company,
       ${asThen('url')} as url, o.countries, ${asThen('workplace')} as workplace, ${asThen('employment')} as employment, ${payThen},
       r.text_no as tagged, r.years_min, r.years_max, r.seniority, r.pay_min, r.pay_max, r.pay_currency, r.pay_period, r.remote, r.role, r.multi, r.ai, r.patterns
     from open o join postings p on p.no = o.no ${formerThen} join employers e on e.no = o.employer_no
     left join traits r on r.text_no = o.text_no and r.edition_no = @edition
     where ${sql} order by o.no`,
    ...values,
    named,
  )
  // A cross join keeps the order: from the open texts to what they name, never over all that is named.
  const mentions = await session.all<{ text_no: number; skill: SkillId; level: number; cue: string | null }>(
    `with ${open},
     shown as (select distinct o.text_no from open o left join traits r on r.text_no = o.text_no and r.edition_no = @edition where ${sql})
     select m.text_no, k.id as skill, m.level, m.cue from shown cross join mentions m
     join skills k on k.no = m.skill_no where m.text_no = shown.text_no and m.edition_no = @edition and m.level < 3 order by m.text_no, k.id`,
    ...values,
    named,
  )
  const byText = new Map<number, NamedSkill[]>()
  for (const { text_no, skill, level, cue } of mentions) {
    const known = byText.get(text_no)
    const own = { skill, level: levels[level]!, cue }
    if (known === undefined) byText.set(text_no, [own])
    else known.push(own)
  }
  return rows.map((row) => {
    const { no, vacancy, board, employer, title, company, url } = row
    return {
      ...{
        no,
        vacancy,
        board,
        externalId: row.external_id,
        employer,
        employerNo: row.employer_no,
        title,
        company,
        url,
      },
      ...{ ageDays: row.age, firstSeen: dayFromNumber(row.first_seen) },
      told: row.tagged === null ? null : toldOf(row),
      skills: (row.text_no === null ? undefined : byText.get(row.text_no)) ?? [],
    }
  })
}
