import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { addDays, type Day, day, dayNumber, daysBetween } from '../../src/days.ts'
import { board, emptyStore, noon, posting, snapshot } from '../support/store.ts'

type Seen = [string, string | null][]

const today = day('2026-11-24')
const home = 'greenhouse:tide'

async function bring(store: Store, rows: Record<string, Seen>, over = {}) {
  const importing = await store.beginImport(noon(today), 'imported')
  await importing.board(board(home), today)
  for (const [id, seen] of Object.entries(rows)) {
    await importing.posting({ board: home, posting: posting(id, over), seen: seen as [Day, Day | null][] })
  }
  return importing.commit()
}
const spellsOf = async (store: Store, id: string) =>
  ((await store.posting(home, id))?.spells ?? []).map(({ firstSeen, lastSeen, endedOn, stock }) =>
    [firstSeen, lastSeen, endedOn, stock ? 'stock' : 'new'].join(' '),
  )

describe('an imported file', () => {
  test('makes its boards read whole on every day from the first to the last spell day', async () => {
    const store = await emptyStore()
    expect(
      await bring(store, {
        a: [['2026-01-05', '2026-01-08']],
        b: [
          ['2026-01-06', '2026-01-06'],
          ['2026-01-09', '2026-01-10'],
        ],
      }),
    ).toEqual({ postings: 2, newPostings: 2, spells: 3, snapshots: 6, boards: 1 })
    expect(await spellsOf(store, 'a')).toEqual(['2026-01-05 2026-01-08 2026-01-09 stock'])
    expect(await spellsOf(store, 'b')).toEqual([
      '2026-01-06 2026-01-06 2026-01-07 new',
      '2026-01-09 2026-01-10 2026-01-11 new',
    ])
    const listed = (await store.snapshots(home, 9)).map((row) => [row.day, row.outcome, row.listed].join(' '))
    expect(listed).toEqual([
      '2026-01-10 complete 1',
      '2026-01-09 complete 1',
      '2026-01-08 complete 1',
      '2026-01-07 complete 1',
      '2026-01-06 complete 2',
      '2026-01-05 complete 1',
    ])
    expect(await store.verify()).toEqual([])
  })

  test('has the lists that it implies of many boards stored in order of their days, as they would have been collected', async () => {
    const store = await emptyStore()
    const importing = await store.beginImport(noon(today), 'imported')
    for (const [id, from, to] of [
      ['greenhouse:pier', '2026-01-05', '2026-01-07'],
      ['greenhouse:quay', '2026-01-06', '2026-01-08'],
    ] as const) {
      await importing.board(board(id), today)
      await importing.posting({ board: id, posting: posting('a'), seen: [[day(from), day(to)]] })
    }
    expect(await importing.commit()).toMatchObject({ snapshots: 6, boards: 2 })
    const lines: unknown[] = []
    for await (const line of store.dump()) lines.push(JSON.parse(line))
    const table = lines.findIndex((line) => (line as { table?: string }).table === 'snapshots')
    const { columns } = lines[table] as { columns: string[] }
    const stored = lines
      .slice(table + 1, table + 7)
      .map((row) => [columns.indexOf('no'), columns.indexOf('day')].map((at) => (row as number[])[at]))
    const first = dayNumber(day('2026-01-05'))
    expect(stored).toEqual([0, 1, 1, 2, 2, 3].map((later, at) => [at + 1, first + later]))
  })

  test('read again changes nothing', async () => {
    const store = await emptyStore()
    const rows: Record<string, Seen> = { a: [['2026-01-05', '2026-01-08']], b: [['2026-01-06', null]] }
    await bring(store, rows)
    const before = [await store.size(), await spellsOf(store, 'a'), await spellsOf(store, 'b')]
    expect(await bring(store, rows)).toEqual({ postings: 2, newPostings: 0, spells: 0, snapshots: 0, boards: 1 })
    expect([await store.size(), await spellsOf(store, 'a'), await spellsOf(store, 'b')]).toEqual(before)
  })

  test('abandoned leaves no trace', async () => {
    const store = await emptyStore()
    const importing = await store.beginImport(noon(today), 'imported')
    await importing.board(board(home), today)
    await importing.posting({ board: home, posting: posting('a'), seen: [[day('2026-01-05'), null]] })
    await importing.abandon()
    expect(await store.boards()).toEqual([])
    expect(await store.size()).toMatchObject({ postings: 0, texts: 0, snapshots: 0 })
    expect(await store.verify()).toEqual([])
  })

  test('that says how a spell ended ends the one that an earlier file left open', async () => {
    const store = await emptyStore()
    await bring(store, { a: [['2026-01-05', null]], b: [['2026-01-05', null]] })
    expect(await spellsOf(store, 'a')).toEqual(['2026-01-05 2026-11-24  stock'])
    await bring(store, { a: [['2026-01-05', '2026-02-01']] })
    expect(await spellsOf(store, 'a')).toEqual(['2026-01-05 2026-02-01 2026-02-02 stock'])
    await bring(store, { a: [['2026-01-05', null]] })
    expect(await spellsOf(store, 'a')).toEqual(['2026-01-05 2026-02-01 2026-02-02 stock'])
  })

  test('with snapshots of its own closes and opens by those alone', async () => {
    const store = await emptyStore()
    const importing = await store.beginImport(noon(today), 'imported')
    await importing.board(board(home), today)
    const seen = (id: string, spells: Seen) =>
      importing.posting({ board: home, posting: posting(id), seen: spells as [Day, Day | null][] })
    await seen('a', [['2026-01-01', '2026-01-05']])
    await seen('b', [['2026-01-05', '2026-01-09']])
    await seen('late', [['2026-03-01', '2026-03-01']])
    for (const on of ['2026-01-01', '2026-01-05', '2026-01-09', '2026-03-01'])
      await importing.snapshot({ board: home, day: day(on), outcome: 'complete', listed: 1 })
    await importing.snapshot({ board: home, day: day('2026-01-07'), outcome: 'failed', listed: null })
    await importing.commit()
    expect(await spellsOf(store, 'a')).toEqual(['2026-01-01 2026-01-05 2026-01-09 stock'])
    expect(await spellsOf(store, 'b')).toEqual(['2026-01-05 2026-01-09 2026-03-01 new'])
    expect(await spellsOf(store, 'late')).toEqual(['2026-03-01 2026-03-01 2026-03-02 stock'])
  })
})

describe('a file beside collected lists', () => {
  test('makes what the first list showed new, and leaves its words in force', async () => {
    const store = await emptyStore()
    await store.registerBoards([board(home)], today)
    await store.storeSnapshot(snapshot(home, '2026-11-20', 'complete', [posting('a'), posting('b')]), 1)
    expect(await spellsOf(store, 'b')).toEqual(['2026-11-20 2026-11-20  stock'])
    await bring(
      store,
      { a: [['2026-11-01', '2026-11-20']], c: [['2026-11-01', '2026-11-19']] },
      { text: { role: 'As it read before.', company: '' } },
    )
    expect(await spellsOf(store, 'a')).toEqual(['2026-11-01 2026-11-20  stock'])
    expect(await spellsOf(store, 'b')).toEqual(['2026-11-20 2026-11-20  new'])
    expect(await spellsOf(store, 'c')).toEqual(['2026-11-01 2026-11-19 2026-11-20 stock'])
    expect(await store.verify()).toEqual([])
  })

  test('with older words of a posting does not take back the newer ones', async () => {
    const store = await emptyStore()
    await store.registerBoards([board(home)], today)
    await store.storeSnapshot(snapshot(home, '2026-11-20', 'complete', [posting('a')]), 1)
    await bring(store, { a: [['2026-10-01', '2026-10-09']] }, { text: { role: 'As it read before.', company: '' } })
    expect((await store.posting(home, 'a'))!.text).toEqual(posting('a').text)
    expect(await store.verify()).toEqual([])
  })
})

/** Days as a plain set: what overlaps in any file is one spell. */
function united(stretches: [Day, Day][]): string[] {
  const merged: [Day, Day][] = []
  for (const [first, last] of stretches.toSorted((left, right) => daysBetween(right[0], left[0]))) {
    const open = merged.at(-1)
    if (open !== undefined && first <= open[1]) open[1] = last > open[1] ? last : open[1]
    else merged.push([first, last])
  }
  return merged.map(([first, last]) => `${first} ${last}`)
}

test('whatever files come in whatever order, no day of a posting is told twice', async () => {
  const stretch = fc.tuple(fc.nat(30), fc.nat(6)).map(([from, length]): [Day, Day] => {
    const first = addDays(day('2026-01-01'), from)
    return [first, addDays(first, length)]
  })
  const ids = ['a', 'b']
  const file = fc.array(fc.tuple(fc.constantFrom(...ids), stretch), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), async (files) => {
      const store = await emptyStore()
      for (const rows of files) {
        const importing = await store.beginImport(noon(today), 'imported')
        await importing.board(board(home), today)
        for (const [id, seen] of rows) await importing.posting({ board: home, posting: posting(id), seen: [seen] })
        await importing.commit()
      }
      for (const id of ids) {
        const told = files.flat().filter(([told]) => told === id)
        const spells = (await store.posting(home, id))?.spells ?? []
        expect(spells.map(({ firstSeen, lastSeen }) => `${firstSeen} ${lastSeen}`)).toEqual(
          united(told.map(([, seen]) => seen)),
        )
      }
      expect(await store.verify()).toEqual([])
      await store.close()
    }),
    { numRuns: 60 },
  )
})
