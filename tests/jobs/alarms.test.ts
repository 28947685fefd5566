import { describe, expect, test } from 'vitest'
import type { BoardState, SnapshotRow } from '../../db/store.ts'
import { alarmsInForce, watch } from '../../jobs/alarms.ts'
import { alarmsOf } from '../../jobs/monitor.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import { seeded } from '../support/faultd.ts'
import { board, emptyStore, noon, posting, snapshot } from '../support/store.ts'

const first = day('2026-08-01')

const list = (id: string, run: number, listed: number, fills: Record<string, number> = {}): SnapshotRow => ({
  ...{ board: id, startedAt: noon(addDays(first, run)), day: addDays(first, run), outcome: 'complete', reason: null },
  ...{ listed, total: null, withText: listed, rejects: 0, origin: 'collected', clearedAt: null },
  fills: { url: listed, text: listed, locations: listed, publishedOn: listed, python: listed * 0.4, ...fills },
})
const state = (id: string, last: SnapshotRow | null, over: Partial<BoardState> = {}): BoardState => ({
  ...board(id),
  ...{ state: 'active', addedOn: first, nextDueAt: 0, lastSnapshot: last, lastComplete: last?.day ?? null, open: 0 },
  ...over,
})

/** The alarms after each run of a source of ten boards whose lists `at` tells. */
function over(runs: number, at: (id: string, run: number) => SnapshotRow): string[][] {
  const ids = Array.from({ length: 10 }, (_, index) => `tide:${index}`)
  const lists: SnapshotRow[] = []
  return Array.from({ length: runs }, (_, run) => {
    const now = ids.map((id) => at(id, run))
    lists.push(...now)
    const states = now.map((row) => state(row.board, row))
    return alarmsOf(lists, states, addDays(first, run)).map(({ about, what }) => `${about} ${what}`)
  })
}

/** A board's list over time: each posting goes with one chance in sixty a day, as many come. */
function quiet(seed: number, size: number) {
  const random = seeded(seed)
  const sizes = new Map<string, number[]>()
  return (id: string, run: number): SnapshotRow => {
    const known = sizes.get(id) ?? [size]
    sizes.set(id, known)
    while (known.length <= run) {
      let now = known.at(-1)!
      for (let at = known.at(-1)!; at > 0; at--) if (random() < 1 / 60) now -= 1
      for (let at = size; at > 0; at--) if (random() < 1 / 60) now += 1
      known.push(now)
    }
    const listed = known[run]!
    return list(id, run, listed, { python: Math.round(listed * 0.4) })
  }
}

describe('D8: a source', () => {
  test.each([1, 2, 3, 4, 5])('that is quiet for 90 runs raises at most one alarm (seed %i)', (seed) => {
    const raised = over(90, quiet(seed, 50))
    let episodes = 0
    for (const [run, alarms] of raised.entries())
      episodes += alarms.filter((alarm) => !raised[run - 1]?.includes(alarm)).length
    expect(episodes).toBeLessThanOrEqual(1)
  })

  const fields = ['volume', 'text', 'url', 'python'] as const
  test.each(fields)('that loses 2 %% of its %s each run is noticed within 10 runs', (what) => {
    const still = quiet(7, 60)
    const rotten = over(70, (id, run) => {
      const row = still(id, run)
      const kept = 0.98 ** Math.max(0, run - 39)
      return what === 'volume'
        ? list(id, run, Math.round(row.listed * kept))
        : { ...row, fills: { ...row.fills, [what]: row.fills[what]! * kept } }
    })
    expect(rotten[39]).toEqual([])
    expect(rotten.findIndex((alarms) => alarms.includes(`tide ${what}`))).toBeLessThanOrEqual(49)
  })

  test.each(fields)('that loses half of its %s at once is noticed in the first run', (what) => {
    const still = quiet(8, 60)
    const broken = over(41, (id, run) => {
      const row = still(id, run)
      if (run < 40) return row
      return what === 'volume'
        ? list(id, run, Math.round(row.listed * 0.55))
        : { ...row, fills: { ...row.fills, [what]: row.fills[what]! * 0.55 } }
    })
    expect(broken.slice(0, 40).flat()).toEqual([])
    expect(broken[40]).toContain(`tide ${what}`)
  })

  test('has many boards, so that one of them alone must lose more than chance takes from the least of them', () => {
    const withLeft = (left: number) =>
      over(20, (id, run) => list(id, run, id === 'tide:3' && run === 19 ? left : 100)).at(-1)
    expect(withLeft(69)).toEqual([])
    expect(withLeft(60)).toEqual(['tide:3 volume'])
  })

  test('whose board is not read that day is measured by the others', () => {
    const still = quiet(9, 60)
    const lists = Array.from({ length: 30 }, (_, run) =>
      Array.from({ length: 10 }, (_, at) => still(`tide:${at}`, run)).filter(
        (row) => run < 20 || row.board !== 'tide:3',
      ),
    ).flat()
    const states = lists.slice(-9).map((row) => state(row.board, row))
    expect(alarmsOf(lists, states, addDays(first, 29))).toEqual([])
  })
})

describe('boards that are not read', () => {
  const bad = (id: string) => state(id, { ...list(id, 9, 0), outcome: 'suspect' }, { lastComplete: addDays(first, 8) })
  const good = (id: string) => state(id, list(id, 9, 20))

  test('are an alarm of their source when they are more than a fifth of it', () => {
    const states = [...['a', 'b', 'c'].map((at) => bad(`tide:${at}`)), ...['d', 'e'].map((at) => good(`tide:${at}`))]
    expect(alarmsOf([], states, addDays(first, 9))).toEqual([
      {
        about: 'tide',
        what: 'reads',
        message: '3 of 5 boards were not read whole at their last try, most of them suspect',
        todo: 'see "skilltide status" for the reasons; the figures leave them out',
      },
    ])
    expect(alarmsOf([], states.slice(2), addDays(first, 9))).toEqual([])
  })

  test('for three days are an alarm of their own', () => {
    const found = (today: Day) => alarmsOf([], [good('tide:a')], today).map(({ message }) => message)
    expect(found(addDays(first, 12))).toEqual([])
    expect(found(addDays(first, 13))).toEqual(['no board was read whole since 2026-08-10'])
  })
})

test('boards that are known from a file alone are no alarm, however old', () => {
  const old = { ...list('tide:a', 0, 20), origin: 'imported' as const }
  expect(alarmsOf([], [state('tide:a', old)], addDays(first, 90))).toEqual([])
})

test('an alarm is raised once, stays in force, and settles when it is over', async () => {
  const store = await emptyStore()
  await store.registerBoards([board('tide:a')], first)
  const read = (run: number, count: number) =>
    store.storeSnapshot(
      {
        ...snapshot(
          'tide:a',
          addDays(first, run),
          'complete',
          Array.from({ length: count }, (_, at) => posting(`${at}`)),
        ),
        fills: { url: count, text: count, locations: count, publishedOn: count, python: 0 },
      },
      1,
    )
  for (let run = 0; run < 6; run++) await read(run, 100)
  const look = async (run: number) =>
    (await watch(store, addDays(first, run), noon(addDays(first, run)), null)).map(({ about, what, since }) => [
      ...[about, what, since],
    ])
  expect(await look(5)).toEqual([])
  await read(6, 55)
  const raised = ['tide', 'volume', noon(addDays(first, 6))]
  expect(await look(6)).toEqual([raised])
  expect(await look(7)).toEqual([raised])
  expect((await alarmsInForce(store)).length).toBe(1)
  await read(8, 100)
  expect(await look(8)).toEqual([])
  expect(await alarmsInForce(store)).toEqual([])
  expect((await store.events({ kind: 'alarm', limit: 9 })).map(({ outcome }) => outcome)).toEqual(['settled', 'raised'])
})
