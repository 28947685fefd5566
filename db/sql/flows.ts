/** What opened when: by board, employer and week, and one by one around a span of days. */
import { type Day, dayFromNumber, dayNumber, monthOf, weekOf } from '../../src/days.ts'
import { levels, type SkillId } from '../../src/domain.ts'
import type { EvidenceRow, LastedRow, OpenedRow, Opening, Population, WeeklyRow } from '../store.ts'
import { boardsOn } from './boards-on.ts'
import { countOf, firstOfMonth, flag, larger, smaller } from './expressions.ts'
import { asThen, formerFirst } from './former.ts'
import { notCopied, populationCondition } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'

/**
 * The posting by which a vacancy v was first seen, and the words that it carried then: neither changes by what comes later.
 * A copy may be seen before the advert that it copies; it is the advert that counts.
 */
const firstPosting = `(select f.no from postings f join spells s on s.posting_no = f.no join boards h on h.no = f.board_no
  where f.vacancy_no = v.no order by ${flag(`not (${notCopied('h')})`)}, s.first_seen, f.no limit 1)`
const firstText = '(select w.text_no from wordings w where w.posting_no = p.no order by w.from_day limit 1)'

/** Vacancies v with their first posting p, its board b and what its first words x say. Takes the edition as @edition. */
const flows = `vacancies v join postings p on p.no = ${firstPosting} join boards b on b.no = p.board_no ${formerFirst}
  left join traits r on r.text_no = ${firstText} and r.edition_no = @edition`

/** The day on which the last posting of vacancy v ended, as known on @known; what was listed again later is no end undone. */
const endedThen = `(select case when count(*) > ${countOf('s.ended_on <= @known')} then null else max(s.ended_on) end
  from postings m join spells s on s.posting_no = m.no where m.vacancy_no = v.no and s.first_seen <= @known)`

/** The places of the first posting are those that it named first. */
const atFirst = { board: 'b', posting: 'p', traits: 'r', countries: asThen('countries') }

// The later of the week's Monday and the first of the month: such cells sum to weeks and to months alike.
const firstOfItsMonth = firstOfMonth('v.first_seen')
const cell = `case b.every when 'month' then ${firstOfItsMonth} else ${larger('v.first_seen - (v.first_seen + 3) % 7', firstOfItsMonth)} end`

const editionOf = async (session: Session) => (await editionInForce(session))?.no ?? 0
const skillNoOf = async (session: Session, id: SkillId) =>
  (await session.one<{ no: number }>('select no from skills where id = ?', id))?.no ?? -1

export async function weekly(
  session: Session,
  skills: readonly SkillId[] | 'every',
  population: Population,
  from: Day,
  to: Day,
): Promise<WeeklyRow[]> {
  const { sql, values } = populationCondition(population.name, atFirst)
  const named = { edition: await editionOf(session), from: dayNumber(from), to: dayNumber(to) }
  const key = (row: { board: string; employer: string; at: number }) => `${row.board}\t${row.employer}\t${row.at}`
  const totals = await session.all<{ board: string; employer: string; at: number; n: number }>(
    `select b.id as board, e.key as employer, ${cell} as at, count(*) as n from ${flows} join employers e on e.no = v.employer_no
     where v.stock = 0 and v.first_seen between @from and @to and ${sql} group by b.no, e.no, at order by at, b.id, e.key`,
    ...values,
    named,
  )
  const rows = new Map<string, WeeklyRow>()
  for (const row of totals) {
    const day = dayFromNumber(row.at)
    const { board, employer, n } = row
    rows.set(key(row), { board, employer, from: day, week: weekOf(day), month: monthOf(day), n, naming: {} })
  }
  const wanted = skills === 'every' ? '' : `and k.id in (${skills.map(() => '?').join(', ')})`
  const naming = await session.all<{ board: string; employer: string; at: number; skill: string; x: number }>(
    `select b.id as board, e.key as employer, ${cell} as at, k.id as skill, count(*) as x
     from ${flows} join employers e on e.no = v.employer_no
     join mentions m on m.text_no = r.text_no and m.edition_no = @edition and m.level < 3 join skills k on k.no = m.skill_no ${wanted}
     where v.stock = 0 and v.first_seen between @from and @to and ${sql} group by b.no, e.no, at, k.no order by k.id`,
    ...(skills === 'every' ? [] : skills),
    ...values,
    named,
  )
  for (const row of naming) {
    const home = rows.get(key(row))
    if (home !== undefined) (home.naming as Record<SkillId, number>)[row.skill] = row.x
  }
  return [...rows.values()]
}

/** New vacancies naming the skill that may have opened within the days, with the days between which each did. */
export async function openedAround(
  session: Session,
  skill: SkillId,
  population: Population,
  from: Day,
  to: Day,
): Promise<OpenedRow[]> {
  const { sql, values } = populationCondition(population.name, atFirst)
  return (
    await session.all<{
      vacancy: number
      employer: string
      not_before: number
      first_seen: number
      opened_on: number | null
    }>(
      `select v.no as vacancy, e.key as employer, v.not_before, v.first_seen, v.opened_on from ${flows} join employers e on e.no = v.employer_no
       join mentions m on m.text_no = r.text_no and m.edition_no = @edition and m.skill_no = @skill and m.level < 3
       where v.stock = 0 and b.every <> 'month' and v.first_seen >= @from and v.first_seen <= @to + 28 and v.not_before <= @to and ${sql} order by v.no`,
      ...values,
      {
        edition: await editionOf(session),
        skill: await skillNoOf(session, skill),
        from: dayNumber(from),
        to: dayNumber(to),
      },
    )
  ).map((row) => ({
    vacancy: row.vacancy,
    employer: row.employer,
    notBefore: dayFromNumber(row.not_before),
    firstSeen: dayFromNumber(row.first_seen),
    openedOn: row.opened_on === null ? null : dayFromNumber(row.opened_on),
  }))
}

/** The posting by which each new vacancy was first seen that names the skill, of those first seen between the days. */
export async function newNaming(
  session: Session,
  skill: SkillId,
  population: Population,
  from: Day,
  to: Day,
): Promise<EvidenceRow[]> {
  const { sql, values } = populationCondition(population.name)
  const rows = await session.all<{
    vacancy: number
    employer: string
    board: string
    external_id: string
    title: string
    company: string
    url: string | null
    first_seen: number
    level: number
    cue: string | null
  }>(
    `select v.no as vacancy, e.key as employer, b.id as board, p.external_id, ${asThen('title')} as title,
       ${asThen('company')} as company, ${asThen('url')} as url, v.first_seen, m.level, m.cue
     from ${flows} join employers e on e.no = v.employer_no
     join mentions m on m.text_no = r.text_no and m.edition_no = @edition and m.skill_no = @skill and m.level < 3
     where v.stock = 0 and v.first_seen between @from and @to and ${sql} order by v.first_seen, v.no`,
    ...values,
    {
      edition: await editionOf(session),
      skill: await skillNoOf(session, skill),
      from: dayNumber(from),
      to: dayNumber(to),
    },
  )
  return rows.map(({ external_id, first_seen, level, ...row }) => ({
    ...{ ...row, externalId: external_id, firstSeen: dayFromNumber(first_seen), level: levels[level]! },
  }))
}

/** How long the vacancies naming the skill lasted that opened between the days; those still open count to the second. */
export async function lasted(
  session: Session,
  skill: SkillId,
  population: Population,
  from: Day,
  asOf: Day,
): Promise<LastedRow[]> {
  const { sql, values } = populationCondition(population.name, atFirst)
  return (
    await session.all<{ employer: string; opened: number; ended: number | null }>(
      `select e.key as employer, coalesce(v.opened_on, v.first_seen) as opened, ${endedThen} as ended
       from ${flows} join employers e on e.no = v.employer_no
       join mentions m on m.text_no = r.text_no and m.edition_no = @edition and m.skill_no = @skill and m.level < 3
       where v.stock = 0 and b.every <> 'month' and v.first_seen between @from and @to and ${sql} order by v.no`,
      ...values,
      {
        edition: await editionOf(session),
        skill: await skillNoOf(session, skill),
        from: dayNumber(from),
        to: dayNumber(asOf),
        known: dayNumber(asOf),
      },
    )
  ).map(({ employer, opened, ended }) => ({
    employer,
    days: (ended ?? dayNumber(asOf)) - opened,
    closed: ended !== null,
  }))
}

/** New vacancies first seen between the days, with the skills that they name; those of monthly threads have no days. */
export async function openings(
  session: Session,
  { population, from, to, asOf }: { population: Population; from: Day; to: Day; asOf: Day },
): Promise<Opening[]> {
  const { sql, values } = populationCondition(population.name)
  const named = { edition: await editionOf(session), from: dayNumber(from), to: dayNumber(to), known: dayNumber(asOf) }
  const where = `v.stock = 0 and b.every <> 'month' and v.first_seen between @from and @to and ${sql}`
  const rows = await session.all<{
    vacancy: number
    employer: string
    not_before: number
    first_seen: number
    opened_on: number | null
    ended_on: number | null
  }>(
    `select v.no as vacancy, e.key as employer, v.not_before, v.first_seen, v.opened_on, ${endedThen} as ended_on
     from ${flows} join employers e on e.no = v.employer_no where ${where} order by v.no`,
    ...values,
    named,
  )
  const naming = await session.all<{ vacancy: number; skill: SkillId }>(
    `select v.no as vacancy, k.id as skill from ${flows}
     join mentions m on m.text_no = r.text_no and m.edition_no = @edition and m.level < 3 join skills k on k.no = m.skill_no
     where ${where}`,
    ...values,
    named,
  )
  const skills = new Map<number, SkillId[]>()
  for (const { vacancy, skill } of naming) {
    const known = skills.get(vacancy)
    if (known === undefined) skills.set(vacancy, [skill])
    else known.push(skill)
  }
  const maybe = (day: number | null) => (day === null ? null : dayFromNumber(day))
  return rows.map(({ vacancy, employer, ...row }) => ({
    ...{ vacancy, employer, notBefore: dayFromNumber(row.not_before), firstSeen: dayFromNumber(row.first_seen) },
    ...{ openedOn: maybe(row.opened_on), endedOn: maybe(row.ended_on), skills: skills.get(vacancy) ?? [] },
  }))
}

/** Days of whole reads within a span, and how many there should have been, over boards read before it that are not monthly. */
export async function boardDays(session: Session, from: Day, to: Day): Promise<{ read: number; due: number }> {
  const span = { from: dayNumber(from), to: dayNumber(to), day: dayNumber(to) }
  const row = (await session.one<{ read: number; due: number | null }>(
    `with ${boardsOn},
     known as (
       select b.no, case b.every when 'week' then 1 else cast(@to as integer) - cast(@from as integer) + 1 end as due,
         (select count(distinct s.day) from snapshots s
            where s.board_no = b.no and s.day between @from and @to and s.outcome in ('complete', 'empty')) as days
       from boards_on b
       where b.every <> 'month' and exists (
           select 1 from snapshots s where s.board_no = b.no and s.day < @from and s.outcome in ('complete', 'empty'))
         and (b.state = 'active' or b.try_day >= @from))
     select coalesce(sum(due), 0) as due, coalesce(sum(${smaller('due', 'days')}), 0) as read from known`,
    span,
  ))!
  return { read: row.read, due: row.due ?? 0 }
}
