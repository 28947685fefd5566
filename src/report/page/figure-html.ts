/** A figure on a page: large, in a cell or as a sentence; one that was withheld shows its reason and never a number. */
import type { Figure } from '../../domain.ts'
import { html, type Markup } from '../html-text.ts'
import type { Point } from '../views.ts'
import { count, fullText, isWithheld, legend, marksOf, shortText } from '../wording.ts'

/** Collects the marks that a page uses, for its legend. */
export type Marks = Set<string>

/** Whether there is a number to print. A count out of nothing is none, whatever its value. */
export const isTold = (figure: Figure): boolean =>
  !isWithheld(figure) && (figure.unit === 'word' || figure.value !== null) && figure.denominator !== 0

export function marksHtml(
  marked: Pick<Figure | Point, 'status' | 'flags'>,
  used: Marks,
  said: ReadonlySet<string> = new Set(),
): Markup | null {
  const all = marked.status === 'zero' ? marksOf({ ...marked, status: 'observed' }) : marksOf(marked)
  const marks = all.filter((mark) => !said.has(mark))
  for (const mark of marks) used.add(mark)
  return marks.length === 0 ? null : html` ${marks.map((mark) => html`<span class="mark">${mark}</span>`)}`
}

/** What is short enough for a cell; withheld ones say so in words. */
export function cellHtml(figure: Figure | null, used: Marks): Markup {
  if (figure === null) return html`<span class="absent">–</span>`
  if (!isTold(figure)) return html`<span class="absent">${absentText(figure)}</span>`
  return withMarks(html`${shortText(figure)}`, figure, used)
}

/** In a column of numbers the marks stand to the left, so that the numbers stay in line. */
function withMarks(number: Markup, figure: Figure, used: Marks): Markup {
  const marks = marksHtml(figure, used)
  return marks === null ? number : html`<span class="marked"><span>${number}</span>${marks}</span>`
}

/** `26.3%` with `350 of 1,330` under it: no percentage without what it is of. */
export function shareCellHtml(figure: Figure | null, used: Marks): Markup {
  if (figure === null || !isTold(figure)) return cellHtml(figure, used)
  const { n, denominator } = figure
  const of = n === null || denominator === null ? null : html` <small>${count(n)} of ${count(denominator)}</small>`
  return withMarks(html`<span class="number">${shortText(figure)}</span>${of}`, figure, used)
}

export const absentText = (figure: Figure): string =>
  figure.denominator === 0 && !isWithheld(figure) ? 'too few' : shortText(figure)

export interface Tile {
  label: string
  figure: Figure | null
  /** What stands under the number; the figure's own sentence unless said. */
  basis?: string
  tone?: string
}

/** The headline: a label, the number as large as it deserves, and what it rests on. */
export function tileHtml({ label, figure, basis, tone }: Tile, used: Marks): Markup {
  if (figure === null || !isTold(figure) || (figure.unit === 'word' && figure.status === 'low')) {
    const word = figure === null ? 'Not measured' : sentenceCase(absentText(figure))
    return html`<div class="tile withheld"><dt>${label}</dt><dd><strong>${word}</strong><span>${figure === null ? '' : without(figure.text, word)}</span></dd></div>`
  }
  const large = figure.unit === 'word' ? shortText(figure) : figure.status === 'zero' ? 'None' : shortText(figure)
  const under = basis ?? without(fullText(figure), large)
  return html`<div class="tile${tone !== undefined && ` ${tone}`}"><dt>${label}</dt><dd><strong>${large}</strong>${marksHtml(figure, used)}<span>${under}</span></dd></div>`
}

/** The sentence without what the large words above it say already. */
const without = (sentence: string, large: string): string =>
  sentence.startsWith(large) ? sentenceCase(sentence.slice(large.length).replace(/^[:,]? /, '')) : sentence

/** Begins with a capital, unless it begins with a name such as `api.example`. */
export const sentenceCase = (text: string): string =>
  text.replace(/^\p{Ll}(?=[\p{L}’'-]*(?:[\s,]|:(?!\/)|$))/u, (letter) => letter.toUpperCase())

/** Label and sentence, for lists of figures; marks that were `said` just before are left out. */
export function factHtml(label: string, figure: Figure, used: Marks, said: ReadonlySet<string> = new Set()): Markup {
  const { denominator, status } = figure
  const text = status === 'zero' && denominator !== null ? `None of ${count(denominator)}` : fullText(figure)
  return html`<div><dt>${label}</dt><dd>${sentenceCase(text)}${marksHtml(figure, used, said)}</dd></div>`
}

/** What the marks of the page mean; nothing where it used none. */
export function legendHtml(used: ReadonlySet<string>): Markup | null {
  const told = legend(used)
  if (told.length === 0) return null
  return html`<section class="legend" aria-labelledby="marks"><h2 id="marks">Marks on this page</h2><dl>${told.map(
    ({ mark, about }) => html`<div><dt><span class="mark">${mark}</span></dt><dd>${about}.</dd></div>`,
  )}</dl></section>`
}
