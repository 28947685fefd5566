/** Badges in the shape that README files know: one figure, its day, and never a number that was not measured. */
import { eastAsianWidth } from 'get-east-asian-width'
import type { Figure } from '../../domain.ts'
import { escapeHtml } from '../html-text.ts'
import { jsonText } from '../json-text.ts'
import type { SkillName } from '../views.ts'
import { count, fullText, isWithheld, marksOf, percent, shortText } from '../wording.ts'

export interface Badge {
  label: string
  message: string
  /** Plainly good, good with a flag, or nothing to read from it; colours tell no direction. */
  standing: 'good' | 'flagged' | 'withheld'
  /** The whole sentence with its day, for those who point at it or hear it. */
  title: string
}

const colours = { good: '0b5cad', flagged: '8a5300', withheld: '5a6570' } as const

/** Longest label and message in characters: a badge is a line, whatever a skill is called. */
const longest = 60

export function badgeOf(figure: Figure, { name }: SkillName): Badge {
  const { asOf } = figure.vintage
  const standing = isWithheld(figure) ? 'withheld' : marksOf(figure).length > 0 ? 'flagged' : 'good'
  return {
    label: cut(`${name} ${figure.unit === 'word' ? 'hiring' : figure.unit === 'share' ? 'share of jobs' : 'jobs'}`),
    message: cut(`${messageOf(figure)} (${asOf})`),
    standing,
    title: `${name}: ${fullText(figure).replace(/\.$/, '')}. As of ${asOf}.`,
  }
}

function messageOf(figure: Figure): string {
  if (isWithheld(figure) || figure.unit === 'word') return shortText(figure).toLowerCase()
  const { value, denominator, unit, status } = figure
  if (value === null) return shortText(figure)
  const read = unit === 'share' ? percent(value) : count(value)
  if (status === 'zero') return denominator === null ? 'none open' : `none of ${count(denominator)} open`
  const basis =
    unit === 'vacancies' && denominator !== null ? `${read} of ${count(denominator)} open` : shortText(figure)
  return status === 'low' ? `${basis}, too few to judge` : status === 'partial' ? `${basis} so far` : basis
}

const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

/** As shields.io reads an endpoint: https://shields.io/badges/endpoint-badge. */
export const badgeJson = (badge: Badge): string =>
  `${jsonText({
    schemaVersion: 1,
    label: badge.label,
    message: badge.message,
    color: colours[badge.standing],
    ...(badge.standing === 'withheld' ? { isError: true } : {}),
    cacheSeconds: 3600,
  })}\n`

/** Widths of letters at 11 pixels, near enough; `textLength` holds the text to them in every font. */
const widthOf = (text: string): number => {
  let width = 0
  for (const letter of text) {
    const code = letter.codePointAt(0)!
    width += eastAsianWidth(code) === 2 ? 12 : /[ilj.,:;'|()[\]!]/.test(letter) ? 4 : /[mwMW@%]/.test(letter) ? 10 : 7
  }
  return width
}

export function badgeSvg(badge: Badge): string {
  const [left, right] = [widthOf(badge.label) + 12, widthOf(badge.message) + 12]
  const text = (at: number, width: number, words: string) =>
    `<text x="${at + width / 2}" y="14" textLength="${width - 12}" lengthAdjust="spacingAndGlyphs">${escapeHtml(words)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" viewBox="0 0 ${left + right} 20" role="img" aria-label="${escapeHtml(badge.title)}"><title>${escapeHtml(badge.title)}</title><rect width="${left}" height="20" fill="#3a4149"/><rect x="${left}" width="${right}" height="20" fill="#${colours[badge.standing]}"/><g fill="#ffffff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(0, left, badge.label)}${text(left, right, badge.message)}</g></svg>\n`
}
