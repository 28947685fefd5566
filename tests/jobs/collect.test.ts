import { describe, expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { type Collected, collect } from '../../jobs/collect.ts'
import { harvest } from '../../scrapers/kit/harvest.ts'
import { json } from '../../scrapers/kit/reading.ts'
import { defineScraper, type Scraper } from '../../scrapers/kit/scraper.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import { createClient } from '../../src/http/client.ts'
import { answer, type Faultd, inTurn, reset, startFaultd } from '../support/faultd.ts'
import { board, emptyStore, noon } from '../support/store.ts'

const today = day('2026-11-24')

/** Pages of a list, each with the number of postings in all where `total` is kept. */
const harbour = defineScraper({
  source: {
    id: 'harbour',
    title: 'Harbour',
    homepage: 'https://harbour.example',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: { url: 'https://harbour.example/terms', asks: 'nothing' },
    robots: 'documented-api',
    documentation: 'https://harbour.example/api',
    byDefault: true,
    minDelaySeconds: 0,
  },
  start: ({ token }) => [{ url: `https://${token}.harbour.example/jobs?page=1` }],
  read: (page) => {
    const answered = json(page)
    const next = answered.maybeText('next')
    const total = answered.maybeNumber('total')
    return {
      ...harvest(answered.list('jobs'), (job) => ({
        externalId: job.text('id'),
        title: job.text('title'),
        body: job.maybeText('text'),
        locations: ['Bergen'],
        url: `https://harbour.example/${job.text('id')}`,
      })),
      next: next === null ? [] : [{ url: next }],
      ...(total === null ? {} : { total }),
    }
  },
})
const scrapers: ReadonlyMap<string, Scraper> = new Map([['harbour', harbour]])

const ids = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `job-${from + at}`)
const job = (id: string) => ({ id, title: `Pilot ${id}`, text: `<p>Guide ship ${id} with Python and SQL.</p>` })
const page = (jobs: string[], more: { next?: string; total?: number } = {}) =>
  answer({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jobs: jobs.map(job), ...more }) })
const url = (token: string, number: number) => `https://${token}.harbour.example/jobs?page=${number}`

/** Plays a board's list, five postings a page. */
function play(server: Faultd, token: string, jobs: string[], total = true): void {
  const pages = Math.max(1, Math.ceil(jobs.length / 5))
  for (let number = 1; number <= pages; number++) {
    const more = {
      ...(number < pages ? { next: url(token, number + 1) } : {}),
      ...(total ? { total: jobs.length } : {}),
    }
    server.play(pathOf(token, number), page(jobs.slice((number - 1) * 5, number * 5), more))
  }
}
const pathOf = (token: string, number: number) => `/https/${token}.harbour.example/jobs?page=${number}`

interface World {
  store: Store
  server: Faultd
  run(on: Day, tokens?: string[], signal?: AbortSignal): Promise<Collected[]>
}

async function world(tokens: string[]): Promise<World> {
  const store = await emptyStore(undefined, today)
  const server = await startFaultd()
  onTestFinished(() => server.close())
  await store.registerBoards(
    tokens.map((token) => board(`harbour:${token}`)),
    today,
  )
  return {
    store,
    server,
    run: async (on, some = tokens, signal = new AbortController().signal) => {
      const now = () => noon(on)
      const get = createClient({
        ...{ memory: store, userAgent: 'skilltide/test', now, mirror: server.origin, random: () => 0.5 },
        sleep: async () => {},
      })
      const boards = some.map((token) => board(`harbour:${token}`))
      const collected = await collect(boards, {
        ...{ store, get, now, signal, scrapers, credentials: {}, hosts: 4, run: 'test' },
      })
      await get.close()
      return collected
    },
  }
}
const inShort = (collected: Collected[]) =>
  collected
    .map(({ board: id, outcome, listed, result: { opened, reopened, ended } }) => [
      id.replace('harbour:', ''),
      ...[outcome, listed, opened, reopened, ended],
    ])
    .map((row) => row.join(' '))
    .sort()
const stateOf = async (store: Store, token: string) =>
  (await store.boards()).find(({ id }) => id === `harbour:${token}`)!

describe('collecting', () => {
  test('reads every page of every board, and a second time stores nothing new', async () => {
    const { store, server, run } = await world(['oslo', 'bergen'])
    play(server, 'oslo', ids(12))
    play(server, 'bergen', ids(3))
    expect(inShort(await run(today))).toEqual(['bergen complete 3 3 0 0', 'oslo complete 12 12 0 0'])
    const { postings, texts } = await store.size()
    expect(inShort(await run(addDays(today, 1)))).toEqual(['bergen complete 3 0 0 0', 'oslo complete 12 0 0 0'])
    expect(await store.size()).toMatchObject({ postings, texts })
    expect((await store.boardsDue(noon(today))).length).toBe(0)
    expect(await store.verify()).toEqual([])
  })

  test('stops between boards when it is told to, and keeps nothing of a board half read', async () => {
    const { store, server, run } = await world(['oslo'])
    const stop = new AbortController()
    play(server, 'oslo', ids(12))
    server.play(pathOf('oslo', 2), (...seen) => {
      stop.abort()
      return page(ids(5, 5))(...seen)
    })
    expect(await run(today, ['oslo'], stop.signal)).toEqual([])
    expect(await store.size()).toMatchObject({ postings: 0, snapshots: 0 })
  })
})

describe('D1: half a board', () => {
  test.each([1, 2, 3, 4])('failing at page %i of 4 closes nothing and keeps what was seen', async (failing) => {
    const { store, server, run } = await world(['oslo'])
    play(server, 'oslo', ids(20))
    await run(today)
    play(server, 'oslo', [...ids(18, 1), 'job-new'])
    server.play(pathOf('oslo', failing), reset)
    const [done] = await run(addDays(today, 1))
    expect([done!.outcome, done!.result.ended]).toEqual([failing === 1 ? 'failed' : 'partial', 0])
    expect((await store.openIds('harbour:oslo')).length).toBe(20)
    const seen = (await store.posting('harbour:oslo', 'job-1'))!.spells[0]!.lastSeen
    expect(seen).toBe(failing === 1 ? today : addDays(today, 1))
  })
})

test('D2: an empty list where there were postings ends nothing until a second one agrees', async () => {
  const { server, run } = await world(['oslo'])
  play(server, 'oslo', ids(8))
  await run(today)
  play(server, 'oslo', [])
  expect(inShort(await run(addDays(today, 1)))).toEqual(['oslo suspect 0 0 0 0'])
  expect(inShort(await run(addDays(today, 2)))).toEqual(['oslo empty 0 0 0 8'])
})

test('D3: a list shorter than its own total is partial', async () => {
  const { server, run } = await world(['oslo'])
  server.play(pathOf('oslo', 1), page(ids(5), { total: 9 }))
  const [done] = await run(today)
  expect([done!.outcome, done!.reason]).toEqual(['partial', '5 postings read, while the source says it has 9'])
})

describe('D4: pages without end', () => {
  test('that repeat the first one are left after one page, and the list is partial', async () => {
    const { server, run } = await world(['oslo'])
    for (let number = 1; number <= 9; number++)
      server.play(pathOf('oslo', number), page(ids(5), { next: url('oslo', number + 1) }))
    expect(inShort(await run(today))).toEqual(['oslo partial 5 5 0 0'])
    expect(server.seen.length).toBe(2)
  })

  test('with something new on each are left at the limit', async () => {
    const { server, run } = await world(['oslo'])
    for (let number = 1; number <= 502; number++)
      server.play(pathOf('oslo', number), page([`job-${number}`], { next: url('oslo', number + 1) }))
    const [done] = await run(today)
    expect([done!.outcome, done!.listed, server.seen.length]).toEqual(['partial', 500, 500])
  })
})

test('D5: a list that changes while its pages are read ends nothing', async () => {
  const { store, server, run } = await world(['oslo'])
  play(server, 'oslo', ids(10))
  await run(today)
  // job-0 goes between the two pages, so that job-5 moves onto the page that was read before.
  server.play(pathOf('oslo', 1), page(ids(5), { next: url('oslo', 2), total: 10 }))
  server.play(pathOf('oslo', 2), page(ids(4, 6), { total: 9 }))
  const [done] = await run(addDays(today, 1))
  expect([done!.outcome, done!.reason, done!.result.ended]).toEqual([
    'partial',
    '9 postings read; the list went from 10 to 9 postings while it was read',
    0,
  ])
  expect(await store.openIds('harbour:oslo')).toContain('job-5')
})

test('D6: a posting listed twice is one; a row that comes to no title or has no usable id is refused by name', async () => {
  const { store, server, run } = await world(['oslo'])
  const first = [...ids(5).map(job), { ...job('job-x'), title: '\u200b' }, job('job-'.repeat(2_500))]
  server.play(pathOf('oslo', 1), answer({ body: JSON.stringify({ jobs: first, next: url('oslo', 2) }) }))
  server.play(pathOf('oslo', 2), page(['job-0', 'job-9']))
  const [done] = await run(today)
  expect([done!.outcome, done!.listed, done!.rejects]).toEqual([
    'complete',
    6,
    ['a row without a title (job-x)', `a row with an id of 10000 characters, 512 at most (${'job-'.repeat(10)}…)`],
  ])
  expect(await store.size()).toMatchObject({ postings: 6 })
})

test('D11: ids that all change hold the board back: nothing is closed, nothing is new', async () => {
  const { store, server, run } = await world(['oslo'])
  play(server, 'oslo', ids(30))
  await run(today)
  play(server, 'oslo', ids(30, 100))
  expect(inShort(await run(addDays(today, 1)))).toEqual(['oslo suspect 30 0 0 0'])
  expect((await store.openIds('harbour:oslo')).length).toBe(30)
  await store.clearSuspect('harbour:oslo', noon(today))
  expect((await store.boardsDue(noon(today))).map(({ id }) => id)).toEqual(['harbour:oslo'])
  expect(inShort(await run(addDays(today, 2)))).toEqual(['oslo complete 30 30 0 30'])
})

test('D15: where every board fails, nothing is closed and the last whole day stands', async () => {
  const { store, server, run } = await world(['oslo', 'bergen'])
  play(server, 'oslo', ids(5))
  play(server, 'bergen', ids(5))
  await run(today)
  for (const token of ['oslo', 'bergen']) server.play(pathOf(token, 1), answer({ status: 503 }))
  expect(inShort(await run(addDays(today, 1)))).toEqual(['bergen failed 0 0 0 0', 'oslo failed 0 0 0 0'])
  const { open, lastComplete } = await stateOf(store, 'oslo')
  expect([open, lastComplete]).toEqual([5, today])
})

test('D17: boards that break in every way leave the others as they would be without them', async () => {
  const good = ['oslo', 'bergen', 'molde']
  const bad = ['reset', 'empty', 'shape', 'cut', 'blocked', 'gone', 'html']
  const lives = async (tokens: string[]) => {
    const { store, server, run } = await world(tokens)
    for (const token of good) play(server, token, ids(7))
    for (const token of bad) play(server, token, ids(7))
    await run(today)
    for (const token of good) play(server, token, ids(6, 2))
    server.play(pathOf('reset', 1), reset)
    server.play(pathOf('empty', 1), answer({ body: '{"jobs":[]}' }))
    server.play(pathOf('shape', 1), answer({ body: '{"positions":[]}' }))
    server.play(pathOf('cut', 1), answer({ body: JSON.stringify({ jobs: ids(7).map(job) }).slice(0, -40) }))
    server.play(pathOf('blocked', 1), answer({ status: 403 }))
    server.play(pathOf('gone', 1), answer({ status: 404 }))
    server.play(pathOf('html', 1), answer({ body: '<html><title>Just a moment...</title></html>' }))
    const done = inShort(await run(addDays(today, 1)))
    const views = await Promise.all(
      good.flatMap((token) =>
        ids(8).map(async (id) => {
          const view = await store.posting(`harbour:${token}`, id)
          return view === null ? null : { ...view, no: 0, vacancy: 0 }
        }),
      ),
    )
    return { done, views }
  }
  const [alone, beside] = [await lives(good), await lives([...good, ...bad])]
  expect(beside.views).toEqual(alone.views)
  expect(beside.done.filter((line) => good.some((token) => line.startsWith(token)))).toEqual(alone.done)
  expect(beside.done.filter((line) => !good.some((token) => line.startsWith(token)))).toEqual([
    'blocked blocked 0 0 0 0',
    'cut failed 0 0 0 0',
    'empty suspect 0 0 0 0',
    'gone gone 0 0 0 0',
    'html blocked 0 0 0 0',
    'reset failed 0 0 0 0',
    'shape failed 0 0 0 0',
  ])
})

test('a board is given up after three days of "gone", and taken back when it answers', async () => {
  const { store, server, run } = await world(['oslo'])
  play(server, 'oslo', ids(5))
  await run(today)
  server.play(pathOf('oslo', 1), inTurn(answer({ status: 404 })))
  const states: string[] = []
  for (const later of [1, 2, 3]) {
    await run(addDays(today, later))
    states.push((await stateOf(store, 'oslo')).state)
  }
  expect(states).toEqual(['active', 'active', 'gone'])
  play(server, 'oslo', ids(5))
  await run(addDays(today, 4))
  const { state, open } = await stateOf(store, 'oslo')
  expect([state, open]).toEqual(['active', 5])
})
