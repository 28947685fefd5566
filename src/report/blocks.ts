/** Series as block characters: one line, or a small chart with an axis. A gap is drawn as a gap, never as a low value. */
import { paint } from './tones.ts'
import type { Series, Terminal } from './views.ts'
import { valueText } from './wording.ts'

const eighths = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
/** A period that nobody measured, and one that was measured as none. */
const gap = '·'
const none = '_'

type Drawn = Pick<Series['points'][number], 'value'>

/** The last `width` points over a scale that begins at 0. */
export function sparkline(points: readonly Drawn[], width: number): string {
  const last = points.slice(-Math.max(1, width))
  const top = Math.max(0, ...last.map((point) => point.value ?? 0))
  return last.map(({ value }) => (value === null ? gap : value === 0 ? none : block(value / top))).join('')
}

/** Of ranks the best is drawn highest. */
export function upward({ points, unit }: Pick<Series, 'points' | 'unit'>): Drawn[] {
  if (unit !== 'rank') return points
  const worst = Math.max(0, ...points.map(({ value }) => value ?? 0))
  return points.map(({ value }) => ({ value: value === null ? null : worst + 1 - value }))
}

const block = (part: number) => eighths[Math.min(7, Math.max(0, Math.ceil(part * 8) - 1))]!

/** A bar of at most `width` cells for a part of the whole. */
export function bar(part: number, width: number): string {
  const units = Math.round(Math.min(1, Math.max(0, part)) * width * 8)
  const rest = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][units % 8]!
  return '█'.repeat(Math.floor(units / 8)) + rest
}

const height = 8

/** Values upward from 0, periods to the right; `┊` before a break; the newest points that fit, told when some do not. */
export function blockChart(series: Series, terminal: Terminal): string {
  const top = Math.max(0, ...series.points.map((point) => point.value ?? 0))
  const ticks = [top, top / 2, 0].map((value) => valueText(value, series.unit))
  const margin = Math.max(...ticks.map((tick) => tick.length)) + 2
  const room = Math.max(10, terminal.width - margin - 1)
  const each = Math.max(1, Math.min(4, Math.floor(room / series.points.length)))
  const points = series.points.slice(-Math.floor(room / each))
  const breaks = new Set(series.breaks.map(({ period }) => period))
  const lines: string[] = []
  for (let row = height; row >= 1; row--) {
    const tick = row === height ? ticks[0]! : row === height / 2 ? ticks[1]! : row === 1 ? ticks[2]! : ''
    const cells = points.map((point) => {
      const drawn = top === 0 || point.value === null ? 0 : (point.value / top) * height - (row - 1)
      const lowest = row === 1 && drawn <= 0
      const sign =
        point.value === null
          ? lowest
            ? gap
            : ' '
          : lowest && point.value === 0
            ? none
            : drawn <= 0
              ? ' '
              : block(drawn)
      const body = (sign === gap ? gap : sign.repeat(Math.max(1, each - 1))).padEnd(each)
      const marked = breaks.has(point.period) && sign === ' ' ? `┊${body.slice(1)}` : body
      return point.status === 'partial' || point.status === 'low' ? paint(marked, 'faint', terminal) : marked
    })
    lines.push(`${tick.padStart(margin - 2)} ┤${cells.join('')}`.trimEnd())
  }
  lines.push(`${' '.repeat(margin - 1)}└${'─'.repeat(points.length * each)}`, ' '.repeat(margin) + axis(points, each))
  const left = series.points.length - points.length
  if (left > 0) lines.push(`${' '.repeat(margin)}${left} earlier periods do not fit in this width.`)
  return lines.join('\n')
}

/** First, middle and last period under the chart, as many as have room. */
function axis(points: { period: string }[], each: number): string {
  const width = points.length * each
  const [first, last] = [points[0]?.period ?? '', points.at(-1)?.period ?? '']
  if (points.length < 2 || width < first.length + last.length + 2) return last.padStart(Math.min(width, last.length))
  const middle = points[Math.floor(points.length / 2)]!.period
  const room = width - first.length - last.length
  if (room < middle.length + 4) return first + ' '.repeat(room) + last
  const before = Math.max(2, Math.floor(points.length / 2) * each - first.length)
  return `${first}${' '.repeat(before)}${middle}`.padEnd(width - last.length) + last
}
