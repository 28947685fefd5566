/** New vacancies one by one: those that name a skill around a span of days, how long they lasted, what each names. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import { levels, type SkillId } from '../../src/domain.ts'
import type { EvidenceRow, LastedRow, OpenedRow, Opening, Population } from '../store.ts'
import { countOf } from './expressions.ts'
import { eachOpened, names, skillNoOf } from './flows.ts'
import { asThen, formerFirst } from './former.ts'
import { populationCondition } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'

/** The day on which the last posting of vacancy v ended, as known on @known; what was listed again later is no end undone. */
const endedThen = `case when v.ended_on <= @known then v.ended_on else (select case when count(*) > ${countOf('s.ended_on <= @known')} then null else max(s.ended_on) end
  from postings m join spells s on s.posting_no = m.no where m.vacancy_no = v.no and s.first_seen <= @known) end`

interface FlowRow {
  vacancy: number
  employer: string
  not_before: number
  first_seen: number
  ended_on: number | null
  opened_on: number | null
}

/** Numbers asked for in one statement. */
const together = 400

/** The new vacancies naming the skill first seen from one day to another, in order of number; those of monthly threads left out. */
async function namingFlow(
  session: Session,
  skill: SkillId,
  population: Population,
  { known, ...span }: { from: number; to: number; known: number },
): Promise<FlowRow[]> {
  const skillNo = await skillNoOf(session, skill)
  const found: number[] = []
  await eachOpened(session, population, span, ({ week, at, board }) => {
    if (board.every !== 'month' && names(week, at, skillNo)) found.push(week.vacancy[at]!)
  })
  found.sort((one, other) => one - other)
  const rows: FlowRow[] = []
  for (let at = 0; at < found.length; at += together) {
    const some = found.slice(at, at + together)
    // Always as many values, so that the statement is prepared once.
    const values = Array.from({ length: together }, (_, place) => some[place] ?? -1)
    rows.push(
      ...(await session.all<FlowRow>(
        `select v.no as vacancy, e.key as employer, v.not_before, v.first_seen, ${endedThen} as ended_on, v.opened_on
         from vacancies v join employers e on e.no = v.employer_no where v.no in (${values.map(() => '?').join(', ')}) order by v.no`,
        ...values,
        { known },
      )),
    )
  }
  return rows
}

/** How much later a vacancy may be found than it opened, and still be dated. */
const datedWithin = 28

/** New vacancies naming the skill that may have opened within the days, with the days between which each did. */
export async function openedAround(
  session: Session,
  skill: SkillId,
  population: Population,
  from: Day,
  to: Day,
): Promise<OpenedRow[]> {
  const span = { from: dayNumber(from), to: dayNumber(to) + datedWithin, known: dayNumber(to) }
  const rows = await namingFlow(session, skill, population, span)
  return rows
    .filter((row) => row.not_before <= dayNumber(to))
    .map((row) => ({
      vacancy: row.vacancy,
      employer: row.employer,
      notBefore: dayFromNumber(row.not_before),
      firstSeen: dayFromNumber(row.first_seen),
      openedOn: row.opened_on === null ? null : dayFromNumber(row.opened_on),
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
  const to = dayNumber(asOf)
  const rows = await namingFlow(session, skill, population, { from: dayNumber(from), to, known: to })
  return rows.map(({ employer, first_seen, opened_on, ended_on }) => {
    const closed = ended_on !== null
    return { employer, days: (closed ? ended_on : to) - (opened_on ?? first_seen), closed }
  })
}

/** Vacancies v with the posting p by which each was first seen, its board b and what its first words say. Takes @edition. */
export const firstWords = `vacancies v join postings p on p.no = v.first_posting_no join boards b on b.no = p.board_no ${formerFirst}
  left join traits r on r.text_no = v.first_text_no and r.edition_no = @edition`

/** The places of the first posting are those that it named first. */
export const atFirst = { board: 'b', posting: 'p', traits: 'r', countries: asThen('countries') }

export const editionOf = async (session: Session) => (await editionInForce(session))?.no ?? 0

/** The posting by which each of the vacancies was first seen, where its first words name the skill; in order of first sight. */
export async function firstPostings(
  session: Session,
  skill: SkillId,
  vacancies: readonly number[],
): Promise<EvidenceRow[]> {
  const asked = { edition: await editionOf(session), skill: await skillNoOf(session, skill) }
  const found: EvidenceRow[] = []
  for (let at = 0; at < vacancies.length; at += together) {
    const values = Array.from({ length: together }, (_, place) => vacancies[at + place] ?? -1)
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
       from vacancies v join postings p on p.no = v.first_posting_no join boards b on b.no = p.board_no ${formerFirst}
       join employers e on e.no = v.employer_no
       join mentions m on m.text_no = v.first_text_no and m.edition_no = @edition and m.skill_no = @skill and m.level < 3
       where v.no in (${values.map(() => '?').join(', ')})`,
      ...values,
      asked,
    )
    for (const { external_id, first_seen, level, ...row } of rows) {
      found.push({ ...row, externalId: external_id, firstSeen: dayFromNumber(first_seen), level: levels[level]! })
    }
  }
  const isBefore = (one: EvidenceRow, other: EvidenceRow) =>
    one.firstSeen < other.firstSeen || (one.firstSeen === other.firstSeen && one.vacancy < other.vacancy)
  return found.sort((one, other) => (isBefore(one, other) ? -1 : 1))
}

/** New vacancies first seen between the days, with the skills that they name; those of monthly threads have no days. */
export async function openings(
  session: Session,
  { population, from, to, asOf }: { population: Population; from: Day; to: Day; asOf: Day },
): Promise<Opening[]> {
  const { sql, values } = populationCondition(population.name, atFirst)
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
     from ${firstWords} join employers e on e.no = v.employer_no where ${where} order by v.no`,
    ...values,
    named,
  )
  const naming = await session.all<{ vacancy: number; skill: SkillId }>(
    `select v.no as vacancy, k.id as skill from ${firstWords}
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
