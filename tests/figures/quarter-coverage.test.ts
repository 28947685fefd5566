import { expect, test } from 'vitest'
import { addDays, addMonths, type Month, monthOf } from '../../src/days.ts'
import { createPanel, type ObservedWeek, type WeeklyRow } from '../../src/figures/panel.ts'
import { quarterCoverage } from '../../src/figures/quarter-coverage.ts'
import { firstMonday, row, steady, weekAt } from './markets.ts'

/** A thread whose months are read but for some, with jobs in each that is. */
function thread(months: readonly Month[]): { rows: WeeklyRow[]; observed: ObservedWeek[] } {
  const weekOfMonth = (month: Month) => Math.round((Date.parse(`${month}-08`) - Date.parse(firstMonday)) / 6.048e8)
  return {
    rows: months.map((month) => ({ ...row('thread', weekOfMonth(month), 4, { pytorch: 1 }), month })),
    observed: months.map((month) => ({ board: 'thread', week: weekAt(weekOfMonth(month)), month })),
  }
}

test('weeks in which boards were not read count against the period that holds them, and no other', () => {
  const { rows, observed } = steady(10, 39, 2, () => 1)
  // Four of ten boards are not read in the last ten weeks of the middle period, which still remembers them for four weeks.
  const isMissed = (board: string, week: string) =>
    Number(board.slice(1)) < 4 && week > weekAt(15) && week <= weekAt(25)
  const panel = createPanel(
    rows,
    observed.filter(({ board, week }) => !isMissed(board, week)),
  )
  const of = (period: number) => quarterCoverage(panel, weekAt(38), period)
  expect(of(0)).toBe(1)
  expect(of(-2)).toBe(1)
  // Three weeks of all ten, four in which ten were known and six read, six in which the others were forgotten.
  expect(of(-1)).toBeCloseTo((3 + 4 * 0.6 + 6) / 13, 12)
  // Nothing was read before the first of them.
  expect(quarterCoverage(panel, weekAt(36), -2)).toBeCloseTo(11 / 13, 12)
})

test('a month without its thread is a third of its period', () => {
  const last = monthOf(addDays(firstMonday, 7 * 60))
  const months = Array.from({ length: 9 }, (_, back) => addMonths(last, back - 8))
  const weeks = weekAt(Math.floor((Date.parse(`${addMonths(last, 1)}-01`) - Date.parse(firstMonday)) / 6.048e8))
  const { rows, observed } = thread(months.filter((_, at) => at !== 4))
  const panel = createPanel(rows, observed)
  expect([0, -1, -2, -3].map((period) => quarterCoverage(panel, weeks, period))).toEqual([1, 2 / 3, 1, 0])
})
