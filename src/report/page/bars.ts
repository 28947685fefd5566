/** Small drawings for rows: a bar with its interval, a change on a scale around nothing, a line of the last months. */

import type { Interval } from '../../domain.ts'
import { stretches } from '../chart-scale.ts'
import { html, type Markup, trusted } from '../html-text.ts'
import type { Point } from '../views.ts'

const round = (number: number) => Math.round(number * 10) / 10
const within = (part: number) => Math.min(1, Math.max(0, part))

/** A part of `top` as a bar, with its interval as a whisker. The number stands beside it: readers who listen miss nothing. */
export function barSvg(value: number, interval: Interval | null, top: number): Markup {
  const at = (part: number) => `${round(100 * within(part / top))}%`
  const whisker =
    interval === null
      ? ''
      : `<line class="b-range" x1="${at(interval.low)}" x2="${at(interval.high)}" y1="50%" y2="50%"/>`
  return trusted(
    `<svg class="bar" aria-hidden="true" focusable="false"><rect class="b-back" width="100%" height="100%"/><rect class="b-fill" width="${at(value)}" height="100%"/>${whisker}</svg>`,
  )
}

/** Where a change in percent lies between −75% and +300%: doubling and halving are as far from the middle. */
const scaled = (percent: number) =>
  within((Math.log(Math.max(0.25, 1 + percent / 100)) - Math.log(0.25)) / Math.log(16))

/** A change with its interval around the line of no change. */
export function changeSvg(value: number, interval: Interval | null): Markup {
  const at = (percent: number) => `${round(100 * scaled(percent))}%`
  const clear = interval !== null && (interval.low > 0 || interval.high < 0)
  const tone = !clear ? 'flat' : value > 0 ? 'up' : 'down'
  const band =
    interval === null
      ? ''
      : `<line class="w-range" x1="${at(interval.low)}" x2="${at(interval.high)}" y1="50%" y2="50%"/>`
  return trusted(
    `<svg class="whisker ${tone}" aria-hidden="true" focusable="false"><line class="w-zero" x1="${at(0)}" x2="${at(0)}" y1="0" y2="100%"/>${band}<circle class="w-dot" cx="${at(value)}" cy="50%" r="3.5"/></svg>`,
  )
}

/** A ratio as so many for every hundred, on the same scale: even is the middle. */
export const ratioSvg = (value: number, interval: Interval | null): Markup =>
  changeSvg(
    100 * (value - 1),
    interval === null ? null : { ...interval, low: 100 * (interval.low - 1), high: 100 * (interval.high - 1) },
  )

/** A line of the last periods, gaps left open; the newest one marked. */
export function sparklineSvg(points: readonly Point[], width = 104, height = 26): Markup {
  const told = points.filter(({ value }) => value !== null).length
  if (told === 0) return html`<span class="absent">not measured</span>`
  const top = Math.max(0, ...points.map(({ value }) => value ?? 0)) || 1
  const step = (width - 6) / Math.max(1, points.length - 1)
  const x = (at: number) => round(3 + at * step)
  const y = (at: number) => round(height - 3 - (height - 7) * (points[at]!.value! / top))
  const runs = stretches(
    points.map(({ value }) => value),
    new Set(),
  )
  const drawn = runs.map((run) =>
    run.length > 1
      ? `<polyline points="${run.map((at) => `${x(at)},${y(at)}`).join(' ')}"/>`
      : `<circle cx="${x(run[0]!)}" cy="${y(run[0]!)}" r="1.2"/>`,
  )
  const last = points.findLastIndex(({ value }) => value !== null)
  return trusted(
    `<svg class="spark" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true" focusable="false">${drawn.join('')}<circle class="last" cx="${x(last)}" cy="${y(last)}" r="2.2"/></svg>`,
  )
}
