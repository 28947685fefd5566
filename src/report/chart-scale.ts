/** Where things stand in a chart: round ticks upward from 0, or ranks downward from 1; periods to the right. */
import type { Series } from './views.ts'

/** The smallest round number at or above `value`, of 1, 2, 2.5 or 5 times a power of ten, with its half as a tick. */
export function roundTop(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= value * (1 - 1e-9)) ?? 10
  return Number((step * power).toPrecision(12))
}

/** A band that reaches far beyond the values would flatten them: it is cut at twice the highest value. */
function topOf(series: readonly Pick<Series, 'points'>[]): number {
  const points = series.flatMap((each) => each.points)
  const highest = Math.max(0, ...points.map(({ value }) => value ?? 0))
  const band = Math.max(0, ...points.map(({ interval }) => interval?.high ?? 0))
  return roundTop(Math.max(highest, Math.min(band, 2 * highest)))
}

export interface Scale {
  /** What is written beside the axis, from its bottom upward. */
  ticks: number[]
  /** How far up a value stands, from 0 to 1; what lies beyond stands at the edge. */
  part(value: number): number
}

/** Upward from 0; of ranks downward from 1, which is the best. */
export function scaleOf(series: readonly Pick<Series, 'points' | 'unit'>[]): Scale {
  const within = (part: number) => Math.min(1, Math.max(0, part))
  if (series[0]?.unit !== 'rank') {
    const top = topOf(series)
    return { ticks: [0, top / 2, top], part: (value) => within(value / top) }
  }
  const worst = Math.max(3, ...series.flatMap(({ points }) => points.map(({ value }) => value ?? 0)))
  return { ticks: [worst, Math.round((1 + worst) / 2), 1], part: (value) => within((worst - value) / (worst - 1)) }
}

/** At most `most` places for labels among `count` periods, the last one always. */
export function labelledPeriods(periods: readonly string[], most: number): number[] {
  const step = Math.max(1, Math.ceil(periods.length / most))
  return periods.map((_, at) => at).filter((at) => (periods.length - 1 - at) % step === 0)
}

/** Unbroken stretches of measured periods, as places in the list. */
export function stretches(values: readonly (number | null)[], breaks: ReadonlySet<number>): number[][] {
  const found: number[][] = []
  for (const [at, value] of values.entries()) {
    if (value === null) continue
    const last = found.at(-1)
    if (last !== undefined && last.at(-1) === at - 1 && !breaks.has(at)) last.push(at)
    else found.push([at])
  }
  return found
}
