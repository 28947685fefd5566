/** Boards whose postings have pages of their own: which are opened again, and what stands for those that are not. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { type Collected, collect } from '../../jobs/collect.ts'
import { scrapers as all } from '../../scrapers/index.ts'
import { detailOf, detailRequest } from '../../scrapers/kit/detail.ts'
import { harvest } from '../../scrapers/kit/harvest.ts'
import { json } from '../../scrapers/kit/reading.ts'
import { defineScraper, type Scraper } from '../../scrapers/kit/scraper.ts'
import { addDays, type Day, day } from '../../src/days.ts'
import { createClient } from '../../src/http/client.ts'
import { answer, type Faultd, reset, type Script, startFaultd } from '../support/faultd.ts'
import { board, emptyStore, noon } from '../support/store.ts'

const today = day('2026-11-24')

/** A list of names and dates, and a page for the text of each. */
const dock = defineScraper({
  source: {
    ...{ id: 'dock', title: 'Dock', homepage: 'https://dock.example', access: 'api', coverage: 'complete' },
    ...{ every: 'day', terms: { url: 'https://dock.example/terms', asks: 'nothing' }, robots: 'documented-api' },
    ...{ documentation: 'https://dock.example/api', byDefault: true, minDelaySeconds: 0 },
  },
  start: ({ token }) => [{ url: `https://dock.example/${token}` }],
  read: (page) => {
    if (page.request.kind === 'detail') {
      const posting = json(page)
      return detailOf(page, { body: posting.maybeText('text'), locations: posting.texts('places') })
    }
    const found = harvest(json(page).list('jobs'), (job) => ({
      ...{ externalId: job.text('id'), title: job.text('title'), publishedAt: job.maybeText('posted') },
      locations: ['Bergen'],
    }))
    const next = found.postings.map((each) => detailRequest(`https://dock.example/job/${each.externalId}`, each))
    return { ...found, next, total: found.postings.length }
  },
})

interface Job {
  id: string
  title: string
  text: string
  posted?: string
}
const job = (at: number, over: Partial<Job> = {}): Job => ({
  ...{
    id: `job-${at}`,
    title: `Pilot ${at}`,
    text: `<p>You guide ship ${at} with Python and SQL, by night as by day.</p>`,
  },
  ...over,
})
const jobs = (count: number, from = 0) => Array.from({ length: count }, (_, at) => job(from + at))
const listPath = '/https/dock.example/oslo'
const pagePath = (id: string) => `/https/dock.example/job/${id}`
const said = (value: unknown): Script => answer({ body: JSON.stringify(value) })

interface World {
  store: Store
  server: Faultd
  /** What the server serves from now on. */
  serve(jobs: Job[], page?: (job: Job) => Script): void
  run(on: Day, over?: { whole?: boolean }): Promise<Collected>
  /** Ids of the pages asked for since the last look. */
  opened(): string[]
}

async function world(): Promise<World> {
  const store = await emptyStore(undefined, today)
  const server = await startFaultd()
  onTestFinished(() => server.close())
  const home = board('dock:oslo')
  await store.registerBoards([home], today)
  let looked = 0
  return {
    ...{ store, server },
    serve: (list, page = ({ text }) => said({ text, places: ['Bergen', 'Oslo'] })) => {
      server.play(listPath, said({ jobs: list.map(({ text: _, ...line }) => line) }))
      for (const each of list) server.play(pagePath(each.id), page(each))
    },
    run: (on, over) => collected(store, server, home, on, new Map([['dock', dock]]), over),
    opened: () => {
      const since = server.seen.slice(looked)
      looked = server.seen.length
      // A page that is tried three times was asked for once.
      return [...new Set(since.flatMap(({ path }) => /\/job\/(.*)$/.exec(path)?.[1] ?? []))]
    },
  }
}

async function collected(
  store: Store,
  server: Faultd,
  home: ReturnType<typeof board>,
  on: Day,
  scrapers: ReadonlyMap<string, Scraper>,
  over: { whole?: boolean } = {},
): Promise<Collected> {
  const now = () => noon(on)
  const get = createClient({
    ...{ memory: store, userAgent: 'skilltide/test', now, mirror: server.origin, random: () => 0.5 },
    sleep: async () => {},
  })
  const [done] = await collect([home], {
    ...{ store, get, now, scrapers, credentials: {}, hosts: 1, run: 'test', ...over },
    signal: new AbortController().signal,
  })
  await get.close()
  return done!
}
const textOf = async (store: Store, id: string) => (await store.posting('dock:oslo', id))!.text?.role

describe('a page whose text is known', () => {
  test('rests while the list says the same; the new, the changed and a seventh of the others are opened', async () => {
    const { store, serve, run, opened } = await world()
    serve(jobs(40))
    await run(today)
    expect(opened().length).toBe(40)
    const [first] = await store.snapshots('dock:oslo', 1)

    serve(
      [...jobs(39), job(40, {}), job(41)].map((each) => (each.id === 'job-30' ? { ...each, title: 'Stoker' } : each)),
    )
    const done = await run(addDays(today, 1))
    const second = opened()
    expect(second).toEqual(expect.arrayContaining(['job-30', 'job-40', 'job-41']))
    expect(second.length).toBe(6 + 3)
    expect(done).toMatchObject({ outcome: 'complete', reason: null, listed: 41 })
    expect(done.result).toMatchObject({ opened: 2, ended: 1, unchanged: 39 })
    const view = (await store.posting('dock:oslo', 'job-20'))!
    expect([view.text?.role, view.locations]).toEqual([
      'You guide ship 20 with Python and SQL, by night as by day.',
      ['Bergen', 'Oslo'],
    ])
    const [row] = await store.snapshots('dock:oslo', 1)
    expect([row!.withText, row!.fills['text'], row!.fills['python']]).toEqual([41, 41, 41])
    expect([first!.withText, first!.fills['text']]).toEqual([40, 40])
    expect(await store.verify()).toEqual([])
  })

  test('is opened again within eight reads, so that an edit which the list does not show is noticed', async () => {
    const { store, serve, run, opened } = await world()
    serve(jobs(40))
    await run(today)
    opened()
    serve(jobs(40).map((each) => ({ ...each, text: `${each.text}<p>And Rust.</p>` })))
    const seen = new Set<string>()
    for (let later = 1; later <= 7; later++) {
      await run(addDays(today, later))
      for (const id of opened()) seen.add(id)
    }
    expect(seen.size).toBe(40)
    expect(await textOf(store, 'job-17')).toContain('And Rust.')
  })

  test('is opened again after 28 days, however seldom the board is read', async () => {
    const { serve, run, opened } = await world()
    serve(jobs(40))
    await run(today)
    opened()
    await run(addDays(today, 27))
    expect(opened().length).toBe(6)
    await run(addDays(today, 29))
    expect(opened().length).toBe(34)
  })

  test('is opened each time where the user wants the whole of it', async () => {
    const { serve, run, opened } = await world()
    serve(jobs(12))
    await run(today)
    await run(addDays(today, 1), { whole: true })
    opened()
    await run(addDays(today, 1), { whole: true })
    expect(opened().length).toBe(12)
  })

  test('rests though the list counts the days since in other words', async () => {
    const { serve, run, opened } = await world()
    serve(jobs(20).map((each) => ({ ...each, posted: 'Posted Today' })))
    await run(today)
    opened()
    serve(jobs(20).map((each) => ({ ...each, posted: 'Posted Yesterday' })))
    await run(addDays(today, 1))
    expect(opened().length).toBe(3)
    serve(jobs(20).map((each) => ({ ...each, posted: '2026-11-25T08:00:00Z' })))
    await run(addDays(today, 2))
    expect(opened().length).toBe(20)
  })
})

describe('D1: a page that cannot be opened', () => {
  test('leaves the text that is known, and the list whole', async () => {
    const { store, serve, run } = await world()
    serve(jobs(40))
    await run(today)
    serve(jobs(40), ({ id, text }) => (id === 'job-0' || id === 'job-3' ? reset : said({ text, places: ['Oslo'] })))
    expect(await run(addDays(today, 1))).toMatchObject({ outcome: 'complete', reason: null, listed: 40 })
    expect(await textOf(store, 'job-0')).toContain('guide ship 0')
    expect((await store.posting('dock:oslo', 'job-0'))!.locations).toEqual(['Bergen', 'Oslo'])
    // The turn of the two has passed: others come before they do again.
    serve(jobs(40))
    const before = (await store.knownPostings('dock:oslo')).filter(({ askedAt }) => askedAt === noon(addDays(today, 1)))
    expect(before.map(({ posting }) => posting.externalId)).toEqual(expect.arrayContaining(['job-0', 'job-3']))
  })

  test('of a new posting makes the list partial and is named with its reason; nothing ends', async () => {
    const { store, serve, run } = await world()
    serve(jobs(20))
    await run(today)
    serve([...jobs(18), job(30), job(31)], (each) =>
      each.id === 'job-30' || each.id === 'job-31' ? answer({ status: 500 }) : said({ text: each.text, places: [] }),
    )
    const done = await run(addDays(today, 1))
    expect([done.outcome, done.reason, done.result.ended]).toEqual([
      'partial',
      '20 postings read; 2 postings could not be opened, the first because https://dock.example/job/job-30 answered 500 (3 tries)',
      0,
    ])
    expect((await store.openIds('dock:oslo')).length).toBe(22)
  })

  test.each([
    ['resets', () => reset],
    ['another shape', () => answer({ body: '{"jobs":[]' })],
    ['a challenge', () => answer({ body: '<html><title>Just a moment...</title></html>' })],
  ])('is a failure of the source where most of them cannot: %s', async (_, page) => {
    const { store, serve, run } = await world()
    serve(jobs(40))
    await run(today)
    serve(jobs(40), page)
    const done = await run(addDays(today, 1))
    expect(done.outcome).toBe('partial')
    expect(done.reason).toMatch(/^40 postings read; 6 postings could not be opened, the first because https/)
    expect(await textOf(store, 'job-0')).toContain('guide ship 0')
  })

  test('because it is gone is refused by name; its line in the list alone does not end it', async () => {
    const { serve, run } = await world()
    serve(jobs(20))
    await run(today)
    serve(jobs(20), ({ id, text }) => (id === 'job-1' ? answer({ status: 410 }) : said({ text, places: ['Oslo'] })))
    const done = await run(addDays(today, 1))
    expect([done.outcome, done.listed, done.result.ended]).toEqual(['complete', 20, 0])
    expect(done.rejects).toEqual(['https://dock.example/job/job-1: https://dock.example/job/job-1 answered 410'])
  })
})

describe('C13, C14: a change of the pages is noticed in the first read, though most of them rest', () => {
  test.each([
    ['no text', () => ({ places: ['Oslo'] }), 'text filled in 0 % where 100 % is usual'],
    ['a teaser', () => ({ text: '<p>Apply.</p>', places: ['Oslo'] }), 'texts of 6 characters where 5'],
  ])('%s', async (_, page, reason) => {
    const { store, serve, run } = await world()
    serve(jobs(40))
    await run(today)
    serve(jobs(40), () => said(page()))
    const done = await run(addDays(today, 1))
    expect(done.outcome).toBe('suspect')
    expect(done.reason).toContain(reason)
    expect(await textOf(store, 'job-0')).toContain('guide ship 0')
  })

  test('one posting without a text among those that were opened is no change', async () => {
    const { serve, run } = await world()
    serve(jobs(40))
    await run(today)
    serve(jobs(40), ({ id, text }) => said(id === 'job-0' ? { places: [] } : { text, places: ['Oslo'] }))
    expect((await run(addDays(today, 1))).outcome).toBe('complete')
  })
})

describe('the sources whose postings have pages', () => {
  const workday = (count: number, posted: string): Script => {
    const ids = Array.from({ length: count }, (_, at) => `R${1000 + at}`)
    return (seen, socket, nth) => {
      const id = /Pilot_(R\d+)$/.exec(seen.path)?.[1]
      const { offset = 0 } = seen.method === 'POST' ? (JSON.parse(seen.body) as { offset: number }) : {}
      const line = (of: string) => ({
        ...{ title: `Pilot ${of}`, externalPath: `/job/Bergen/Pilot_${of}`, locationsText: 'Bergen', postedOn: posted },
        bulletFields: [of],
      })
      const list = { total: count, jobPostings: ids.slice(offset, offset + 20).map(line) }
      const detail = { jobPostingInfo: { title: `Pilot ${id}`, jobDescription: `<p>Steer ${id} with Python.</p>` } }
      return said(id === undefined ? list : detail)(seen, socket, nth)
    }
  }
  const linked = (text: string) =>
    answer({
      body: `<html><script type="application/ld+json">${JSON.stringify({
        ...{ '@type': 'JobPosting', title: 'Pilot', description: text, hiringOrganization: { name: 'Tideline' } },
      })}</script></html>`,
      headers: { 'Content-Type': 'text/html' },
    })
  const sitemap = (count: number, changed: string | null): Script => {
    const line = (at: number) =>
      `<url><loc>https://tideline.example/jobs/${at}</loc>${changed === null ? '' : `<lastmod>${changed}</lastmod>`}</url>`
    const lines = Array.from({ length: count }, (_, at) => line(at)).join('')
    return (seen, socket, nth) =>
      (seen.path.endsWith('.xml')
        ? answer({ body: `<urlset>${lines}</urlset>`, headers: { 'Content-Type': 'application/xml' } })
        : linked(`Steer ship ${seen.path} with Python.`))(seen, socket, nth)
  }
  const site = { settings: { sitemap: 'https://tideline.example/sitemap.xml', match: '/jobs/' } }
  const rows = (count: number): Script => {
    const ids = Array.from({ length: count }, (_, at) => `r-${at}`)
    return (seen, socket, nth) => {
      const id = /\/jobs\/(r-\d+)$/.exec(seen.path)?.[1]
      const list = ids.map((uuid) => ({
        uuid,
        name: `Pilot ${uuid}`,
        url: `https://ats.rippling.com/acme/jobs/${uuid}`,
      }))
      const detail = {
        name: `Pilot ${id}`,
        description: { role: `<p>Steer ${id} with Python.</p>` },
        workLocations: ['Bergen'],
      }
      return said(id === undefined ? list : detail)(seen, socket, nth)
    }
  }
  const company = (count: number): Script => {
    const ids = Array.from({ length: count }, (_, at) => `${9000 + at}`)
    return (seen, socket, nth) => {
      const id = /\/postings\/(\d+)$/.exec(seen.path)?.[1]
      const offset = Number(/offset=(\d+)/.exec(seen.path)?.[1] ?? 0)
      const line = (of: string) => ({ id: of, name: `Pilot ${of}`, releasedDate: '2026-11-20T08:00:00.000Z' })
      const list = { offset, limit: 100, totalFound: count, content: ids.slice(offset, offset + 100).map(line) }
      const detail = { jobAd: { sections: { jobDescription: { text: `<p>Steer ${id} with Python.</p>` } } } }
      return said(id === undefined ? list : detail)(seen, socket, nth)
    }
  }
  test.each([
    ['workday:acme/wd5/Harbour', {}, workday(140, 'Posted Today'), workday(140, 'Posted Yesterday'), 147, 27],
    ['smartrecruiters:Acme', {}, company(140), company(140), 142, 22],
    ['rippling:acme', {}, rows(140), rows(140), 141, 21],
    ['jsonld:tideline', site, sitemap(140, '2026-11-02'), sitemap(140, '2026-11-02'), 141, 21],
    // Nothing in the list says whether a page still stands.
    ['jsonld:undated', site, sitemap(140, null), sitemap(140, null), 141, 141],
  ])('%s: a second read asks a fraction of the first', async (id, settings, first, second, before, after) => {
    const store = await emptyStore(undefined, today)
    const server = await startFaultd()
    onTestFinished(() => server.close())
    const home = board(id, { token: id.slice(id.indexOf(':') + 1), ...settings })
    await store.registerBoards([home], today)
    const byId = new Map(all.map((scraper) => [scraper.source.id, scraper]))
    const outcomes: unknown[] = []
    for (const [on, script, requests] of [
      [today, first, before],
      [addDays(today, 1), second, after],
    ] as const) {
      server.play('*', script)
      const asked = server.seen.length
      const { outcome, listed, result } = await collected(store, server, home, on, byId)
      outcomes.push([outcome, listed, result.unchanged])
      expect(server.seen.length - asked).toBe(requests)
    }
    expect(outcomes).toEqual([
      ['complete', 140, 0],
      ['complete', 140, 140],
    ])
    const [row, earlier] = await store.snapshots(id, 2)
    expect(row!.fills).toEqual({ ...earlier!.fills, seenAgain: 140 })
    expect(await store.verify()).toEqual([])
  })
})
