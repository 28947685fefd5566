/**
 * How a posting read before it changed: a row holds what stood until a day, so that each day is answered as it was. What
 * never changed has no row.
 */
import { type Day, dayNumber } from '../../src/days.ts'
import type { Session } from './session.ts'

/** Columns of a posting that a source may say anew; its words are kept apart, and who the employer is is ours to say. */
export const changing = [
  ...['url', 'title', 'company', 'locations', 'countries', 'workplace', 'employment', 'department'],
  ...['pay_min', 'pay_max', 'pay_currency', 'pay_period', 'published_on', 'published_precision'],
] as const

const joined = (which: string) =>
  `left join former_postings f on f.posting_no = p.no and f.until_day = (select min(u.until_day) from former_postings u where u.posting_no = p.no${which})`

/** Joins to posting p, as f, how it read on @day, where it reads otherwise now. */
export const formerThen = joined(' and u.until_day > @day')
/** The same as it was first seen. */
export const formerFirst = joined('')

/** A column of p as it was on the day that f is joined for. */
export const asThen = (column: string): string => `case when f.posting_no is null then p.${column} else f.${column} end`

/** Pay as its source stated it, apart from what a text was read to say. */
export const payThen = ['min', 'max', 'currency', 'period']
  .map((part) => `${asThen(`pay_${part}`)} as p_${part}`)
  .join(', ')

/** Keeps how a posting reads now, which from this day on is no more. What was said within one day is known as its end. */
export async function keepFormer(session: Session, postingNo: number, until: Day): Promise<void> {
  const columns = changing.join(', ')
  await session.run(
    `insert into former_postings (posting_no, until_day, ${columns}) select no, cast(? as integer), ${columns} from postings where no = ?
     on conflict (posting_no, until_day) do nothing`,
    dayNumber(until),
    postingNo,
  )
}
