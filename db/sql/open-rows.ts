/** The vacancies open on a day, on boards whose lists still speak: counted, and one by one where they name a skill. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import {
  levels,
  type Role,
  type Seniority,
  type SkillId,
  type Traits,
  type UsePattern,
  type Workplace,
} from '../../src/domain.ts'
import type { EvidenceRow, NamingRow, OpenRow, OpenTraits, Population } from '../store.ts'
import { boardsOn, speaking } from './boards-on.ts'
import { countOf } from './expressions.ts'
import { asThen, formerThen, payThen } from './former.ts'
import { openSpells } from './open-spells.ts'
import { populationCondition, textThen } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'

/** One row an open posting, with the words that it carried on the day. */
export const openOn = async (session: Session, asOf: Day): Promise<string> => `${boardsOn},
open as (
  select p.no, coalesce(p.vacancy_no, p.no) as vacancy_no, b.id as board, b.source, b.token, b.every, b.age, p.employer_no, ${asThen('countries')} as countries, s.first_seen,
    ${textThen} as text_no
  from (${await openSpells(session, dayNumber(asOf))}) s cross join postings p join boards_on b on b.no = p.board_no ${formerThen}
  where p.no = s.posting_no and ${speaking})`

export const tables = { board: 'o', posting: 'o', traits: 'r' }

/** Of a vacancy's open postings that name the skill the one with the strongest level, and of these the first. */
const named = (open: string, population: string) => `${open},
named as (
  select o.*, m.level, m.cue, row_number() over (partition by o.vacancy_no order by m.level, o.no) as turn
  from open o join mentions m on m.edition_no = @edition and m.skill_no = @skill and m.text_no = o.text_no and m.level < 3
  left join traits r on r.text_no = o.text_no and r.edition_no = @edition
  where ${population})`

export const asked = async (session: Session, asOf: Day, skill: SkillId | null = null) => ({
  day: dayNumber(asOf),
  edition: (await editionInForce(session))?.no ?? 0,
  skill:
    skill === null ? -1 : ((await session.one<{ no: number }>('select no from skills where id = ?', skill))?.no ?? -1),
})

interface CountRow {
  board: string
  employer: string
  age: number
  vacancies: number
  postings: number
  naming: number
  naming_postings: number
  required: number
  preferred: number
  mentioned: number
  stale: number
}

export async function openNow(session: Session, skill: SkillId, population: Population, asOf: Day): Promise<OpenRow[]> {
  const { sql, values } = populationCondition(population.name, tables)
  const rows = await session.all<CountRow>(
    `with ${await openOn(session, asOf)},
     seen as (
       select min(o.board) as board, min(o.employer_no) as employer_no, min(o.age) as age, count(*) as postings,
         min(m.level) as level, count(m.level) as naming_postings, min(o.first_seen) as first_seen
       from open o left join traits r on r.text_no = o.text_no and r.edition_no = @edition
       left join mentions m on m.edition_no = @edition and m.skill_no = @skill and m.text_no = o.text_no and m.level < 3
       where ${sql} group by o.vacancy_no)
     select board, e.key as employer, min(age) as age, count(*) as vacancies, sum(postings) as postings, count(level) as naming,
       sum(naming_postings) as naming_postings, ${countOf('level = 0')} as required, ${countOf('level = 1')} as preferred,
       ${countOf('level = 2')} as mentioned, ${countOf('level is not null and first_seen < @day - 180')} as stale
     from seen join employers e on e.no = seen.employer_no group by board, e.no order by board, e.key`,
    ...values,
    await asked(session, asOf, skill),
  )
  return rows.map(({ age, naming_postings, ...row }) => ({ ...row, ageDays: age, namingPostings: naming_postings }))
}

interface NamedRow extends FactsRow, TraitsRow {
  vacancy: number
  board: string
  external_id: string
  employer: string
  level: number
  skills: string
}

/** What a posting's source states as data. */
export interface FactsRow {
  countries: string
  workplace: string
  employment: string | null
  p_min: number | null
  p_max: number | null
  p_currency: string | null
  p_period: string | null
}

export interface TraitsRow {
  years_min: number | null
  years_max: number | null
  seniority: Seniority | null
  pay_min: number | null
  pay_max: number | null
  pay_currency: string | null
  pay_period: NonNullable<Traits['salary']>['period'] | null
  remote: Workplace | null
  role: Role | null
  multi: number
  ai: number
  patterns: string
}

export async function naming(
  session: Session,
  skill: SkillId,
  population: Population,
  asOf: Day,
): Promise<NamingRow[]> {
  const { sql, values } = populationCondition(population.name, tables)
  const rows = await session.all<NamedRow>(
    `with ${named(await openOn(session, asOf), sql)}
     select n.vacancy_no as vacancy, n.board, p.external_id, e.key as employer, n.level, n.countries, ${asThen('workplace')} as workplace,
       ${asThen('employment')} as employment, ${payThen}, r.*,
       (select string_agg(k.id, ' ') from mentions m join skills k on k.no = m.skill_no
          where m.text_no = n.text_no and m.edition_no = @edition and m.level < 3) as skills
     from named n join postings p on p.no = n.no ${formerThen} join employers e on e.no = n.employer_no
     join traits r on r.text_no = n.text_no and r.edition_no = @edition
     where n.turn = 1 order by n.vacancy_no`,
    ...values,
    await asked(session, asOf, skill),
  )
  return rows.map((row) => ({
    vacancy: row.vacancy,
    board: row.board,
    externalId: row.external_id,
    employer: row.employer,
    level: levels[row.level]!,
    ...toldOf(row),
    skills: row.skills.split(' ').sort(),
  }))
}

/** What the source states as data wins over what the text was read to say. */
export function toldOf(
  row: FactsRow & TraitsRow,
): Pick<NamingRow, 'traits' | 'countries' | 'workplace' | 'employment' | 'pay'> {
  const traits = traitsOf(row)
  const stated =
    row.p_currency === null || row.p_period === null
      ? null
      : { min: row.p_min, max: row.p_max, currency: row.p_currency, period: row.p_period }
  const { workplace, employment } = row
  return {
    traits,
    countries: JSON.parse(row.countries) as string[],
    workplace,
    employment,
    pay: stated ?? traits.salary,
  }
}

const traitsOf = (row: TraitsRow): Traits => ({
  years: row.years_min === null ? null : { min: row.years_min, max: row.years_max },
  seniority: row.seniority,
  salary:
    row.pay_currency === null || row.pay_period === null
      ? null
      : { min: row.pay_min, max: row.pay_max, currency: row.pay_currency, period: row.pay_period },
  remote: row.remote,
  role: row.role,
  multi: row.multi === 1,
  ai: row.ai === 1,
  patterns: JSON.parse(row.patterns) as UsePattern[],
})

/** The posting that speaks for each open vacancy naming the skill, in order of vacancy. */
export async function evidence(
  session: Session,
  skill: SkillId,
  population: Population,
  asOf: Day,
): Promise<EvidenceRow[]> {
  const { sql, values } = populationCondition(population.name, tables)
  return (
    await session.all<
      Omit<EvidenceRow, 'externalId' | 'firstSeen' | 'level'> & {
        external_id: string
        first_seen: number
        level: number
      }
    >(
      `with ${named(await openOn(session, asOf), sql)}
       select n.vacancy_no as vacancy, e.key as employer, n.board, p.external_id, ${asThen('title')} as title, ${asThen('company')} as company, ${asThen('url')} as url,
         n.first_seen, n.level, n.cue
       from named n join postings p on p.no = n.no ${formerThen} join employers e on e.no = n.employer_no where n.turn = 1 order by n.vacancy_no`,
      ...values,
      await asked(session, asOf, skill),
    )
  ).map(({ external_id, first_seen, level, ...row }) => ({
    ...row,
    externalId: external_id,
    firstSeen: dayFromNumber(first_seen),
    level: levels[level]!,
  }))
}

/** How many open vacancies there are of each kind; each counts once, as its first open posting says. */
export async function openTraits(session: Session, population: Population, asOf: Day): Promise<OpenTraits[]> {
  const { sql, values } = populationCondition(population.name, tables)
  return (
    await session.all<{ role: string | null; seniority: string | null; patterns: string | null; vacancies: number }>(
      `with ${await openOn(session, asOf)},
       first as (select min(o.no) as no from open o left join traits r on r.text_no = o.text_no and r.edition_no = @edition where ${sql} group by o.vacancy_no)
       select r.role, r.seniority, r.patterns, count(*) as vacancies
       from first f join open o on o.no = f.no left join traits r on r.text_no = o.text_no and r.edition_no = @edition
       group by r.role, r.seniority, r.patterns order by 1 nulls first, 2 nulls first, 3 nulls first`,
      ...values,
      await asked(session, asOf),
    )
  ).map((row) => ({ ...row, patterns: row.patterns === null ? [] : (JSON.parse(row.patterns) as string[]) }))
}

/** Open vacancies naming each skill. */
export async function openSkills(
  session: Session,
  population: Population,
  asOf: Day,
): Promise<{ skill: SkillId; vacancies: number }[]> {
  const { sql, values } = populationCondition(population.name, tables)
  return session.all<{ skill: SkillId; vacancies: number }>(
    `with ${await openOn(session, asOf)}
     select k.id as skill, count(distinct o.vacancy_no) as vacancies
     from open o left join traits r on r.text_no = o.text_no and r.edition_no = @edition
     join mentions m on m.text_no = o.text_no and m.edition_no = @edition and m.level < 3 join skills k on k.no = m.skill_no
     where ${sql} group by k.id order by k.id`,
    ...values,
    await asked(session, asOf),
  )
}
