/** "Should you learn it right now?": the block that a review carries, answered by figures or not at all. */
import type { Figure } from '../../domain.ts'
import { escapeHtml } from '../html-text.ts'
import { figureOf } from '../measures.ts'
import type { SkillReportView } from '../views.ts'
import { count, counted, fullText, isWithheld, legend, marksOf, shortText } from '../wording.ts'

export interface Tile {
  label: string
  /** Large: a number with its basis, a word, or why there is none. */
  value: string
  sentence: string
  withheld: boolean
}

export interface Block {
  question: string
  tiles: Tile[]
  /** Sentences that the figures carry; those whose figure is withheld are not there. */
  lines: string[]
  /** How it was measured, by which day. */
  small: string[]
}

/** What the block says of a skill. Every number in it is a figure of the view; a withheld one leaves its reason or nothing. */
export function blockOf(view: SkillReportView): Block {
  const { skill, coverage, vintage, figures } = view
  const of = (measure: string) => figureOf(figures, measure)
  const [open, required, trajectory, share] = ['open', 'open.required', 'trajectory', 'share'].map(of)
  const isNone = open?.status === 'zero'
  const marks = new Set([open, trajectory].flatMap((figure) => (figure == null ? [] : marksOf(asSaid(figure)))))
  const jobs = view.population === 'ai' ? 'AI jobs' : view.population === 'all' ? 'jobs' : `jobs (${view.population})`
  return {
    question: `Should you learn ${skill.name} right now?`,
    tiles: [
      tile(`Open jobs naming ${skill.name}`, open ?? null, (figure) =>
        figure.denominator === null
          ? shortText(figure)
          : `${shortText(figure)} of ${count(figure.denominator)} open ${jobs}`,
      ),
      tile('Hiring trajectory', trajectory ?? null, shortText),
    ],
    lines: [
      told(of('open.postings'), (n) =>
        n === 0 ? null : `Copies and cross-posts counted, that is ${counted(n, 'posting')}.`,
      ),
      isNone ? null : told(required, requiredText),
      told(share, (n, figure) => (n === 0 ? null : `That is ${lowerFirst(fullText(figure))}.`)),
      ...view.alternatives.map(({ ratio }) => told(ratio, (_, figure) => `${fullText(figure)}.`)),
    ].filter((line) => line !== null),
    small: [
      `As of ${vintage.asOf}: ${count(coverage.boardsRead)} of ${counted(coverage.boardsActive, 'board')} read in the last 7 days; copies of one job count once. Catalog ${vintage.edition}, method ${vintage.method}.`,
      ...coverage.missing,
      ...legend(marks).map(({ mark, about }) => `[${mark}] ${about}.`),
    ],
  }
}

const requiredText = (n: number, { denominator }: Figure) => {
  const of = denominator === null ? 'them' : `these ${counted(denominator, 'job')}`
  return n === 0 ? `None of ${of} requires it.` : `${count(n)} of ${of} require it.`
}

/** None is said in words, and needs no mark. */
const asSaid = (figure: Figure): Figure => (figure.status === 'zero' ? { ...figure, status: 'observed' } : figure)

const lowerFirst = (text: string) => text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())

/** A sentence that a number carries: not there where the number is withheld, or too small to rest a sentence on. */
const told = (
  figure: Figure | null | undefined,
  say: (value: number, figure: Figure) => string | null,
): string | null =>
  figure == null || figure.value === null || isWithheld(figure) || figure.status === 'low'
    ? null
    : say(figure.value, figure)

function tile(label: string, figure: Figure | null, large: (figure: Figure) => string): Tile {
  if (figure === null || isWithheld(figure) || (figure.value === null && figure.unit !== 'word')) {
    return {
      label,
      value: figure === null ? 'not measured' : shortText(figure),
      sentence: figure?.text ?? '',
      withheld: true,
    }
  }
  const isNone = figure.status === 'zero'
  const marks = marksOf(asSaid(figure)).map((mark) => ` [${mark}]`)
  const value = isNone ? 'None' : large(figure)
  const whole = fullText(figure)
  // What the large words say already is not said twice.
  const sentence = whole.startsWith(value) ? whole.slice(value.length).replace(/^[:,]? /, '') : whole
  return { label, value: `${value}${marks.join('')}`, sentence, withheld: false }
}

/** The block as a section that takes its looks from the page around it: no script, no style, no class but our own. */
export function blockHtml(view: SkillReportView, link: string | null = null): string {
  const block = blockOf(view)
  const tiles = block.tiles.map(
    ({ label, value, sentence, withheld }) =>
      `<div class="skilltide-tile"${withheld ? ' data-withheld=""' : ''}><dt>${escapeHtml(label)}</dt><dd><strong>${escapeHtml(value)}</strong>${sentence === '' ? '' : ` <span>${escapeHtml(sentence)}</span>`}</dd></div>`,
  )
  const more = link === null ? '' : ` <a href="${escapeHtml(link)}" target="_top" rel="noopener">How it is measured</a>`
  return [
    `<section class="skilltide-block" data-skill="${escapeHtml(view.skill.id)}" data-as-of="${escapeHtml(view.vintage.asOf)}">`,
    `<h2>${escapeHtml(block.question)}</h2>`,
    `<dl>${tiles.join('')}</dl>`,
    ...block.lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    `<p class="skilltide-small"><small>${block.small.map(escapeHtml).join(' ')}${more}</small></p>`,
    '</section>',
  ].join('\n')
}

/** The page's whole style; a server allows this one by its hash. */
export const embedStyle =
  'body{margin:0;font:15px/1.5 system-ui,sans-serif;color:#1c2127;background:#fff}section{padding:16px;max-width:44rem}h2{font-size:1.2rem;margin:0 0 .6rem}dl{display:flex;flex-wrap:wrap;gap:12px;margin:0}dl div{flex:1 1 14rem;border:1px solid #c9d0d6;border-radius:6px;padding:10px 12px}dt{font-size:.85rem;color:#4a545d}dd{margin:0}strong{display:block;font-size:1.15rem}p{margin:.6rem 0 0}small{color:#4a545d}a{color:#0b5cad}@media(prefers-color-scheme:dark){body{color:#e6eaee;background:#14181c}dl div{border-color:#3a444d}dt,small{color:#a9b4be}a{color:#7db8f0}}'

/** A whole document for an iframe on a page of someone else's. */
export const embedPage = (view: SkillReportView, link: string | null = null): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${escapeHtml(view.skill.name)} in the job market</title><style>${embedStyle}</style></head>
<body>
${blockHtml(view, link)}
</body></html>
`
