/** The counts that figures are made from, as known on a day; each one statement or two over indexed rows. */
import {
  type Day,
  dayFromNumber,
  dayNumber,
  lastOfMonth,
  type Month,
  mondayOf,
  monthOf,
  weekOf,
} from '../../src/days.ts'
import {
  levels,
  type Role,
  type Seniority,
  type SkillId,
  type Traits,
  type UsePattern,
  type Workplace,
} from '../../src/domain.ts'
import type { BoardHealth, NamingRow, OpenRow, Population, Questions, TrendRow, WeeklyRow } from '../store.ts'
import { dailySeries } from './counts.ts'
import { notCopied, populationCondition, textThen } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'

/** A monthly thread speaks for its month, a weekly list for its week: their lists age that much later. */
const ageBeyondPeriod = "max(0, ? - read.on_day - case b.every when 'month' then 31 when 'week' then 7 else 0 end)"

/** Each board's last whole read by a day. Takes that day. */
const lastReads = `read as (
  select s.board_no, max(s.day) as on_day from snapshots s where s.outcome in ('complete', 'empty') and s.day <= ? group by s.board_no)`

export function createQuestions(session: Session): Questions {
  const edition = () => editionInForce(session)?.no ?? 0
  const skillNoOf = (id: SkillId) => session.one<{ no: number }>('select no from skills where id = ?', id)?.no ?? -1

  return {
    span: async (asOf) => {
      const row = session.one<{ first: number | null; last: number | null }>(
        "select min(day) as first, max(day) as last from snapshots where outcome in ('complete', 'empty') and day <= ?",
        dayNumber(asOf),
      )
      return row?.first == null || row.last === null
        ? null
        : { first: dayFromNumber(row.first), last: dayFromNumber(row.last) }
    },
    health: async (asOf) => session.read(() => health(session, dayNumber(asOf), edition())),
    openNow: async (skill, population, asOf) =>
      session.read(() => openNow(session, skillNoOf(skill), population, dayNumber(asOf), edition())),
    weekly: async (skills, population, from, asOf) =>
      session.read(() => weekly(session, skills, population, dayNumber(from), dayNumber(asOf), edition())),
    observedWeeks: async (from, asOf) =>
      session
        .all<{ id: string; at: number; every: string }>(
          `select distinct b.id, case b.every when 'month' then s.day else s.day - (s.day + 3) % 7 end as at, b.every
           from snapshots s join boards b on b.no = s.board_no
           where s.outcome in ('complete', 'empty') and s.day between ? and ?
             and (b.every = 'month' or s.day > (select min(day) from snapshots f where f.board_no = b.no and f.outcome in ('complete', 'empty')))
           order by at, b.id`,
          dayNumber(from),
          dayNumber(asOf),
        )
        .map(({ id, at, every }) => {
          const day = dayFromNumber(at)
          return { board: id, week: weekOf(day), month: every === 'month' ? monthOf(day) : null }
        }),
    trend: async (skill, population, by, from, asOf) =>
      session.read(() => trend(session, skillNoOf(skill), population, by, from, asOf, edition())),
    naming: async (skill, population, asOf) =>
      session.read(() => naming(session, skillNoOf(skill), population, dayNumber(asOf), edition())),
    daily: async (skill, population, from, asOf) =>
      session.read(() => dailySeries(session, skill, population, from, asOf)),
  }
}

function health(session: Session, day: number, edition: number): BoardHealth[] {
  const rows = session.all<{
    id: string
    source: string
    every: BoardHealth['every']
    state: BoardHealth['state']
    last_whole: number | null
    try_day: number | null
    outcome: NonNullable<BoardHealth['lastTry']>['outcome']
    reason: string | null
    ai: number
  }>(
    `with ${lastReads},
     tried as (
       select s.board_no, s.day, s.outcome, s.reason from snapshots s
       where s.no in (select max(no) from snapshots where day <= ? group by board_no)),
     ai as (
       select p.board_no, count(distinct coalesce(p.vacancy_no, p.no)) as vacancies
       from spells s join postings p on p.no = s.posting_no join traits r on r.text_no = p.text_no and r.edition_no = ? and r.ai = 1
       where s.first_seen <= ? and (s.ended_on is null or s.ended_on > ?) group by p.board_no)
     select b.id, b.source, b.every, b.state, read.on_day as last_whole, tried.day as try_day, tried.outcome, tried.reason, coalesce(ai.vacancies, 0) as ai
     from boards b left join read on read.board_no = b.no left join tried on tried.board_no = b.no left join ai on ai.board_no = b.no
     where b.added_on <= ? or tried.day is not null
     order by b.id`,
    ...[day, day, edition, day, day, day],
  )
  return rows.map((row) => ({
    board: row.id,
    source: row.source,
    every: row.every,
    state: row.state,
    lastComplete: row.last_whole === null ? null : dayFromNumber(row.last_whole),
    lastTry:
      row.try_day === null ? null : { day: dayFromNumber(row.try_day), outcome: row.outcome, reason: row.reason },
    aiVacancies: row.ai,
  }))
}

function openNow(session: Session, skill: number, population: Population, day: number, edition: number): OpenRow[] {
  const { sql, values } = populationCondition(population.name)
  const rows = session.all<{
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
  }>(
    `with ${lastReads},
     open as (
       select p.no, coalesce(p.vacancy_no, p.no) as vacancy_no, b.id as board, b.no as board_no, e.key as employer,
         ${ageBeyondPeriod} as age, ${textThen} as text_no, s.first_seen, p.countries, b.token, b.every, b.source
       from spells s join postings p on p.no = s.posting_no join boards b on b.no = p.board_no
       join employers e on e.no = p.employer_no join read on read.board_no = b.no
       where s.first_seen <= ? and (s.ended_on is null or s.ended_on > ?)),
     seen as (
       select p.vacancy_no, min(p.board) as board, min(p.employer) as employer, min(p.age) as age, count(*) as postings,
         min(m.level) as level, sum(m.level is not null) as naming_postings, min(p.first_seen) as first_seen
       from open p
       left join traits r on r.text_no = p.text_no and r.edition_no = ?
       left join mentions m on m.edition_no = ? and m.skill_no = ? and m.text_no = p.text_no and m.level < 3
       where ${sql.replaceAll('b.', 'p.')} group by p.vacancy_no)
     select board, employer, min(age) as age, count(*) as vacancies, sum(postings) as postings, sum(level is not null) as naming,
       sum(naming_postings) as naming_postings, sum(level = 0) as required, sum(level = 1) as preferred, sum(level = 2) as mentioned,
       sum(level is not null and first_seen < ? - 180) as stale
     from seen group by board, employer order by board, employer`,
    ...[day, day, day, day, day, edition, edition, skill, ...values, day],
  )
  return rows.map((row) => ({
    board: row.board,
    employer: row.employer,
    ageDays: row.age,
    vacancies: row.vacancies,
    postings: row.postings,
    naming: row.naming ?? 0,
    namingPostings: row.naming_postings ?? 0,
    required: row.required ?? 0,
    preferred: row.preferred ?? 0,
    mentioned: row.mentioned ?? 0,
    stale: row.stale ?? 0,
  }))
}

/** Vacancies of a population in the order the joins need: v, its speaking posting p, board b, traits r. */
const flows = `vacancies v join postings p on p.no = v.posting_no join boards b on b.no = v.board_no
  left join traits r on r.text_no = v.text_no and r.edition_no = ?`

function weekly(
  session: Session,
  skills: SkillId[] | 'every',
  population: Population,
  from: number,
  to: number,
  edition: number,
): WeeklyRow[] {
  const { sql, values } = populationCondition(population.name)
  const key = (row: { board: string; employer: string; at: number }) => `${row.board}\t${row.employer}\t${row.at}`
  // The later of the week's Monday and the first of the month: such cells sum to weeks and to months alike.
  const firstOfItsMonth =
    "cast(julianday(date(v.first_seen * 86400, 'unixepoch', 'start of month')) - 2440587.5 as integer)"
  const at = `case b.every when 'month' then ${firstOfItsMonth} else max(v.first_seen - (v.first_seen + 3) % 7, ${firstOfItsMonth}) end`
  const totals = session.all<{ board: string; employer: string; at: number; n: number; every: string }>(
    `select b.id as board, e.key as employer, ${at} as at, count(*) as n, b.every from ${flows} join employers e on e.no = v.employer_no
     where v.stock = 0 and v.first_seen between ? and ? and ${sql} group by b.no, e.no, at order by at, b.id, e.key`,
    ...[edition, from, to, ...values],
  )
  const rows = new Map<string, WeeklyRow>()
  for (const row of totals) {
    const day = dayFromNumber(row.at)
    rows.set(key(row), {
      board: row.board,
      employer: row.employer,
      from: day,
      week: weekOf(day),
      month: monthOf(day),
      n: row.n,
      naming: {},
    })
  }
  const wanted = skills === 'every' ? '' : `and k.id in (${skills.map(() => '?').join(', ')})`
  const named = session.all<{ board: string; employer: string; at: number; skill: string; x: number }>(
    `select b.id as board, e.key as employer, ${at} as at, k.id as skill, count(*) as x
     from skills k cross join mentions m on m.edition_no = ? and m.skill_no = k.no and m.level < 3
     join vacancies v on v.text_no = m.text_no join postings p on p.no = v.posting_no join boards b on b.no = v.board_no
     join employers e on e.no = v.employer_no left join traits r on r.text_no = v.text_no and r.edition_no = ?
     where v.stock = 0 and v.first_seen between ? and ? ${wanted} and ${sql} group by b.no, e.no, at, k.no`,
    ...[edition, edition, from, to, ...(skills === 'every' ? [] : skills), ...values],
  )
  for (const row of named) {
    const home = rows.get(key(row))
    if (home !== undefined) home.naming[row.skill] = row.x
  }
  return [...rows.values()]
}

function trend(
  session: Session,
  skill: number,
  population: Population,
  by: 'day' | 'week' | 'month',
  from: Day,
  asOf: Day,
  edition: number,
): TrendRow[] {
  const { sql, values } = populationCondition(population.name)
  const start = by === 'week' ? mondayOf(from) : by === 'month' ? (`${monthOf(from)}-01` as Day) : from
  const bounds = [dayNumber(start), dayNumber(asOf)]
  const flow = session.all<{
    day: number
    vacancies: number
    postings: number
    naming: number
    naming_postings: number
  }>(
    `select v.first_seen as day, count(*) as vacancies, sum(v.postings) as postings, count(m.level) as naming,
       sum(case when m.level is null then 0 else v.postings end) as naming_postings
     from ${flows} left join mentions m on m.edition_no = ? and m.skill_no = ? and m.text_no = v.text_no and m.level < 3
     where v.stock = 0 and v.first_seen between ? and ? and ${sql} group by v.first_seen`,
    ...[edition, edition, skill, ...bounds, ...values],
  )
  const reads = session.all<{ day: number; board_no: number; every: string }>(
    `select s.day, s.board_no, b.every from snapshots s join boards b on b.no = s.board_no
     where s.outcome in ('complete', 'empty') and s.day between ? and ? ${population.name.startsWith('source:') ? 'and b.source = ?' : `and ${notCopied}`}`,
    ...[...bounds, ...(population.name.startsWith('source:') ? [population.name.slice(7)] : [])],
  )
  const periodOf = (day: number) => {
    const of = dayFromNumber(day)
    return by === 'day' ? of : by === 'week' ? weekOf(of) : monthOf(of)
  }
  const rows = new Map<string, TrendRow & { readers: Set<number> }>()
  for (let day = bounds[0]!; day <= bounds[1]!; day++) {
    const period = periodOf(day)
    if (rows.has(period)) continue
    rows.set(period, {
      ...{ period, vacancies: 0, postings: 0, naming: 0, namingPostings: 0 },
      ...{ employers: 0, boards: 0, status: 'missing', readers: new Set() },
    })
  }
  for (const { day, board_no } of reads) rows.get(periodOf(day))!.readers.add(board_no)
  for (const row of flow) {
    const home = rows.get(periodOf(row.day))!
    home.vacancies += row.vacancies
    home.postings += row.postings
    home.naming += row.naming
    home.namingPostings += row.naming_postings
  }
  for (const { period, employers } of namingEmployers(session, skill, sql, values, bounds, periodOf, edition)) {
    rows.get(period)!.employers = employers
  }
  return [...rows.values()].map(({ readers, ...row }) => {
    const boards = readers.size
    const open = endOf(row.period, by) >= asOf && by !== 'day'
    return { ...row, boards, status: boards === 0 ? 'missing' : open ? 'partial' : 'observed' }
  })
}

function namingEmployers(
  session: Session,
  skill: number,
  sql: string,
  values: unknown[],
  bounds: number[],
  periodOf: (day: number) => string,
  edition: number,
): { period: string; employers: number }[] {
  const named = session.all<{ day: number; employer_no: number }>(
    `select v.first_seen as day, v.employer_no from mentions m join vacancies v on v.text_no = m.text_no
     join postings p on p.no = v.posting_no join boards b on b.no = v.board_no left join traits r on r.text_no = v.text_no and r.edition_no = ?
     where m.edition_no = ? and m.skill_no = ? and m.level < 3 and v.stock = 0 and v.first_seen between ? and ? and ${sql}`,
    ...[edition, edition, skill, ...bounds, ...values],
  )
  const sets = new Map<string, Set<number>>()
  for (const { day, employer_no } of named) {
    const period = periodOf(day)
    const known = sets.get(period)
    if (known === undefined) sets.set(period, new Set([employer_no]))
    else known.add(employer_no)
  }
  return [...sets].map(([period, employers]) => ({ period, employers: employers.size }))
}

function endOf(period: string, by: 'day' | 'week' | 'month'): Day {
  if (by === 'month') return lastOfMonth(period as Month)
  if (by === 'day') return period as Day
  const year = Number(period.slice(0, 4))
  const monday = dayNumber(mondayOf(`${year}-01-04` as Day)) + (Number(period.slice(6)) - 1) * 7
  return dayFromNumber(monday + 6)
}

function naming(session: Session, skill: number, population: Population, day: number, edition: number): NamingRow[] {
  const { sql, values } = populationCondition(population.name)
  const rows = session.all<{
    vacancy: number
    board: string
    external_id: string
    employer: string
    level: number
    text_no: number
    countries: string
    workplace: string
    employment: string | null
    p_min: number | null
    p_max: number | null
    p_currency: string | null
    p_period: string | null
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
  }>(
    `with open as (
       select distinct coalesce(p.vacancy_no, p.no) as vacancy_no from spells s join postings p on p.no = s.posting_no
       where s.first_seen <= ? and (s.ended_on is null or s.ended_on > ?))
     select v.no as vacancy, b.id as board, p.external_id, e.key as employer, m.level, v.text_no, p.countries, p.workplace, p.employment,
       p.pay_min as p_min, p.pay_max as p_max, p.pay_currency as p_currency, p.pay_period as p_period, r.*
     from mentions m join vacancies v on v.text_no = m.text_no join open on open.vacancy_no = v.no
     join postings p on p.no = v.posting_no join boards b on b.no = v.board_no join employers e on e.no = v.employer_no
     join traits r on r.text_no = v.text_no and r.edition_no = m.edition_no
     where m.edition_no = ? and m.skill_no = ? and m.level < 3 and ${sql} order by v.no`,
    ...[day, day, edition, skill, ...values],
  )
  return rows.map((row) => ({
    vacancy: row.vacancy,
    board: row.board,
    externalId: row.external_id,
    employer: row.employer,
    level: levels[row.level]!,
    traits: {
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
    },
    countries: JSON.parse(row.countries) as string[],
    workplace: row.workplace,
    employment: row.employment,
    // What the source states as data wins over what the text was read to say.
    pay:
      row.p_currency !== null && row.p_period !== null
        ? { min: row.p_min, max: row.p_max, currency: row.p_currency, period: row.p_period }
        : row.pay_currency !== null && row.pay_period !== null
          ? { min: row.pay_min, max: row.pay_max, currency: row.pay_currency, period: row.pay_period }
          : null,
    skills: session
      .all<{ id: string }>(
        'select k.id from mentions m join skills k on k.no = m.skill_no where m.text_no = ? and m.edition_no = ? and m.level < 3 order by k.id',
        row.text_no,
        edition,
      )
      .map(({ id }) => id),
  }))
}
