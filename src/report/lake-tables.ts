/** The tables of the lake: their columns in order, each with what it means, and what each is parted by. */
import { type Column, dataset } from './datasets.ts'

export interface LakeTable {
  name: 'postings' | 'mentions' | 'traits' | 'snapshots' | 'series' | 'figures'
  about: string
  /** What its folders are named by. */
  partedBy: 'ended' | 'month' | 'as_of'
  columns: readonly Column[]
}

const text = (name: string, about: string): Column => ({ name, type: 'text', about })
const day = (name: string, about: string): Column => ({ name, type: 'day', about })
const integer = (name: string, about: string): Column => ({ name, type: 'integer', about })
const number = (name: string, about: string): Column => ({ name, type: 'number', about })
const boolean = (name: string, about: string): Column => ({ name, type: 'boolean', about })
const maybe = (column: Column): Column => ({ ...column, optional: true })

const posting = integer('posting', 'Our number for the posting: joins postings, mentions and traits.')
const vacancy = integer('vacancy', 'Number of the vacancy that the posting is part of: figures count these.')

/** The figures and series of the exports, without the day that their folder names. */
const asExported = (name: 'figures' | 'series') => dataset(name).columns.filter((column) => column.name !== 'as_of')

export const lakeTables: readonly LakeTable[] = [
  {
    name: 'postings',
    about: 'One row a posting: facts and links, no advert texts, no e-mail addresses or telephone numbers.',
    partedBy: 'ended',
    columns: [
      posting,
      vacancy,
      text('board', 'The board that lists it: `source:token`.'),
      text('external_id', 'The board’s own id for it.'),
      text('source', 'The source of the board.'),
      text('title', 'Its title.'),
      text('company', 'The employer as the posting writes it.'),
      text('employer', 'Our one identity for the employer.'),
      maybe(text('url', 'The posting’s own page.')),
      maybe(text('locations', 'Places as written, parted by semicolons.')),
      maybe(text('countries', 'ISO 3166-1 codes, parted by spaces.')),
      text('workplace', '`remote`, `hybrid`, `onsite` or `unspecified`, as the source states it.'),
      maybe(text('employment', 'Kind of employment, where stated.')),
      maybe(day('published_on', 'Day of publication that the source states.')),
      day('first_seen', 'First collection that listed it.'),
      day('last_seen', 'Last collection that listed it.'),
      maybe(day('ended_on', 'First whole collection without it; null while open.')),
      boolean(
        'own',
        'An employer advertises for itself: figures leave agencies and copies on lists of many employers out.',
      ),
      boolean(
        'on_show',
        'Open, on a board whose last whole list still speaks for the manifest’s day: figures count these as open.',
      ),
      text('attribution', 'What the source asks to be named with its postings, or its title.'),
    ],
  },
  {
    name: 'mentions',
    about: 'One row a posting and skill that its text names.',
    partedBy: 'ended',
    columns: [
      posting,
      vacancy,
      text('skill', 'Catalog id of the skill.'),
      text('level', '`required`, `preferred`, `mentioned` or `negated`; figures count all but the negated.'),
    ],
  },
  {
    name: 'traits',
    about: 'One row a posting whose text was read: what else it says.',
    partedBy: 'ended',
    columns: [
      posting,
      vacancy,
      boolean('ai', 'Machine learning or building on language models is a stated part of the job.'),
      maybe(text('role', 'Role that the title and text tell.')),
      maybe(text('seniority', 'Seniority that the title and text tell.')),
      maybe(text('remote', 'Workplace that the text tells.')),
      maybe(text('patterns', 'What the skills are used for, parted by spaces.')),
      maybe(number('years_min', 'Least years of experience asked for.')),
      maybe(number('years_max', 'Most years of experience asked for.')),
      maybe(number('pay_min', 'Lower end of the stated pay.')),
      maybe(number('pay_max', 'Upper end of the stated pay.')),
      maybe(text('pay_currency', 'ISO 4217 code of its currency.')),
      maybe(text('pay_period', '`year`, `month`, `week`, `day` or `hour`.')),
    ],
  },
  {
    name: 'snapshots',
    about: 'One row a collection of a board: what may be said of which day rests on these.',
    partedBy: 'month',
    columns: [
      text('board', 'The board.'),
      text('source', 'The source of the board.'),
      day('day', 'The day that it speaks of.'),
      text('started_at', 'When it began, in UTC.'),
      text(
        'outcome',
        '`complete`, `empty`, `partial`, `suspect`, `blocked`, `gone` or `failed`; only the first two may end a posting.',
      ),
      maybe(text('reason', 'Why it is not complete.')),
      integer('listed', 'Postings listed.'),
      maybe(integer('total', 'Postings that the board said it has.')),
      integer('with_text', 'Of the listed, the ones with a text.'),
      integer('rejects', 'Entries that could not be read.'),
      text('origin', '`collected`, `imported` or `backfilled`.'),
    ],
  },
  {
    name: 'series',
    about: 'Figures over time as known on the day of the folder, as `export series` gives them.',
    partedBy: 'as_of',
    columns: asExported('series'),
  },
  {
    name: 'figures',
    about: 'Every figure as known on the day of the folder, as `export figures` gives them.',
    partedBy: 'as_of',
    columns: asExported('figures'),
  },
]

export const lakeTable = (name: LakeTable['name']): LakeTable => lakeTables.find((table) => table.name === name)!
