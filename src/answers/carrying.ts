/** The finest periods in which a population has jobs enough for shares: a small one is told by quarters or years. */

import { addDays, type Day } from '../days.ts'
import { carriesShare } from '../figures/method.ts'
import { type Asking, shared } from './asking.ts'
import { openedOf, rowsByPeriod } from './opened.ts'
import { lastDayOf, type PeriodKind, startOf, usualStart } from './periods.ts'

/** What the choice looks at. */
const lookBack = 3 * 365

/** Months where half of the whole ones lately carry a share, else quarters, else years; months where none does. */
export const carryingPeriod = shared(async (asking: Asking): Promise<'month' | 'quarter' | 'year'> => {
  const { store, asOf } = asking
  const span = await store.questions.span(asOf)
  if (span === null) return 'month'
  const back = addDays(asOf, -lookBack)
  const from = startOf(back > span.first ? back : span.first, 'year')
  const { employers, employer } = await openedOf(asking)
  const carries = async (by: PeriodKind): Promise<boolean> => {
    const first = from > span.first ? from : startOf(span.first, by)
    const isWhole = (period: string) =>
      lastDayOf(period, by) <= asOf && startOf(lastDayOf(period, by), by) >= span.first
    const whole = (await rowsByPeriod(asking, by, first)).filter(({ period }) => isWhole(period))
    // The period in which each employer was last seen to hire.
    const lastIn = new Int32Array(employers.length).fill(-1)
    const good = whole.filter(({ from, to }, period) => {
      let hiring = 0
      for (let row = from; row < to; row++) {
        if (lastIn[employer[row]!] === period) continue
        lastIn[employer[row]!] = period
        hiring += 1
      }
      return carriesShare({ n: to - from, employers: hiring })
    })
    return good.length > 0 && good.length >= whole.length / 2
  }
  for (const by of ['month', 'quarter', 'year'] as const) if (await carries(by)) return by
  return 'month'
})

/** Where a small picture of the last years begins: two years of months, four of quarters, all there is of years. */
export const shownFrom = (by: 'month' | 'quarter' | 'year', asOf: Day, first: Day): Day =>
  startOf(by === 'year' ? usualStart(by, asOf, first) : addDays(asOf, by === 'month' ? -730 : -1461), by)
