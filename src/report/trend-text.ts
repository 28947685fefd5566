/** A skill over time for a terminal: a chart, then every period as a row. */
import { blockChart, sparkline } from './blocks.ts'
import { figureLines, headOf, innerTable, type Marks, missingLines, page, pointCell, section } from './lines.ts'
import { labelOf } from './measures.ts'
import { cellWidth, visible, wrap } from './terminal-text.ts'
import type { Series, Terminal, TrendView } from './views.ts'
import { basis, rangeText, valueText } from './wording.ts'

export function trendText(view: TrendView, terminal: Terminal): string {
  const used: Marks = new Set()
  const [main, ...others] = view.series
  const index = others.find(({ measure }) => measure === 'index')
  const beside = others.filter((series) => series !== index)
  const head = headOf(`${view.skill.name} over time`, view, terminal)
  const sections = [head]
  if (main !== undefined) {
    const told = main.points.some(({ value }) => value !== null)
    const drawn = told ? blockChart(main, terminal) : wrap(nothingDrawn(main).trim(), terminal.width, '  ')
    sections.push(section(`${labelOf(main.measure)} by ${main.by}`, drawn, terminal))
    const columns = beside.map((series) => new Map(series.points.map((point) => [point.period, point])))
    const shares = main.unit === 'share'
    // The time before the skill was first named is one line, not hundreds of rows.
    const from = Math.max(
      0,
      main.points.findIndex(({ n, value }) => value !== null || (n ?? 0) > 0),
    )
    const early = main.points.slice(0, from)
    const rows = main.points.slice(from).map((point) => [
      point.period,
      pointCell(point, main.unit, used),
      ...(shares ? [basis(point) ?? ''] : []),
      rangeText({ interval: point.interval, unit: main.unit }) ?? '',
      ...columns.map((periods, at) => {
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
    // Rows of gaps alone would say the same thing over and over.
    if (main.points.some(({ n }) => n !== null)) {
      const before = early.length < 2 ? '' : `  ${early[0]!.period} to ${early.at(-1)!.period}: none counted.\n`
      sections.push(before + innerTable(names, rows.map(keep), terminal, { whole: [1] }))
    }
    const breaks = main.breaks.map(({ period, why }) => `  ${period}: ${visible(why)}`).join('\n')
    sections.push(section('Breaks: nothing is compared across them', breaks, terminal))
  } else sections.push('Not measured: no period of this skill has been counted yet.')
  if (index !== undefined) sections.push(section(labelOf('index'), indexLine(index, terminal), terminal))
  if (view.trajectory) sections.push(figureLines([view.trajectory], terminal, used))
  sections.push(section('What is missing', missingLines(view.coverage, terminal), terminal))
  const next = `"skilltide compare ${view.skill.id} …" sets it beside others; "skilltide export series" gives these rows as CSV.`
  return page(sections, used, next, terminal)
}

/** `  ▂▄█  0.529 to 1.000, periods of 13 weeks up to 2026-W22, the last as 1`. */
function indexLine({ points, breaks }: Series, terminal: Terminal): string {
  const told = points.filter(({ value }) => value !== null)
  const [first, last] = [told[0]!, told.at(-1)!]
  const line = sparkline(points, Math.max(10, terminal.width - 4))
  const ends = `${valueText(first.value!, 'index')} to ${valueText(last.value!, 'index')}, ${told.length} periods of 13 weeks up to ${last.period.split('/')[1]}, the last as 1`
  const why = breaks.map(({ period, why: reason }) => `\n  ${period}: ${reason}`).join('')
  return cellWidth(line) + ends.length + 4 > terminal.width
    ? `  ${line}\n${wrap(ends, terminal.width, '  ')}${why}`
    : `  ${line}  ${ends}${why}`
}

/** What stands in a chart's place where there is nothing to draw. */
function nothingDrawn({ points, by, measure }: Series): string {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return '  Not measured yet.'
  const span = first === last ? `in ${first.period}` : `in any ${by} from ${first.period} to ${last.period}`
  return points.some(({ status }) => status === 'low')
    ? `  Too few ${measure === 'share' ? 'open' : 'new'} jobs for a share ${span}; the counts are below.`
    : `  Not measured ${span}.`
}
