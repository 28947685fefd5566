import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, day, dayNumber } from '../../src/days.ts'
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
const naive = `select distinct b.id, s.day from snapshots s join boards b on b.no = s.board_no
  where s.outcome in ('complete', 'empty') and s.day <= ?
    and (b.every = 'month' or s.day > (select min(day) from snapshots f where f.board_no = b.no and f.outcome in ('complete', 'empty')))
  order by b.id, s.day`

test('the days on which boards were read are those of their whole snapshots after the first, packed or not', async () => {
  await fc.assert(
    fc.asyncProperty(reads, fc.nat(100), fc.nat(12), async (days, length, packed) => {
      const path = join(scratchFolder(), 'store.sqlite')
      const store = await emptyStore(path)
      await store.registerBoards(
        boards.map((id) => board(id, { every: id === 'hackernews' ? 'month' : 'day' })),
        start,
      )
      let on = start
      for (const [at, { step, of, outcome }] of days.entries()) {
        on = addDays(on, step)
        for (const id of of) await store.storeSnapshot(snapshot(id, on, outcome, []), 1)
        if (at === packed) for (const monday of await store.unpackedReads()) await store.packReads(monday)
      }
      const to = addDays(start, length)
      const file = new Database(path, { readonly: true })
      const expected = file.prepare(naive).raw().all(dayNumber(to)) as [string, number][]
      file.close()
      const { boards: names, monday, weeks, days: bits } = await store.questions.reads(to)
      expect(names.map(({ id }) => id)).toEqual([...boards].sort())
      const told = names.flatMap(({ id }, place) =>
        Array.from({ length: 7 * weeks }, (_, day) => day)
          .filter((day) => (bits[Math.floor(day / 7) * names.length + place]! >> (day % 7)) % 2 === 1)
          .map((day) => [id, monday + day]),
      )
      expect(told).toEqual(expected)
      expect(await store.verify()).toEqual([])
      await store.close()
    }),
    { numRuns: 25, interruptAfterTimeLimit: 15_000 },
  )
}, 60_000)
