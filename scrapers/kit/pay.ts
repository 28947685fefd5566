/** Pay as sources state it: in fields, or in a line of text that is about nothing else. */
import type { Pay, PayPeriod } from '../../src/domain.ts'

const periods: [PayPeriod, RegExp][] = [
  ['hour', /\bhour|\bhr\b|\/h\b|\bp\.?h\.?\b|\bstund|\bheure|\bhora\b|\buur\b/i],
  ['day', /\bday\b|\bdaily|\bdiem|\btag\b|\bjour\b/i],
  ['week', /\bweek|\bwoche|\bsemaine/i],
  ['month', /\bmonth|\bmensual|\bmonat|\bmois\b|\bpcm\b|\bmaand/i],
  ['year', /\byear|\bannual|\bannum|\byr\b|\bp\.?a\.?\b|\bjahr|\ban\b|\bjaar/i],
]

/** The period that a source's word names; null for none and for "2 WEEK" and its like, which is not a year. */
export function payPeriod(said: string | null | undefined): PayPeriod | null {
  const words = (said ?? '').replace(/[_-]+/g, ' ').trim()
  const count = /^(\d+)\s/.exec(words)
  if (words === '' || (count !== null && count[1] !== '1')) return null
  return periods.find(([, pattern]) => pattern.test(words))?.[0] ?? null
}

/** Pay from fields. Zero is "not stated"; without a currency or a known period there is no pay that can be compared. */
export function payOf(
  min: number | null | undefined,
  max: number | null | undefined,
  currency: string | null | undefined,
  period: PayPeriod | null | undefined,
): Pay | null {
  const low = min !== null && min !== undefined && min > 0 ? min : null
  const high = max !== null && max !== undefined && max > 0 ? max : null
  const code = (currency ?? '').trim().toUpperCase()
  if ((low === null && high === null) || !/^[A-Z]{3}$/.test(code) || !period) return null
  const swapped = low !== null && high !== null && low > high
  return { min: swapped ? high : low, max: swapped ? low : high, currency: code, period }
}

const signs: [RegExp, string][] = [
  [/\b(?:CA\$|C\$|CAD)/, 'CAD'],
  [/\b(?:AU\$|A\$|AUD)/, 'AUD'],
  [/\b(?:S\$|SGD)/, 'SGD'],
  [/\b(?:R\$|BRL)/, 'BRL'],
  [/\b(?:US\$|USD)/, 'USD'],
  [/€|\bEUR\b|\beuros?\b/i, 'EUR'],
  [/£|\bGBP\b/, 'GBP'],
  [/₹|\bINR\b/, 'INR'],
  [/\bCHF\b/, 'CHF'],
  [/\b(?:PLN|zł)/, 'PLN'],
  [/\bSEK\b/, 'SEK'],
  [/\bNOK\b/, 'NOK'],
  [/\bDKK\b/, 'DKK'],
  [/\bILS\b|₪/, 'ILS'],
  [/\bJPY\b|¥/, 'JPY'],
  [/\bMXN\b/, 'MXN'],
]
/** Whose dollar a bare sign is, by the country of the job. */
const dollars: Record<string, string> = {
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  SG: 'SGD',
  HK: 'HKD',
  TW: 'TWD',
  MX: 'MXN',
  CL: 'CLP',
  CO: 'COP',
  AR: 'ARS',
}

/** Hourly pay above this and yearly pay below it do not occur; it decides where no period is written. */
const hourlyBelow = 1_000
const yearlyFrom = 10_000

/** "$110,000 - $150,000", "€75k–110k", "$0.05 – $0.06 / hour", "up to £60,000 per annum"; null when it is not plain. */
export function payFromText(said: string | null | undefined, country?: string | null): Pay | null {
  const text = (said ?? '').trim()
  const sign = signs.find(([pattern]) => pattern.test(text))?.[1]
  const currency = sign === undefined && text.includes('$') ? (dollars[country ?? 'US'] ?? 'USD') : sign
  if (currency === undefined || text.length > 300) return null
  const amounts = [...text.matchAll(/(\d{1,3}(?:[,.\u00a0' ]\d{3})+|\d+)(?:[.,](\d{1,2}))?(?!\d|\s*%)\s*(k\b)?/gi)].map(
    (found) => ({
      value: Number(`${found[1]!.replace(/\D/g, '')}.${found[2] ?? 0}`) * (found[3] === undefined ? 1 : 1000),
      thousands: found[3] !== undefined,
    }),
  )
  const [first, second] = amounts
  if (first === undefined || amounts.length > 2) return null
  // "150 - 210k" is 150k to 210k.
  const low = second?.thousands && !first.thousands && first.value < 1000 ? first.value * 1000 : first.value
  const high = second?.value ?? null
  const largest = Math.max(low, high ?? 0)
  const period =
    payPeriod(text) ??
    (largest >= yearlyFrom ? 'year' : largest < hourlyBelow && /[.,]\d\d\b/.test(text) ? 'hour' : null)
  if (high !== null) return payOf(low, high, currency, period)
  return /\bup to\b|\bmax|\bbis zu\b|\bjusqu/i.test(text)
    ? payOf(null, low, currency, period)
    : payOf(low, null, currency, period)
}
