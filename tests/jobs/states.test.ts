/** Whatever a source says of a posting's days, and however often it closes and opens it, its history runs forwards. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comeBetween, lastedSince } from '../../src/answers/come-and-gone.ts'
import { addDays, type Day, day, daysBetween } from '../../src/days.ts'
import { mergeAll, tagAll } from '../support/filled.ts'
import { expected, histories, lived } from '../support/histories.ts'
import { board, emptyStore, noon, posting, snapshot } from '../support/store.ts'

const first = day('2026-01-01')

test('D16: a posting opened and closed in any order keeps each state, one after the other, none of negative length', async () => {
  const store = await emptyStore()
  let boards = 0
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      boards += 1
      const found = await lived(store, `greenhouse:tide${boards}`, history)
      expect(found).toEqual(expected(history))
      for (const spells of found.values()) {
        for (const [at, { firstSeen, lastSeen, endedOn }] of spells.entries()) {
          expect(firstSeen <= lastSeen).toBe(true)
          if (endedOn !== null) expect(lastSeen < endedOn).toBe(true)
          const before = spells[at - 1]
          if (before !== undefined) expect(before.endedOn !== null && before.endedOn < firstSeen).toBe(true)
        }
      }
    }),
    { numRuns: 100 },
  )
})

/** Days that sources print: of long ago, of next year, none, and true ones. */
const published = fc.option(fc.integer({ min: -900, max: 400 }), { nil: null })

test('D16: a published day before the board was known or after the posting was seen gives no negative duration', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ listed: fc.subarray(['a', 'b', 'c', 'd']), gap: fc.integer({ min: 1, max: 9 }), said: published }),
        { minLength: 2, maxLength: 8 },
      ),
      async (reads) => {
        const store = await emptyStore()
        await store.registerBoards([board('greenhouse:tide')], first)
        let on: Day = first
        for (const { listed, gap, said } of reads) {
          on = addDays(on, gap)
          const publishedOn = said === null ? null : addDays(on, said)
          const postings = listed.map((id) =>
            posting(id, { publishedOn, publishedPrecision: publishedOn === null ? null : 'day' }),
          )
          await store.storeSnapshot(snapshot('greenhouse:tide', on, 'complete', postings), noon(on))
        }
        await tagAll(store)
        await mergeAll(store)
        const asking = { store, skills: [], edition: '', population: 'all', asOf: on }
        for (const { days } of await lastedSince(asking, 'pytorch', first)) {
          expect(days).toBeGreaterThanOrEqual(0)
          expect(days).toBeLessThanOrEqual(daysBetween(first, on))
        }
        for (const { notBefore, firstSeen, openedOn } of await comeBetween(asking, 'pytorch', first, on)) {
          expect(notBefore).toBeLessThanOrEqual(firstSeen)
          expect(openedOn === null || (notBefore <= openedOn && openedOn <= firstSeen)).toBe(true)
        }
        expect(await store.verify()).toEqual([])
        await store.close()
      },
    ),
    { numRuns: 40 },
  )
})

test('D16: a posting that its list still shows is open, whatever its words say of a deadline', async () => {
  const store = await emptyStore()
  await store.registerBoards([board('greenhouse:tide')], first)
  const over = { text: { role: 'The deadline passed on 2 January 2026: applications are closed.', company: '' } }
  const spells = async () => (await store.posting('greenhouse:tide', 'a'))!.spells
  const see = (on: string, listed: boolean, words = {}) =>
    store.storeSnapshot(
      snapshot('greenhouse:tide', on, 'complete', [posting('b'), ...(listed ? [posting('a', words)] : [])]),
      noon(day(on)),
    )
  await see('2026-01-01', true)
  await see('2026-01-03', true, over)
  expect(await spells()).toEqual([{ firstSeen: '2026-01-01', lastSeen: '2026-01-03', endedOn: null, stock: true }])
  await see('2026-01-04', false)
  await see('2026-01-06', true)
  expect(await spells()).toEqual([
    { firstSeen: '2026-01-01', lastSeen: '2026-01-03', endedOn: '2026-01-04', stock: true },
    { firstSeen: '2026-01-06', lastSeen: '2026-01-06', endedOn: null, stock: false },
  ])
})
