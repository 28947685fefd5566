/** Several skills side by side for a terminal, and how each stands against the first. */
import { sparkline } from './blocks.ts'
import { headOf, innerTable, type Marks, missingLines, page, section, shareCell } from './lines.ts'
import { labelOf } from './measures.ts'
import { visible, wrap } from './terminal-text.ts'
import type { CompareView, Terminal } from './views.ts'

export function compareText(view: CompareView, terminal: Terminal): string {
  const used: Marks = new Set()
  const names = view.skills.map((skill) => skill.name)
  const head = headOf(names.join(' · '), view, terminal)
  const rows = view.rows.map(({ measure, cells }) => [labelOf(measure), ...cells.map((cell) => shareCell(cell, used))])
  const room = Math.max(6, Math.floor((terminal.width - 24) / Math.max(1, names.length)) - 2)
  const [first] = view.series
  if (first !== undefined) {
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
      innerTable(['', ...names], rows, terminal, { whole: names.map((_, at) => at + 1) }),
      section('Head to head', pairs.join('\n'), terminal),
      section('What is missing', missingLines(view.coverage, terminal), terminal),
    ],
    used,
    next,
    terminal,
  )
}
