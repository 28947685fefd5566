import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import { type Outcome, outcomes } from '../../src/domain.ts'
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

/** The plainest reading of the rules: a list of what each posting's stretches are, kept in memory. */
function model(history: { outcome: Outcome; ids: string[]; on: Day }[], tolerance: number) {
  const lives = new Map<string, { first: Day; last: Day; end: Day | null; stock: boolean; misses: number }[]>()
  let lastWhole: Day | null = null
  for (const { outcome, ids, on } of history) {
    const whole = outcome === 'complete' || outcome === 'empty'
    const shown = outcome === 'complete' || outcome === 'partial' ? ids : []
    const stock = lastWhole === null || addDays(lastWhole, 28) < on
    for (const id of new Set(shown)) {
      const life = lives.get(id) ?? []
      lives.set(id, life)
      const current = life.at(-1)
      if (current === undefined || current.end !== null) life.push({ first: on, last: on, end: null, stock, misses: 0 })
      else Object.assign(current, { last: on, misses: 0 })
    }
    if (whole) {
      for (const [id, life] of lives) {
        const current = life.at(-1)!
        if (current.end !== null || shown.includes(id)) continue
        current.misses += 1
        if (current.misses >= tolerance) current.end = on
      }
      lastWhole = on
    }
  }
  return lives
}

test('R5: no wrong closing, opening or double count, whatever fails in whatever order', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const step = fc.record({
    outcome: fc.constantFrom<Outcome>(
      'complete',
      'complete',
      'complete',
      'empty',
      'partial',
      'suspect',
      'blocked',
      'gone',
      'failed',
    ),
    ids: fc.subarray(ids),
    gap: fc.constantFrom(1, 1, 1, 2, 7, 29),
    twice: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 14 }),
      fc.constantFrom(1, 2, 4),
      async (steps, tolerance) => {
        const store = await withBoard({ missTolerance: tolerance })
        let on = day('2026-01-01')
        const history = []
        for (const { outcome, ids: listed, gap, twice } of steps) {
          on = addDays(on, gap)
          const shown = outcome === 'empty' ? [] : listed
          history.push({ outcome, ids: shown, on })
          await see(store, on, outcome, shown)
          if (twice) await see(store, on, outcome, shown)
        }
        const lives = model(history, tolerance)
        for (const id of ids) {
          const expected = (lives.get(id) ?? []).map(({ first, last, end, stock }) => ({
            firstSeen: first,
            lastSeen: last,
            endedOn: end,
            stock,
          }))
          expect(await spellsOf(store, id)).toEqual(expected)
        }
        expect(await store.verify()).toEqual([])
        await store.close()
      },
    ),
    { numRuns: 60 },
  )
})

test('a snapshot that began before the newest one changes nothing', async () => {
  const store = await withBoard()
  await see(store, '2026-03-05', 'complete', ['a'])
  expect((await see(store, '2026-03-01', 'complete', [])).stored).toBe(false)
  expect((await spellsOf(store, 'a'))[0]!.endedOn).toBeNull()
})
