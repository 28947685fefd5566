/**
 * A process that lives through what a store goes through, to be killed at any moment: each step is done again by the next
 * one, and a life that reaches its end prints `done`. `whole-life.ts PATH` collects, imports, backfills and refreshes;
 * `whole-life.ts PATH keep` copies, dumps and prunes; opening it is what migrates.
 */
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { openStore } from '../../db/open.ts'
import type { KnownBoard, Store } from '../../db/store.ts'
import { backfill } from '../../jobs/backfill.ts'
import { copyStore, writePortable } from '../../jobs/backup.ts'
import { collect } from '../../jobs/collect.ts'
import { importLines } from '../../jobs/import.ts'
import { refresh } from '../../jobs/refresh.ts'
import { defineScraper, type Scraper } from '../../scrapers/kit/scraper.ts'
import { addDays, type Day, day, type Month } from '../../src/days.ts'
import type { Get } from '../../src/http/contract.ts'
import { edition, mention, traits } from './filled.ts'
import { board, noon } from './store.ts'

const first = day('2026-03-01')
export const lastDay = addDays(first, 2)
const signal = new AbortController().signal

const scraperOf = (id: string): Scraper =>
  defineScraper({
    source: {
      ...{ id, title: id, homepage: `https://${id}.example`, access: 'api', coverage: 'complete', every: 'day' },
      ...{ terms: { url: `https://${id}.example/terms`, asks: 'nothing' }, robots: 'obey', byDefault: true },
    },
    start: ({ token }) => [{ url: `https://${id}.example/${token}` }],
    read: ({ body }) => ({
      ...(JSON.parse(body) as { postings: { externalId: string; title: string }[] }),
      rejects: [],
      next: [],
    }),
  })
const scrapers = new Map(['harbour', 'threads'].map((id) => [id, scraperOf(id)]))

const boards = Array.from({ length: 6 }, (_, at) => board(`harbour:tide${at}`))
const words = (at: number) => `You train the models of buoy ${at % 7} with PyTorch. ${'The sea is wide. '.repeat(30)}`
const row = (token: string, at: number) => ({
  ...{ externalId: `${token}-${at}`, title: at % 5 === 0 ? 'River Engineer' : `Pilot ${at}`, company: token },
  ...{ body: words(at), locations: ['Oslo'] },
})

const getOn =
  (on: Day): Get =>
  async ({ url }) => {
    const token = url.split('/').at(-1)!
    const turn = on === first ? 0 : on === lastDay ? 2 : 1
    const body = JSON.stringify({ postings: Array.from({ length: 8 }, (_, at) => row(token, at + turn)) })
    return {
      kind: 'answer',
      answer: {
        ...{ url, status: 200, headers: {}, body, wireBytes: 1, bodyBytes: 1 },
        provenWhole: true,
        validators: {},
      },
    }
  }

async function* lines(): AsyncGenerator<string> {
  for (let at = 0; at < 60; at++)
    yield JSON.stringify({
      ...{
        kind: 'posting',
        board: `harbour:old${at % 3}`,
        externalId: `${at}`,
        title: `Stoker ${at % 20}`,
        company: 'Old',
      },
      ...{ text: words(at), seen: [['2026-01-05', at % 3 === 0 ? null : '2026-02-20']] },
    })
}

async function* months() {
  for (const month of ['2018-01', '2018-02'] as Month[]) {
    const posts = Array.from({ length: 15 }, (_, at) => ({ ...row('thread', at), externalId: `${month}-${at}` }))
    yield { month, posts, whole: true }
  }
}

const thread: KnownBoard = board('threads', { every: 'month' })

/** `say` hears of each step as it begins, and how many snapshots are kept for good before it. */
export async function live(store: Store, say: (step: string, kept: number) => void = () => {}): Promise<void> {
  const begin = async (step: string) => say(step, (await store.size()).snapshots)
  const source = scrapers.get('harbour')!.source
  const base = { store, today: lastDay, signal, now: () => noon(lastDay) }
  await begin('import')
  await importLines(lines(), 'lines', { ...base, keepGoing: false, boardOf: (id) => ({ board: board(id), source }) })
  await begin('backfill')
  await backfill(months(), { ...base, source: scrapers.get('threads')!.source, board: thread })
  for (const on of [first, addDays(first, 1), lastDay]) {
    await store.registerBoards(boards, first)
    const now = () => noon(on)
    await begin('collect')
    await collect(boards, {
      ...{ store, get: getOn(on), now, signal, scrapers, credentials: {}, hosts: 2, run: 'life' },
    })
    await begin('refresh')
    await refresh({
      ...{ ...base, today: on, now, priorityOf: () => 0 },
      tagger: { edition, tag: () => ({ mentions: [mention('pytorch')], traits: traits() }) },
    })
  }
}

async function keep(store: Store, path: string): Promise<void> {
  if (!existsSync(`${path}.copy`)) await copyStore(store, `${path}.copy`)
  if (!existsSync(`${path}.jsonl`)) await writePortable(store, `${path}.jsonl`)
  await store.packOldTexts(day('2030-01-01'), 500)
  for (let at = 0; at < 20; at++)
    await store.record({ at, run: null, kind: 'collect', subject: `${at % 2}`, outcome: 'done', message: 'read' })
  await store.forgetEvents(15)
}

async function main(path: string, what = 'live'): Promise<void> {
  process.stdout.write('begun\n')
  const store = await openStore(path, { now: () => noon(lastDay) })
  await (what === 'keep' ? keep(store, path) : live(store, (step, kept) => process.stdout.write(`${step} ${kept}\n`)))
  await store.close()
  process.stdout.write('done\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv[2]!, process.argv[3])
