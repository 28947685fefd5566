/** The finest periods in which a population has jobs enough for shares: a small one is told by quarters or years. */
import { addDays, type Day } from '../days.ts'
import { type Asking, shared } from './asking.ts'
import { lastDayOf, type PeriodKind, periodOf, periodsBetween, startOf, usualStart } from './periods.ts'
import { isEnough } from './trend.ts'

/** What the choice looks at. */
const lookBack = 3 * 365

/** Months where half of the whole ones lately carry a share, else quarters, else years; months where none does. */
export const carryingPeriod = shared(async (asking: Asking): Promise<'month' | 'quarter' | 'year'> => {
  const { store, population, asOf } = asking
  const span = await store.questions.span(asOf)
  if (span === null) return 'month'
  const back = addDays(asOf, -lookBack)
  const from = startOf(back > span.first ? back : span.first, 'year')
  // Any skill answers for the whole: only the totals are read here.
  const rows = await store.questions.weekly([asking.skills[0]!.id], { name: population }, from, asOf)
  const carries = (by: PeriodKind): boolean => {
    const whole = periodsBetween(from > span.first ? from : startOf(span.first, by), asOf, by).filter(
      (period) => lastDayOf(period, by) <= asOf && startOf(lastDayOf(period, by), by) >= span.first,
    )
    const sums = new Map(whole.map((period) => [period, { n: 0, employers: new Set<string>() }]))
    for (const { employer, from: on, n } of rows) {
      const own = sums.get(periodOf(on, by))
      if (own === undefined) continue
      own.n += n
      own.employers.add(employer)
    }
    const good = [...sums.values()].filter(({ n, employers }) => isEnough({ n, employers: employers.size }))
    return good.length > 0 && good.length >= whole.length / 2
  }
  return (['month', 'quarter', 'year'] as const).find(carries) ?? 'month'
})

/** Where a small picture of the last years begins: two years of months, four of quarters, all there is of years. */
export const shownFrom = (by: 'month' | 'quarter' | 'year', asOf: Day, first: Day): Day =>
  startOf(by === 'year' ? usualStart(by, asOf, first) : addDays(asOf, by === 'month' ? -730 : -1461), by)
