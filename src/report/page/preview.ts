/** The picture that a link to a page brings along elsewhere, 1200 by 630: the figure with its n and day, or why there is none. */

import type { SkillId } from '../../domain.ts'
import { chart, pictureStyle } from '../chart.ts'
import { blockOf, type Tile } from '../embed/block.ts'
import { escapeHtml } from '../html-text.ts'
import { figureOf } from '../measures.ts'
import { pngOf } from '../picture.ts'
import { jobsOf } from '../populations.ts'
import { cut, wrap } from '../terminal-text.ts'
import type { RankingView, RankRow, Series, SkillReportView } from '../views.ts'
import { basis, count, marksOf, percent, valueText } from '../wording.ts'
import { isTold } from './figure-html.ts'
import type { SiteFile } from './site.ts'
import { periodText } from './words.ts'

const previewSize = { width: 1200, height: 630 }

const left = 56
const inner = previewSize.width - 2 * left
const ink = { dark: '#1c2127', soft: '#4a545d', accent: '#0b5cad', line: '#d9dee3' }

interface Style {
  size: number
  colour?: string
  bold?: boolean
  end?: boolean
}

/** Letters of DejaVu Sans, in parts of their size: the mean of English text, with some room. */
const wide = ({ bold }: Style) => (bold === true ? 0.7 : 0.6)

const line = (text: string, x: number, y: number, style: Style) =>
  `<text x="${x}" y="${y}" font-family="DejaVu Sans" font-size="${style.size}"${style.bold === true ? ' font-weight="bold"' : ''}${style.end === true ? ' text-anchor="end"' : ''} fill="${style.colour ?? ink.dark}">${escapeHtml(text)}</text>`

/** As large as fits into one line, and no smaller than half of what was asked for. */
function fitted(text: string, y: number, style: Style): string {
  const room = inner / (text.length * wide(style))
  const size = Math.max(style.size / 2, Math.min(style.size, Math.floor(room)))
  return line(cut(text, Math.floor(inner / (size * wide(style)))), left, y, { ...style, size })
}

/** At most `most` lines, the last one cut where there are more. */
function paragraph(text: string, y: number, most: number, style: Style): string[] {
  const cells = Math.floor(inner / (style.size * wide(style)))
  const lines = wrap(text, cells).split('\n')
  const shown = lines.length > most ? [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), cells)] : lines
  return shown.map((words, at) => line(words, left, y + at * style.size * 1.4, style))
}

const drawing = (parts: readonly string[], asOf: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${previewSize.width} ${previewSize.height}" width="${previewSize.width}" height="${previewSize.height}"><rect width="100%" height="100%" fill="#ffffff"/><rect width="100%" height="10" fill="${ink.accent}"/>${parts.join('')}${line('skilltide', left, 604, { size: 24, colour: ink.accent, bold: true })}${line(`as of ${asOf}`, left + inner, 604, { size: 22, colour: ink.soft, end: true })}</svg>`

/** A picture is made only where it has a figure to show: one costs as much as several pages. A count too small to judge by is not one. */
export const hasPreview = ({ figures }: SkillReportView): boolean => {
  const open = figureOf(figures, 'open')
  return open?.status === 'observed' && (open.value ?? 0) > 0
}

export const previewPath = (skill: SkillId): string => `preview/${encodeURIComponent(skill)}.png`
export const indexPreviewPath = 'preview.png'

/** What the block for other people's pages says in its tiles, larger, with the share over time below. */
export function skillPreview(view: SkillReportView): string {
  const { tiles, lines } = blockOf(view)
  const [open, trajectory] = tiles
  const share = view.series.find(({ measure }) => measure === 'opened.share')
  const soft = { size: 22, colour: ink.soft }
  const colour = (tile: Tile | undefined) => (tile?.withheld === false ? ink.dark : ink.soft)
  return drawing(
    [
      fitted(view.skill.name, 88, { size: 60, bold: true }),
      fitted(open?.label ?? '', 138, { size: 24, colour: ink.soft }),
      fitted(capital(open?.value ?? ''), 202, { size: 52, bold: true, colour: colour(open) }),
      // Above a number its sentence would say it twice; in place of one it is the reason.
      ...(open?.withheld === true ? paragraph(open.sentence, 238, 1, soft) : []),
      fitted(`${trajectory?.label}: ${trajectory?.value}`, 284, { size: 30, bold: true, colour: colour(trajectory) }),
      ...paragraph(trajectory?.sentence ?? '', 318, 2, soft),
      ...(share?.points.some(({ value }) => value !== null) === true
        ? chartParts(share, view)
        : lines.slice(0, 3).flatMap((text, at) => paragraph(text, 412 + at * 48, 1, { size: 26 }))),
    ],
    view.vintage.asOf,
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Drawn at half its size, so that its letters can be read where the picture is shown small. */
function chartParts(share: Series, view: SkillReportView): string[] {
  const last = share.points.findLast(({ value }) => value !== null)!
  const { n, denominator } = last
  const basis = n === null || denominator === null ? '' : ` (${count(n)} of ${count(denominator)})`
  const newest = `${valueText(last.value!, share.unit)} in ${periodText(last.period)}${basis}`
  const { svg } = chart([share], [''], { ...pictureStyle, width: inner / 2, height: 96 }, 'preview')
  const about = `Share of new ${jobsOf(view.population)} that name it, by ${share.by}: ${newest}`
  return [
    ...paragraph(about, 384, 1, { size: 20, colour: ink.soft }),
    `<g transform="translate(${left} 384) scale(2)">${svg.markup}</g>`,
  ]
}

/** The first six of the front page with the share of open jobs that name them, and their place where they have one. */
export function indexPreview(view: RankingView): string {
  const jobs = jobsOf(view.population)
  const rows = view.rows.filter(({ share }) => isTold(share) && share.value !== null).slice(0, 6)
  const isRanked = rows.some(({ rank }) => isTold(rank) && rank.value !== null)
  const about = `${isRanked ? `Ranked by new ${jobs}; the` : 'The'} bar is the share of open ${isRanked ? 'ones' : jobs} that name it`
  const soft = { size: 24, colour: ink.soft }
  return drawing(
    [
      fitted(`Which skills ${jobs} ask for`, 88, { size: 52, bold: true }),
      ...(rows.length === 0
        ? paragraph(['Nothing can be ranked yet.', ...view.coverage.missing].join(' '), 230, 6, { ...soft, size: 30 })
        : [line(about, left, 146, soft), ...barParts(rows)]),
    ],
    view.vintage.asOf,
  )
}

function barParts(rows: readonly RankRow[]): string[] {
  const top = Math.max(...rows.map(({ share }) => share.value!), Number.MIN_VALUE)
  return rows.flatMap(({ skill, rank, share }, at) => {
    const y = 216 + at * 60
    const place = isTold(rank) && rank.value !== null ? `${count(rank.value)}  ` : ''
    const of = basis(share)
    const marks = marksOf(share).map((mark) => ` [${mark}]`)
    const told = `${percent(share.value!)}${of === null ? '' : ` (${of})`}${marks.join('')}`
    return [
      line(`${place}${cut(skill.name, 18)}`, left, y, { size: 28, bold: true }),
      `<rect x="450" y="${y - 24}" width="${Math.round((260 * share.value!) / top)}" height="28" rx="3" fill="${ink.accent}"/>`,
      line(told, 730, y, { size: 20, colour: ink.soft }),
    ]
  })
}

export const previewFile = async (path: string, svg: string): Promise<SiteFile> => ({
  path,
  type: 'image/png',
  body: await pngOf(svg, previewSize.width),
})
