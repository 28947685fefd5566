/**
 * The store in parts for analysts' tables: postings by the month in which they ended, the open ones apart, and snapshots by
 * month. A digest tells a changed part from an unchanged one, so that only changed parts are read.
 */
import { createHash } from 'node:crypto'
import { type Day, dayFromNumber, dayNumber, type Month, monthOf } from '../../src/days.ts'
import type { Outcome } from '../../src/domain.ts'
import type { LakePart, LakePosting, LakeSnapshot } from '../store.ts'
import { boardsOn, speaking } from './boards-on.ts'
import { flag } from './expressions.ts'
import { own } from './population.ts'
import { type FoundRow, recordOf } from './posting-records.ts'
import type { RootSession, Transaction } from './session.ts'
import { editionInForce } from './tags.ts'

/** Postings read in one statement. */
const together = 500

/** Every part, as the store stood when the first was asked for; its rows are to be read before the next part is asked for. */
export async function* lakeParts(root: RootSession, asOf: Day): AsyncGenerator<LakePart> {
  const held = await root.hold('read', 'an export of it')
  try {
    yield* postingParts(held.session, dayNumber(asOf))
    yield* snapshotParts(held.session, dayNumber(asOf))
  } finally {
    await held.rollback()
  }
}

// ---- postings ----------------------------------------------------------------------------------------------------

interface Sketch {
  no: number
  hash: string
  vacancy: number
  employer: number
  board: number
  tagged: number
  first_seen: number
  last_seen: number
  open: number
  ended_on: number | null
}

/** All that a posting's rows are made from: a change of any of it changes the digest of its part. */
const sketches = `select p.no, p.content_hash as hash, coalesce(p.vacancy_no, p.no) as vacancy, p.employer_no as employer, p.board_no as board,
    ${flag('r.text_no is not null')} as tagged, min(s.first_seen) as first_seen, max(s.last_seen) as last_seen,
    max(${flag('s.ended_on is null')}) as open, max(s.ended_on) as ended_on
  from postings p join spells s on s.posting_no = p.no left join traits r on r.text_no = p.text_no and r.edition_no = @edition
  group by p.no, p.content_hash, p.vacancy_no, p.employer_no, p.board_no, r.text_no order by p.no`

interface Part {
  hash: ReturnType<typeof createHash>
  numbers: number[]
}

async function* postingParts(session: Transaction, day: number): AsyncGenerator<LakePart> {
  const inForce = await editionInForce(session)
  const edition = inForce?.no ?? 0
  const speaks = await numbersOf(session, `with ${boardsOn} select b.no from boards_on b where ${speaking}`, { day })
  const others = await numbersOf(session, "select no from employers where kind <> 'employer'")
  const parts = new Map<string, Part>()
  for await (const rows of session.batches<Sketch>(sketches, { edition })) {
    for (const row of rows) {
      const name = row.open === 1 ? 'open' : monthOf(dayFromNumber(row.ended_on!))
      let part = parts.get(name)
      if (part === undefined) {
        part = { hash: createHash('sha256').update(inForce?.name ?? ''), numbers: [] }
        parts.set(name, part)
      }
      part.numbers.push(row.no)
      const shown = row.open === 1 && speaks.has(row.board)
      part.hash.update(`${Object.values(row).join(' ')} ${shown} ${others.has(row.employer)}\n`)
    }
  }
  for (const [part, { hash, numbers }] of [...parts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    yield {
      ...{ table: 'postings', part, digest: hash.digest('hex') },
      rows: () => postingsOf(session, { numbers, edition, speaks }),
    }
  }
}

const numbersOf = async (session: Transaction, sql: string, ...values: unknown[]): Promise<Set<number>> =>
  new Set((await session.all<{ no: number }>(sql, ...values)).map(({ no }) => no))

interface FullRow extends FoundRow {
  own: number
  board_no: number
  ai: number | null
  patterns: string | null
  remote: string | null
}

const full = `select p.no, b.id as board, b.source, p.external_id, p.url, p.title, p.company, e.key as employer, p.locations, p.countries,
    p.workplace, p.employment, p.published_on, coalesce(p.vacancy_no, p.no) as vacancy_no,
    (select min(s.first_seen) from spells s where s.posting_no = p.no) as first_seen,
    (select max(s.last_seen) from spells s where s.posting_no = p.no) as last_seen,
    (select case when count(*) > count(s.ended_on) then null else max(s.ended_on) end from spells s where s.posting_no = p.no) as ended_on,
    ${flag('r.text_no is not null')} as tagged, r.role, r.seniority, r.years_min, r.years_max,
    coalesce(case when p.pay_currency is not null then p.pay_min end, r.pay_min) as pay_min,
    coalesce(case when p.pay_currency is not null then p.pay_max end, r.pay_max) as pay_max,
    coalesce(p.pay_currency, r.pay_currency) as pay_currency, coalesce(p.pay_period, r.pay_period) as pay_period,
    (select string_agg(k.id || ':' || m.level, ' ') from mentions m join skills k on k.no = m.skill_no
       where m.text_no = p.text_no and m.edition_no = @edition) as found,
    ${flag(own)} as own, b.no as board_no, r.ai, r.patterns, r.remote
  from postings p join boards b on b.no = p.board_no join employers e on e.no = p.employer_no
  left join traits r on r.text_no = p.text_no and r.edition_no = @edition
  where p.no in (${Array.from({ length: together }, () => '?').join(', ')}) order by p.no`

async function* postingsOf(
  session: Transaction,
  { numbers, edition, speaks }: { numbers: readonly number[]; edition: number; speaks: ReadonlySet<number> },
): AsyncGenerator<LakePosting[]> {
  for (let from = 0; from < numbers.length; from += together) {
    const some = numbers.slice(from, from + together)
    // Always as many values, so that the statement is prepared once.
    const padded = Array.from({ length: together }, (_, at) => some[at] ?? some[0])
    const rows = await session.all<FullRow>(full, ...padded, { edition })
    yield rows.map((row) => ({
      ...recordOf(row),
      own: row.own === 1,
      onShow: row.ended_on === null && speaks.has(row.board_no),
      ai: row.ai === null ? null : row.ai === 1,
      patterns: row.patterns === null ? [] : (JSON.parse(row.patterns) as string[]),
      remote: row.remote,
    }))
  }
}

// ---- snapshots ---------------------------------------------------------------------------------------------------

interface DaySum {
  day: number
  snapshots: number
  newest: number
  listed: number
  texts: number
  rejects: number
  cleared: number
}

/** Snapshots are only added; of those that stand, an import may raise what was listed and a person may clear what was held. */
const daySums = `select s.day, count(*) as snapshots, max(s.no) as newest, sum(s.listed) as listed, sum(s.with_text) as texts,
    sum(s.rejects) as rejects, count(s.cleared_at) as cleared
  from snapshots s where s.day <= @day group by s.day order by s.day`

async function* snapshotParts(session: Transaction, day: number): AsyncGenerator<LakePart> {
  const months = new Map<Month, { hash: ReturnType<typeof createHash>; from: number; to: number }>()
  for (const row of await session.all<DaySum>(daySums, { day })) {
    const month = monthOf(dayFromNumber(row.day))
    const own = months.get(month) ?? { hash: createHash('sha256'), from: row.day, to: row.day }
    months.set(month, own)
    own.to = row.day
    own.hash.update(`${Object.values(row).join(' ')}\n`)
  }
  for (const [part, { hash, from, to }] of months) {
    yield { table: 'snapshots', part, digest: hash.digest('hex'), rows: () => snapshotsOf(session, from, to) }
  }
}

interface SnapshotRow {
  board: string
  source: string
  day: number
  started_at: number
  outcome: Outcome
  reason: string | null
  listed: number
  total: number | null
  with_text: number
  rejects: number
  origin: LakeSnapshot['origin']
}

async function* snapshotsOf(session: Transaction, from: number, to: number): AsyncGenerator<LakeSnapshot[]> {
  const sql = `select b.id as board, b.source, s.day, s.started_at, s.outcome, s.reason, s.listed, s.total, s.with_text, s.rejects, s.origin
    from snapshots s join boards b on b.no = s.board_no where s.day between @from and @to order by s.day, s.board_no, s.started_at`
  for await (const rows of session.batches<SnapshotRow>(sql, { from, to })) {
    yield rows.map(({ day, started_at, with_text, ...row }) => ({
      ...{ ...row, day: dayFromNumber(day), startedAt: started_at, withText: with_text },
    }))
  }
}
