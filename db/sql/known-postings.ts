/** Postings whose own page was read once: as they are known, and when the page was last asked for. */
import { dayFromNumber } from '../../src/days.ts'
import type { BoardId, EmployerKey, Employment, PayPeriod, Posting, Workplace } from '../../src/domain.ts'
import type { KnownPosting, OpenedPage } from '../store.ts'
import type { Session } from './session.ts'
import { unpackText } from './text-body.ts'

interface Row {
  page: string
  listed: string
  asked_at: number
  external_id: string
  url: string | null
  title: string
  company: string
  employer: EmployerKey
  body: Buffer
  packed: number
  locations: string
  countries: string
  workplace: Workplace
  employment: Employment | null
  department: string | null
  pay_min: number | null
  pay_max: number | null
  pay_currency: string | null
  pay_period: PayPeriod | null
  published_on: number | null
  published_precision: Posting['publishedPrecision']
}

/** Notes the pages that were opened: part of the transaction that stores their postings. */
export async function noteOpened(session: Session, boardNo: number, pages: OpenedPage[]): Promise<void> {
  for (const { externalId, url, listed, askedAt } of pages) {
    await session.run(
      `insert into opened_pages (posting_no, url, listed, asked_at)
       select no, cast(? as text), cast(? as text), cast(? as bigint) from postings where board_no = ? and external_id = ? and text_no is not null
       on conflict (posting_no) do update set url = excluded.url, listed = excluded.listed, asked_at = excluded.asked_at`,
      ...[url, listed, askedAt, boardNo, externalId],
    )
  }
}

export async function knownPostings(session: Session, board: BoardId): Promise<KnownPosting[]> {
  const rows = await session.all<Row>(
    `select o.url as page, o.listed, o.asked_at, p.*, e.key as employer, t.body, t.packed
     from boards b join postings p on p.board_no = b.no join opened_pages o on o.posting_no = p.no
     join employers e on e.no = p.employer_no join texts t on t.no = p.text_no
     where b.id = ? and t.wordless = 0
       and exists (select 1 from spells s where s.posting_no = p.no and s.ended_on is null)
     order by o.asked_at, p.no`,
    board,
  )
  return rows.map((row) => ({ page: row.page, listed: row.listed, askedAt: row.asked_at, posting: postingOf(row) }))
}

const postingOf = (row: Row): Posting => ({
  externalId: row.external_id,
  url: row.url,
  title: row.title,
  company: row.company,
  employer: row.employer,
  text: unpackText(row.body, row.packed),
  locations: JSON.parse(row.locations) as string[],
  countries: JSON.parse(row.countries) as string[],
  workplace: row.workplace,
  employment: row.employment,
  department: row.department,
  pay:
    row.pay_currency === null || row.pay_period === null
      ? null
      : { min: row.pay_min, max: row.pay_max, currency: row.pay_currency, period: row.pay_period },
  publishedOn: row.published_on === null ? null : dayFromNumber(row.published_on),
  publishedPrecision: row.published_precision,
})
