/** How much of a period of the chart was read. */
import { addDays, addMonths, type Week, weekOf } from '../days.ts'
import { rememberedWeeks } from './method.ts'
import { boardsRead, isThreadRead, type Panel } from './panel.ts'
import { lastWholeMonth, mondayOfWeek } from './windows.ts'

/**
 * The part, from 0 to 1, of what a period of 13 weeks (3 months of a thread) holds that was read: of the boards known in each
 * week, and of the months. Where both are read the smaller part counts. Periods are numbered as quarterCells does.
 */
export function quarterCoverage(panel: Panel, through: Week, period: number): number {
  const parts: number[] = []
  let [read, known] = [0, 0]
  for (let week = 0; week < 13; week++) {
    const of = boardsRead(panel, weekOf(addDays(mondayOfWeek(through), 7 * (13 * period - week))), rememberedWeeks)
    read += of.read
    known += of.known
  }
  if (known > 0) parts.push(read / known)
  if (panel.monthly.at.length > 0) {
    const last = lastWholeMonth(through)
    const months = [0, 1, 2].map((month) => addMonths(last, 3 * period - month))
    parts.push(months.filter((month) => isThreadRead(panel, month)).length / months.length)
  }
  return parts.length === 0 ? 0 : Math.min(...parts)
}
