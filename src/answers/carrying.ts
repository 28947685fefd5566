/** The finest periods in which a population has jobs enough for shares: a small one is told by quarters or years. */

import { addDays, type Day } from '../days.ts'
import { carriesShare } from '../figures/method.ts'
import { type Asking, shared } from './asking.ts'
import { eachOfPeriods, openedCellsOf, openedOf } from './opened.ts'
import { lastDayOf, type PeriodKind, periodsBetween, startOf, usualStart } from './periods.ts'

/** What the choice looks at. */
const lookBack = 3 * 365

/** Months where half of the whole ones lately carry a share, else quarters, else years; months where none does. */
export const carryingPeriod = shared(async (asking: Asking): Promise<'month' | 'quarter' | 'year'> => {
  const { store, asOf } = asking
  const span = await store.questions.span(asOf)
  if (span === null) return 'month'
  const back = addDays(asOf, -lookBack)
  const from = startOf(back > span.first ? back : span.first, 'year')
  const [{ employers }, cells] = [await openedOf(asking), await openedCellsOf(asking)]
  const carries = async (by: PeriodKind): Promise<boolean> => {
    const whole = periodsBetween(from > span.first ? from : startOf(span.first, by), asOf, by).filter(
      (period) => lastDayOf(period, by) <= asOf && startOf(lastDayOf(period, by), by) >= span.first,
    )
    const sums = new Map(whole.map((period) => [period, { n: 0, employers: 0 }]))
    // The period in which each employer was last seen to hire: cells come in order of time.
    const lastIn = new Array<string | undefined>(employers.length)
    await eachOfPeriods(asking, from, by, (period, cell) => {
      const own = sums.get(period)
      if (own === undefined) return
      own.n += cells.n[cell]!
      if (lastIn[cells.employer[cell]!] === period) return
      lastIn[cells.employer[cell]!] = period
      own.employers += 1
    })
    const good = [...sums.values()].filter(carriesShare)
    return good.length > 0 && good.length >= whole.length / 2
  }
  for (const by of ['month', 'quarter', 'year'] as const) if (await carries(by)) return by
  return 'month'
})

/** Where a small picture of the last years begins: two years of months, four of quarters, all there is of years. */
export const shownFrom = (by: 'month' | 'quarter' | 'year', asOf: Day, first: Day): Day =>
  startOf(by === 'year' ? usualStart(by, asOf, first) : addDays(asOf, by === 'month' ? -730 : -1461), by)
