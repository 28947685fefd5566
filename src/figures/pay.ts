/** Stated pay in one country and currency: median and quartiles of yearly values, and how far the median may be off. */
import type { EmployerKey, Interval, PayPeriod } from '../domain.ts'
import { minimum, payRule } from './method.ts'
import { unitsPerDollar } from './pay-bounds.ts'
import { ascending, median, quantile } from './quartiles.ts'
import { clusteredShare, clustersOf } from './share.ts'

/** Pay as one vacancy states it; one of the two ends may be missing. */
export interface StatedPay {
  employer: EmployerKey
  pay: { min: number | null; max: number | null; currency: string; period: PayPeriod } | null
}

export interface PayValue {
  employer: EmployerKey
  /** A year's pay: the middle of the range. */
  value: number
}

export interface PaySummary {
  currency: string
  /** Vacancies with pay that can be used, and their employers. */
  n: number
  employers: number
  /** Of so many vacancies. */
  of: number
  /** Null under the minimum of 30 vacancies and 10 employers, or where the interval would be no interval. */
  median: number | null
  interval: Interval | null
  /** Null under 50 vacancies. */
  p25: number | null
  p75: number | null
}

const periodsPerYear: Record<PayPeriod, number> = { year: 1, month: 12, week: 52, day: 260, hour: 2080 }

/**
 * A yearly value for each vacancy whose pay in the currency can be used (docs/method.md, "Pay"): the middle of a closed
 * range, and of an open one what the closed ranges of the group make of its one end.
 */
export function payValues(jobs: readonly StatedPay[], currency: string): PayValue[] {
  const stated = jobs.flatMap(({ employer, pay }) => {
    if (pay === null || pay.currency !== currency) return []
    const times = periodsPerYear[pay.period]
    const range = { low: pay.min === null ? null : pay.min * times, high: pay.max === null ? null : pay.max * times }
    return isUsable(range, currency) ? [{ employer, ...range }] : []
  })
  const closed = stated.flatMap(({ low, high }) => (low === null || high === null ? [] : [{ low, high }]))
  const enough = closed.length >= payRule.closedNeeded
  const fromLow = enough ? median(closed.map(({ low, high }) => (low + high) / 2 / low)) : null
  const fromHigh = enough ? median(closed.map(({ low, high }) => (low + high) / 2 / high)) : null
  return stated.flatMap(({ employer, low, high }) => {
    const value =
      low !== null && high !== null
        ? (low + high) / 2
        : low !== null
          ? fromLow && low * fromLow
          : fromHigh && high! * fromHigh
    return value === null ? [] : [{ employer, value }]
  })
}

/** Median, quartiles and interval of the vacancies' stated pay in one currency; `of` counts those that state none too. */
export function payOf(jobs: readonly StatedPay[], currency: string): PaySummary {
  const values = payValues(jobs, currency)
  const employers = new Set(values.map(({ employer }) => employer)).size
  const summary = { currency, n: values.length, employers, of: jobs.length }
  const nothing = { ...summary, median: null, interval: null, p25: null, p75: null }
  if (values.length < minimum.pay.n || employers < minimum.pay.employers) return nothing
  const found = medianOf(values)
  if (found.interval === null) return nothing
  const sorted = ascending(values.map(({ value }) => value))
  const shown = values.length >= minimum.quartiles.n
  return {
    ...{ ...summary, median: found.median, interval: found.interval },
    ...{ p25: shown ? quantile(sorted, 0.25) : null, p75: shown ? quantile(sorted, 0.75) : null },
  }
}

/** The median with the interval of Woodruff 1952, clustered by employer; no interval where it would span everything. */
export function medianOf(values: readonly PayValue[]): {
  median: number
  deff: number | null
  /** The interval's reach in ranks: it goes from the quantile 0.5 - reach to 0.5 + reach. */
  reach: number | null
  interval: Interval | null
} {
  const sorted = ascending(values.map(({ value }) => value))
  const middle = quantile(sorted, 0.5)
  const below = clusteredShare(
    clustersOf(
      values,
      ({ value }) => (value <= middle ? 1 : 0),
      () => 1,
    ),
  )
  if (below === null) return { median: middle, deff: null, reach: null, interval: null }
  const reach = below.t * Math.sqrt((0.25 * below.deff) / sorted.length)
  const interval =
    reach >= 0.5 ? null : { low: quantile(sorted, 0.5 - reach), high: quantile(sorted, 0.5 + reach), confidence: 0.95 }
  return { median: middle, deff: below.deff, reach, interval }
}

function isUsable({ low, high }: { low: number | null; high: number | null }, currency: string): boolean {
  const perDollar = unitsPerDollar[currency]
  const ends = [low, high].filter((end) => end !== null)
  if (perDollar === undefined || ends.length === 0) return false
  if (low !== null && high !== null && (high < low || high / low > payRule.widest)) return false
  return ends.every((end) => end >= payRule.low * perDollar && end <= payRule.high * perDollar)
}
