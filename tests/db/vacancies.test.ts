import { expect, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { day } from '../../src/days.ts'
import { countAll, edition, tagAll } from '../support/filled.ts'
import { board, emptyStore, posting, snapshot } from '../support/store.ts'

const home = 'greenhouse:tide'
const today = day('2026-03-05')

/** Postings a, b and c; b goes on the third day. */
async function withPostings(): Promise<Store> {
  const store = await emptyStore(undefined, today)
  await store.registerBoards([board(home)], today)
  const lists: [string, string[]][] = [
    ['2026-03-01', ['a', 'b']],
    ['2026-03-02', ['a', 'b', 'c']],
    ['2026-03-03', ['a', 'c']],
  ]
  for (const [on, ids] of lists) {
    const postings = ids.map((id) => posting(id))
    await store.storeSnapshot(snapshot(home, on, 'complete', postings), 1)
  }
  await tagAll(store)
  return store
}

/** Puts the postings into vacancies by their ids; the first of each speaks. */
async function merge(store: Store, ...groups: string[][]): Promise<void> {
  const noOf = async (id: string) => (await store.posting(home, id))!.no
  const vacancies = await Promise.all(
    groups.map(async (ids) => ({
      members: await Promise.all(
        ids.map(async (id, at) => ({ no: await noOf(id), because: at === 0 ? null : 'same text' })),
      ),
    })),
  )
  await store.saveVacancies([{ employer: 'tidewater-instruments', kind: 'employer', vacancies }])
}
const open = async (store: Store, on: string) => {
  const [row] = await store.questions.daily('pytorch', 'all', day(on), day(on))
  return [row!.open, row!.openPostings, row!.opened]
}

test('a vacancy is open as long as any of its postings, and is new once', async () => {
  const store = await withPostings()
  await merge(store, ['a', 'c'], ['b'])
  await countAll(store, today)
  expect([await open(store, '2026-03-01'), await open(store, '2026-03-02'), await open(store, '2026-03-03')]).toEqual([
    [2, 2, 0],
    [2, 3, 0],
    [1, 2, 0],
  ])
  expect(await store.verify()).toEqual([])
})

test('postings that are taken apart again leave nothing of each other behind, and their days are counted anew', async () => {
  const store = await withPostings()
  await merge(store, ['b', 'a', 'c'])
  await countAll(store, today)
  await merge(store, ['b'], ['a'], ['c'])
  expect((await store.uncountedDays(edition, today)).length).toBeGreaterThan(0)
  await countAll(store, today)
  expect(await open(store, '2026-03-02')).toEqual([3, 3, 1])
  expect(await open(store, '2026-03-03')).toEqual([2, 2, 0])
  expect(await store.verify()).toEqual([])
  expect(await store.employersToMerge()).toEqual([])
})

test('postings that join another vacancy take their days along', async () => {
  const store = await withPostings()
  await merge(store, ['a'], ['b'], ['c'])
  await merge(store, ['c', 'a'], ['b'])
  await countAll(store, today)
  expect(await open(store, '2026-03-03')).toEqual([1, 2, 0])
  expect((await store.posting(home, 'a'))!.mergedBecause).toBe('same text')
  expect(await store.verify()).toEqual([])
})
