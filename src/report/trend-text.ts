/** A skill over time for a terminal: a chart, then every period as a row. */
import { blockChart } from './blocks.ts'
import { figureLines, headOf, innerTable, type Marks, missingLines, page, pointCell, section } from './lines.ts'
import { labelOf } from './measures.ts'
import { visible } from './terminal-text.ts'
import type { Terminal, TrendView } from './views.ts'
import { basis, rangeText } from './wording.ts'

export function trendText(view: TrendView, terminal: Terminal): string {
  const used: Marks = new Set()
  const [main, ...beside] = view.series
  const head = headOf(`${view.skill.name} over time`, view, terminal)
  const sections = [head]
  if (main !== undefined) {
    sections.push(section(`${labelOf(main.measure)} by ${main.by}`, blockChart(main, terminal), terminal))
    const others = beside.map((series) => new Map(series.points.map((point) => [point.period, point])))
    const shares = main.unit === 'share'
    const rows = main.points.map((point) => [
      point.period,
      pointCell(point, main.unit, used),
      ...(shares ? [basis(point) ?? ''] : []),
      rangeText({ interval: point.interval, unit: main.unit }) ?? '',
      ...others.map((periods, at) => {
        const other = periods.get(point.period)
        return other === undefined ? '–' : pointCell(other, beside[at]!.unit, used)
      }),
    ])
    const ranges = rows.some((row) => row[shares ? 3 : 2] !== '')
    const keep = (row: (typeof rows)[number]) => (ranges ? row : row.toSpliced(shares ? 3 : 2, 1))
    const names = [
      main.by,
      labelOf(main.measure),
      ...(shares ? ['counted'] : []),
      ...(ranges ? ['range'] : []),
      ...beside.map((series) => labelOf(series.measure)),
    ]
    sections.push(innerTable(names, rows.map(keep), terminal, { whole: [1] }))
    const breaks = main.breaks.map(({ period, why }) => `  ${period}: ${visible(why)}`).join('\n')
    sections.push(section('Breaks: nothing is compared across them', breaks, terminal))
  } else sections.push('Not measured: no period of this skill has been counted yet.')
  if (view.trajectory) sections.push(figureLines([view.trajectory], terminal, used))
  sections.push(section('What is missing', missingLines(view.coverage, terminal), terminal))
  const next = `"skilltide compare ${view.skill.id} …" sets it beside others; "skilltide export series" gives these rows as CSV.`
  return page(sections, used, next, terminal)
}
