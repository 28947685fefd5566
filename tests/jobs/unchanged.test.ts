/** A source that says "unchanged" over a real client and store: what it saves, and how little it can spoil. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ListValidators, Store } from '../../db/store.ts'
import { type Collected, collect } from '../../jobs/collect.ts'
import { alarmsOf } from '../../jobs/monitor.ts'
import { trustAfter } from '../../jobs/unchanged.ts'
import { harvest } from '../../scrapers/kit/harvest.ts'
import { json } from '../../scrapers/kit/reading.ts'
import { defineScraper, type Scraper } from '../../scrapers/kit/scraper.ts'
import { addDays, type Day, day, daysBetween } from '../../src/days.ts'
import { createClient } from '../../src/http/client.ts'
import { answer, type Faultd, type Script, startFaultd } from '../support/faultd.ts'
import { board, emptyStore, noon } from '../support/store.ts'

const today = day('2026-11-24')
const hour = 3_600_000
const home = 'quay:oslo'

/** One answer holds the board, unless it names a second page; a key goes into the address. */
const quay = defineScraper({
  source: {
    ...{ id: 'quay', title: 'Quay', homepage: 'https://quay.example', access: 'api', coverage: 'complete' },
    ...{ every: 'day', terms: { url: 'https://quay.example/terms', asks: 'nothing' }, robots: 'documented-api' },
    ...{ documentation: 'https://quay.example/api', byDefault: true, minDelaySeconds: 0 },
  },
  start: ({ token }) => [{ url: `https://quay.example/${token}?api_key=planted-s3cret` }],
  read: (page) => {
    const list = json(page)
    const next = list.maybeText('next')
    return harvest(
      list.list('jobs'),
      (job) => ({ externalId: job.text('id'), title: job.text('title'), body: job.text('text'), locations: ['Oslo'] }),
      { next: next === null ? [] : [{ url: next }] },
    )
  },
})
const scrapers: ReadonlyMap<string, Scraper> = new Map([['quay', quay]])

const ids = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `job-${from + at}`)
const bodyOf = (jobs: string[], more: Record<string, unknown> = {}) =>
  JSON.stringify({
    jobs: jobs.map((id) => ({ id, title: `Pilot ${id}`, text: `<p>Guide ship ${id} with Python and SQL.</p>` })),
    ...more,
  })

/** What the server holds and says of it. `tag` null: it names no validators. */
interface Served {
  jobs: string[]
  tag: string | null
  more?: Record<string, unknown>
  lastModified?: string
}

/** Answers 304 whenever it is asked with the tag that it would send now. */
const conditional =
  (served: () => Served): Script =>
  (seen, socket, nth) => {
    const { jobs, tag, more, lastModified } = served()
    const headers = {
      ...(tag === null ? {} : { ETag: tag }),
      ...(lastModified ? { 'Last-Modified': lastModified } : {}),
    }
    const same = tag !== null && seen.headers['if-none-match'] === tag
    const what = same ? { status: 304, headers } : { headers, body: bodyOf(jobs, more) }
    return answer(what)(seen, socket, nth)
  }

interface World {
  store: Store
  server: Faultd
  served: Served
  /** Collects at a moment after noon of a day; how the list was asked for is in `asked`. */
  run(on: Day, hours?: number, over?: Partial<Store>): Promise<Collected>
  /** How each request so far was asked: with validators or without. */
  asked(): ('whole' | 'conditional')[]
}

async function world(served: Served): Promise<World> {
  const store = await emptyStore(undefined, today)
  const server = await startFaultd()
  onTestFinished(() => server.close())
  await store.registerBoards([board(home)], today)
  server.play(
    '*',
    conditional(() => served),
  )
  return {
    ...{ store, server, served },
    run: async (on, hours = 0, over = {}) => {
      const now = () => noon(on) + hours * hour
      const get = createClient({
        ...{ memory: store, userAgent: 'skilltide/test', now, mirror: server.origin, random: () => 0.5 },
        sleep: async () => {},
      })
      const [done] = await collect([board(home)], {
        ...{ store: { ...store, ...over }, get, now, scrapers, credentials: {}, hosts: 1, run: 'test' },
        signal: new AbortController().signal,
      })
      await get.close()
      return done!
    },
    asked: () => server.seen.map(({ headers }) => (headers['if-none-match'] === undefined ? 'whole' : 'conditional')),
  }
}
const spellsOf = async (store: Store, id: string) => (await store.posting(home, id))!.spells

describe('A19: a list that its source says is unchanged', () => {
  test('is the last whole list once more: its postings are seen, none opens, none ends, and the row says why', async () => {
    const { store, run, asked } = await world({ jobs: ids(12), tag: '"one"' })
    await run(today)
    const [whole] = await store.snapshots(home, 1)
    const done = await run(addDays(today, 1), -2)
    expect(asked()).toEqual(['whole', 'conditional'])
    expect(done).toMatchObject({ outcome: 'complete', listed: 12, rejects: [] })
    expect(done.result).toEqual({ stored: true, opened: 0, reopened: 0, ended: 0, unchanged: 12 })
    const [row] = await store.snapshots(home, 1)
    expect(row).toEqual({
      ...whole,
      startedAt: noon(addDays(today, 1)) - 2 * hour,
      day: addDays(today, 1),
      reason: 'unchanged, its source says, since it was read whole on 2026-11-24',
      fills: { ...whole!.fills, seenAgain: 12 },
    })
    expect(await spellsOf(store, 'job-0')).toEqual([
      { firstSeen: today, lastSeen: addDays(today, 1), endedOn: null, stock: true },
    ])
    expect((await store.boards())[0]).toMatchObject({ open: 12, lastComplete: addDays(today, 1) })
    expect((await store.boardsDue(noon(addDays(today, 1)))).length).toBe(0)
    expect(await store.verify()).toEqual([])
  })

  test('told twice is one snapshot, and an older one changes nothing', async () => {
    const { store, run } = await world({ jobs: ids(3), tag: '"one"' })
    await run(today)
    const at = { board: home, day: today, reason: 'again', run: null, readWholeAt: noon(today) }
    const first = await store.repeatSnapshot({ ...at, startedAt: noon(today) + hour }, 1)
    expect(first).toEqual({ stored: true, opened: 0, reopened: 0, ended: 0, unchanged: 3 })
    for (const startedAt of [noon(today) + hour, noon(today)])
      expect(await store.repeatSnapshot({ ...at, startedAt }, 2)).toMatchObject({ stored: false, unchanged: 0 })
    expect((await store.snapshots(home, 9)).length).toBe(2)
  })

  test('whose tag never changes while the list does is noticed within a day, and is not believed again', async () => {
    const { store, run, served, asked } = await world({ jobs: ids(10), tag: '"frozen"' })
    await run(today)
    served.jobs = ids(10, 1)
    expect((await run(today, 6)).result).toMatchObject({ opened: 0, ended: 0 })
    expect((await run(today, 11)).result).toMatchObject({ opened: 0, ended: 0 })
    expect((await run(today, 24)).result).toMatchObject({ opened: 1, ended: 1 })
    served.jobs = ids(10, 2)
    expect((await run(today, 46)).result).toMatchObject({ opened: 1, ended: 1 })
    await run(today, 47)
    expect(asked()).toEqual(['whole', 'conditional', 'conditional', 'whole', 'whole', 'whole'])
    expect((await store.rememberedList(home))!.trust).toBe(-1)
  })

  test('is believed for a day; for a week once its validators changed with the list three times, and never without', async () => {
    const { run, served, asked } = await world({ jobs: ids(5), tag: '"0"' })
    for (let at = 0; at < 4; at++) {
      Object.assign(served, { jobs: ids(5, at), tag: `"${at}"` })
      await run(addDays(today, at))
    }
    expect(asked()).toEqual(['whole', 'whole', 'whole', 'whole'])
    for (let later = 1; later <= 8; later++) await run(addDays(today, 3 + later))
    expect(asked().slice(4)).toEqual([...Array(6).fill('conditional'), 'whole', 'conditional'])
  })

  test.each([
    ['a list that was cut', { status: 200, headers: { ETag: '"two"' }, body: bodyOf(ids(9)).slice(0, -30) }],
    ['no answer', { status: 503 }],
    ['an empty list', { headers: { ETag: '"two"' }, body: bodyOf([]) }],
    ['a list of others', { headers: { ETag: '"two"' }, body: bodyOf(ids(9, 50)) }],
  ])('is not asked for after %s, which stands between', async (_, what) => {
    const { store, server, served, run, asked } = await world({ jobs: ids(9), tag: '"one"' })
    await run(today)
    server.play('*', answer(what))
    expect((await run(today, 2)).outcome).not.toBe('complete')
    server.play(
      '*',
      conditional(() => served),
    )
    const before = asked().length
    expect(await run(today, 4)).toMatchObject({ outcome: 'complete', listed: 9 })
    expect(asked().slice(before)).toEqual(['whole'])
    expect((await store.openIds(home)).length).toBe(9)
  })

  test('that the store no longer holds is read whole in the same run, and never empty', async () => {
    const { run, store, asked } = await world({ jobs: ids(6), tag: '"one"' })
    await run(today)
    const done = await run(today, 2, { repeatSnapshot: async () => null })
    expect(done).toMatchObject({ outcome: 'complete', listed: 6, reason: null })
    expect(asked()).toEqual(['whole', 'conditional', 'whole'])
    expect((await store.openIds(home)).length).toBe(6)
  })

  test('that is not the one that was asked about is read', async () => {
    const { run, served, store, asked } = await world({ jobs: ids(6), tag: '"one"' })
    await run(today)
    const first = (await store.rememberedList(home))!
    Object.assign(served, { jobs: ids(6, 1), tag: '"two"' })
    await run(today, 25)
    // As after a restore: the server is back at its first list, and is asked about that one.
    Object.assign(served, { jobs: ids(6), tag: '"one"' })
    const done = await run(today, 26, {
      rememberedList: async () => ({ ...first, checkedWholeAt: noon(today) + hour * 20 }),
    })
    expect(done).toMatchObject({ outcome: 'complete', listed: 6, reason: null })
    expect(asked().slice(-2)).toEqual(['conditional', 'whole'])
    expect((await spellsOf(store, 'job-0')).at(-1)).toMatchObject({ endedOn: null })
  })

  test('says nothing of a posting that the list has missed once and may miss once more', async () => {
    const { run, served, store } = await world({ jobs: ids(10), tag: '"one"' })
    await run(today)
    // A third of the board gone at once: each ends only when the next whole list agrees.
    Object.assign(served, { jobs: ids(7), tag: '"two"' })
    expect((await run(today, 24)).result).toMatchObject({ ended: 0 })
    expect((await run(today, 25)).result).toMatchObject({ ended: 0, unchanged: 7 })
    expect((await store.openIds(home)).length).toBe(10)
    expect((await run(today, 49)).result).toMatchObject({ ended: 3 })
  })

  test('without having been asked fails, and the board stands as it was', async () => {
    const { run, server, store } = await world({ jobs: ids(6), tag: null })
    await run(today)
    server.play('*', answer({ status: 304 }))
    const done = await run(addDays(today, 1))
    expect([done.outcome, done.reason]).toEqual([
      'failed',
      'https://quay.example/oslo?api_key=*** answered 304 to a request that named no earlier answer',
    ])
    expect((await store.openIds(home)).length).toBe(6)
  })

  test('changes nothing that the monitors look at, however long it stays so', async () => {
    const { run, served, store } = await world({ jobs: ids(60), tag: '"0"' })
    for (let at = 0; at < 4; at++) {
      Object.assign(served, { jobs: ids(60, at), tag: `"${at}"` })
      await run(addDays(today, at))
    }
    for (let later = 4; later < 30; later++) await run(addDays(today, later))
    const lists = await store.wholeLists(today)
    expect(lists.length).toBe(30)
    expect(lists.filter(({ reason }) => reason?.startsWith('unchanged')).length).toBeGreaterThan(20)
    const last = addDays(today, 29)
    expect(alarmsOf(lists, await store.boards(), last)).toEqual([])
    expect(new Set(lists.map(({ listed, withText, fills }) => [listed, withText, fills['python']].join(' ')))).toEqual(
      new Set(['60 60 60']),
    )
    expect(daysBetween((await spellsOf(store, 'job-10'))[0]!.lastSeen, last)).toBe(0)
  })
})

describe('a list is asked for whole', () => {
  test('where it takes a second page, which only the first one names', async () => {
    const { run, served, asked, store } = await world({
      ...{ jobs: ids(5), tag: '"one"', more: { next: 'https://quay.example/oslo?page=2' } },
    })
    await run(today)
    await run(today, 2)
    expect(asked()).toEqual(['whole', 'whole', 'whole', 'whole'])
    expect(await store.rememberedList(home)).toBeNull()
    expect(served.tag).toBe('"one"')
  })

  test('where the user wants it so, or the server ignores the question', async () => {
    const { run, server, asked } = await world({ jobs: ids(5), tag: '"one"' })
    server.play('*', answer({ headers: { ETag: '"one"' }, body: bodyOf(ids(5)) }))
    await run(today)
    expect(await run(today, 2)).toMatchObject({ outcome: 'complete', listed: 5, reason: null })
    expect(asked()).toEqual(['whole', 'conditional'])
  })

  test('B9: and what is remembered of its address holds no key', async () => {
    const { run, store } = await world({ jobs: ids(2), tag: '"one"', lastModified: 'Tue, 24 Nov 2026 08:00:00 GMT' })
    await run(today)
    expect(await store.rememberedList(home)).toEqual({
      ...{ url: 'https://quay.example/oslo?api_key=***', etag: '"one"' },
      ...{ lastModified: 'Tue, 24 Nov 2026 08:00:00 GMT', bodyDigest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ...{ trust: 0, checkedWholeAt: noon(today), stands: true },
    })
    for await (const line of store.dump()) expect(line).not.toContain('planted-s3cret')
  })
})

describe('trust', () => {
  const list = (over: Partial<ListValidators>): ListValidators => ({
    ...{ url: 'https://quay.example/', etag: '"one"', bodyDigest: 'a', trust: 1 },
    ...over,
  })
  test.each([
    ['grows when validators and list change together', list({ etag: '"two"', bodyDigest: 'b' }), 2],
    ['stays while the list does', list({ etag: '"two"' }), 1],
    ['stays while nothing changes', list({}), 1],
    ['is lost when only the list changes', list({ bodyDigest: 'b' }), -1],
    ['begins anew at another address', list({ url: 'https://quay.example/2' }), 0],
  ])('%s', (_, now, trust) => {
    expect(trustAfter(list({}), now)).toBe(trust)
    expect(trustAfter(list({ trust: -1 }), now)).toBe(trust === 0 ? 0 : -1)
  })
  test('goes by the date where there is no tag', () => {
    const dated = (lastModified: string, bodyDigest: string): ListValidators => {
      const { etag: _, ...rest } = list({ bodyDigest })
      return { ...rest, lastModified }
    }
    expect(trustAfter(dated('Mon', 'a'), dated('Tue', 'b'))).toBe(2)
    expect(trustAfter(dated('Mon', 'a'), dated('Mon', 'b'))).toBe(-1)
  })
})
