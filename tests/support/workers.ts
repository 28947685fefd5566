/** Tiny boards behind a mirror, the work of reading them in a queue, and workers as processes of their own. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { openQueue, openStore } from '../../db/open.ts'
import { boardWork } from '../../jobs/enqueue.ts'
import { dayOf } from '../../src/days.ts'
import { startCli } from './cli.ts'
import { board } from './store.ts'

export interface TinyMirror {
  origin: string
  /** How often each board was asked for. */
  asked: Map<string, number>
  /** Requests that wait for their answer. */
  waiting(): number
  delayMs: number
  stop(): Promise<void>
}

/** Answers for Greenhouse: every board has two postings, told after a while. */
export async function tinyMirror(delayMs: number): Promise<TinyMirror> {
  const asked = new Map<string, number>()
  let waiting = 0
  const server = createServer((request, response) => {
    const token = /\/boards\/([^/]+)\/jobs/.exec(request.url ?? '')?.[1] ?? ''
    asked.set(token, (asked.get(token) ?? 0) + 1)
    waiting += 1
    response.once('close', () => (waiting -= 1))
    setTimeout(() => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ jobs: [1, 2].map((no) => jobOf(token, no)), meta: { total: 2 } }))
    }, mirror.delayMs)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const mirror: TinyMirror = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    waiting: () => waiting,
    delayMs,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return mirror
}

const jobOf = (token: string, no: number) => ({
  ...{ id: `${token}-${no}`, absolute_url: `https://jobs.example/${token}/${no}`, title: `Engineer ${token} ${no}` },
  ...{ content: `You tend the tide gauge ${no} of ${token}.`, location: { name: 'Oslo' }, internal_job_id: 7 },
})

/** Makes boards known and puts the reading of those that are due into the queue; returns how many it was. */
export async function putBoards(address: string, names: string[], now = Date.now): Promise<number> {
  const store = await openStore(address, { lock: 'brief', now })
  await store.registerBoards(
    names.map((name) => board(`greenhouse:${name}`)),
    dayOf(new Date(now())),
  )
  const wanted = new Set(names.map((name) => `greenhouse:${name}`))
  const due = (await store.boardsDue(now())).filter(({ id }) => wanted.has(id))
  await store.close()
  const queue = await openQueue(address)
  const added = await queue.put(due.map(boardWork))
  await queue.close()
  return added
}

export const boardNames = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, at) => `tiny${from + at}`)

export function startWorker(address: string, mirror: TinyMirror, cwd: string, ...words: string[]) {
  const env = { SKILLTIDE_MIRROR: mirror.origin, SKILLTIDE_ARCHIVE_MEGABYTES: '0' }
  return startCli(['worker', '--db', address, '--log', 'text', ...words], { cwd, env, stdin: 'closed' })
}

/** Rows of one question to a database. */
export async function query<Row>(address: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** How many snapshots each board has, by how many boards have so many. */
export async function snapshotsPerBoard(address: string): Promise<Record<number, number>> {
  const rows = await query<{ n: number; boards: number }>(
    address,
    `select n, count(*)::int as boards from (select (select count(*)::int from skilltide.snapshots s where s.board_no = b.no) as n
     from skilltide.boards b) x group by n`,
  )
  return Object.fromEntries(rows.map(({ n, boards }) => [n, boards]))
}

export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 50))
}
