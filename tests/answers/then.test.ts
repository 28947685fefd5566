/** `--as-of` answers from what stood then, whatever was said, moved or given up later. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Store } from '../../db/store.ts'
import { day } from '../../src/days.ts'
import type { Posting } from '../../src/domain.ts'
import { ask, days, jobsOf, newPath, numbers } from '../support/asking.ts'
import { board, emptyStore, noon, scratchFolder, snapshot } from '../support/store.ts'

const then = '2026-11-17'
const later = '2026-11-24'

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A week of boards that list the same jobs; each posting with pay, a place and a day of publication. */
async function collected(path: string): Promise<void> {
  const store = await emptyStore(path, day(then))
  await store.registerBoards(
    numbers(0, 4).map((at) => board(`greenhouse:tide${at}`)),
    day('2026-11-01'),
  )
  for (const [turn, on] of days('2026-11-10', then).entries()) {
    for (const at of numbers(0, 4)) await list(store, at, on, jobs(at, turn))
  }
  await store.close()
  await ask(path, then, 'refresh')
}

const jobs = (at: number, turn: number): Posting[] =>
  jobsOf(at, numbers(1 + turn, 14 + turn)).map((posting) => ({
    ...posting,
    ...{ pay: { min: 90_000, max: 110_000, currency: 'EUR', period: 'year' }, countries: ['NO'], locations: ['Oslo'] },
    ...{ publishedOn: day('2026-11-09'), publishedPrecision: 'day' },
  }))
const list = (store: Store, at: number, on: string, postings: Posting[]) =>
  store.storeSnapshot(snapshot(`greenhouse:tide${at}`, on, 'complete', postings), noon(day(on)))

const words = [
  ...['report', 'explain'].map((command) => [command, 'pytorch', '--population', 'country:NO']),
  ...['report', 'trend', 'explain'].map((command) => [command, 'pytorch', '--json']),
  ['trend', 'pytorch', '--by', 'day', '--json'],
  ['trend', 'pytorch', '--by', 'week', '--json'],
  ['compare', 'pytorch', 'jax', '--json'],
  ['top', '--json'],
]

/** What every command says of the day, and the rows that it would export. */
async function answersOf(path: string, today: string) {
  const answers = []
  for (const asking of words) answers.push(await ask(path, today, ...asking, '--as-of', then))
  const out = scratchFolder()
  await ask(path, today, 'export', 'postings', 'figures', '--skill', 'pytorch', '--out', out, '--as-of', then)
  return {
    answers,
    rows: ['postings', 'figures'].map((name) => readFileSync(join(out, `${name}-${then}.csv`), 'utf8')),
  }
}

const changes: [string, (posting: Posting) => Posting][] = [
  [
    'says something else in every field',
    (posting) => ({
      ...{ ...posting, countries: ['DE'], locations: ['Kiel'], workplace: 'remote', employment: 'contract' },
      ...{ url: 'https://jobs.example/moved', company: 'Tide & Sons' },
      ...{ pay: { min: 20_000, max: 25_000, currency: 'EUR', period: 'year' }, publishedOn: day('2026-11-18') },
    }),
  ],
  [
    'says no more what it pays, and has other words',
    (posting) => ({
      ...{ ...posting, pay: null },
      text: { role: 'You train machine learning models with Keras.', company: '' },
    }),
  ],
]

test.each(changes)('a posting that %s leaves an earlier day as it read, to the last byte', async (_, change) => {
  const path = newPath()
  await collected(path)
  const before = await answersOf(path, then)
  const store = await emptyStore(path, day(later))
  for (const on of ['2026-11-18', later]) {
    for (const at of numbers(0, 4)) await list(store, at, on, jobs(at, 7).map(change))
  }
  await store.close()
  await ask(path, later, 'refresh')
  expect(await answersOf(path, later)).toEqual(before)
  expect((await ask(path, later, 'verify')).exitCode).toBe(0)
})

test('a posting that changes again and again reads each day as it did on that day', async () => {
  const path = newPath()
  const store = await emptyStore(path)
  await store.registerBoards([board('greenhouse:tide0')], day('2026-11-01'))
  for (const [turn, on] of days('2026-11-10', '2026-11-15').entries()) {
    const [posting] = jobsOf(0, [2])
    await list(store, 0, on, [
      { ...posting!, title: `Machine Learning Engineer ${turn >> 1}`, url: `https://jobs.example/${turn}` },
    ])
  }
  const seen = async (asOf: string) => {
    const [row] = await store.postingsSeen({ from: day('2026-11-01'), asOf: day(asOf), after: 0, limit: 9 })
    return [row!.title.at(-1), row!.url!.at(-1)]
  }
  const told = []
  for (const on of days('2026-11-10', '2026-11-15')) told.push(await seen(on))
  expect(told).toEqual([
    ['0', '0'],
    ['0', '1'],
    ['1', '2'],
    ['1', '3'],
    ['2', '4'],
    ['2', '5'],
  ])
  expect(await store.verify()).toEqual([])
})

test('a board that is paused, or gone for good, takes nothing from the days on which it was read', async () => {
  const path = newPath()
  await collected(path)
  const before = await answersOf(path, then)
  const store = await emptyStore(path, day(later))
  await store.setBoardState('greenhouse:tide0', 'paused')
  for (const on of ['2026-11-22', '2026-11-23', later]) {
    const write = snapshot('greenhouse:tide1', on, 'gone', [], { reason: 'the host answered 404' })
    await store.storeSnapshot({ ...write, state: on === later ? 'gone' : undefined }, noon(day(on)))
  }
  await store.close()
  await ask(path, later, 'refresh')
  expect(await answersOf(path, later)).toEqual(before)
})

test('one "gone" is a failed try like any other: the list of the day before still stands', async () => {
  const path = newPath()
  await collected(path)
  const store = await emptyStore(path, day('2026-11-18'))
  await store.storeSnapshot(snapshot('greenhouse:tide1', '2026-11-18', 'gone', []), noon(day('2026-11-18')))
  await store.close()
  await ask(path, '2026-11-18', 'refresh')
  expect((await ask(path, '2026-11-18', 'report', 'pytorch')).text).toContain('of 70 open AI jobs, of 5 employers')
  const counts = await emptyStore(path, day('2026-11-18'))
  const [row] = await counts.questions.daily('pytorch', 'ai', day('2026-11-18'), day('2026-11-18'))
  expect([row!.allOpen, row!.boardsRead, row!.boardsActive]).toEqual([70, 5, 5])
  await counts.close()
})

test('a board given up speaks no more, in the counts of a day as in what is open on it', async () => {
  const path = newPath()
  await collected(path)
  const store = await emptyStore(path, day('2026-11-20'))
  for (const on of days('2026-11-18', '2026-11-20')) {
    await store.storeSnapshot(snapshot('greenhouse:tide1', on, 'gone', []), noon(on))
  }
  await store.close()
  await ask(path, '2026-11-20', 'refresh')
  const counts = await emptyStore(path, day('2026-11-20'))
  const daily = await counts.questions.daily('pytorch', 'ai', day('2026-11-18'), day('2026-11-20'))
  expect(daily.map((row) => [row.day, row.allOpen, row.boardsRead, row.boardsActive])).toEqual([
    ['2026-11-18', 70, 5, 5],
    ['2026-11-19', 70, 5, 5],
    ['2026-11-20', 56, 4, 4],
  ])
  for (const { day: on, allOpen, open } of daily) {
    const rows = (await counts.questions.open(on)).now('pytorch', { name: 'ai' })
    const sum = (of: 'vacancies' | 'naming') => rows.reduce((total, row) => total + row[of], 0)
    expect([on, sum('vacancies'), sum('naming')]).toEqual([on, allOpen, open])
  }
  expect(await counts.verify()).toEqual([])
  await counts.close()
})
