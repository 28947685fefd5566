/** Figures, series, postings and employers as rows of the datasets. Status and flags are filled in every row. */
import type { Day } from '../days.ts'
import type { Figure, Flag, Vintage } from '../domain.ts'
import { withoutContacts } from './contacts.ts'
import { type Row, schemaVersion } from './datasets.ts'
import { linkable } from './links.ts'
import { figureOf } from './measures.ts'
import type { EmployerRecord, PostingRecord, Series, SkillName } from './views.ts'

const flagText = (flags: readonly Flag[]) => (flags.length === 0 ? 'none' : [...flags].sort().join(' '))
const stamp = ({ edition, method, panel }: Vintage) => ({ edition, method, panel })
const range = (interval: Figure['interval']) => ({
  low: interval?.low ?? null,
  high: interval?.high ?? null,
  confidence: interval?.confidence ?? null,
})

export const figureRow = (figure: Figure): Row => ({
  schema_version: schemaVersion,
  as_of: figure.vintage.asOf,
  skill: figure.skill,
  measure: figure.measure,
  population: figure.population,
  period: figure.period,
  value: figure.value,
  unit: figure.unit,
  status: figure.status,
  flags: flagText(figure.flags),
  n: figure.n,
  denominator: figure.denominator,
  employers: figure.employers,
  ...range(figure.interval),
  text: figure.text,
  ...stamp(figure.vintage),
})

/** The headline figures of one skill in one row; a figure that was not made is `missing`. */
export function skillRow(skill: SkillName, population: string, figures: readonly Figure[], vintage: Vintage): Row {
  const of = (measure: string) => figureOf(figures, measure)
  const value = (measure: string) => of(measure)?.value ?? null
  const status = (measure: string) => of(measure)?.status ?? 'missing'
  return {
    schema_version: schemaVersion,
    as_of: vintage.asOf,
    skill: skill.id,
    name: skill.name,
    group: skill.group,
    population,
    open: value('open'),
    open_status: status('open'),
    open_required: value('open.required'),
    open_required_status: status('open.required'),
    share: value('share'),
    share_status: status('share'),
    share_n: of('share')?.n ?? null,
    share_denominator: of('share')?.denominator ?? null,
    share_low: of('share')?.interval?.low ?? null,
    share_high: of('share')?.interval?.high ?? null,
    // The figure itself is a share of employers; its n is how many they are.
    employers: of('employers')?.n ?? null,
    opened: value('opened'),
    opened_status: status('opened'),
    closed: value('closed'),
    closed_status: status('closed'),
    rank: value('rank'),
    rank_status: status('rank'),
    trajectory: of('trajectory')?.text ?? 'Not measured',
    trajectory_status: status('trajectory'),
    change_percent: value('change'),
    change_low: of('change')?.interval?.low ?? null,
    change_high: of('change')?.interval?.high ?? null,
    change_status: status('change'),
    pay_median: value('pay.median'),
    pay_text: of('pay.median')?.text ?? 'Not measured',
    pay_status: status('pay.median'),
    pay_n: of('pay.median')?.n ?? null,
    status: status('open'),
    flags: flagText([...new Set(figures.flatMap((figure) => figure.flags))]),
    ...stamp(vintage),
  }
}

export const seriesRows = (series: Series, vintage: Vintage): Row[] =>
  series.points.map((point) => ({
    schema_version: schemaVersion,
    as_of: vintage.asOf,
    skill: series.skill,
    measure: series.measure,
    population: series.population,
    by: series.by,
    period: point.period,
    value: point.value,
    unit: series.unit,
    status: point.status,
    flags: flagText(point.flags),
    n: point.n,
    denominator: point.denominator,
    ...range(point.interval),
    ...stamp(vintage),
  }))

export const postingRow = (posting: PostingRecord, asOf: Day): Row => ({
  schema_version: schemaVersion,
  as_of: asOf,
  board: posting.board,
  external_id: posting.externalId,
  source: posting.source,
  title: withoutContacts(posting.title),
  company: withoutContacts(posting.company),
  employer: posting.employer,
  url: linkable(posting.url),
  locations: posting.locations.length === 0 ? null : withoutContacts(posting.locations.join('; ')),
  countries: posting.countries.length === 0 ? null : posting.countries.join(' '),
  workplace: posting.workplace,
  employment: posting.employment,
  published_on: posting.publishedOn,
  first_seen: posting.firstSeen,
  last_seen: posting.lastSeen,
  ended_on: posting.endedOn,
  vacancy: posting.vacancy,
  skills: posting.skills?.map(({ id, level }) => `${id}:${level}`).join(' ') || null,
  role: posting.role,
  seniority: posting.seniority,
  years_min: posting.years?.min ?? null,
  years_max: posting.years?.max ?? null,
  pay_min: posting.pay?.min ?? null,
  pay_max: posting.pay?.max ?? null,
  pay_currency: posting.pay?.currency ?? null,
  pay_period: posting.pay?.period ?? null,
  attribution: posting.attribution,
  status: posting.skills === null ? 'missing' : posting.skills.length === 0 ? 'zero' : 'observed',
  flags: 'none',
})

export const employerRow = (row: EmployerRecord, asOf: Day): Row => ({
  schema_version: schemaVersion,
  as_of: asOf,
  employer: row.employer,
  employer_name: withoutContacts(row.name),
  skill: row.skill,
  population: row.population,
  open: row.open,
  naming: row.naming,
  required: row.required,
  status: row.status,
  flags: flagText(row.flags),
})
