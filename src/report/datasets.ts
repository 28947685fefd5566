/** The tables that others may build on: their columns in order, each with what it means. Formats are loops over these. */

export type Value = string | number | boolean | null
export type Row = Record<string, Value>

export interface Column {
  name: string
  type: 'text' | 'day' | 'number' | 'integer' | 'boolean'
  about: string
  /** Empty cells are possible. */
  optional?: boolean
  /** Text that we made from a fixed alphabet (ids, statuses, days); other texts are encoded for spreadsheets. */
  ours?: boolean
}

export interface Dataset {
  name: 'figures' | 'skills' | 'series' | 'postings' | 'employers'
  about: string
  /** What tells one row from every other. */
  key: string[]
  columns: Column[]
}

/** Raised when a column is added; a column is never renamed, moved or given another meaning. */
export const schemaVersion = 1

const id = (name: string, about: string): Column => ({ name, type: 'text', about, ours: true })
const words = (name: string, about: string): Column => ({ name, type: 'text', about })
const maybe = (column: Column): Column => ({ ...column, optional: true })
const day = (name: string, about: string): Column => ({ name, type: 'day', about, ours: true })
const number = (name: string, about: string): Column => ({ name, type: 'number', about, optional: true })
const integer = (name: string, about: string): Column => ({ name, type: 'integer', about, optional: true })

const schema: Column = { name: 'schema_version', type: 'integer', about: `Version of these columns: ${schemaVersion}.` }
const asOf = day('as_of', 'The day whose knowledge the row gives: later findings are not in it.')
const skill = id('skill', 'Catalog id of the skill.')
const skillName = words('name', 'Name of the skill as people write it.')
const group = id('group', 'Group of the catalog that the skill belongs to.')
const population = id('population', 'Which vacancies it is over: `all`, `ai`, `role:…`, `country:…`, `source:…`.')
const status = id(
  'status',
  'Always filled: `observed`, `zero` (looked for and not found), `low` (under the minimum sample), `partial` (period open or coverage short), `missing`, `not_tracked`, `suspect` (held back), `break` (not comparable with what came before).',
)
const flags = id('flags', 'Always filled: flags parted by spaces, or `none`.')
const n = integer('n', 'The count that the value rests on.')
const denominator = integer('denominator', 'What the count is a share of.')
const low = number('low', 'Lower end of the interval of the value.')
const high = number('high', 'Upper end of the interval of the value.')
const confidence = number('confidence', 'Confidence of the interval: 0.95 is 95%.')
const unit = id('unit', 'Unit of the value; a share is a fraction of 1, money is in the text’s currency per year.')
const vintage = [
  id('edition', 'Version of the catalog that tagged the texts.'),
  id('method', 'Version of the rules in the method page.'),
  id('panel', 'Digest of the boards that the value rests on.'),
]

export const datasets: readonly Dataset[] = [
  {
    name: 'figures',
    about: 'Every published figure, one row a figure and period.',
    key: ['as_of', 'skill', 'measure', 'population', 'period'],
    columns: [
      schema,
      asOf,
      maybe({ ...skill, about: 'Catalog id of the skill; empty where the figure is of the whole population.' }),
      id('measure', 'What is measured, in stable words: the measures are listed below.'),
      population,
      id('period', 'The day, ISO week or month it speaks of.'),
      number('value', 'The value; empty where the status leaves none. Never 0 for missing.'),
      unit,
      status,
      flags,
      n,
      denominator,
      integer('employers', 'Employers behind the count.'),
      low,
      high,
      confidence,
      words('text', 'The value as a reader reads it, or the sentence that stands in its place.'),
      ...vintage,
    ],
  },
  {
    name: 'skills',
    about: 'One row a skill with its headline figures: ready to paste into a newsletter.',
    key: ['as_of', 'skill', 'population'],
    columns: [
      schema,
      asOf,
      skill,
      skillName,
      group,
      population,
      integer('open', 'Vacancies open now that name the skill.'),
      id('open_status', 'Status of `open`.'),
      integer('open_required', 'Of these, the ones that require it.'),
      id('open_required_status', 'Status of `open_required`.'),
      number('share', 'Share of open vacancies that name the skill, as a fraction of 1.'),
      id('share_status', 'Status of `share`.'),
      integer('share_n', 'Vacancies naming the skill, in the share.'),
      integer('share_denominator', 'Vacancies that the share is of.'),
      number('share_low', 'Lower end of its 95% interval.'),
      number('share_high', 'Upper end of its 95% interval.'),
      integer('employers', 'Employers with an open vacancy naming it.'),
      number('opened', 'Vacancies naming it that were newly opened in the last complete week.'),
      id('opened_status', 'Status of `opened`.'),
      number('closed', 'Vacancies naming it that were gone in the last complete week.'),
      id('closed_status', 'Status of `closed`.'),
      integer('rank', 'Rank by vacancies opened in the last 13 weeks; empty where unranked.'),
      id('rank_status', 'Status of `rank`.'),
      words('trajectory', 'The published rule’s word for the direction, or why there is none.'),
      id('trajectory_status', 'Status of `trajectory`.'),
      number('change_percent', 'Change in a year at the same employers, in percent.'),
      number('change_low', 'Lower end of its 95% interval.'),
      number('change_high', 'Upper end of its 95% interval.'),
      id('change_status', 'Status of `change_percent`.'),
      number('pay_median', 'Median of stated yearly pay.'),
      words('pay_text', 'The median with its currency and range, or why there is none.'),
      id('pay_status', 'Status of `pay_median`.'),
      integer('pay_n', 'Vacancies that state pay.'),
      status,
      flags,
      ...vintage,
    ],
  },
  {
    name: 'series',
    about: 'Figures over time, one row a period. A period that we cannot speak for has an empty value.',
    key: ['as_of', 'skill', 'measure', 'population', 'by', 'period'],
    columns: [
      schema,
      asOf,
      skill,
      id('measure', 'What is measured: the measures are listed below.'),
      population,
      id('by', '`day`, `week`, `month` or `quarter`.'),
      id('period', 'The period: `2026-11-24`, `2026-W47`, `2026-11`, `2026-Q4`.'),
      number('value', 'The value; empty in a gap.'),
      unit,
      status,
      flags,
      n,
      denominator,
      low,
      high,
      confidence,
      ...vintage,
    ],
  },
  {
    name: 'postings',
    about:
      'The postings behind the figures: facts and links, no advert texts, no e-mail addresses or telephone numbers.',
    key: ['as_of', 'board', 'external_id'],
    columns: [
      schema,
      asOf,
      words('board', 'The board that lists it: `source:token`.'),
      words('external_id', 'The board’s own id for it.'),
      id('source', 'The source of the board.'),
      words('title', 'Its title.'),
      words('company', 'The employer as the posting writes it.'),
      words('employer', 'Our one identity for the employer.'),
      maybe(words('url', 'The posting’s own page.')),
      maybe(words('locations', 'Places as written, parted by semicolons.')),
      maybe(id('countries', 'ISO 3166-1 codes, parted by spaces.')),
      id('workplace', '`remote`, `hybrid`, `onsite` or `unspecified`.'),
      maybe(id('employment', 'Kind of employment, where stated.')),
      maybe(day('published_on', 'Day of publication that the source states.')),
      day('first_seen', 'First complete collection that listed it.'),
      day('last_seen', 'Last complete collection that listed it.'),
      maybe(day('ended_on', 'First complete collection without it; empty while open.')),
      integer('vacancy', 'Number of the vacancy that this posting was judged to be part of.'),
      maybe(id('skills', 'Skills named, each `id:level`, parted by spaces.')),
      maybe(id('role', 'Role that the title and text tell.')),
      maybe(id('seniority', 'Seniority that the title and text tell.')),
      number('years_min', 'Least years of experience asked for.'),
      number('years_max', 'Most years of experience asked for.'),
      number('pay_min', 'Lower end of the stated pay.'),
      number('pay_max', 'Upper end of the stated pay.'),
      maybe(id('pay_currency', 'ISO 4217 code of its currency.')),
      maybe(id('pay_period', '`year`, `month`, `week`, `day` or `hour`.')),
      words('attribution', 'What the source asks to be named with its postings, or its title.'),
      status,
      flags,
    ],
  },
  {
    name: 'employers',
    about: 'Who asks for a skill: one row an employer and skill.',
    key: ['as_of', 'employer', 'skill', 'population'],
    columns: [
      schema,
      asOf,
      words('employer', 'Our one identity for the employer.'),
      words('employer_name', 'The employer as people write it.'),
      skill,
      population,
      integer('open', 'Its open vacancies in the population.'),
      integer('naming', 'Of these, the ones that name the skill.'),
      integer('required', 'Of these, the ones that require it.'),
      status,
      flags,
    ],
  },
]

export const dataset = (name: Dataset['name']): Dataset => datasets.find((each) => each.name === name)!

/** A row that breaks its own schema is our fault, found here before a reader finds it. */
export function checkRow(dataset: { name: string; columns: readonly Column[] }, row: Row): void {
  for (const column of dataset.columns) {
    const value = row[column.name] ?? null
    if (value === null ? !column.optional : !fits(column, value)) {
      throw new TypeError(`${dataset.name}.${column.name} cannot hold ${JSON.stringify(value)}`)
    }
  }
}

function fits({ type }: Column, value: NonNullable<Value>): boolean {
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value)
  if (type === 'integer') return Number.isSafeInteger(value)
  if (type === 'day') return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  return typeof value === 'string'
}
