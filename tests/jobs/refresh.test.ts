import { expect, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { refresh } from '../../jobs/refresh.ts'
import { addDays, day } from '../../src/days.ts'
import type { TagInput } from '../../src/domain.ts'
import { mention, traits } from '../support/filled.ts'
import { board, emptyStore, noon, posting, snapshot } from '../support/store.ts'

const today = day('2026-03-02')
const read: string[] = []

const tagger = (edition = '2026.1') => ({
  edition,
  tag: ({ title, text }: TagInput) => {
    read.push(title)
    return { mentions: /PyTorch/.test(text.role) ? [mention('pytorch')] : [], traits: traits() }
  },
})

const run = (store: Store, over: Partial<Parameters<typeof refresh>[0]> = {}) => {
  read.length = 0
  return refresh({
    ...{ store, tagger: tagger(), today, now: () => 1, signal: new AbortController().signal },
    priorityOf: (source) => (source === 'remotive' ? 2 : 0),
    ...over,
  })
}

const advert = { role: 'You train the models of every buoy with PyTorch, all year and in all weathers.', company: '' }

async function withPostings(): Promise<Store> {
  const store = await emptyStore(undefined, today)
  await store.registerBoards([board('greenhouse:tide'), board('remotive')], today)
  const same = { title: 'River Engineer', text: advert }
  await store.storeSnapshot(
    snapshot('greenhouse:tide', '2026-03-01', 'complete', [
      posting('oslo', { ...same, locations: ['Oslo'] }),
      posting('bergen', { ...same, locations: ['Bergen'] }),
      posting('sales', { title: 'Sales', text: { role: 'You sell buoys.', company: '' } }),
      posting('wordless', { text: null }),
    ]),
    1,
  )
  const rewritten = { role: 'A great company looks for you.', company: '' }
  await store.storeSnapshot(
    snapshot('remotive', '2026-03-02', 'complete', [
      posting('copy', { title: 'River engineer', text: rewritten }),
      posting('nobody-1', { ...same, employer: '', company: '' }),
      posting('nobody-2', { ...same, employer: '', company: '' }),
      posting('agency', { ...same, employer: 'tidestaffing', company: 'Tide Staffing' }),
    ]),
    1,
  )
  return store
}
const view = async (store: Store, id: string, home = 'greenhouse:tide') => (await store.posting(home, id))!

test('refreshing tags each text once, merges copies and counts the days; again it finds nothing to do', async () => {
  const store = await withPostings()
  expect(await run(store)).toEqual({ tagged: 3, employers: 3, days: 2, finished: true })
  expect(read.sort()).toEqual(['River Engineer', 'River engineer', 'Sales'])
  const oslo = await view(store, 'oslo')
  const bergen = await view(store, 'bergen')
  const copy = await view(store, 'copy', 'remotive')
  expect([bergen.vacancy, copy.vacancy]).toEqual([oslo.vacancy, oslo.vacancy])
  expect([oslo.mergedBecause, bergen.mergedBecause, copy.mergedBecause]).toEqual([
    null,
    'same employer and title, same text, on show at the same time',
    expect.stringMatching(/^same employer and title as on greenhouse, /),
  ])
  expect((await view(store, 'sales')).vacancy).not.toBe(oslo.vacancy)
  expect(await run(store)).toEqual({ tagged: 0, employers: 0, days: 0, finished: true })
  expect(read).toEqual([])
  expect(await store.verify()).toEqual([])
})

test('postings of nobody known are never one vacancy, however alike', async () => {
  const store = await withPostings()
  await run(store)
  const [one, other] = [await view(store, 'nobody-1', 'remotive'), await view(store, 'nobody-2', 'remotive')]
  expect(one.vacancy).not.toBe(other.vacancy)
})

test('a run that was stopped goes on where it was, and a new edition reads every text anew', async () => {
  const store = await withPostings()
  const stopped = new AbortController()
  stopped.abort()
  expect(await run(store, { signal: stopped.signal })).toEqual({ tagged: 0, employers: 0, days: 0, finished: false })
  expect(await run(store)).toEqual({ tagged: 3, employers: 3, days: 2, finished: true })
  expect(await run(store, { tagger: tagger('2026.2') })).toEqual({ tagged: 3, employers: 0, days: 2, finished: true })
  expect(await store.edition()).toBe('2026.2')
  expect(await store.verify()).toEqual([])
})

test('a signal that comes in the middle is heard before all is done', async () => {
  const store = await withPostings()
  const days = Array.from({ length: 40 }, (_, at) => addDays(today, at + 1))
  for (const on of days) await store.storeSnapshot(snapshot('greenhouse:tide', on, 'complete', []), noon(on))
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 1)
  const { days: counted, finished } = await run(store, { today: days.at(-1)!, signal: stop.signal })
  expect(finished).toBe(false)
  expect(counted).toBeLessThan(42)
})

test('other rules of merging put every posting together again, once', async () => {
  const store = await withPostings()
  await run(store)
  await store.adoptMerging('rules of an earlier version')
  expect((await store.employersToMerge()).length).toBe(3)
  expect(await run(store)).toEqual({ tagged: 0, employers: 3, days: 0, finished: true })
  expect(await run(store)).toEqual({ tagged: 0, employers: 0, days: 0, finished: true })
  expect(await store.verify()).toEqual([])
})

test('a text of a monthly thread is tagged as a post', async () => {
  const store = await emptyStore(undefined, today)
  await store.registerBoards([board('greenhouse:tide'), board('hackernews', { token: '', every: 'month' })], today)
  for (const id of ['greenhouse:tide', 'hackernews']) {
    const text = { role: `Acme | Oslo, for ${id}`, company: '' }
    await store.storeSnapshot(snapshot(id, '2026-03-01', 'complete', [posting('one', { title: id, text })]), 1)
  }
  const posts: [string, boolean | undefined][] = []
  const reading = {
    edition: '2026.1',
    tag: ({ title, isPost }: TagInput) => {
      posts.push([title, isPost])
      return { mentions: [], traits: traits() }
    },
  }
  await run(store, { tagger: reading })
  expect(posts).toEqual([
    ['greenhouse:tide', false],
    ['hackernews', true],
  ])
})
