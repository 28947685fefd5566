/** A series as SVG: gaps are gaps, intervals are bands, breaks and unfinished periods are marked. Needs no script. */
import { labelledPeriods, scaleOf, stretches } from './chart-scale.ts'
import { escapeHtml, type Markup, trusted } from './html-text.ts'
import { labelOf } from './measures.ts'
import type { Point, Series } from './views.ts'
import { valueText } from './wording.ts'

export interface ChartStyle {
  width: number
  height: number
  /** Attributes of each part: classes on a page, colours in a picture. */
  paint(part: Part, line: number): string
}

export type Part = 'text' | 'grid' | 'axis' | 'band' | 'line' | 'dot' | 'hollow' | 'gap' | 'few' | 'break'

const colours = ['#0b5cad', '#b3430b', '#2c7a3f', '#7a3fa0']

/** Lines of a page take their colours from its style sheet, which knows light, dark and print. */
export const pageStyle = (width: number, height: number): ChartStyle => ({
  width,
  height,
  paint: (part, line) => `class="c-${part}${part === 'text' || line === 0 ? '' : ` c-s${line}`}"`,
})

/** A picture for mail and social previews: colours that keep apart on white. */
export const pictureStyle: ChartStyle = {
  width: 720,
  height: 300,
  paint: (part, line) => {
    const colour = colours[line % colours.length]!
    return {
      text: 'fill="#3a4149" font-family="DejaVu Sans" font-size="12"',
      grid: 'stroke="#d9dee3" stroke-width="1"',
      axis: 'stroke="#8a939c" stroke-width="1"',
      band: `fill="${colour}" fill-opacity="0.15"`,
      line: `stroke="${colour}" stroke-width="2.5" fill="none" stroke-linejoin="round"`,
      dot: `fill="${colour}"`,
      hollow: `fill="#ffffff" stroke="${colour}" stroke-width="2"`,
      gap: 'fill="#e8ebee"',
      few: 'fill="#f3f4f5"',
      break: 'stroke="#6b747d" stroke-width="1.5" stroke-dasharray="4 3"',
    }[part]
  },
}

const margin = { left: 56, right: 16, top: 14, bottom: 28 }

export interface Drawn {
  svg: Markup
  /** The chart in a sentence, for those who do not see it. */
  summary: string
}

/** One or more series over the same periods, each line named at its end where there are several. */
export function chart(series: readonly Series[], names: readonly string[], style: ChartStyle, id: string): Drawn {
  const [main] = series
  if (main === undefined || main.points.length === 0) return { svg: trusted(''), summary: 'Not measured yet.' }
  const periods = main.points.map(({ period }) => period)
  const many = series.length > 1
  const right = margin.right + (many ? 92 : 0)
  const inner = { width: style.width - margin.left - right, height: style.height - margin.top - margin.bottom }
  const scale = scaleOf(series)
  const step = inner.width / Math.max(1, periods.length - 1)
  const x = (at: number) => round(margin.left + (periods.length === 1 ? inner.width / 2 : at * step))
  const y = (value: number) => round(margin.top + inner.height * (1 - scale.part(value)))
  const breaks = new Set(main.breaks.map(({ period }) => periods.indexOf(period)).filter((at) => at > 0))
  const summary = series.map((each, at) => sentence(each, names[at] ?? '')).join(' ')
  const parts = [
    ...grid(scale.ticks, main.unit, inner, style, y),
    ...gaps(main.points, step, inner, style, x),
    ...[...breaks].map(
      (at) =>
        `<line ${style.paint('break', 0)} x1="${round(x(at) - step / 2)}" x2="${round(x(at) - step / 2)}" y1="${margin.top}" y2="${margin.top + inner.height}"><title>${escapeHtml(main.breaks.find(({ period }) => period === periods[at])?.why ?? '')}</title></line>`,
    ),
    ...series.flatMap((each, line) => drawLine(aligned(each, periods), breaks, line, style, x, y)),
    ...(many ? endNames(series, names, periods, style, inner, y) : []),
    ...labelledPeriods(periods, Math.max(2, Math.floor(inner.width / 84))).map(
      (at) =>
        `<text ${style.paint('text', 0)} x="${x(at)}" y="${style.height - 8}" text-anchor="${at === periods.length - 1 && !many ? 'end' : 'middle'}">${escapeHtml(periods[at]!)}</text>`,
    ),
  ]
  const title = `${labelOf(main.measure)} by ${main.by}${main.unit === 'rank' ? ', 1 on top' : ''}`
  return {
    svg: trusted(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${style.width} ${style.height}" width="${style.width}" height="${style.height}" role="img" aria-labelledby="${id}-t ${id}-d" data-left="${margin.left}" data-right="${right}" data-points="${periods.length}"><title id="${id}-t">${escapeHtml(title)}</title><desc id="${id}-d">${escapeHtml(summary)}</desc>${parts.join('')}</svg>`,
    ),
    summary,
  }
}

const round = (number: number) => Math.round(number * 10) / 10

function aligned(series: Series, periods: readonly string[]): (Point | null)[] {
  const byPeriod = new Map(series.points.map((point) => [point.period, point]))
  return periods.map((period) => byPeriod.get(period) ?? null)
}

function grid(
  ticks: readonly number[],
  unit: Series['unit'],
  inner: { width: number; height: number },
  style: ChartStyle,
  y: (value: number) => number,
) {
  return ticks.flatMap((value, at) => [
    `<line ${style.paint(at === 0 ? 'axis' : 'grid', 0)} x1="${margin.left}" x2="${margin.left + inner.width}" y1="${y(value)}" y2="${y(value)}"/>`,
    `<text ${style.paint('text', 0)} x="${margin.left - 8}" y="${y(value) + 4}" text-anchor="end">${escapeHtml(tickText(value, unit))}</text>`,
  ])
}

/** Round numbers need no digits after the point: `20%`, not `20.0%`. */
const tickText = (value: number, unit: Series['unit']) => valueText(value, unit).replace(/\.0+%$/, '%')

/** A stretch where there is no value, within the axes: nothing was measured, or too little to say. */
function gaps(
  points: readonly Point[],
  step: number,
  inner: { width: number; height: number },
  style: ChartStyle,
  x: (at: number) => number,
) {
  return points.flatMap((point, at) => {
    if (point.value !== null) return []
    const from = Math.max(margin.left, x(at) - step / 2)
    const to = Math.min(margin.left + inner.width, x(at) + step / 2)
    const why = point.status === 'low' ? 'too few to say' : 'not measured'
    return [
      `<rect ${style.paint(point.status === 'low' ? 'few' : 'gap', 0)} x="${round(from)}" y="${margin.top}" width="${round(to - from)}" height="${inner.height}"><title>${escapeHtml(point.period)}: ${why}</title></rect>`,
    ]
  })
}

const isFirm = (point: Point | null | undefined) => point?.status === 'observed' || point?.status === 'zero'

function drawLine(
  points: readonly (Point | null)[],
  breaks: ReadonlySet<number>,
  line: number,
  style: ChartStyle,
  x: (at: number) => number,
  y: (value: number) => number,
): string[] {
  const runs = stretches(
    points.map((point) => point?.value ?? null),
    breaks,
  )
  const bands = runs.flatMap((run) => {
    const with_ = run.filter((at) => points[at]?.interval != null)
    if (with_.length < 2) return []
    const up = with_.map((at) => `${x(at)},${y(points[at]!.interval!.high)}`)
    const down = with_.map((at) => `${x(at)},${y(points[at]!.interval!.low)}`).reverse()
    return [`<polygon ${style.paint('band', line)} points="${[...up, ...down].join(' ')}"/>`]
  })
  const lines = runs
    .filter((run) => run.length > 1)
    .map(
      (run) =>
        `<polyline ${style.paint('line', line)} points="${run.map((at) => `${x(at)},${y(points[at]!.value!)}`).join(' ')}"/>`,
    )
  const dots = points.flatMap((point, at) => {
    if (point === null || point.value === null) return []
    const alone = runs.some((run) => run.length === 1 && run[0] === at)
    if (isFirm(point) && !alone && points.length > 40) return []
    return [
      `<circle ${style.paint(isFirm(point) ? 'dot' : 'hollow', line)} cx="${x(at)}" cy="${y(point.value)}" r="${isFirm(point) ? 2.5 : 3.5}"/>`,
    ]
  })
  return [...bands, ...lines, ...dots]
}

/** Names at the ends of the lines, pushed apart so that none covers another. */
function endNames(
  series: readonly Series[],
  names: readonly string[],
  periods: readonly string[],
  style: ChartStyle,
  inner: { width: number; height: number },
  y: (value: number) => number,
): string[] {
  const ends = series
    .map((each, line) => {
      const last = aligned(each, periods).findLast((point) => point !== null && point.value !== null)
      return { line, name: names[line] ?? '', at: last?.value == null ? margin.top + inner.height : y(last.value) }
    })
    .sort((left, right) => left.at - right.at)
  for (const [place, end] of ends.entries()) {
    const above = ends[place - 1]
    if (above !== undefined) end.at = Math.max(end.at, above.at + 15)
  }
  return ends.map(
    ({ line, name, at }) =>
      `<circle ${style.paint('dot', line)} cx="${margin.left + inner.width + 10}" cy="${round(at)}" r="4"/><text ${style.paint('text', 0)} x="${margin.left + inner.width + 18}" y="${round(at) + 4}">${escapeHtml(name.length > 12 ? `${name.slice(0, 11)}…` : name)}</text>`,
  )
}

/** `PyTorch: 12.0% in 2024-12, 24.6% in 2026-11; 1 period not measured.` */
function sentence(series: Series, name: string): string {
  const told = series.points.filter(({ value }) => value !== null)
  const [first, last] = [told[0], told.at(-1)]
  const who = name === '' ? '' : `${name}: `
  if (first === undefined || last === undefined) return `${who}not measured in any ${series.by}.`
  const missing = series.points.length - told.length
  const gone = missing === 0 ? '' : `; ${missing} ${series.by}${missing === 1 ? '' : 's'} not measured`
  const text = ({ value }: Point) => `${series.unit === 'rank' ? 'rank ' : ''}${valueText(value!, series.unit)}`
  return `${who}${text(first)} in ${first.period}, ${text(last)} in ${last.period}${gone}.`
}
