import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, day, dayFromNumber, dayNumber, monthOf, weekOf } from '../../src/days.ts'
import { board, emptyStore, scratchFolder, snapshot } from '../support/store.ts'

const boards = ['greenhouse:tide', 'greenhouse:ebb', 'lever:tide', 'hackernews'] as const
const start = day('2025-12-24')

const reads = fc.array(
  fc.record({
    step: fc.constantFrom(1, 2, 6, 9),
    of: fc.subarray([...boards], { minLength: 1 }),
    outcome: fc.constantFrom('complete', 'empty', 'failed', 'partial'),
  }),
  { minLength: 1, maxLength: 12 },
)

/** What the snapshots say, in one statement that reads all of them. */
const naive = `select distinct b.id, b.source, s.day - (s.day + 3) % 7 as monday, case b.every when 'month' then s.day end as month_day
  from snapshots s join boards b on b.no = s.board_no
  where s.outcome in ('complete', 'empty') and s.day between ? and ?
    and (b.every = 'month' or s.day > (select min(day) from snapshots f where f.board_no = b.no and f.outcome in ('complete', 'empty')))`

test('the weeks in which boards were read are those of their whole snapshots after the first', async () => {
  await fc.assert(
    fc.asyncProperty(reads, fc.nat(40), fc.nat(60), async (days, skip, length) => {
      const path = join(scratchFolder(), 'store.sqlite')
      const store = await emptyStore(path)
      await store.registerBoards(
        boards.map((id) => board(id, { every: id === 'hackernews' ? 'month' : 'day' })),
        start,
      )
      let on = start
      for (const { step, of, outcome } of days) {
        on = addDays(on, step)
        for (const id of of) await store.storeSnapshot(snapshot(id, on, outcome, []), 1)
      }
      const [from, to] = [addDays(start, skip), addDays(start, skip + length)]
      const file = new Database(path, { readonly: true })
      const rows = file.prepare(naive).all(dayNumber(from), dayNumber(to)) as {
        id: string
        source: string
        monday: number
        month_day: number | null
      }[]
      file.close()
      const weekAt = (monday: number) => weekOf(dayFromNumber(monday))
      const expected = rows.map(({ id, monday, month_day }) => ({
        ...{ board: id, week: weekAt(monday), month: month_day === null ? null : monthOf(dayFromNumber(month_day)) },
      }))
      const byText = (one: unknown, other: unknown) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)
      expect((await store.questions.observedWeeks(from, to)).sort(byText)).toEqual(expected.sort(byText))
      for (const source of [null, 'greenhouse', 'lever']) {
        const name = source === null ? 'ai' : `source:${source}`
        const own = rows.filter((row) => row.month_day === null && (source === null || row.source === source))
        const weeks = [...new Set(own.map(({ monday }) => weekAt(monday)))].sort()
        expect(await store.questions.readWeeks({ name }, from, to)).toEqual(weeks)
      }
      await store.close()
    }),
    { numRuns: 25, interruptAfterTimeLimit: 15_000 },
  )
}, 60_000)
