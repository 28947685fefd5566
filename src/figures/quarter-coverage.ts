/** How much of a period of the chart was read. */
import { addDays, addMonths, type Week, weekOf } from '../days.ts'
import { rememberedWeeks } from './method.ts'
import { boardsRead, isThreadRead, type Panel } from './panel.ts'
import { sum } from './sums.ts'
import { lastWholeMonth, mondayOfWeek } from './windows.ts'

/**
 * The part, from 0 to 1, of a period of 13 weeks (3 months of a thread) that was read: week by week of the boards known in
 * it, month by month of the threads. Where both are read the smaller part counts. Periods are numbered as quarterSums does.
 */
export function quarterCoverage(panel: Panel, through: Week, period: number): number {
  const last = addDays(mondayOfWeek(through), 7 * 13 * period)
  const weeks = Array.from({ length: 13 }, (_, back) =>
    boardsRead(panel, weekOf(addDays(last, -7 * back)), rememberedWeeks),
  )
  const parts: number[] = []
  if (weeks.some(({ known }) => known > 0)) parts.push(sum(weeks, ({ read, known }) => read / (known || 1)) / 13)
  if (panel.holdsThreads) {
    const months = [0, 1, 2].map((back) => addMonths(lastWholeMonth(through), 3 * period - back))
    parts.push(months.filter((month) => isThreadRead(panel, month)).length / 3)
  }
  return parts.length === 0 ? 0 : Math.min(...parts)
}
