/** Several skills side by side for a terminal, and how each stands against the first. */
import type { Figure } from '../domain.ts'
import { sparkline } from './blocks.ts'
import {
  figureCell,
  headOf,
  innerTable,
  isTelling,
  type Marks,
  missingLines,
  page,
  section,
  shareCell,
  wordCell,
} from './lines.ts'
import { labelOf } from './measures.ts'
import type { Cell } from './table.ts'
import { visible, wrap } from './terminal-text.ts'
import type { CompareView, Terminal } from './views.ts'
import { count, shortText } from './wording.ts'

/** `201 of 796` of a count, `25.3% (201 of 796)` of a share. */
function cellOf(figure: Figure | null, used: Marks): Cell {
  if (figure === null || figure.unit !== 'vacancies' || figure.value === null || figure.denominator === null) {
    return figure?.unit === 'word' ? wordCell(figure, used) : shareCell(figure, used)
  }
  const marks = figureCell({ ...figure, denominator: null }, used)
  return { ...marks, text: marks.text.replace(/^\S+/, (number) => `${number} of ${count(figure.denominator!)}`) }
}

/** Measures of which nothing can be said for any of the skills, by what stands in their place. */
function untoldLines(view: CompareView, terminal: Terminal): string {
  const reasons = new Map<string, string[]>()
  for (const { measure, cells } of view.rows) {
    if (cells.some(isTelling)) continue
    const words = [...new Set(cells.map((cell) => (cell === null ? 'not measured' : shortText(cell))))].join(' or ')
    reasons.set(words, [...(reasons.get(words) ?? []), labelOf(measure).toLowerCase()])
  }
  return [...reasons]
    .map(([words, labels]) =>
      wrap(
        visible(`${words.charAt(0).toUpperCase()}${words.slice(1)} for any of them: ${labels.join('; ')}.`),
        terminal.width - 2,
        '  ',
      ),
    )
    .join('\n')
}

export function compareText(view: CompareView, terminal: Terminal): string {
  const used: Marks = new Set()
  const names = view.skills.map((skill) => skill.name)
  const head = headOf(names.join(' · '), view, terminal)
  const told = view.rows.filter(({ cells }) => cells.some(isTelling))
  const rows = told.map(({ measure, cells }) => [labelOf(measure), ...cells.map((cell) => cellOf(cell, used))])
  const room = Math.max(6, Math.floor((terminal.width - 24) / Math.max(1, names.length)) - 2)
  const [first] = view.series
  if (first !== undefined && view.series.some(({ points }) => points.some(({ value }) => value !== null))) {
    const bySkill = new Map(view.series.map((series) => [series.skill, series]))
    const lines = view.skills.map(({ id }) => sparkline(bySkill.get(id)?.points ?? [], Math.min(room, 24)))
    rows.push([`${labelOf(first.measure)} by ${first.by}`, ...lines.map((line) => line || '–')])
  }
  const pairs = view.pairs.map(({ left, right, ratio, both }) => {
    const also = both === null ? '' : ` Both: ${both.text}`
    return wrap(visible(`${left.name} against ${right.name}: ${ratio.text}${also}`), terminal.width - 2, '  ')
  })
  const next = `"skilltide report ${view.skills[0]?.id ?? 'SKILL'}" tells one of them whole; "skilltide top" ranks all.`
  return page(
    [
      head,
      rows.length === 0 ? '' : innerTable(['', ...names], rows, terminal, { whole: names.map((_, at) => at + 1) }),
      untoldLines(view, terminal),
      section('Head to head', pairs.join('\n'), terminal),
      section('What is missing', missingLines(view.coverage, terminal), terminal),
    ],
    used,
    next,
    terminal,
  )
}
