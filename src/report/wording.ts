/** Numbers and statuses in words, the same in every sink and every locale. */
import type { Figure, Flag, Status } from '../domain.ts'
import type { Point } from './views.ts'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const tenth = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

export const count = (number: number): string => (Number.isInteger(number) ? whole : tenth).format(number)

/** `1 board`, `12 boards`. */
export const counted = (number: number, noun: string): string =>
  `${count(number)} ${number === 1 ? noun : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`

/** A fraction as a percentage with the digits that it can carry: `26.3%`, `0.42%`, `0.003%`. */
export function percent(fraction: number): string {
  const value = fraction * 100
  const size = Math.abs(value)
  if (size === 0) return '0%'
  if (size >= 1) return `${value.toFixed(1)}%`
  return `${value.toFixed(Math.min(6, 1 - Math.floor(Math.log10(size))))}%`
}

const signed = (value: number, digits: number) => `${value > 0 ? '+' : ''}${value.toFixed(digits).replace(/^-/, '−')}%`

/** A value with its unit. Money keeps the words of its figure, which know the currency. */
export function valueText(value: number, unit: Figure['unit']): string {
  switch (unit) {
    case 'share':
      return percent(value)
    case 'percent':
      return signed(value, Math.abs(value) < 10 ? 1 : 0)
    case 'ratio':
      return value.toFixed(2)
    case 'index':
      return value.toFixed(3)
    case 'days':
      return counted(Math.round(value), 'day')
    case 'years':
      return counted(value, 'year')
    default:
      return count(value)
  }
}

/** What stands in a figure's place while too little is read. */
export const notMeasuredText = (read: number, active: number): string =>
  active === 0
    ? 'Not measured: no board has been read yet.'
    : `Not measured: ${count(read)} of ${counted(active, 'board')} read in the last 7 days.`

/** What stands in a table where a status leaves no value. */
export const absent: Record<Status, string> = {
  observed: 'none',
  zero: 'none',
  low: 'too few',
  partial: 'so far none',
  missing: 'not measured',
  not_tracked: 'not tracked',
  suspect: 'held back',
  break: 'not comparable',
}

/** The figure in a table's cell: short, and never 0 for what was not measured. */
export function shortText(figure: Figure): string {
  if (gone.has(figure.status) || (figure.value === null && figure.unit !== 'word')) return absent[figure.status]
  if (figure.unit === 'word') return figure.text.split(':')[0]!
  if (figure.unit === 'money') return firstClause(figure.text)
  return valueText(figure.value!, figure.unit)
}

const gone = new Set<Status>(['missing', 'not_tracked', 'suspect'])

/** Nothing may be read from it. */
export const isWithheld = (figure: Pick<Figure, 'status'>): boolean => gone.has(figure.status)

/** `$182,000` of "$182,000 (…)". */
const firstClause = (text: string) => /^[^(,;:]*(?:,\d{3})*/.exec(text)?.[0].trim() || text

/** `350 of 1,330`, where the figure has a denominator. */
export const basis = (figure: Pick<Figure, 'n' | 'denominator'>): string | null =>
  figure.denominator === null || figure.n === null ? null : `${count(figure.n)} of ${count(figure.denominator)}`

/** `Counted: 5 of 120.`, beside the sentence that stands in a share's place. */
const countedText = (figure: Figure): string => {
  const of = figure.unit === 'share' ? basis(figure) : null
  return of === null ? '' : `Counted: ${of}.`
}

/** The figure as a sentence prints it: n beside every percentage, the range where there is one. */
export function fullText(figure: Figure): string {
  if (isWithheld(figure) || figure.unit === 'word') return figure.text
  if (figure.value === null) return [figure.text, countedText(figure)].filter((part) => part !== '').join(' ')
  const inText = (part: string) => figure.text.includes(part)
  const extras: string[] = []
  const of = basis(figure)
  if (of !== null && figure.unit === 'share' && !inText(`of ${count(figure.denominator!)}`)) extras.push(of)
  const range = rangeText(figure)
  if (range !== null && !/\d%? (?:to|–) |95%/.test(figure.text)) extras.push(range)
  return extras.length === 0 ? figure.text : `${figure.text} (${extras.join('; ')})`
}

/** `95%: 22.1% to 30.8%`. */
export function rangeText({ interval, unit }: Pick<Figure, 'interval' | 'unit'>): string | null {
  if (interval === null) return null
  return `${Math.round(interval.confidence * 100)}%: ${valueText(interval.low, unit)} to ${valueText(interval.high, unit)}`
}

/** The short mark that a table puts beside a value, and what the legend says of it. */
const statusMarks: Partial<Record<Status, { mark: string; about: string }>> = {
  zero: { mark: 'none', about: 'looked for on every board read, and not found' },
  low: {
    mark: 'low',
    about: 'under the minimum sample: a count is a hint at most, and no share, rank or direction is drawn from it',
  },
  partial: { mark: 'so far', about: 'the period is still open, or not all of it was read' },
  missing: { mark: 'gap', about: 'not measured: a gap, not a zero' },
  not_tracked: { mark: 'untracked', about: 'the catalog did not know the skill then' },
  suspect: { mark: 'held', about: 'held back until somebody has looked at why it jumped' },
  break: { mark: 'break', about: 'the method or the set of boards changed here: not comparable with what came before' },
}

const flagMarks: Record<Flag, { mark: string; about: string }> = {
  provisional: { mark: 'provisional', about: 'from less than a year and a half of data: may be seasonal' },
  preliminary: { mark: 'prelim', about: 'the last two weeks still change as late postings come in' },
  carried: { mark: 'carried', about: 'some boards stand at their last good reading, at most 7 days old' },
  low_coverage: { mark: 'coverage', about: 'fewer than 80% of the boards could be read' },
  few_employers: { mark: 'few', about: 'from fewer employers than the minimum' },
  concentrated: { mark: 'concentrated', about: 'one employer makes up a large part of it' },
  revised: { mark: 'revised', about: 'printed differently before: see the revisions' },
  break: { mark: 'break', about: 'the method or the set of boards changed here: not comparable with what came before' },
  truncated_text: { mark: 'cut', about: 'some adverts were longer than what is kept' },
}

type Marked = Pick<Figure | Point, 'status' | 'flags'>

export const marksOf = ({ status, flags }: Marked): string[] => [
  ...new Set(
    [statusMarks[status]?.mark, ...flags.map((flag) => flagMarks[flag].mark)].filter((mark) => mark !== undefined),
  ),
]

/** Legend lines for the marks that were used, in a fixed order. */
export function legend(used: ReadonlySet<string>): { mark: string; about: string }[] {
  const all = [...Object.values(statusMarks), ...Object.values(flagMarks)]
  return all.filter(({ mark }, at) => used.has(mark) && all.findIndex((other) => other.mark === mark) === at)
}

export const statusAbout = (status: Status): string => statusMarks[status]?.about ?? 'measured, with enough behind it'
