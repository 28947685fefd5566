/** SQLite and PostgreSQL hold the same and answer the same, in every byte. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadStore, openStore } from '../../db/open.ts'
import type { LabelRow, Store } from '../../db/store.ts'
import { addDays, day, type Week, weekOf } from '../../src/days.ts'
import { ask, collected, days, numbers, type Read } from '../support/asking.ts'
import { countAll, fill, lastDay, mergeAll, tagAll } from '../support/filled.ts'
import { noPostgres, type Server, startServer } from '../support/postgres.ts'
import { board, noon, posting, scratchFolder, snapshot } from '../support/store.ts'

let server: Server
beforeAll(async () => {
  if (noPostgres === null) server = await startServer()
  else console.info(noPostgres)
})
afterAll(() => server?.stop())

const now = () => noon(lastDay)

async function filled(place: string): Promise<Store> {
  const store = await openStore(place, { now })
  await fill(store, 3, 5)
  await tagAll(store)
  await mergeAll(store)
  await countAll(store, lastDay)
  return store
}

const onFile = () => join(scratchFolder(), 'store.sqlite')

describe.skipIf(noPostgres !== null)('on PostgreSQL', () => {
  test('what is collected, tagged, merged and counted is the same in every row, number and digest', async () => {
    const [one, other] = [await filled(onFile()), await filled(await server.database())]
    expect(await other.contents()).toEqual(await one.contents())
    expect(await other.verify()).toEqual([])
    expect({ ...(await other.size()), bytes: 0 }).toEqual({ ...(await one.size()), bytes: 0 })
    await one.close()
    await other.close()
  })

  test('a store goes there and back, and its lines and digests stay as they were', async () => {
    const one = await filled(onFile())
    const place = await server.database()
    await loadStore(place, one.dump(), 'the store')
    const there = await openStore(place, { now })
    expect(await there.contents()).toEqual(await one.contents())
    expect(await there.verify()).toEqual([])
    const back = onFile()
    await loadStore(back, there.dump(), 'the store')
    const again = await openStore(back, { now })
    expect(await again.contents()).toEqual(await one.contents())
    expect(await again.verify()).toEqual([])
    for (const store of [one, there, again]) await store.close()
  })
})

/** Ten thousand characters that no compression makes few of. */
const longTitle = (own: string) =>
  Array.from({ length: 160 }, (_, at) => createHash('sha256').update(`${own} ${at}`).digest('base64')).join(' ')

test.each(['SQLite', 'PostgreSQL'])('a title of 10 kB is kept whole and found again on %s', async (kind) => {
  if (kind === 'PostgreSQL' && noPostgres !== null) return
  const store = await openStore(kind === 'SQLite' ? onFile() : await server.database(), { now })
  const titles = [
    longTitle('one'),
    `${longTitle('one').slice(0, 5000)} and another`,
    longTitle('other'),
    'Data Engineer',
  ]
  await store.registerBoards([board('greenhouse:tide')], lastDay)
  const postings = titles.map((title, at) => posting(`${at}`, { title }))
  await store.storeSnapshot(snapshot('greenhouse:tide', lastDay, 'complete', postings), now())
  expect((await store.titlesOf('tidewater-instruments')).sort()).toEqual(titles.toSorted())
  for (const [at, title] of titles.entries())
    expect(await store.postingsOf('tidewater-instruments', [title])).toMatchObject([{ no: at + 1, title }])
  expect(await store.verify()).toEqual([])
  await store.close()
})

const market: Read[] = days('2026-01-19', '2026-03-01').map((on, turn) => ({
  on,
  ...(turn === 20 ? { outcome: 'failed' as const } : {}),
  jobs: numbers(turn, turn + 14 + (turn % 5)),
}))
const today = '2026-03-01'

const commands = [
  'report pytorch',
  'report pytorch --json',
  'report pytorch --as-of 2026-02-10 --json',
  'compare pytorch tensorflow jax',
  'compare pytorch tensorflow --json',
  'trend pytorch',
  'trend pytorch --json',
  'top',
  'top --json',
  'explain pytorch',
  'explain pytorch --json',
]

test.skipIf(noPostgres !== null)(
  'H12: every figure command prints the same bytes from both stores',
  async () => {
    const places = [onFile(), await server.database()]
    for (const place of places) await collected(place, 4, market)
    for (const words of commands) {
      const [one, other] = await Promise.all(places.map((place) => ask(place, today, ...words.split(' '))))
      expect(other, words).toEqual(one)
      expect(one!.text.length, words).toBeGreaterThan(100)
    }
    const gone = await Promise.all(
      places.map(async (place) => {
        const store = await openStore(place, { readOnly: true, now })
        const { endedOn, lastSeen } = await store.questions.endings(day(today))
        await store.close()
        return Array.from(endedOn, (on, vacancy) => [on, lastSeen[vacancy]]).filter(([on]) => on !== 0)
      }),
    )
    expect(gone[1]).toEqual(gone[0])
    expect(gone[0]!.length).toBeGreaterThan(20)
  },
  180_000,
)

const weekNo = (at: number): Week => weekOf(addDays(day('2025-12-29'), 7 * (at - 1)))

test.each(['SQLite', 'PostgreSQL'])(
  'changes of labels are those of one edition and population, in order, on %s',
  async (kind) => {
    if (kind === 'PostgreSQL' && noPostgres !== null) return
    const store = await openStore(kind === 'SQLite' ? onFile() : await server.database(), { now })
    const row = (skill: string, at: number, label: string, over: Partial<LabelRow> = {}): LabelRow => ({
      ...{ skill, population: 'ai', week: weekNo(at), edition: '2026.1', method: '1.0' },
      ...{ raw: label, label, state: { runs: at } },
      ...over,
    })
    const words = ['Stable', 'Stable', 'Rising', 'Rising', 'Stable']
    await store.saveLabels(
      [
        ...words.map((label, at) => row('pytorch', at + 1, label)),
        ...['Stable', 'Rising'].map((label, at) => row('pytorch', at + 2, label, { edition: '2025.9' })),
        ...['Stable', 'Rising'].map((label, at) => row('pytorch', at + 2, label, { population: 'all' })),
        // A week without a run is no change, and a first label is none.
        row('jax', 1, 'Declining'),
        row('jax', 5, 'Stable'),
        row('keras', 5, 'Declining'),
      ],
      now(),
    )
    const asked = { population: 'ai', edition: '2026.1', upTo: weekNo(5) }
    const [first, ...later] = [
      { skill: 'pytorch', week: '2026-W03', before: 'Stable', after: 'Rising' },
      { skill: 'jax', week: '2026-W05', before: 'Declining', after: 'Stable' },
      { skill: 'pytorch', week: '2026-W05', before: 'Rising', after: 'Stable' },
    ]
    expect(await store.labelChanges({ ...asked, from: weekNo(1) })).toEqual([first, ...later])
    expect(await store.labelChanges({ ...asked, from: weekNo(4) })).toEqual(later)
    expect(await store.labelChanges({ ...asked, from: weekNo(1), upTo: weekNo(4) })).toEqual([first])
    await store.close()
  },
)
