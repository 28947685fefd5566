/** Days, months, populations and groups as a reader says them. */
import { type Day, type Month, maybeDay, maybeMonth } from '../../days.ts'
import { html, type Markup } from '../html-text.ts'

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
]

const monthName = (of: Day | Month) => months[Number(of.slice(5, 7)) - 1]!

/** `24 November 2026`. */
export const dayText = (of: Day): string => `${Number(of.slice(8))} ${monthName(of)} ${of.slice(0, 4)}`

export const dayHtml = (of: Day): Markup => html`<time datetime="${of}">${dayText(of)}</time>`

/** `November 2026` of a month, the day of a day, any other period as it is written. */
export function periodText(period: string): string {
  const month = maybeMonth(period)
  if (month !== null) return `${monthName(month)} ${month.slice(0, 4)}`
  const day = maybeDay(period)
  return day === null ? period : dayText(day)
}

const groupNames: Record<string, string> = {
  llm: 'Language models',
  'classical-ml': 'Classical machine learning',
  'gpu-compilers': 'GPUs and compilers',
  'serving-mlops': 'Serving and MLOps',
}

/** `Vector stores` for `vector-stores`. */
export function groupText(group: string): string {
  const text = groupNames[group] ?? group.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
