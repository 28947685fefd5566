/** The pieces that every terminal report is made of: a head, sections, a legend of the marks used, and what comes next. */

import type { Figure, Vintage } from '../domain.ts'
import { labelOf } from './measures.ts'
import { jobsOf } from './populations.ts'
import { type Cell, table } from './table.ts'
import { visible, wrap } from './terminal-text.ts'
import { paint, type Tone } from './tones.ts'
import type { Coverage, Point, Terminal } from './views.ts'
import {
  absent,
  basis,
  count,
  counted,
  fullText,
  isWithheld,
  legend,
  marksOf,
  shortText,
  valueText,
} from './wording.ts'

/** Collects the marks that a report uses, for its legend. */
export type Marks = Set<string>

const withMarks = (text: string, marks: string[], used: Marks): string => {
  for (const mark of marks) used.add(mark)
  const shown = marks.filter((mark) => mark !== text)
  return shown.length === 0 ? text : `${text} [${shown.join(', ')}]`
}

const wordTones: Record<string, Tone> = { Rising: 'up', Emerging: 'up', New: 'up', Declining: 'down' }

export function toneOfFigure(figure: Figure): Tone {
  if (isWithheld(figure)) return 'faint'
  if (figure.unit === 'word') return wordTones[shortText(figure)] ?? 'plain'
  return figure.status === 'low' || figure.flags.length > 0 ? 'warn' : 'plain'
}

/** A figure as a cell, with its marks; null where the view has none. */
export function figureCell(figure: Figure | null, used: Marks): { text: string; tone: Tone } {
  if (figure === null) return { text: '–', tone: 'faint' }
  const marks = isWithheld(figure) || figure.status === 'zero' ? [] : marksOf(figure)
  return { text: withMarks(shortText(figure), marks, used), tone: toneOfFigure(figure) }
}

/** The word of a rule, or in a word why there is none, which needs no mark beside it. */
export function wordCell(figure: Figure | null, used: Marks): { text: string; tone: Tone } {
  return figure !== null && figure.status === 'low'
    ? { text: shortText(figure), tone: 'faint' }
    : figureCell(figure, used)
}

/** `26.3% (350 of 1,330)`: no percentage without what it is of. */
export function shareCell(figure: Figure | null, used: Marks): { text: string; tone: Tone } {
  const cell = figureCell(figure, used)
  const of = figure === null || isWithheld(figure) ? null : basis(figure)
  return of === null ? cell : { ...cell, text: `${cell.text} (${of})` }
}

export function pointCell(point: Point, unit: Figure['unit'], used: Marks): { text: string; tone: Tone } {
  const text = point.value === null ? absent[point.status] : valueText(point.value, unit)
  const tone =
    point.value === null ? 'faint' : point.status === 'observed' || point.status === 'zero' ? 'plain' : 'warn'
  const marks = point.value === null || point.status === 'zero' ? [] : marksOf(point)
  return { text: withMarks(text, marks, used), tone }
}

export function title(text: string, terminal: Terminal): string {
  return paint(visible(text), 'strong', terminal)
}

/** What the report is, how much stands behind it, and how it was made; in lines that fit. */
export function headOf(
  heading: string,
  { coverage, population, vintage }: { coverage: Coverage; population?: string; vintage?: Vintage },
  terminal: Terminal,
): string {
  const of = population === undefined ? '' : `Population: ${jobsOf(population)} (${population}). `
  const made = vintage === undefined ? '' : wrap(visible(of + vintageLine(vintage)), terminal.width)
  return [
    title(heading, terminal),
    wrap(coverageLine(coverage), terminal.width),
    ...(made === '' ? [] : [paint(made, 'faint', terminal)]),
  ].join('\n')
}

/** `As of 2026-11-24, 85 of 87 boards read: 1,330 open vacancies of 412 employers.` */
function coverageLine({ asOf, boardsRead, boardsActive, employers, vacancies, postings }: Coverage): string {
  const boards =
    boardsActive === 0
      ? 'no boards yet'
      : `${count(boardsRead)} of ${counted(boardsActive, 'board')} read in the last 7 days`
  const parts = [
    vacancies === null ? null : counted(vacancies, 'open vacancy'),
    postings === null ? null : counted(postings, 'posting'),
    employers === null ? null : counted(employers, 'employer'),
  ].filter((part) => part !== null)
  return `As of ${asOf}: ${boards}${parts.length === 0 ? '' : `; ${parts.join(', ')}`}.`
}

/** Label and sentence, one figure a line; long sentences go on under their beginning. */
export function figureLines(figures: readonly Figure[], terminal: Terminal, used: Marks, label = labelOf): string {
  const names = Math.max(...figures.map((figure) => label(figure.measure).length), 0)
  const room = Math.max(30, terminal.width - names - 4)
  return figures
    .map((figure) => {
      const marks = isWithheld(figure) || figure.status === 'zero' ? [] : marksOf(figure)
      const [first = '', ...more] = wrap(withMarks(visible(fullText(figure)), marks, used), room).split('\n')
      const tone = toneOfFigure(figure)
      const rest = more.map((line) => `\n${' '.repeat(names + 4)}${paint(line, tone, terminal)}`).join('')
      return `  ${label(figure.measure).padEnd(names)}  ${paint(first, tone, terminal)}${rest}`
    })
    .join('\n')
}

export const section = (name: string, body: string, terminal: Terminal): string =>
  body === '' ? '' : `${paint(name, 'strong', terminal)}\n${body}`

export const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n')

export const innerTable = (
  head: string[],
  rows: Parameters<typeof table>[1],
  terminal: Terminal,
  options: Parameters<typeof table>[3],
) => indented(table(head, rows, { ...terminal, width: terminal.width - 2 }, options))

export interface Column<Row> {
  name: string
  /** A column of numbers. */
  right?: true
  /** Never cut. */
  whole?: true
  /** Whether a row has anything to tell here; without such a row the column is left out. */
  told?(row: Row): boolean
  cell(row: Row): Cell
}

/** A table of the columns in which some row has something to tell; nothing where only names would stand in it. */
export function columnsTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], terminal: Terminal): string {
  const shown = columns.filter(({ told }) => told === undefined || rows.some(told))
  if (!shown.some(({ told }) => told !== undefined)) return ''
  const places = (key: 'right' | 'whole') => shown.flatMap((column, at) => (column[key] === true ? [at] : []))
  return innerTable(
    shown.map(({ name }) => name),
    rows.map((row) => shown.map(({ cell }) => cell(row))),
    terminal,
    { right: places('right'), whole: places('whole') },
  )
}

/** Whether a figure has a value or a word to print that is more than the reason for having none. */
export const isTelling = (figure: Figure | null): boolean =>
  figure !== null &&
  !isWithheld(figure) &&
  (figure.unit === 'word' ? figure.status === 'observed' : figure.value !== null)

/** Sections parted by empty lines, then the legend of what was used, then the next step. */
export function page(sections: string[], used: Marks, next: string, terminal: Terminal): string {
  const marks = legend(used)
  const widest = Math.max(...marks.map(({ mark }) => mark.length + 2), 0)
  const told = marks.map(({ mark, about }) => {
    const [first = '', ...more] = wrap(about, Math.max(30, terminal.width - widest - 4)).split('\n')
    return [`  ${`[${mark}]`.padEnd(widest)}  ${first}`, ...more.map((line) => ' '.repeat(widest + 4) + line)].join(
      '\n',
    )
  })
  const foot = told.length === 0 ? '' : paint(told.join('\n'), 'faint', terminal)
  return [...sections, foot, wrap(visible(`Next: ${next}`), terminal.width)].filter((part) => part !== '').join('\n\n')
}

export const missingLines = (coverage: Coverage, terminal: Terminal): string =>
  coverage.missing.map((sentence) => wrap(`- ${visible(sentence)}`, terminal.width - 2, '  ')).join('\n')

/** `Made with catalog 2026.11, method 1, panel 4f2a….` */
const vintageLine = ({ edition, method, panel }: Vintage): string =>
  `Made with catalog ${edition}, method ${method}, panel ${panel.slice(0, 12)}.`
