/** Recomputes every hash and count: a database alone notices few of the bits that a disk may flip. */
import { type Day, dayFromNumber } from '../../src/days.ts'
import type { Employment, PayPeriod, Workplace } from '../../src/domain.ts'
import { listDigest, postingHash, textHash } from '../hash.ts'
import { miscountedDays } from './counts.ts'
import { importedDigest } from './imported-lists.ts'
import { mispackedOpen } from './open-columns.ts'
import { mispackedEndings } from './packed-endings.ts'
import { mispackedWeeks } from './packed-weeks.ts'
import type { Session, Transaction } from './session.ts'
import { unpackText } from './text-body.ts'
import { everyBoard, mispackedReads } from './whole-reads.ts'

export type Check = { name: string; find(session: Transaction): Promise<string[]> }

/** Things named per check before the rest is summed up. */
const shown = 20

const rows = (name: string, sql: string, say: (row: Record<string, unknown>) => string): Check => ({
  name,
  find: async (session) => (await session.all<Record<string, unknown>>(sql)).map(say),
})

const checks: Check[] = [
  { name: 'texts', find: checkTexts },
  { name: 'postings', find: checkPostings },
  rows(
    'spells',
    `select s.no, p.external_id from spells s join postings p on p.no = s.posting_no
     where s.last_seen < s.first_seen or (s.ended_on is not null and s.ended_on <= s.last_seen) or s.not_before > s.first_seen
       or s.stock not in (0, 1) or s.misses < 0`,
    (row) => `spell ${row['no']} of posting ${row['external_id']} runs backwards`,
  ),
  rows(
    'spells in turn',
    `select posting_no, first_seen from (
       select posting_no, first_seen, lag(coalesce(ended_on, 9e9)) over (partition by posting_no order by first_seen) as before from spells) following
     where before > first_seen`,
    (row) => `posting ${row['posting_no']} has two spells at once`,
  ),
  rows(
    'postings without a spell',
    'select p.no from postings p where not exists (select 1 from spells s where s.posting_no = p.no)',
    (row) => `posting ${row['no']} was never seen`,
  ),
  rows(
    'mentions without their text tagged',
    'select distinct m.text_no, m.edition_no from mentions m where not exists (select 1 from traits r where r.text_no = m.text_no and r.edition_no = m.edition_no)',
    (row) => `text ${row['text_no']} has mentions of edition ${row['edition_no']} but was not tagged with it`,
  ),
  rows(
    'levels and places of mentions',
    // A mention that came without its words has no place in them.
    `select m.text_no, k.id from mentions m join texts t on t.no = m.text_no left join skills k on k.no = m.skill_no
     where k.id is null or m.level not between 0 and 3 or m."offset" < 0 or m.length < 1 - t.wordless`,
    (row) => `the mention of ${row['id'] ?? 'an unknown skill'} in text ${row['text_no']} is out of bounds`,
  ),
  rows(
    'vacancies',
    `select v.no, v.postings, count(p.no) as found from vacancies v left join postings p on p.vacancy_no = v.no
     group by v.no having count(p.no) <> v.postings`,
    (row) => `vacancy ${row['no']} counts ${row['postings']} postings and has ${row['found']}`,
  ),
  rows(
    'days of vacancies',
    `select v.no from vacancies v join (
       select p.vacancy_no, min(s.first_seen) as first, case when count(*) > count(s.ended_on) then null else max(s.ended_on) end as ended
       from postings p join spells s on s.posting_no = p.no group by p.vacancy_no) f
     on f.vacancy_no = v.no
     where v.no not in (select p.vacancy_no from stale_postings c join postings p on p.no = c.posting_no where p.vacancy_no is not null)
       and (v.first_seen <> f.first or v.ended_on is distinct from f.ended)`,
    (row) => `vacancy ${row['no']} disagrees with the spells of its postings`,
  ),
  { name: 'snapshots', find: checkSnapshots },
  { name: 'daily counts', find: miscountedDays },
  {
    name: 'packed weeks',
    find: async (session) =>
      (await mispackedWeeks(session)).map((monday) => `the week of ${dayFromNumber(monday)} is not what its rows give`),
  },
  {
    name: 'packed endings',
    find: async (session) =>
      (await mispackedEndings(session)).map(
        (monday) => `the week of ${dayFromNumber(monday)} is not what its spells say`,
      ),
  },
  {
    name: 'packed open postings',
    find: async (session) => (await mispackedOpen(session)).map((day) => `${day} is not what its rows give`),
  },
  {
    name: 'packed reads',
    find: async (session) =>
      (await mispackedReads(session)).map(
        (monday) => `the week of ${dayFromNumber(monday)} is not what its snapshots say`,
      ),
  },
]

/** Lines that name what does not agree; none when the store is sound. `own` are the checks that only its database has. */
export async function verify(
  root: Session,
  own: Check[],
  onProgress?: (done: number, of: number) => void,
): Promise<string[]> {
  const damage: string[] = []
  const all = [...own, ...checks]
  for (const [index, check] of all.entries()) {
    let found: string[] = []
    try {
      await root.read(async (session) => {
        found = await check.find(session)
      })
    } catch (error) {
      // A damaged page can fail the end of the reading too, behind a check that has named it.
      if (found.length === 0) found = [`cannot be read: ${(error as Error).message}`]
    }
    damage.push(...found.slice(0, shown).map((line) => `${check.name}: ${line}`))
    if (found.length > shown) damage.push(`${check.name}: … and ${found.length - shown} more`)
    onProgress?.(index + 1, all.length)
  }
  return damage
}

async function checkTexts(session: Transaction): Promise<string[]> {
  const bad: string[] = []
  const sql = 'select no, hash, title, body, packed, era from texts where wordless = 0'
  for await (const rows of session.batches<TextRow>(sql)) {
    for (const { no, hash, title, body, packed, era } of rows) {
      try {
        // A flipped type makes words bytes or bytes words, whose hash is the same.
        if (typeof title !== 'string' || !Buffer.isBuffer(body)) throw new TypeError('another type')
        if (textHash(title, unpackText(body, packed), era) !== hash) bad.push(`text ${no} is not what its hash says`)
      } catch {
        // The words cannot even be read: that too is damage of this very text.
        bad.push(`text ${no} cannot be read`)
      }
    }
  }
  return bad
}

interface TextRow {
  no: number
  hash: string
  title: string
  body: Buffer
  packed: number
  era: string | null
}

interface PostingRecord {
  no: number
  content_hash: string
  text_hash: string | null
  external_id: string
  url: string | null
  title: string
  company: string
  employer: string
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
  published_precision: 'day' | 'floor' | null
}

async function checkPostings(session: Transaction): Promise<string[]> {
  const bad: string[] = []
  const sql =
    'select p.*, t.hash as text_hash, e.key as employer from postings p left join texts t on t.no = p.text_no left join employers e on e.no = p.employer_no'
  for await (const rows of session.batches<PostingRecord>(sql)) {
    for (const row of rows) {
      if (hashOf(row) !== row.content_hash) bad.push(`posting ${row.no} (${row.external_id}) is not what its hash says`)
    }
  }
  return bad
}

function hashOf(row: PostingRecord): string {
  const publishedOn: Day | null = row.published_on === null ? null : dayFromNumber(row.published_on)
  const pay =
    row.pay_currency === null || row.pay_period === null
      ? null
      : { min: row.pay_min, max: row.pay_max, currency: row.pay_currency, period: row.pay_period }
  try {
    // A flipped type makes a text a blob, which JSON would read as if nothing had happened.
    if (typeof row.locations !== 'string' || typeof row.countries !== 'string') throw new TypeError('no text')
    return postingHash(
      {
        externalId: row.external_id,
        url: row.url,
        title: row.title,
        company: row.company,
        employer: row.employer,
        locations: JSON.parse(row.locations) as string[],
        countries: JSON.parse(row.countries) as string[],
        workplace: row.workplace,
        employment: row.employment,
        department: row.department,
        pay,
        publishedOn,
        publishedPrecision: row.published_precision,
      },
      row.text_hash,
    )
  } catch {
    return 'unreadable'
  }
}

/** The newest list of each board, against the postings that it listed last; imported ones against the hash of their own line. */
async function checkSnapshots(session: Transaction): Promise<string[]> {
  const newest = await session.all<{
    no: number
    id: string
    day: number
    listed: number
    digest: string
    board_no: number
  }>(
    `select s.no, b.id, s.day, s.listed, s.digest, s.board_no from boards b join snapshots s on s.no = (
       select no from snapshots l where l.board_no = b.no and l.origin = 'collected' and l.outcome in ('complete', 'partial')
       order by started_at desc limit 1)`,
  )
  const lists: string[] = []
  for (const { no, id, day, listed, digest, board_no } of newest) {
    const rows = await session.all<{ id: string; hash: string }>(
      `select p.external_id as id, p.content_hash as hash from spells x join postings p on p.no = x.posting_no
       where p.board_no = ? and x.listed_by = ?`,
      board_no,
      no,
    )
    const found = rows.map((row) => ({ externalId: row.id, hash: row.hash }))
    if (found.length !== listed || listDigest(found) !== digest)
      lists.push(
        `${id} of ${dayFromNumber(day)} listed ${listed} postings, which are not the ${found.length} kept of it`,
      )
  }
  const imported: string[] = []
  const ids = new Map((await everyBoard(session)).map(({ no, id }) => [no, id]))
  // In the order in which they lie: years of boards read daily are many rows.
  const sql = "select board_no, day, listed, digest from snapshots where origin <> 'collected'"
  for await (const rows of session.batches<{ board_no: number; day: number; listed: number; digest: string }>(sql)) {
    for (const { board_no, day, listed, digest } of rows) {
      if (importedDigest(board_no, day, listed) !== digest)
        imported.push(`${ids.get(board_no)} of ${dayFromNumber(day)} is not what was imported`)
    }
  }
  return [...lists, ...imported]
}
