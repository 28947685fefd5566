/**
 * Holds the plan of docs/scale.md against the program's own collecting, on loopback: `plan [one board of so many=400] [times
 * faster=20]`. The platforms' own paces are kept, on a clock that runs faster.
 */
import { setMaxListeners } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openStore } from '../db/open.ts'
import type { KnownBoard } from '../db/store.ts'
import { collect } from '../jobs/collect.ts'
import { detailOf, detailRequest } from '../scrapers/kit/detail.ts'
import type { Page, RawPosting, Scraper } from '../scrapers/kit/scraper.ts'
import { dayOf } from '../src/days.ts'
import { createClient } from '../src/http/client.ts'
import { boardOf, known, scrapersById } from '../src/in-force.ts'
import { answer, startFaultd } from '../tests/support/faultd.ts'
import { everyHostIs } from '../tests/support/http.ts'
import {
  assumed,
  type Load,
  loadOf,
  type Platform,
  planFor,
  planLines,
  planTable,
  platforms,
} from './support/reading-plan.ts'

const dayMs = 86_400_000
const midnight = Date.parse('2026-11-24T00:00:00Z')

export default async function measure([oneOf = '400', faster = '20']: string[]): Promise<string> {
  const sample = platforms.map((platform, at) => ({
    platform,
    boards: Math.max(1, Math.round(planFor()[at]!.boards / Number(oneOf))),
  }))
  const days = await simulate(sample, Number(faster))
  return [
    ...planTable(),
    '',
    ...planLines(),
    '',
    `one board of ${oneOf}, the clock ${faster} times as fast: requests a read and hours, planned → met, with the answers' own time`,
    ...sample.map(({ platform, boards }, at) =>
      lineOf(
        platform,
        boards,
        days.map((day) => day[at]!),
      ),
    ),
  ].join('\n')
}

/** What a platform's hosts saw in one round of all its boards. */
interface Seen {
  requests: number
  hours: number
  /** Mean time beyond the gap from one request to the next, in seconds. */
  answerSeconds: number
  tooSoon: number
}

function lineOf(platform: Platform, boards: number, [first, later]: Seen[]): string {
  const told = (seen: Seen, requests: (load: Load) => number) => {
    const load = loadOf(platform, boards, { ...assumed, answerSeconds: seen.answerSeconds })
    const planned = boards * requests(load)
    const gap = load.gapSeconds + seen.answerSeconds
    const hours =
      platform.hosts === 'one'
        ? `${(((planned - 1) * gap) / 3600).toFixed(2)} → ${seen.hours.toFixed(2)} h`
        : 'hosts of their own'
    return `${planned} → ${seen.requests} requests, ${hours}, ${seen.tooSoon} too soon`
  }
  return `  ${platform.source.padEnd(16)} first: ${told(first!, (load) => load.first)}; a day later: ${told(later!, (load) => load.later)}`
}

/** Boards whose lists, pages and paces are the platform's, in plain words of our own. */
function scraperLike({ source: id, hosts, page, details }: Platform): Scraper {
  const { source } = scrapersById.get(id)!
  const hostOf = (token: string) => (hosts === 'one' ? `${id}.example` : `${token}.${id}.example`)
  const postingOf = (at: number, token: string): RawPosting => ({
    ...{ externalId: `${at}`, title: `Keeper ${at} of ${token}`, url: `https://${hostOf(token)}/${token}/${at}` },
    ...(details
      ? {}
      : { body: `Keeper ${at} of ${token} trains models of the tide. ${'You write down each hour. '.repeat(50)}` }),
  })
  const list = (token: string, from: number) => ({ url: `https://${hostOf(token)}/${token}/list?from=${from}` })
  return {
    source: { ...source, id, ...{ singleList: false } },
    start: (board) => [list(board.token, 0)],
    read: (read: Page) => {
      if (read.request.kind === 'detail') return detailOf(read, { body: read.body })
      const { from, first, total } = JSON.parse(read.body) as { from: number; first: number; total: number }
      const until = Math.min(total, from + (page ?? total))
      const postings = Array.from({ length: until - from }, (_, at) => postingOf(first + from + at, read.board.token))
      const next = details ? postings.map((each) => detailRequest(each.url!, each)) : []
      const more = until < total ? [list(read.board.token, until)] : []
      return { postings: details ? [] : postings, rejects: [], next: [...more, ...next], total }
    },
  }
}

/** How many of a board's postings are new at its second read, and as many of the oldest gone. */
function newIn(host: string): number {
  const platform = platforms.find(({ source }) => host === `${source}.example` || host.endsWith(`.${source}.example`))!
  return loadOf(platform, 1).fresh
}

/** Two reads of all boards; by day and platform what was seen. */
async function simulate(sample: readonly { platform: Platform; boards: number }[], faster: number): Promise<Seen[][]> {
  const home = mkdtempSync(join(tmpdir(), 'skilltide-plan-'))
  const faultd = await startFaultd()
  let base = midnight
  let began = performance.now()
  const now = () => base + Math.round((performance.now() - began) * faster)
  const arrivals = new Map<string, { at: number; path: string }[]>()
  let round = 0
  faultd.play('*', (seen, socket, nth) => {
    const own = arrivals.get(seen.host) ?? []
    arrivals.set(seen.host, own)
    own.push({ at: now(), path: seen.path })
    if (seen.path === '/robots.txt') return answer({ status: 404 })(seen, socket, nth)
    const from = /\?from=(\d+)/.exec(seen.path)?.[1]
    const total = assumed.postingsPerBoard
    const body =
      from === undefined
        ? `Keeper of ${seen.path} trains models of the tide. ${'You write down each hour. '.repeat(50)}`
        : JSON.stringify({ from: Number(from), first: round * newIn(seen.host), total })
    return answer({ body, encoding: 'gzip' })(seen, socket, nth)
  })
  const store = await openStore(join(home, 'store.sqlite'), { now })
  const sleep = async (ms: number, signal?: AbortSignal) => void (await wait(ms / faster, undefined, { signal }))
  const memory = {
    host: store.host,
    rememberHost: store.rememberHost,
    robots: store.robots,
    rememberRobots: store.rememberRobots,
  }
  const get = createClient({
    ...everyHostIs(faultd),
    memory,
    userAgent: 'skilltide/plan (+https://example.com)',
    now,
    sleep,
    patienceMs: dayMs,
  })
  const scrapers = new Map(sample.map(({ platform }) => [platform.source, scraperLike(platform)]))
  const boards = sample.flatMap(({ platform, boards }) =>
    Array.from({ length: boards }, (_, at): KnownBoard => {
      const { source } = scrapersById.get(platform.source)!
      const board = { ...boardOf(`${platform.source}:tide${at}`), settings: {} }
      return known(board, source)
    }),
  )
  await store.registerBoards(boards, dayOf(new Date(midnight)))
  const days: Seen[][] = []
  const { signal } = new AbortController()
  setMaxListeners(0, signal)
  try {
    for (const day of [0, 1]) {
      // An hour more than a day: robots.txt is asked for anew each day.
      base = midnight + day * (dayMs + 3_600_000)
      began = performance.now()
      round = day
      arrivals.clear()
      const job = {
        store,
        get,
        now,
        signal,
        scrapers,
        credentials: {},
        hosts: 64,
        run: 'plan',
        sleep,
      }
      const done = await collect(boards, job)
      const bad = done.find(({ outcome }) => outcome !== 'complete')
      if (bad !== undefined) throw new Error(`${bad.board} was read ${bad.outcome}: ${bad.reason}`)
      days.push(sample.map(({ platform }) => seenOf(platform, arrivals)))
    }
  } finally {
    await get.close()
    await store.close()
    await faultd.close()
    rmSync(home, { recursive: true, force: true })
  }
  return days
}

function seenOf({ source: id }: Platform, arrivals: ReadonlyMap<string, { at: number }[]>): Seen {
  const gapMs = (scrapersById.get(id)!.source.minDelaySeconds ?? 1) * 1000
  const seen = { requests: 0, from: Number.POSITIVE_INFINITY, to: 0, beyond: 0, steps: 0, tooSoon: 0 }
  for (const [host, own] of arrivals) {
    if (host !== `${id}.example` && !host.endsWith(`.${id}.example`)) continue
    seen.requests += own.length
    for (const [at, one] of own.entries()) {
      seen.from = Math.min(seen.from, one.at)
      seen.to = Math.max(seen.to, one.at)
      const step = at === 0 ? null : one.at - own[at - 1]!.at
      if (step === null) continue
      seen.beyond += step - gapMs
      seen.steps += 1
      if (step < gapMs) seen.tooSoon += 1
    }
  }
  return {
    ...{ requests: seen.requests, hours: (seen.to - seen.from) / 3_600_000, tooSoon: seen.tooSoon },
    answerSeconds: seen.beyond / Math.max(1, seen.steps) / 1000,
  }
}
