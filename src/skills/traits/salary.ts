/** Base pay as a posting states it. */
import type { Pay, PayPeriod } from '../../domain.ts'
import { clauseBefore, clauseBehind, ends } from '../clauses.ts'
import type { CueHit } from '../cues.ts'
import { codes, currencyOf, isSmall } from './currency.ts'

const sign = '(?:(?:US|USD|CA|CAD|CDN|AU|AUD|NZ|SG|HK|MX|[CASR])?\\$|€|£|¥|₹|₪|₩|zł)'
const amount = "\\d{1,3}(?:[,.'’ \\u00a0\\u202f]\\d{3})+(?:\\.\\d{2})?|\\d+(?:[.,]\\d{1,2})?"
const unit = '(?:\\s?[kK]\\b|\\s?[kK](?=[\\s€£$/+])|\\s?thousand\\b|\\s?(?:lpa|lakhs?|lacs?)\\b)'
const join =
  '(?:\\s?\\[[^\\]\\n]{0,80}\\])?\\s*(?:/\\s?(?:yr|year|annum|annually|month|mo|hr|hour|day|week)|(?:per|a|an) (?:year|annum|month|hour|day|week))?\\.?\\s*(?:in our lowest [\\w ]{0,30})?(?:-|–|—|−|~|→|\\.\\.+|to|up to|and|till|bis|und|à|a|et|y|e|en|tot|/)+\\s*'
const money = new RegExp(
  `(?<![\\w.,])(?:(${codes})\\s?)?(${sign})?\\s?(${amount})(${unit})?(?:\\s?(€|£|\\$|zł|(?:${codes})\\b))?(\\+)?(?:${join}(?:(${codes})\\s?)?(${sign})?\\s?(${amount})(${unit})?(?:\\s?(€|£|\\$|zł|(?:${codes})\\b))?(\\+)?)?`,
  'iy',
)
const payWords =
  /\b(?:salar(?:y|ies)|compensation|comp\b|pay(?:s|ing)?\b|base|(?:jahres|monats|grund|brutto|einstiegs|brutto?jahres)?gehalt|salaire|salario|salário|salaris|rate|wage|remuneration|vergütung|rémunération|remuneración|remuneração|brutto|gross|annual|annually|yearly|hourly|per (?:year|annum|hour|month|day|week)|lpa|p\.?a\.?\b|\/ ?(?:yr|year|hr|hour|mo|month|day)|an hour|a year|ote|range)/i
/** Money that is nobody's pay. */
const otherMoney =
  /\b(?:raised|raising|fund(?:ed|ing|s)?|series [a-f]\b|seed|valu(?:ed|ation)|revenue|arr|mrr|billion|million|market|invest(?:ed|ment|ors?)|stipend|budget|bonus|allowance|reimburs\w*|referral|signing|sign-on|equipment|learning|wellness|saved?|saving|spend|transactions?|processed|processing|assets|aum|grant|prize|credit|discount|donat\w*|gmv|contract value|deal|acv|quota|tuition|education|relocation|housing|401|insurance|lunch|gym|home office|per diem|worth|lifestyle|fsa|hsa|sales of|exit|costs?|fees?|loans?|debt)\b/i
/** "40 USD per visit" is a price. */
const each =
  /^\s?(?:per|a|an|each|\/)\s?(?:visit|session|person|user|seat|head|trip|meal|ticket|referral|employee|customer|unit|item|order|piece|dependent|child|night|flight|game|course|event|class|conference)\b/i
/** "$500/month to be used for dependents", "$100k+/month in paid media". */
const spentOn =
  /^\W{0,2}(?:(?:per |a )?(?:month|mo|year|yr)\b)?\s*(?:to be used|towards?\b|in (?:paid|ad|media)\b|for (?:dependent|gym|health|wellness|learning))/i
const big = /^\s?(?:m|mm|mn|mil|million|millions|b|bn|billion|billions|t|trillion)\b/i

interface Stated {
  min: number | null
  max: number | null
  currency: string
  period: PayPeriod
  at: number
  end: number
  /** Words of pay stand near. */
  sure: boolean
}

/** No posting states so many figures: what goes on is a table of something else. */
const mostRead = 1000

const currencySigns = ['$', '€', '£', '¥', '₹', '₪', '₩', 'zł']

/** What may stand between a currency and its figure, and the currency. */
function isOfMoney(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit > 127) return /[€£¥₹₪₩ł\s]/i.test(text[at]!)
  return (unit | 32) >= 97 ? (unit | 32) <= 122 : unit === 36 || unit === 32 || (unit >= 9 && unit <= 13)
}
/** No sum begins behind a letter, a figure, a full stop or a comma. */
function isInside(text: string, at: number): boolean {
  if (at === 0) return false
  const unit = text.charCodeAt(at - 1)
  return isDigit(unit) || ((unit | 32) >= 97 && (unit | 32) <= 122) || unit === 95 || unit === 46 || unit === 44
}
/** As in "pounds USD$ 5". */
const longestCurrency = 13

/** The first sum of money at or behind a place: only where a figure begins is one looked for. */
function moneyFrom(text: string, from: number): RegExpExecArray | null {
  for (let at = from; at < text.length; at++) {
    if (!isDigit(text.charCodeAt(at)) || isDigit(text.charCodeAt(at - 1))) continue
    let start = at
    while (start > from && at - start < longestCurrency && isOfMoney(text, start - 1)) start -= 1
    for (; start <= at; start++) {
      if (isInside(text, start)) continue
      money.lastIndex = start
      const match = money.exec(text)
      if (match !== null) return match
    }
  }
  return null
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57

export function salaryOf(text: string, cues: readonly CueHit[]): Pay | null {
  if (!currencySigns.some((sign) => text.includes(sign)) && !cues.some(({ kind }) => kind === 'pay')) return null
  const stated: Stated[] = []
  let read = 0
  for (let match = moneyFrom(text, 0); match !== null; match = moneyFrom(text, match.index + match[0].length)) {
    read += 1
    if (read > mostRead) break
    if (
      match[1] === undefined &&
      match[2] === undefined &&
      match[5] === undefined &&
      match[8] === undefined &&
      match[11] === undefined &&
      match[7] === undefined &&
      match[4] === undefined &&
      match[10] === undefined &&
      !/\d[,.]\d{3}/.test(match[0])
    )
      continue
    const one = readMatch(text, match)
    if (one === null) continue
    const before = stated.at(-1)
    // "$145,000-$165,000 (New York), $130,000-$150,000 (elsewhere)"
    if (before?.sure && one.at - before.end < 40 && one.currency === before.currency && one.min !== one.max)
      one.sure ||= !text.slice(before.end, one.at).includes('\n')
    stated.push(one)
  }
  const [first] = stated
  if (first === undefined) return null
  const sure = stated.filter((one) => one.sure)
  return combined(sure.length > 0 ? sure : stated, text)
}

/** Several places or levels of one kind: from the lowest to the highest, in the first currency. */
function combined(stated: Stated[], text: string): Pay {
  const first = stated[0]!
  let { min, max } = first
  let end = first.end
  for (const one of stated.slice(1)) {
    if (one.currency !== first.currency || one.period !== first.period) continue
    // Ranges that lie apart in the text speak of something else, such as one state's law.
    const between = text.slice(end, one.at)
    if (
      between.length > 160 ||
      (/\b(?:for|in) (?:colorado|new york|california|washington)\b[^.]{0,40}$/i.test(between) && between.length > 90)
    )
      continue
    if (one.min !== null && min !== null) min = Math.min(min, one.min)
    if (one.max !== null && max !== null) max = Math.max(max, one.max)
    end = one.end
  }
  return { min, max, currency: first.currency, period: first.period }
}

function readMatch(text: string, match: RegExpExecArray): Stated | null {
  const at = match.index
  const end = at + match[0].length
  const near = clauseBefore(text, at - 90, at, ends.near)
  const lead = clauseBefore(text, at - 60, at, ends.line)
  const after = clauseBehind(text, end, end + 60, ends.line)
  // "Salary, 401k matching" is a pension.
  if (/^40[13]\s?k?$/i.test(match[0].trim()) || /^40[13]$/.test(match[3]!)) return null
  if (spentOn.test(after)) return null
  if (big.test(after) || each.test(after) || /^%|^\s?%/.test(after) || /^(?:\.\d)?\s?x\b/i.test(after)) return null
  const currencyMark = match[1] ?? match[2] ?? match[5] ?? match[7] ?? match[8] ?? match[11]
  const low = numberOf(
    match[3]!,
    match[4] ?? (match[9] !== undefined ? shared(match[3]!, match[9], match[10]) : undefined),
  )
  const high = match[9] === undefined ? null : numberOf(match[9], match[10])
  if (low === null) return null
  const sure =
    payWords.test(lead.replace(/\btotal comp\w*/i, '')) ||
    payWords.test(after.slice(0, 40)) ||
    periodWords.some(([, pattern]) => pattern.test(`${match[0]} ${after.slice(0, 12)}`)) ||
    /(?:^|\|)\s*$/.test(lead)
  const currency = currencyOf(match, text, at)
  const size = high ?? low
  const period = periodOf(`${match[0]} ${clauseBehind(after, 0, 30, ends.near)}`, lead, size, currency)
  if (period === null) return null
  if (
    currencyMark === undefined &&
    !(
      sure &&
      /salar|compensation|pay|gehalt|base/i.test(lead + after.slice(0, 20)) &&
      (high !== null || match[4] !== undefined)
    )
  )
    return null
  if (currencyMark === undefined && match[4] === undefined && match[10] === undefined && (high ?? low) < 10_000)
    return null
  const range = high !== null && high > low
  if (otherMoney.test(near.slice(-50)) && !payWords.test(near.slice(-30))) return null
  if (
    otherMoney.test(after.slice(0, 26)) &&
    !/^\W*(?:base|salary|\+|plus|\(|per|a year|\/|with|and equity|bonus)/i.test(after) &&
    !range
  )
    return null
  if (
    /\b(?:ote|on[- ]target)\b/i.test(lead.slice(-40)) ||
    /^[\s(+]*(?:usd )?(?:ote|on[- ]target)\b(?!\s*:?\s*(?:of )?[$€£]?\d)/i.test(after)
  )
    return null
  if (
    /\bbonus (?:of )?(?:up to )?$/i.test(lead) ||
    /^\s*(?:signing|sign-on|referral|bonus|variable|commission)\b/i.test(after)
  )
    return null
  if (!range && !sure && !(match[4] !== undefined && (high ?? low) >= 30_000)) return null
  if (!plausible(period, size, currency)) return null
  const upTo = /\b(?:up to|upto|max(?:imum)?(?: of)?|bis zu|jusqu['’]à|hasta|tot|até)\s*(?:~|about\s*)?$/i.test(lead)
  const from =
    /\b(?:from|starting (?:at|from)|starts? at|at least|min(?:imum|destens)?(?: (?:gross |annual |base |monthly )*(?:salary|pay))?(?: of)?|ab|à partir de|desde|vanaf|north of|above|over|upwards of|no less than)\s*$/i.test(
      lead,
    ) ||
    match[6] === '+' ||
    /^\s?\+(?!\s?(?:equity|bonus|benefits|options|[$€£]?\d|stock|commission|profit|perks|super|full|generous|health|a |rsu|meaningful|competitive|great))/i.test(
      after,
    )
  if (high !== null && high >= low)
    return { min: low, max: match[12] === '+' ? null : high, currency, period, at, end, sure }
  if (upTo) return { min: null, max: low, currency, period, at, end, sure }
  if (from) return { min: low, max: null, currency, period, at, end, sure }
  return { min: low, max: low, currency, period, at, end, sure }
}

/** "120-150k": the k speaks for both. */
const shared = (low: string, high: string, unitOfHigh: string | undefined): string | undefined =>
  unitOfHigh !== undefined &&
  Number(low.replace(/[^\d.]/g, '')) < 1000 &&
  Number(low.replace(/[^\d.]/g, '')) <= Number(high.replace(/[^\d.]/g, '')) * 1.01
    ? unitOfHigh
    : undefined

function numberOf(figure: string, unitWords: string | undefined): number | null {
  const grouped = /^\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3})+(?:\.\d{2})?$/.test(figure)
  const plain = grouped ? figure.replace(/\.\d{2}$/, '').replace(/[^\d]/g, '') : figure.replace(',', '.')
  const value = Number(plain)
  if (!Number.isFinite(value) || value === 0) return null
  if (unitWords === undefined) return value
  const named = unitWords.trim().toLowerCase()
  const times = named.startsWith('l') ? 100_000 : 1000
  return value >= 10_000 && times === 1000 ? value : Math.round(value * times)
}

const periodWords: [PayPeriod, RegExp][] = [
  [
    'hour',
    /(?:\/|\bper |\ban? |\beach )\s?(?:hr|hour)\b|\bhourly\b|\bp\/h\b|\bph\b|\/h\b|pro stunde|par heure|por hora|per uur/i,
  ],
  ['day', /(?:\/|\bper |\ba )\s?day\b|\bdaily\b|\bp\/d\b|\/d\b|pro tag|par jour|por dia|per dag|day rate/i],
  ['week', /(?:\/|\bper |\ba )\s?(?:wk|week)\b|\bweekly\b/i],
  [
    'month',
    /(?:\/|\bper |\ba )\s?(?:mo|month|mth)\b|\bmonthly\b|\bp\.?m\.?\b|pro monat|par mois|al mes|por mês|mensual|per maand|\/monat/i,
  ],
  [
    'year',
    /(?:\/|\bper |\ba )\s?(?:yr|year|annum)\b|\byearly\b|\bannual(?:ly)?\b|\bp\.?a\.?\b|pro jahr|par an|al año|por ano|per jaar|brut annuel/i,
  ],
]

function periodOf(own: string, lead: string, size: number, currency: string): PayPeriod | null {
  for (const [period, pattern] of periodWords) if (pattern.test(own)) return period
  for (const [period, pattern] of periodWords)
    if (pattern.test(lead) && plausible(period, size, currency)) return period
  if (size >= 12_000) return 'year'
  if (size >= 15 && size <= 350) return 'hour'
  return null
}

function plausible(period: PayPeriod, size: number, currency: string): boolean {
  const [least, most] = {
    year: [9000, 3_000_000],
    month: [400, 250_000],
    week: [150, 20_000],
    day: [60, 6000],
    hour: [7, 700],
  }[period] as [number, number]
  return size >= least && size <= (isSmall(currency) ? 20 * most : most)
}
