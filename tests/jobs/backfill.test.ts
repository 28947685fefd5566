import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type BackfillJob, backfill, type MonthOfPosts, monthsOfFolder } from '../../jobs/backfill.ts'
import { readThread, type ThreadWalk, threadsSince } from '../../jobs/backfill-threads.ts'
import hackernews from '../../scrapers/hackernews.ts'
import { day, type Month } from '../../src/days.ts'
import { createClient } from '../../src/http/client.ts'
import { boardOf, known } from '../../src/in-force.ts'
import { answer, type Faultd, startFaultd } from '../support/faultd.ts'
import { emptyStore, noon, scratchFolder } from '../support/store.ts'

const today = day('2026-11-24')
const month = (text: string) => text as Month
const header = (name: string) => `${name} | Machine Learning Engineer | Bergen | ONSITE | Full-time`
const item = (id: number, name: string) => ({
  id,
  type: 'comment',
  text: `${header(name)}<p>We train with PyTorch.`,
  created_at_i: 1_764_600_000,
})
const json = (value: unknown) =>
  answer({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) })

async function walking(): Promise<{ server: Faultd; walk: ThreadWalk; job: BackfillJob }> {
  const store = await emptyStore(undefined, today)
  const server = await startFaultd()
  const now = () => noon(today)
  const get = createClient({
    ...{ memory: store, userAgent: 'skilltide/test', now, mirror: server.origin, random: () => 0.5 },
    sleep: async () => {},
  })
  onTestFinished(async () => {
    await get.close()
    await server.close()
  })
  const { signal } = new AbortController()
  const board = known(boardOf('hackernews'), hackernews.source)
  return {
    server,
    walk: { scraper: hackernews, get, signal },
    job: { store, source: hackernews.source, board, now, today, signal },
  }
}

const thread = { id: '7001', month: '2026-09' }
const byAlgolia = '/https/hn.algolia.com/api/v1/items/7001'
const byFirebase = (id: number) => `/https/hacker-news.firebaseio.com/v0/item/${id}.json`

describe('walking old threads', () => {
  test('finds them by title, knows the early ones by id, and asks no thread of another kind', async () => {
    const { server, walk } = await walking()
    server.play(
      '/https/hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring&hitsPerPage=1000',
      json({
        hits: [
          { objectID: '7002', title: 'Ask HN: Who wants to be hired? (September 2026)' },
          { objectID: '7001', title: 'Ask HN: Who is hiring? (September 2026)' },
        ],
      }),
    )
    const threads = await threadsSince(month('2012-11'), walk)
    expect(threads).toEqual([
      { id: '4727241', month: '2012-11' },
      { id: '4857714', month: '2012-12' },
      { id: '7001', month: '2026-09' },
    ])
  })

  test('reads a thread by the search service in one answer', async () => {
    const { server, walk } = await walking()
    server.play(byAlgolia, json({ id: 7001, children: [item(1, 'Fjordlab'), item(2, 'Sildwerk')] }))
    const read = (await readThread(thread, walk)) as MonthOfPosts
    expect(read.whole).toBe(true)
    expect(read.posts.map(({ company }) => company)).toEqual(['Fjordlab', 'Sildwerk'])
  })

  test('reads it post by post from the site itself where the search service fails', async () => {
    const { server, walk } = await walking()
    server.play(byAlgolia, answer({ status: 404, body: 'gone' }))
    server.play(byFirebase(7001), json({ id: 7001, type: 'story', title: 'Hiring, September', kids: [1, 2] }))
    server.play(byFirebase(1), json(item(1, 'Fjordlab')))
    server.play(byFirebase(2), json(item(2, 'Sildwerk')))
    const read = (await readThread(thread, walk)) as MonthOfPosts
    expect(read.whole).toBe(true)
    expect(read.posts.map(({ company }) => company)).toEqual(['Fjordlab', 'Sildwerk'])
  })

  test('calls a month whole only when every post of it could be read', async () => {
    const { server, walk, job } = await walking()
    server.play(byAlgolia, answer({ status: 404, body: 'gone' }))
    server.play(byFirebase(7001), json({ id: 7001, type: 'story', title: 'Hiring, September', kids: [1, 2] }))
    server.play(byFirebase(1), json(item(1, 'Fjordlab')))
    server.play(byFirebase(2), answer({ status: 404, body: 'gone' }))
    const read = (await readThread(thread, walk)) as MonthOfPosts
    expect(read.whole).toBe(false)
    await backfill(
      (async function* () {
        yield read
      })(),
      job,
    )
    expect((await job.store.snapshots('hackernews', 9)).map(({ outcome }) => outcome)).toEqual(['partial'])
  })

  test('says why where neither way leads to a post', async () => {
    const { server, walk } = await walking()
    server.play(byAlgolia, answer({ status: 404, body: 'gone' }))
    server.play(byFirebase(7001), answer({ status: 404, body: 'gone' }))
    const read = (await readThread(thread, walk)) as { reason: string }
    expect(read.reason).toMatch(/404.*; .*404/)
  })
})

describe('reading an archive', () => {
  const line = (id: number, of: string, name: string) =>
    JSON.stringify({ id, thread_id: 9, month: of, text_html: `${header(name)}<p>JAX and Keras.` })

  test('puts each post into its month, a post that stands there twice once, and changes nothing the second time', async () => {
    const folder = scratchFolder()
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, '2019.jsonl.gz'),
      gzipSync(
        [line(1, '2019-01', 'Fjordlab'), line(2, '2019-02', 'Sildwerk'), line(1, '2019-02', 'Fjordlab')].join('\n'),
      ),
    )
    const { job } = await walking()
    const first = await backfill(monthsOfFolder(folder, null), job)
    expect(first).toEqual({ posts: 2, newPostings: 2, skipped: 1, months: 2 })
    const again = await backfill(monthsOfFolder(folder, null), job)
    expect(again).toEqual({ posts: 2, newPostings: 0, skipped: 1, months: 2 })
    const view = await job.store.posting('hackernews', '2')
    expect(view!.spells).toEqual([
      { firstSeen: '2019-02-01', lastSeen: '2019-02-28', endedOn: '2019-03-01', stock: false },
    ])
    expect(await job.store.verify()).toEqual([])
  })

  test('stores nothing of a folder that holds a line of no month', async () => {
    const folder = scratchFolder()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, '2019.jsonl'), `${line(1, '2019-01', 'Fjordlab')}\n${line(2, 'spring', 'Sildwerk')}\n`)
    const { job } = await walking()
    await expect(backfill(monthsOfFolder(folder, null), job)).rejects.toThrow(
      /2019\.jsonl line 2: "spring" is not a month/,
    )
    expect((await job.store.size()).postings).toBe(0)
  })

  test('names the line that is no JSON', async () => {
    const folder = scratchFolder()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, '2019.jsonl'), `${line(1, '2019-01', 'Fjordlab')}\n{"id":\n`)
    const { job } = await walking()
    await expect(backfill(monthsOfFolder(folder, null), job)).rejects.toThrow(/2019\.jsonl line 2 is not JSON/)
  })
})
