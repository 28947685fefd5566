/** Currencies as postings write them. */

const signs: Record<string, string> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₽': 'RUB',
  '₪': 'ILS',
  '₩': 'KRW',
  '₴': 'UAH',
  zł: 'PLN',
  us$: 'USD',
  usd$: 'USD',
  c$: 'CAD',
  ca$: 'CAD',
  cad$: 'CAD',
  cdn$: 'CAD',
  a$: 'AUD',
  au$: 'AUD',
  aud$: 'AUD',
  nz$: 'NZD',
  s$: 'SGD',
  sg$: 'SGD',
  hk$: 'HKD',
  r$: 'BRL',
  mx$: 'MXN',
  chf: 'CHF',
  kč: 'CZK',
  kr: 'SEK',
}
export const codes =
  'USD|EUR|GBP|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|INR|SGD|HKD|JPY|ILS|BRL|MXN|ZAR|AED|euros?|dollars?|pounds?'
const codeOf = (words: string): string => {
  const code = words.toLowerCase()
  if (code.startsWith('euro')) return 'EUR'
  if (code.startsWith('dollar')) return 'USD'
  if (code.startsWith('pound')) return 'GBP'
  return words.toUpperCase()
}

/** Currencies of which a hundred and more make a dollar or so. */
const small = new Set(['INR', 'JPY', 'HUF', 'KRW', 'RUB', 'CZK'])
export const isSmall = (currency: string): boolean => small.has(currency)

/** Of a sum of money as `salary.ts` matches it: the code that it or its surroundings name. */
export function currencyOf(match: RegExpExecArray, text: string, at: number): string {
  const marks = [match[1], match[5], match[7], match[11]].filter(
    (mark) => mark !== undefined && !/^[$€£]$/.test(mark),
  ) as string[]
  if (marks.length > 0) return signs[marks[0]!.toLowerCase()] ?? codeOf(marks[0]!)
  const signed = (match[2] ?? match[8] ?? match[5] ?? match[11] ?? '').toLowerCase()
  const own = signs[signed] ?? 'USD'
  if (signed !== '$' && signed !== '') return own
  const around = text.slice(Math.max(0, at - 60), at + match[0].length + 40)
  const named = /\b(CAD|AUD|NZD|SGD|USD|EUR|GBP|CHF|INR|HKD|MXN|PLN)\b/.exec(around)
  return named === null ? own : named[1]!
}
