/**
 * What fifteen years of hiring threads say of PyTorch against TensorFlow: by year, and since which month the first has been named
 * by more jobs over twelve months at a time, with the month since which the interval leaves no doubt.
 */
import { openStore } from '../db/open.ts'
import { addMonths, day, firstOfMonth, lastOfMonth, type Month, maybeDay, monthOf } from '../src/days.ts'
import { type Ratio, ratio } from '../src/figures/ratio.ts'

interface Row {
  employer: string
  from: string
  naming: Readonly<Record<string, number>>
}

/** `history STORE [day=2026-05-31] [skill=pytorch] [other=tensorflow]`; the store is one with the history loaded and refreshed. */
export default async function measure([
  path,
  until = '2026-05-31',
  skill = 'pytorch',
  other = 'tensorflow',
]: string[]): Promise<string> {
  const asOf = maybeDay(until)
  if (path === undefined || asOf === null) return 'history STORE [day] [skill] [other]'
  const store = await openStore(path, { readOnly: true, now: () => Date.parse(asOf) })
  try {
    const lines: string[] = []
    for (const population of ['ai', 'all']) {
      const rows = await store.questions.weekly([skill, other], { name: population }, day('2011-01-01'), asOf)
      const between = (from: string, to: string) =>
        ratioOf(rows, skill, other, (row) => row.from >= from && row.from <= to)
      lines.push(`${population}: jobs naming ${skill} and ${other}`)
      for (let year = 2015; year <= Number(until.slice(0, 4)); year++) {
        lines.push(`  ${year}  ${told(between(`${year}-01-01`, `${year}-12-31`))}`)
      }
      const last = monthOf(asOf)
      const yearTo = (month: Month) => between(firstOfMonth(addMonths(month, -11)), lastOfMonth(month))
      const since = (holds: (found: Ratio) => boolean): string => {
        let month = last
        let found = yearTo(month)
        while (found !== null && holds(found)) {
          month = addMonths(month, -1)
          found = yearTo(month)
        }
        return month === last ? 'not now' : `since ${addMonths(month, 1)}`
      }
      lines.push(`  ahead over twelve months at a time: ${since(({ a, b }) => a > b)}`)
      lines.push(`  beyond doubt (95%): ${since(({ interval }) => interval.low > 1)}`)
    }
    return lines.join('\n')
  } finally {
    await store.close()
  }
}

function ratioOf(rows: readonly Row[], skill: string, other: string, within: (row: Row) => boolean): Ratio | null {
  return ratio(
    rows.filter(within).map(({ employer, naming }) => ({ employer, a: naming[skill] ?? 0, b: naming[other] ?? 0 })),
  )
}

const told = (found: Ratio | null): string => {
  if (found === null) return 'no ratio: one of them is named by nobody, or by one employer alone'
  const { a, b, ratio: value, interval, employers, enough } = found
  const few = enough ? '' : '; under the minimum of a published ratio'
  return `${a} to ${b}: ${value.toFixed(2)} (95%: ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}, ${employers} employers${few})`
}
