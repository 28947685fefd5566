/** What goes into a step comes out of it: rows read, kept, stored, tagged, merged and counted balance, or the run fails. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { collect } from '../../jobs/collect.ts'
import { refresh } from '../../jobs/refresh.ts'
import { json } from '../../scrapers/kit/reading.ts'
import { defineScraper, type Harvest, type RawPosting, type Scraper } from '../../scrapers/kit/scraper.ts'
import { day } from '../../src/days.ts'
import type { Get } from '../../src/http/contract.ts'
import { edition, mention, traits } from '../support/filled.ts'
import { board, emptyStore, noon } from '../support/store.ts'

const today = day('2026-11-24')
const home = 'ledger:tide'

interface Row {
  id: string
  title: string
  text: string
  company: string
}

/** A source whose board is these pages; `lose` is a reader's own mistake. */
function ledger(pages: Row[][], lose: (harvested: Harvest) => Harvest = (harvested) => harvested) {
  const address = (at: number) => `https://ledger.example/${at}`
  const scraper = defineScraper({
    source: {
      ...{ id: 'ledger', title: 'Ledger', homepage: 'https://ledger.example', access: 'api', every: 'day' },
      ...{ coverage: 'complete', terms: { url: 'https://ledger.example/terms', asks: 'nothing' }, robots: 'obey' },
      byDefault: true,
    },
    start: () => [{ url: address(0) }],
    read: (page) => {
      const at = Number(page.url.split('/').at(-1))
      return lose({
        // Rows as they are listed, good and bad: the job accounts for each.
        postings: json(page)
          .list('jobs')
          .map((job) => ({
            externalId: job.maybeText('id') ?? '',
            title: job.maybeText('title') ?? '',
            company: job.text('company'),
            body: job.maybeText('text'),
          })),
        rejects: [],
        next: at + 1 < pages.length ? [{ url: address(at + 1), overlaps: true }] : [],
      })
    },
  })
  const get: Get = async ({ url }) => ({
    kind: 'answer',
    answer: {
      ...{ url, status: 200, headers: {}, provenWhole: true, wireBytes: 1, bodyBytes: 1, validators: {} },
      body: JSON.stringify({ jobs: pages[Number(url.split('/').at(-1))] }),
    },
  })
  return { scrapers: new Map<string, Scraper>([['ledger', scraper]]), get }
}

async function collected(store: Store, { scrapers, get }: ReturnType<typeof ledger>) {
  await store.registerBoards([board(home)], today)
  const [done] = await collect([board(home)], {
    ...{ store, get, scrapers, credentials: {}, hosts: 1, run: 'test', now: () => noon(today) },
    signal: new AbortController().signal,
  })
  return done!
}

const refreshed = (store: Store) =>
  refresh({
    ...{ store, today, now: () => 1, signal: new AbortController().signal, priorityOf: () => 0 },
    tagger: { edition, tag: () => ({ mentions: [mention('pytorch')], traits: traits() }) },
  })

const rows = fc.array(
  fc.record({
    id: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 60 }).map(String) }, fc.constant(' ')),
    title: fc.constantFrom('Pilot', 'Pilot', 'River Engineer', 'Stoker', '\u200b'),
    text: fc.constantFrom('Guide the ships.', 'Keep the fire.', 'Read the gauges of the river.', ''),
    company: fc.constantFrom('Tide', 'Harbour', 'Tide GmbH'),
  }),
  { maxLength: 40 },
)

test('D14: whatever is listed, each row is kept, repeated or refused, and each kept one stored, merged and counted', async () => {
  const outcomes = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 4 }), async (pages) => {
      const store = await emptyStore(undefined, today)
      const done = await collected(store, ledger(pages))
      const listed = pages.flat().map(({ id, title }) => ({ id: id.trim(), named: title !== '\u200b' }))
      const named = listed.filter(({ id, named }) => id !== '' && named)
      const kept = new Set(named.map(({ id }) => id)).size
      const refused = listed.length - named.length
      // A second title under one id is told beside the rows that were refused.
      const lines = done.rejects.filter((reason) => !reason.includes('listed twice under different titles')).length
      expect([done.listed, lines]).toEqual([kept, refused])
      const { opened, reopened, unchanged } = done.result
      expect([opened, reopened, unchanged]).toEqual([kept, 0, 0])
      const { tagged } = await refreshed(store)
      const size = await store.size()
      expect([size.postings, size.texts]).toEqual([kept, tagged])
      const [count] = await store.questions.daily('pytorch', 'all', today, today)
      // Of a list that was not read whole nothing is counted.
      expect([count?.openPostings ?? 0, count?.allOpen ?? 0]).toEqual(
        done.outcome === 'complete' ? [await withText(store, named), size.vacancies] : [0, 0],
      )
      outcomes.add(done.outcome)
      expect(await store.verify()).toEqual([])
      await store.close()
    }),
    { numRuns: 40 },
  )
  expect([...outcomes]).toContain('complete')
})

/** Postings that came with words: only they can name a skill. */
async function withText(store: Store, named: { id: string }[]): Promise<number> {
  let found = 0
  for (const id of new Set(named.map(({ id }) => id))) {
    if ((await store.posting(home, id))?.text != null) found += 1
  }
  return found
}

const one = (id: string): Row => ({ id, title: 'Pilot', text: 'Guide the ships.', company: 'Tide' })

test('D14: a row that is lost between reading and cleaning fails the run, and nothing of the board is kept', async () => {
  const store = await emptyStore(undefined, today)
  const forgetful = ledger([[one('a'), one('b'), one('c')]], (harvested) => ({
    ...harvested,
    postings: Object.assign([...harvested.postings], {
      *[Symbol.iterator](): Generator<RawPosting> {
        yield harvested.postings[0]!
      },
    }) as RawPosting[],
  }))
  await expect(collected(store, forgetful)).rejects.toThrow('3 rows were read, and 1 are accounted for')
  expect(await store.size()).toMatchObject({ postings: 0, snapshots: 0 })
})

test.each([
  ['left out', (found: { no: number }[]) => [found[0]!, found[0]!]],
  ['taken twice', (found: { no: number }[]) => [...found, found[0]!]],
])('D14: a posting that is %s in merging fails the run, and no vacancy is made', async (_, wrong) => {
  const store = await emptyStore(undefined, today)
  await collected(store, ledger([[one('a'), one('b')]]))
  const lossy: Store = {
    ...store,
    postingsOf: async (employer) => wrong(await store.postingsOf(employer)) as Awaited<ReturnType<Store['postingsOf']>>,
  }
  await expect(refreshed(lossy)).rejects.toThrow('postings were to be merged')
  expect(await store.size()).toMatchObject({ vacancies: 0 })
})
