/** What collecting costs over fetching: every board of a recording, against a bare loop that fetches, parses and inserts the same. */
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openStore } from '../db/open.ts'
import type { Store } from '../db/store.ts'
import { type Collected, collect } from '../jobs/collect.ts'
import { addDays, type Day, day } from '../src/days.ts'
import { createClient } from '../src/http/client.ts'
import { boardOf, known, scrapersById } from '../src/in-force.ts'
import { noon } from '../tests/support/store.ts'

const today = day('2025-10-25')
const byDefault = '../shared/data/ashby'

/** `replay [recording of Ashby boards]` */
export default async function measure([folder = byDefault, serving]: string[]): Promise<string> {
  if (serving === 'serve') return serve(folder)
  const scratch = mkdtempSync(join(tmpdir(), 'skilltide-replay-'))
  const server = fork('bench/run.ts', ['replay', folder, 'serve'], { execArgv: ['--import', 'tsx'] })
  try {
    const mirror = await new Promise<string>((resolve) => server.once('message', (url) => resolve(String(url))))
    const urls = readFileSync(join(folder, 'index.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { url: string }).url)
    const path = join(scratch, 'store.sqlite')
    await bare(join(scratch, 'warm.sqlite'), mirror, urls)
    const loop = await bare(join(scratch, 'bare.sqlite'), mirror, urls)
    const first = await collected(path, mirror, urls, today)
    const second = await collected(path, mirror, urls, addDays(today, 1))
    const line = (what: string, { ms, said }: { ms: number; said: string }) =>
      `${what.padEnd(40)}${ms.toFixed(0).padStart(8)} ms ${(ms / loop.ms).toFixed(2).padStart(6)} x   ${said}`
    return [
      line('bare loop: fetch, parse, insert', loop),
      line('collect, a new store', first),
      line('collect, the next day', second),
    ].join('\n')
  } finally {
    server.kill()
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function serve(folder: string): Promise<string> {
  const { serveRecording } = await import('../src/http/archive.ts')
  const { url } = await serveRecording(folder)
  process.send!(url)
  return new Promise(() => {})
}

async function bare(path: string, mirror: string, urls: string[]): Promise<{ ms: number; said: string }> {
  const began = performance.now()
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(
    'create table jobs (board text, id text, url text, title text, place text, text text, primary key (board, id))',
  )
  const insert = db.prepare('insert into jobs values (?, ?, ?, ?, ?, ?)')
  const all = db.transaction((board: string, jobs: Record<string, string>[]) => {
    for (const job of jobs)
      insert.run(board, job['id'], job['jobUrl'], job['title'], job['location'], job['descriptionHtml'])
  })
  let rows = 0
  for (const url of urls) {
    const answer = await fetch(url.replace('https://', `${mirror}/https/`))
    const { jobs } = (await answer.json()) as { jobs: Record<string, string>[] }
    all(url, jobs)
    rows += jobs.length
  }
  db.close()
  return { ms: performance.now() - began, said: `${rows} rows` }
}

async function collected(path: string, mirror: string, urls: string[], on: Day) {
  const began = performance.now()
  const now = () => noon(on)
  const store: Store = await openStore(path, { now })
  const { source } = scrapersById.get('ashby')!
  const boards = urls.map((url) =>
    known(boardOf(`ashby:${decodeURIComponent(new URL(url).pathname.split('/').at(-1)!)}`), source),
  )
  await store.registerBoards(boards, on)
  const get = createClient({ memory: store, userAgent: 'skilltide-bench', now, mirror })
  const done = await collect(boards, {
    ...{ store, get, now, scrapers: scrapersById, credentials: {}, hosts: 8, run: 'bench' },
    signal: new AbortController().signal,
  })
  await get.close()
  await store.close()
  return { ms: performance.now() - began, said: summary(done) }
}

function summary(done: Collected[]): string {
  const sum = (of: (board: Collected) => number) => done.reduce((total, board) => total + of(board), 0)
  const whole = done.filter(({ outcome }) => outcome === 'complete' || outcome === 'empty').length
  return `${whole} of ${done.length} boards whole, ${sum((board) => board.listed)} postings, ${sum((board) => board.result.opened)} first seen, ${sum((board) => board.rejects.length)} rejects`
}
