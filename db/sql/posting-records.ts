/** Postings on show in a stretch of days, with what was found in each: the rows behind the figures, page by page. */
import { type Day, dayFromNumber, dayNumber } from '../../src/days.ts'
import { levels } from '../../src/domain.ts'
import type { PostingsAsked, SeenPosting } from '../store.ts'
import { flag, smaller } from './expressions.ts'
import { asThen, changing, formerThen } from './former.ts'
import { textThen } from './population.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'

/** A posting with what was found in it, as a statement gives it. */
export interface FoundRow {
  no: number
  board: string
  source: string
  external_id: string
  url: string | null
  title: string
  company: string
  employer: string
  locations: string
  countries: string
  workplace: string
  employment: string | null
  published_on: number | null
  vacancy_no: number | null
  first_seen: number
  last_seen: number
  ended_on: number | null
  tagged: number
  found: string | null
  role: string | null
  seniority: string | null
  years_min: number | null
  years_max: number | null
  pay_min: number | null
  pay_max: number | null
  pay_currency: string | null
  pay_period: string | null
}

const said = changing.map((column) => `${asThen(column)} as ${column}`).join(', ')

/** Later news (an end, a sighting) than `asOf` is not in the rows; the words are those of that day. */
export async function postingsSeen(
  session: Session,
  { from, asOf, after, limit }: PostingsAsked,
): Promise<SeenPosting[]> {
  const edition = (await editionInForce(session))?.no ?? 0
  const rows = await session.all<FoundRow>(
    `with seen as (
       select p.no, min(s.first_seen) as first_seen, max(${smaller('s.last_seen', 'cast(@day as integer)')}) as last_seen,
         max(case when s.ended_on is null or s.ended_on > @day then 1 else 0 end) as open, max(s.ended_on) as ended_on
       from postings p join spells s on s.posting_no = p.no
       where p.no > @after and s.first_seen <= @day and (s.ended_on is null or s.ended_on > @from) group by p.no order by p.no limit @limit),
     worded as (select p.no, p.board_no, p.external_id, p.employer_no, p.vacancy_no, ${said}, seen.first_seen, seen.last_seen, case when seen.open = 1 then null else seen.ended_on end as ended_on, ${textThen} as words
       from seen join postings p on p.no = seen.no ${formerThen})
     select w.no, b.id as board, b.source, w.external_id, w.url, w.title, w.company, e.key as employer, w.locations, w.countries,
       w.workplace, w.employment, w.published_on, w.vacancy_no, w.first_seen, w.last_seen, w.ended_on,
       ${flag('r.text_no is not null')} as tagged, r.role, r.seniority, r.years_min, r.years_max,
       coalesce(case when w.pay_currency is not null then w.pay_min end, r.pay_min) as pay_min,
       coalesce(case when w.pay_currency is not null then w.pay_max end, r.pay_max) as pay_max,
       coalesce(w.pay_currency, r.pay_currency) as pay_currency, coalesce(w.pay_period, r.pay_period) as pay_period,
       (select string_agg(k.id || ':' || m.level, ' ') from mentions m join skills k on k.no = m.skill_no
          where m.text_no = w.words and m.edition_no = @edition) as found
     from worded w join boards b on b.no = w.board_no join employers e on e.no = w.employer_no
     left join traits r on r.text_no = w.words and r.edition_no = @edition
     order by w.no`,
    { from: dayNumber(from), day: dayNumber(asOf), after, limit, edition },
  )
  return rows.map(recordOf)
}

export function recordOf(row: FoundRow): SeenPosting {
  return {
    no: row.no,
    board: row.board,
    source: row.source,
    externalId: row.external_id,
    url: row.url,
    title: row.title,
    company: row.company,
    employer: row.employer,
    locations: JSON.parse(row.locations) as string[],
    countries: JSON.parse(row.countries) as string[],
    workplace: row.workplace,
    employment: row.employment,
    publishedOn: dayOrNull(row.published_on),
    vacancy: row.vacancy_no,
    firstSeen: dayFromNumber(row.first_seen),
    lastSeen: dayFromNumber(row.last_seen),
    endedOn: dayOrNull(row.ended_on),
    skills: row.tagged === 1 ? skillsOf(row.found) : null,
    role: row.role,
    seniority: row.seniority,
    years: row.years_min === null ? null : { min: row.years_min, max: row.years_max },
    pay:
      row.pay_currency === null || row.pay_period === null
        ? null
        : { min: row.pay_min, max: row.pay_max, currency: row.pay_currency, period: row.pay_period },
  }
}

const dayOrNull = (number: number | null): Day | null => (number === null ? null : dayFromNumber(number))

/** `jax:1 pytorch:0` as found by the query, in order of id. */
const skillsOf = (found: string | null) =>
  (found === null ? [] : found.split(' ').sort()).map((each) => {
    const [id = '', level = '0'] = each.split(':')
    return { id, level: levels[Number(level)]! }
  })
