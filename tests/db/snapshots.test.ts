import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { day } from '../../src/days.ts'
import { type Outcome, outcomes } from '../../src/domain.ts'
import { expected, histories, lived } from '../support/histories.ts'
import { board, emptyStore, posting, snapshot } from '../support/store.ts'

const at = 1
async function withBoard(over = {}): Promise<Store> {
  const store = await emptyStore()
  await store.registerBoards([board('greenhouse:tide', over)], day('2026-01-01'))
  return store
}
const see = (store: Store, on: string, outcome: Outcome, ids: string[]) =>
  store.storeSnapshot(
    snapshot(
      'greenhouse:tide',
      on,
      outcome,
      ids.map((id) => posting(id)),
    ),
    at,
  )
const spellsOf = async (store: Store, id: string) => (await store.posting('greenhouse:tide', id))?.spells ?? []

describe('a posting', () => {
  test('of a board’s first list is stock, and one that comes later is new', async () => {
    const store = await withBoard()
    expect(await see(store, '2026-03-01', 'complete', ['a'])).toEqual({
      stored: true,
      opened: 1,
      reopened: 0,
      ended: 0,
      unchanged: 0,
    })
    await see(store, '2026-03-02', 'complete', ['a', 'b'])
    expect((await spellsOf(store, 'a')).map(({ stock }) => stock)).toEqual([true])
    expect((await spellsOf(store, 'b')).map(({ stock }) => stock)).toEqual([false])
  })

  test('found after a gap of more than 28 days is stock again', async () => {
    const store = await withBoard()
    await see(store, '2026-03-01', 'complete', ['a'])
    await see(store, '2026-03-30', 'complete', ['a', 'b'])
    expect((await spellsOf(store, 'b'))[0]!.stock).toBe(true)
  })

  test('ends with the first whole list without it, and opens anew when it returns', async () => {
    const store = await withBoard()
    await see(store, '2026-03-01', 'complete', ['a', 'b'])
    expect((await see(store, '2026-03-03', 'complete', ['b'])).ended).toBe(1)
    expect((await see(store, '2026-03-05', 'complete', ['a', 'b'])).reopened).toBe(1)
    expect(await spellsOf(store, 'a')).toEqual([
      { firstSeen: '2026-03-01', lastSeen: '2026-03-01', endedOn: '2026-03-03', stock: true },
      { firstSeen: '2026-03-05', lastSeen: '2026-03-05', endedOn: null, stock: false },
    ])
  })

  test('of a source that tolerates a miss ends with the second', async () => {
    const store = await withBoard({ missTolerance: 2 })
    await see(store, '2026-03-01', 'complete', ['a', 'b'])
    expect((await see(store, '2026-03-02', 'complete', ['b'])).ended).toBe(0)
    expect((await see(store, '2026-03-03', 'complete', ['b'])).ended).toBe(1)
  })

  test('whose own page failed once keeps the words it had', async () => {
    const store = await withBoard()
    await see(store, '2026-03-01', 'complete', ['a'])
    await store.storeSnapshot(snapshot('greenhouse:tide', '2026-03-02', 'partial', [posting('a', { text: null })]), at)
    expect((await store.posting('greenhouse:tide', 'a'))!.text).toEqual(posting('a').text)
  })
})

describe('D1: a list that was not read whole', () => {
  test.each(outcomes.filter((outcome) => outcome !== 'complete' && outcome !== 'empty'))(
    'ends nothing when it is %s',
    async (outcome) => {
      const store = await withBoard()
      await see(store, '2026-03-01', 'complete', ['a', 'b', 'c'])
      expect((await see(store, '2026-03-02', outcome, ['a'])).ended).toBe(0)
      for (const id of ['a', 'b', 'c']) expect((await spellsOf(store, id))[0]!.endedOn).toBeNull()
    },
  )
})

test('P3: the same snapshot written twice leaves the same store', async () => {
  const store = await withBoard()
  await see(store, '2026-03-01', 'complete', ['a', 'b'])
  await see(store, '2026-03-02', 'complete', ['b'])
  const before = [await store.size(), await spellsOf(store, 'a'), await spellsOf(store, 'b')]
  expect((await see(store, '2026-03-02', 'complete', ['b'])).stored).toBe(false)
  expect([await store.size(), await spellsOf(store, 'a'), await spellsOf(store, 'b')]).toEqual(before)
})

test('R5: no wrong closing, opening or double count, whatever fails in whatever order', async () => {
  const store = await emptyStore()
  let boards = 0
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      boards += 1
      expect(await lived(store, `greenhouse:tide${boards}`, history)).toEqual(expected(history))
    }),
    { numRuns: 300 },
  )
  expect(await store.verify()).toEqual([])
})

test('a snapshot that began before the newest one changes nothing', async () => {
  const store = await withBoard()
  await see(store, '2026-03-05', 'complete', ['a'])
  expect((await see(store, '2026-03-01', 'complete', [])).stored).toBe(false)
  expect((await spellsOf(store, 'a'))[0]!.endedOn).toBeNull()
})
