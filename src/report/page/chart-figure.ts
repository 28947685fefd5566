/** A chart on a page: drawn for wide and for narrow screens, with its key, and the same numbers as a table behind it. */
import { chart, pageStyle } from '../chart.ts'
import { html, type Markup } from '../html-text.ts'
import type { Point, Series } from '../views.ts'
import { count, rangeText, valueText } from '../wording.ts'
import { type Marks, marksHtml } from './figure-html.ts'
import { periodText } from './words.ts'

export interface ChartFigure {
  id: string
  series: readonly Series[]
  /** Whose line each is, in the order of `series`. */
  names: readonly string[]
  caption: string
  /** What the first column of numbers is called. */
  value: string
}

/** What `points` tell of: nothing is drawn, and said, where no period was measured. */
export function chartHtml({ id, series, names, caption, value }: ChartFigure, used: Marks): Markup {
  const [main] = series
  if (main === undefined || main.points.every((point) => point.value === null)) {
    return html`<p class="absent block">No ${main?.by ?? 'period'} has been measured yet: there is no line to draw.</p>`
  }
  const shown = series.length === 1 ? [''] : names
  const { drawn, left } = withoutLead(series)
  const wide = chart(drawn, shown, pageStyle(880, 300), `${id}-w`)
  const narrow = chart(drawn, shown, pageStyle(360, 230), `${id}-n`)
  return html`<figure class="chart" id="${id}" data-chart>
<figcaption>${caption}</figcaption>
<div class="plot"><div class="for-wide">${wide.svg}</div><div class="for-narrow">${narrow.svg}</div></div>
${keyHtml(drawn)}
${left !== null && html`<p class="note">${left}</p>`}
<details><summary>The numbers of this chart</summary>
<div class="scroll" tabindex="0" role="group" aria-label="${caption}: the numbers">${series.length === 1 ? tableOfOne(main, value, caption, used) : tableOfSeveral(series, names, caption)}</div>
</details>
</figure>`
}

/** Periods kept in front of the first that can be told. */
const lead = 1

/** The long time before a skill was known is said, not drawn; the table behind the chart keeps it. */
function withoutLead(series: readonly Series[]): { drawn: Series[]; left: string | null } {
  const first = Math.min(
    ...series.map(({ points }) => points.findIndex(({ value }) => value !== null)).filter((at) => at >= 0),
  )
  const skipped = series[0]!.points.slice(0, Math.max(0, first - lead))
  if (skipped.length < 2) return { drawn: [...series], left: null }
  const why = skipped.every(({ status }) => status === 'low')
    ? 'too few jobs to say'
    : 'too few jobs to say, or not measured'
  return {
    drawn: series.map((each) => ({ ...each, points: each.points.slice(skipped.length) })),
    left: `From ${periodText(skipped[0]!.period)} to ${periodText(skipped.at(-1)!.period)}: ${why}.`,
  }
}

/** Only what the chart shows is explained. */
function keyHtml(series: readonly Series[]): Markup {
  const points = series.flatMap((each) => each.points)
  const has = (test: (point: Point) => boolean) => points.some(test)
  const entries = [
    has(({ interval, value }) => interval !== null && value !== null) && ['k-band', '95% interval'],
    has(({ value, status }) => value !== null && (status === 'low' || status === 'partial')) && [
      'k-hollow',
      'small sample, or not over yet',
    ],
    has(({ value, status }) => value === null && status === 'low') && ['k-few', 'too few to say'],
    has(({ value, status }) => value === null && status !== 'low') && ['k-gap', 'not measured'],
    series.some(({ breaks }) => breaks.length > 0) && ['k-break', 'not comparable across this line'],
  ].filter((entry) => entry !== false)
  return html`<ul class="key" aria-hidden="true">${entries.map(
    ([sign, words]) => html`<li><span class="${sign!}"></span>${words!}</li>`,
  )}</ul>`
}

const newestFirst = <Item>(items: readonly Item[]): Item[] => items.toReversed()

const absent: Partial<Record<Point['status'], string>> = {
  not_tracked: 'not tracked',
  suspect: 'held back',
  low: 'too few to say',
}

function pointText(point: Point | undefined, unit: Series['unit']): string {
  if (point === undefined || point.value === null) return absent[point?.status ?? 'missing'] ?? 'not measured'
  return point.status === 'zero' ? 'none' : valueText(point.value, unit)
}

function tableOfOne(series: Series, value: string, caption: string, used: Marks): Markup {
  const withBasis = series.points.some(({ denominator }) => denominator !== null)
  const withRange = series.points.some(({ interval }) => interval !== null)
  return html`<table><caption>${caption}</caption>
<thead><tr><th scope="col">${series.by}</th><th scope="col" class="n">${value}</th>${withRange && html`<th scope="col" class="n">95% interval</th>`}${withBasis && html`<th scope="col" class="n">jobs</th>`}</tr></thead>
<tbody>${newestFirst(series.points).map((point) => {
    const range = point.value === null ? null : rangeText({ interval: point.interval, unit: series.unit })
    const { n, denominator } = point
    return html`<tr><th scope="row">${periodText(point.period)}</th><td class="n">${point.value === null ? html`<span class="absent">${pointText(point, series.unit)}</span>` : html`${pointText(point, series.unit)}${marksHtml(point, used)}`}</td>${withRange && html`<td class="n">${range?.replace(/^95%: /, '') ?? ''}</td>`}${withBasis && html`<td class="n">${n !== null && denominator !== null && denominator > 0 && `${count(n)} of ${count(denominator)}`}</td>`}</tr>`
  })}</tbody></table>`
}

function tableOfSeveral(series: readonly Series[], names: readonly string[], caption: string): Markup {
  const [main] = series
  const byPeriod = series.map(({ points }) => new Map(points.map((point) => [point.period, point])))
  return html`<table><caption>${caption}</caption>
<thead><tr><th scope="col">${main!.by}</th>${names.map((name) => html`<th scope="col" class="n">${name}</th>`)}</tr></thead>
<tbody>${newestFirst(main!.points).map(
    ({ period }) =>
      html`<tr><th scope="row">${periodText(period)}</th>${byPeriod.map((points, at) => html`<td class="n">${pointText(points.get(period), series[at]!.unit)}</td>`)}</tr>`,
  )}</tbody></table>`
}
