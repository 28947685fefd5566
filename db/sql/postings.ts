/** Postings, their texts and employers: written once each, found again by key and hash. */
import { type Day, dayNumber } from '../../src/days.ts'
import type { EmployerKey, Posting, PostingText } from '../../src/domain.ts'
import { postingHash, textHash } from '../hash.ts'
import { forgetCountsFrom } from './counts.ts'
import { changing, keepFormer } from './former.ts'
import { forgetWeekOf } from './packed-weeks.ts'
import type { Session } from './session.ts'
import { packText } from './text-body.ts'

const firstPyTorchYear = '2017'

/** `2016` for a posting from before "torch" meant PyTorch. */
export const eraOf = (publishedOn: Day | null, seenOn: Day): string | null =>
  (publishedOn ?? seenOn) < firstPyTorchYear ? '2016' : null

async function employerNo(session: Session, key: EmployerKey, name: string): Promise<number> {
  const known = session.numbers('employers').get(key)
  if (known !== undefined) return known
  await session.run('insert into employers (key, name) values (?, ?) on conflict (key) do nothing', key, name)
  const { no } = (await session.one<{ no: number }>('select no from employers where key = ?', key))!
  session.numbers('employers').set(key, no)
  return no
}

async function textNo(
  session: Session,
  title: string,
  text: PostingText,
  era: string | null,
  hash: string,
): Promise<number> {
  const found = await session.one<{ no: number }>('select no from texts where hash = ?', hash)
  if (found !== null) return found.no
  const { body, packed } = packText(text)
  return session.insert(
    'insert into texts (hash, title, body, packed, era) values (?, ?, ?, ?, ?)',
    ...[hash, title, body, packed, era],
  )
}

/** The posting's vacancy is to be made anew. */
export async function markStale(session: Session, postingNo: number): Promise<void> {
  await session.run('insert into stale_postings (posting_no) values (?) on conflict do nothing', postingNo)
}

async function addWording(session: Session, postingNo: number, fromDay: Day, text: number): Promise<void> {
  await session.run(
    'insert into wordings (posting_no, from_day, text_no) values (?, ?, ?) on conflict (posting_no, from_day) do update set text_no = excluded.text_no',
    ...[postingNo, dayNumber(fromDay), text],
  )
}

async function wasCollected(session: Session, postingNo: number): Promise<boolean> {
  return (await session.one('select 1 from spells where posting_no = ? and listed_by is not null', postingNo)) !== null
}

type Known = {
  no: number
  content_hash: string
  employer_no: number
  text_no: number | null
  vacancy_no: number | null
} & Record<(typeof changing)[number], string | number | null>

const knownPosting = `select no, content_hash, employer_no, text_no, vacancy_no, ${changing.join(', ')} from postings where board_no = ? and external_id = ?`

/** What a posting says, in the order of `changing`. */
const saidBy = ({ pay, publishedOn, ...posting }: Posting): (string | number | null)[] => [
  ...[posting.url, posting.title, posting.company],
  ...[JSON.stringify(posting.locations), JSON.stringify(posting.countries)],
  ...[posting.workplace, posting.employment, posting.department],
  ...[pay?.min ?? null, pay?.max ?? null, pay?.currency ?? null, pay?.period ?? null],
  ...[publishedOn === null ? null : dayNumber(publishedOn), posting.publishedPrecision],
]

/** A posting that goes over to another employer leaves its vacancy to the others, and takes its past days along. */
async function goOver(session: Session, { no, vacancy_no }: Known): Promise<void> {
  const others = await session.all<{ no: number }>(
    'select no from postings where vacancy_no = ? and no <> ?',
    ...[vacancy_no, no],
  )
  for (const other of others) await markStale(session, other.no)
  const { day } = (await session.one<{ day: number }>(
    'select min(first_seen) as day from spells where posting_no = ?',
    no,
  ))!
  await forgetCountsFrom(session, day)
}

/** Packed weeks hold the countries of each vacancy. */
async function forgetItsWeek(session: Session, { vacancy_no }: Known): Promise<void> {
  const row = await session.one<{ first_seen: number }>('select first_seen from vacancies where no = ?', vacancy_no)
  if (row !== null) await forgetWeekOf(session, row.first_seen)
}

/**
 * Writes what is new of a posting; returns its number and hash. What a board itself listed stands: a file (`told`) then
 * only adds how the posting read on an earlier or later day.
 */
export async function keepPosting(
  session: Session,
  boardNo: number,
  posting: Posting,
  seenOn: Day,
  told = false,
): Promise<{ no: number; hash: string; isNew: boolean }> {
  const known = await session.one<Known>(knownPosting, boardNo, posting.externalId)
  const era = eraOf(posting.publishedOn, seenOn)
  // A posting whose own page failed this time keeps the words it had: they were read, and nothing unsaid them.
  const kept = posting.text === null && known !== null ? known.text_no : null
  const wordsHash =
    posting.text !== null
      ? textHash(posting.title, posting.text, era)
      : kept === null
        ? null
        : (await session.one<{ hash: string }>('select hash from texts where no = ?', kept))!.hash
  const hash = postingHash(posting, wordsHash)
  if (known !== null && known.content_hash === hash) return { no: known.no, hash, isNew: false }
  if (known !== null && told && (await wasCollected(session, known.no))) {
    if (posting.text !== null) {
      await addWording(session, known.no, seenOn, await textNo(session, posting.title, posting.text, era, wordsHash!))
      await markStale(session, known.no)
    }
    return { no: known.no, hash: known.content_hash, isNew: false }
  }
  const employer = await employerNo(session, posting.employer, posting.company)
  const text = posting.text === null ? kept : await textNo(session, posting.title, posting.text, era, wordsHash!)
  const said = saidBy(posting)
  const values = [employer, text, ...said, hash]
  let no: number
  if (known === null) {
    no = await session.insert(
      `insert into postings (employer_no, text_no, url, title, company, locations, countries, workplace, employment, department,
             pay_min, pay_max, pay_currency, pay_period, published_on, published_precision, content_hash, board_no, external_id)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...values,
      boardNo,
      posting.externalId,
    )
  } else {
    no = known.no
    if (changing.some((column, at) => known[column] !== said[at])) await keepFormer(session, no, seenOn)
    await session.run(
      `update postings set employer_no = ?, text_no = ?, url = ?, title = ?, company = ?, locations = ?, countries = ?, workplace = ?,
             employment = ?, department = ?, pay_min = ?, pay_max = ?, pay_currency = ?, pay_period = ?, published_on = ?,
             published_precision = ?, content_hash = ? where no = ?`,
      ...values,
      no,
    )
    if (known.employer_no !== employer) await goOver(session, known)
    if (known.countries !== JSON.stringify(posting.countries)) await forgetItsWeek(session, known)
  }
  if (text !== null && text !== known?.text_no) await addWording(session, no, seenOn, text)
  await markStale(session, no)
  return { no, hash, isNew: known === null }
}
