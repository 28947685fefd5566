/** One posting with everything the store knows of it: what `explain` shows. */
import { dayFromNumber } from '../../src/days.ts'
import {
  type BoardId,
  type Field,
  levels,
  type Role,
  type Seniority,
  type Traits,
  type UsePattern,
  type Workplace,
} from '../../src/domain.ts'
import type { PostingView } from '../store.ts'
import type { Session } from './session.ts'
import { editionInForce } from './tags.ts'
import { unpackText } from './text-body.ts'

interface ViewRow {
  no: number
  board: string
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
  merged_because: string | null
  text_no: number | null
}

export async function viewPosting(session: Session, board: BoardId, externalId: string): Promise<PostingView | null> {
  const row = await session.one<ViewRow>(
    `select p.*, b.id as board, e.key as employer from postings p join boards b on b.no = p.board_no join employers e on e.no = p.employer_no
     where b.id = ? and p.external_id = ?`,
    board,
    externalId,
  )
  if (row === null) return null
  const edition = (await editionInForce(session))?.no ?? 0
  const text =
    row.text_no === null
      ? null
      : await session.one<{ body: Buffer; packed: number }>(
          'select body, packed from texts where no = ? and wordless = 0',
          row.text_no,
        )
  return {
    no: row.no,
    board: row.board,
    externalId: row.external_id,
    url: row.url,
    title: row.title,
    company: row.company,
    employer: row.employer,
    locations: JSON.parse(row.locations) as string[],
    countries: JSON.parse(row.countries) as string[],
    workplace: row.workplace,
    employment: row.employment,
    publishedOn: row.published_on === null ? null : dayFromNumber(row.published_on),
    spells: (
      await session.all<{ first_seen: number; last_seen: number; ended_on: number | null; stock: number }>(
        'select first_seen, last_seen, ended_on, stock from spells where posting_no = ? order by first_seen',
        row.no,
      )
    ).map((spell) => ({
      firstSeen: dayFromNumber(spell.first_seen),
      lastSeen: dayFromNumber(spell.last_seen),
      endedOn: spell.ended_on === null ? null : dayFromNumber(spell.ended_on),
      stock: spell.stock === 1,
    })),
    vacancy: row.vacancy_no,
    mergedBecause: row.merged_because,
    text: text === null ? null : unpackText(text.body, text.packed),
    mentions: (
      await session.all<{
        id: string
        level: number
        field: Field
        offset: number
        length: number
        cue: string | null
      }>(
        `select k.id, m.level, m.field, m."offset", m.length, m.cue from mentions m join skills k on k.no = m.skill_no
         where m.text_no = ? and m.edition_no = ? order by k.id`,
        row.text_no ?? -1,
        edition,
      )
    ).map(({ id, level, ...place }) => ({ skill: id, level: levels[level]!, ...place })),
    traits: await traitsOf(session, row.text_no ?? -1, edition),
  }
}

async function traitsOf(session: Session, text: number, edition: number): Promise<Traits | null> {
  const row = await session.one<{
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
  }>('select * from traits where text_no = ? and edition_no = ?', text, edition)
  if (row === null) return null
  return {
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
  }
}
