/** Pay and years of experience of the open jobs that name a skill. */
import type { NamingRow } from '../../db/store.ts'
import type { Figure, PayPeriod, SkillId } from '../domain.ts'
import { minimum } from '../figures/method.ts'
import { type PaySummary, payOf } from '../figures/pay.ts'
import { quartiles } from '../figures/quartiles.ts'
import { clusteredShare, clustersOf } from '../figures/share.ts'
import { count, counted, percent } from '../report/wording.ts'
import type { Asking } from './asking.ts'
import { type Draft, figuresOf } from './figure.ts'
import { namingOf } from './naming-rows.ts'
import { needs, notEnough } from './needs.ts'
import { notMeasured, readingOf } from './reading.ts'
import { tracked } from './tracked.ts'

const measures = ['pay.median', 'pay.p25', 'pay.p75', 'pay.stated', 'years.median', 'years.p25', 'years.p75'] as const

/** `pay.*` in the country and currency that most of the jobs state, and `years.*`. */
export async function payFigures(asking: Asking, skill: SkillId): Promise<Figure[]> {
  const make = await figuresOf(asking, skill)
  const untracked = await tracked(asking, skill)
  const reading = await readingOf(asking)
  if (untracked !== null || !reading.enough) {
    const status = untracked === null ? 'missing' : 'not_tracked'
    const text = untracked ?? notMeasured(reading)
    return measures.map((measure) => make({ measure, text, status, unit: unitOf(measure) }))
  }
  const rows = await namingOf(asking, skill)
  return [...payDrafts(rows), statedDraft(rows), ...yearsDrafts(rows)].map(make)
}

const unitOf = (measure: (typeof measures)[number]) =>
  measure === 'pay.stated' ? 'share' : measure.startsWith('pay') ? 'money' : 'years'

/** The group with most stated pays: pay is never blended over currencies or countries. */
export function payGroups(rows: readonly NamingRow[]): { country: string; currency: string; rows: NamingRow[] }[] {
  const groups = new Map<string, { country: string; currency: string; stated: number }>()
  for (const { pay, countries } of rows) {
    const country = countries[0]
    if (pay === null || country === undefined) continue
    const key = `${country} ${pay.currency}`
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { country, currency: pay.currency, stated: 1 })
    else known.stated += 1
  }
  return [...groups.values()]
    .sort((left, right) => right.stated - left.stated || (left.country < right.country ? -1 : 1))
    .map(({ country, currency }) => ({ country, currency, rows: rows.filter((row) => row.countries[0] === country) }))
}

function payDrafts(rows: readonly NamingRow[]): Draft[] {
  const group = payGroups(rows)[0]
  const base = { unit: 'money' as const }
  if (group === undefined) {
    const text = `Not enough data: none of ${counted(rows.length, 'naming job')} states pay with its country.`
    return measures.slice(0, 3).map((measure) => ({ ...base, measure, text, status: 'low', n: 0 }))
  }
  const { country, currency } = group
  const summary = payOf(group.rows.map(statedPay), currency)
  const { n, employers, of: denominator } = summary
  const shared = { ...base, n, denominator, employers }
  if (summary.median === null) {
    return measures
      .slice(0, 3)
      .map((measure) => ({ ...shared, measure, status: 'low', text: tooFewPays(summary, country) }))
  }
  const where = `in ${country}, ${count(n)} of ${count(denominator)} jobs state it`
  const money = moneyText(currency)
  const quartile = (measure: string, value: number | null): Draft =>
    value === null
      ? {
          ...shared,
          measure,
          status: 'low',
          text: `Not enough data: ${count(n)} of ${minimum.quartiles.n} stated pays.`,
        }
      : { ...shared, measure, value, text: `${money(value)} (${where})` }
  return [
    {
      ...shared,
      measure: 'pay.median',
      value: summary.median,
      interval: summary.interval,
      text: `${money(summary.median)} a year (95%: ${money(summary.interval!.low)} to ${money(summary.interval!.high)}; ${where})`,
    },
    quartile('pay.p25', summary.p25),
    quartile('pay.p75', summary.p75),
  ]
}

const tooFewPays = ({ n, employers, currency }: PaySummary, country: string) =>
  `Not enough data: ${counted(n, 'job')} in ${country} from ${counted(employers, 'employer')} ${n === 1 ? 'states' : 'state'} pay in ${currency} that can be used (${minimum.pay.n} and ${minimum.pay.employers} needed).`

export const statedPay = ({ employer, pay }: NamingRow) => ({
  employer,
  pay: pay === null ? null : { ...pay, period: pay.period as PayPeriod },
})

/** `$182,000`; other currencies with their code. */
const moneyText = (currency: string) => (value: number) =>
  `${currency === 'USD' ? '$' : `${currency} `}${count(Math.round(value / 100) * 100)}`

function statedDraft(rows: readonly NamingRow[]): Draft {
  const base = { measure: 'pay.stated', unit: 'share' as const }
  const clusters = clustersOf(
    rows,
    ({ pay }) => (pay === null ? 0 : 1),
    () => 1,
  )
  const share = clusteredShare(clusters)
  const n = rows.filter(({ pay }) => pay !== null).length
  const counts = { n, denominator: rows.length, employers: clusters.length }
  const unmet = [
    ...needs('naming jobs', rows.length, minimum.level.n),
    ...needs('employers', clusters.length, minimum.level.employers),
  ]
  if (share === null || unmet.length > 0) return { ...base, ...counts, status: 'low', text: notEnough(unmet) }
  const text = `${count(n)} of ${count(rows.length)} naming jobs state pay`
  const status = n === 0 ? 'zero' : 'observed'
  return { ...base, ...counts, status, value: share.share, text, interval: share.interval }
}

function yearsDrafts(rows: readonly NamingRow[]): Draft[] {
  const stated = rows.flatMap(({ employer, traits }) =>
    traits.years === null ? [] : [{ employer, min: traits.years.min }],
  )
  const found = quartiles(stated.map(({ min }) => min))
  const employers = new Set(stated.map(({ employer }) => employer)).size
  const base = { unit: 'years' as const, n: stated.length, denominator: rows.length, employers }
  const enough = found !== null && found.n >= minimum.pay.n && employers >= minimum.pay.employers
  const of = `${count(stated.length)} of ${count(rows.length)} naming jobs state any`
  if (!enough) {
    const text = `Not enough data: ${of} (${minimum.pay.n} of ${minimum.pay.employers} employers needed).`
    return ['years.median', 'years.p25', 'years.p75'].map((measure) => ({ ...base, measure, text, status: 'low' }))
  }
  const told = `at least ${counted(found.median, 'year')} in the median, half of the jobs ask for ${count(found.p25)} to ${count(found.p75)} (${of}, ${percent(stated.length / rows.length)})`
  const one = (measure: string, value: number): Draft => ({
    ...base,
    measure,
    value,
    text: `${count(value)} years (${of})`,
  })
  return [
    { ...one('years.median', found.median), text: told },
    one('years.p25', found.p25),
    one('years.p75', found.p75),
  ]
}
