/** Drawings as wide as the text: a change on its scale, parts of a whole, and the middle half of a spread. */
import type { Figure } from '../../domain.ts'
import { escapeHtml, type Markup, trusted } from '../html-text.ts'

const round = (number: number) => Math.round(number * 10) / 10
const within = (part: number) => Math.min(1, Math.max(0, part))

/** Marks of the scale of changes: as far from the middle as their opposites. */
const marks = [
  { percent: -50, text: 'halved', kind: 'w-end' },
  { percent: -20, text: '−20%', kind: 'w-between' },
  { percent: 0, text: 'no change', kind: 'w-middle' },
  { percent: 25, text: '+25%', kind: 'w-between' },
  { percent: 100, text: 'doubled', kind: 'w-end' },
]

const place = (percent: number) =>
  within((Math.log(Math.max(0.3125, 1 + percent / 100)) - Math.log(0.3125)) / Math.log(3.2 / 0.3125))

/** A change in percent with its interval, from a third to threefold. What lies beyond ends at the edge. */
export function changeScale({ value, interval }: Figure): Markup {
  const at = (percent: number) => `${round(100 * place(percent))}%`
  const clear = interval !== null && (interval.low > 0 || interval.high < 0)
  const tone = !clear ? 'flat' : value! > 0 ? 'up' : 'down'
  const lines = marks.map(
    ({ percent, text, kind }) =>
      `<line class="${percent === 0 ? 'w-zero' : 'w-mark'}" x1="${at(percent)}" x2="${at(percent)}" y1="4" y2="40"/><text class="${kind}" x="${at(percent)}" y="56" text-anchor="middle">${text}</text>`,
  )
  const band =
    interval === null
      ? ''
      : `<rect class="w-band" x="${at(interval.low)}" width="${round(100 * (place(interval.high) - place(interval.low)))}%" y="14" height="16" rx="3"/>`
  return trusted(
    `<svg class="change-scale ${tone}" aria-hidden="true" focusable="false">${lines.join('')}${band}<circle class="w-dot" cx="${at(value!)}" cy="22" r="6"/></svg>`,
  )
}

/** Parts of a whole side by side. */
export function stackSvg(parts: readonly number[]): Markup {
  let from = 0
  const drawn = parts.map((part, at) => {
    const rect = `<rect class="s-${at}" x="${round(100 * from)}%" width="${round(100 * part)}%" height="100%"/>`
    from += part
    return rect
  })
  return trusted(`<svg class="stack" aria-hidden="true" focusable="false">${drawn.join('')}</svg>`)
}

/** Round numbers from 0 up to `top`, four to seven of them. */
export function ticksUpTo(top: number): number[] {
  const power = 10 ** Math.floor(Math.log10(top / 3))
  const step = ([1, 2, 2.5, 5].findLast((each) => each * power <= top / 3) ?? 1) * power
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, at) => Number((at * step).toPrecision(12)))
}

export interface Spread {
  low: number
  middle: number
  high: number
  /** The middle's own interval, where it has one. */
  interval: { low: number; high: number } | null
  /** How a number of the scale is written. */
  say(value: number): string
}

/** The middle half as a box with its middle, on a scale that begins at 0. */
export function spreadSvg({ low, middle, high, interval, say }: Spread): Markup {
  const top = 1.15 * Math.max(high, interval?.high ?? 0)
  const at = (value: number) => `${round((100 * value) / top)}%`
  const whisker =
    interval === null
      ? ''
      : `<line class="b-range" x1="${at(interval.low)}" x2="${at(interval.high)}" y1="11" y2="11"/>`
  const ticks = ticksUpTo(top).map(
    (value, place) =>
      `<line class="w-mark" x1="${at(value)}" x2="${at(value)}" y1="22" y2="27"/><text x="${at(value)}" y="40" text-anchor="${place === 0 ? 'start' : value > 0.95 * top ? 'end' : 'middle'}">${escapeHtml(say(value))}</text>`,
  )
  return trusted(
    `<svg class="spread" aria-hidden="true" focusable="false"><rect class="b-back" width="100%" height="22"/><rect class="b-fill" x="${at(low)}" width="${round((100 * (high - low)) / top)}%" height="22"/>${whisker}<line class="b-middle" x1="${at(middle)}" x2="${at(middle)}" y1="0" y2="22"/>${ticks.join('')}</svg>`,
  )
}
