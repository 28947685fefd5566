/** Faults played over a recording of Ashby boards: what is stored of a broken board unflagged, and whether any other board feels it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openStore } from '../db/open.ts'
import { type Collected, collect } from '../jobs/collect.ts'
import { addDays, type Day, day } from '../src/days.ts'
import { createClient } from '../src/http/client.ts'
import { boardOf, known, scrapersById } from '../src/in-force.ts'
import { seeded } from '../tests/support/faultd.ts'
import { noon } from '../tests/support/store.ts'
import { type Job, jobsByToken } from './support/ashby.ts'

type Fault = (jobs: Job[], response: ServerResponse, random: () => number, other: Job[]) => void

const say = (response: ServerResponse, jobs: Job[]) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ jobs, apiVersion: '1' }))
const without =
  (...fields: string[]): Fault =>
  (jobs, response) =>
    void say(
      response,
      jobs.map((job) => Object.fromEntries(Object.entries(job).filter(([field]) => !fields.includes(field)))),
    )
const status =
  (code: number, body: string): Fault =>
  (_, response) =>
    void response.writeHead(code, { 'content-type': 'text/html' }).end(body)

const faults: Record<string, Fault> = {
  truncated: (jobs, response, random) => {
    const body = JSON.stringify({ jobs, apiVersion: '1' })
    response.end(body.slice(0, Math.floor(random() * (body.length - 1))))
  },
  'empty 200': (_, response) => void say(response, []),
  'challenge page': status(200, '<html><head><title>Just a moment...</title></head><body>Checking</body></html>'),
  'refused 403': status(403, 'Forbidden'),
  'lost text': without('descriptionHtml', 'descriptionPlain'),
  'lost title': without('title'),
  'lost id': without('id'),
  'lost address': without('jobUrl'),
  'lost place': without('location', 'secondaryLocations', 'address'),
  'lost date': without('publishedAt'),
  teaser: (jobs, response) =>
    void say(
      response,
      jobs.map((job) => ({ ...job, descriptionPlain: '', descriptionHtml: '<p>Join our team and grow.</p>' })),
    ),
  'half board': (jobs, response) => void say(response, jobs.slice(0, Math.ceil(jobs.length / 2))),
  'wrong page': (_, response, __, other) => void say(response, other),
  'another list': (jobs, response) => void response.end(JSON.stringify({ positions: jobs })),
  'dead board 404': status(404, 'Not Found'),
  'broken 500': status(500, 'Error'),
  reset: (_, response) => void response.destroy(),
}

/** `faults [faults=500] [recording of Ashby boards] [seed=1]` */
export default async function measure([count = '500', folder = '../shared/data/ashby', seed = '1']: string[]) {
  const random = seeded(Number(seed))
  const bodies = jobsByToken(folder)
  const tokens = [...bodies.keys()].filter((token) => bodies.get(token)!.length > 0)
  const broken = new Map<string, string>()
  const server = createServer((request, response) => {
    const token = decodeURIComponent(new URL(request.url!, 'http://x').pathname.split('/').at(-1)!)
    const fault = broken.get(token)
    const other = bodies.get(tokens[Math.floor(random() * tokens.length)]!)!
    if (fault === undefined) say(response, bodies.get(token) ?? [])
    else faults[fault]!(bodies.get(token) ?? [], response, random, other)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const scratch = mkdtempSync(join(tmpdir(), 'skilltide-faults-'))
  const [faulty, control] = [join(scratch, 'faulty.sqlite'), join(scratch, 'control.sqlite')]
  const names = Object.keys(faults)
  const tally = new Map(names.map((name) => [name, { played: 0, outcomes: new Map<string, number>(), unflagged: 0 }]))
  const unflagged: string[] = []
  let felt = 0
  const perRun = 25
  try {
    let on = day('2025-10-25')
    await run(faulty, [...bodies.keys()], mirror, on)
    await run(control, [...bodies.keys()], mirror, on)
    for (let played = 0; played < Number(count); ) {
      on = addDays(on, 1)
      while (broken.size < perRun && played < Number(count)) {
        const token = tokens[Math.floor(random() * tokens.length)]!
        if (!broken.has(token)) broken.set(token, names[played++ % names.length]!)
      }
      const done = await run(faulty, [...bodies.keys()], mirror, on)
      const faultOf = new Map(broken)
      broken.clear()
      await run(control, [...bodies.keys()], mirror, on)
      const [found, wanted] = [lives(faulty), lives(control)]
      for (const [token, fault] of faultOf) {
        const row = tally.get(fault)!
        const { outcome } = done.find(({ board }) => board === `ashby:${token}`)!
        row.played += 1
        row.outcomes.set(outcome, (row.outcomes.get(outcome) ?? 0) + 1)
        const good = outcome === 'complete' || outcome === 'empty'
        if (!good || open(found.get(token)) === open(wanted.get(token))) continue
        row.unflagged += 1
        unflagged.push(`  ${fault} of ${bodies.get(token)!.length} postings on ${token}: ${outcome}`)
      }
      for (const [token, life] of wanted)
        if (!faultOf.has(token) && JSON.stringify(found.get(token)) !== JSON.stringify(life)) felt += 1
      // The broken boards answer again before the next day, so that each fault begins from a sound board.
      on = addDays(on, 1)
      await run(faulty, [...faultOf.keys()], mirror, on)
      await run(control, [...faultOf.keys()], mirror, on)
    }
  } finally {
    server.close()
    rmSync(scratch, { recursive: true, force: true })
  }
  return [
    `${count} faults on ${tokens.length} boards, ${perRun} a run`,
    ...[...tally].map(
      ([name, { played, outcomes, unflagged: bad }]) =>
        `  ${name.padEnd(16)}${String(played).padStart(4)}  ${[...outcomes]
          .map(([outcome, n]) => `${n} ${outcome}`)
          .join(', ')
          .padEnd(44)} unflagged ${bad}`,
    ),
    `published unflagged: ${unflagged.length}`,
    ...unflagged,
    `other boards that differ from a run without the faults: ${felt}`,
  ].join('\n')
}

async function run(path: string, tokens: string[], mirror: string, on: Day): Promise<Collected[]> {
  const now = () => noon(on)
  const store = await openStore(path, { now })
  const boards = tokens.map((token) => known(boardOf(`ashby:${token}`), scrapersById.get('ashby')!.source))
  await store.registerBoards(boards, on)
  const get = createClient({ memory: store, userAgent: 'skilltide-bench', now, mirror, sleep: async () => {} })
  const done = await collect(boards, {
    ...{ store, get, now, scrapers: scrapersById, credentials: {}, hosts: 8, run: 'bench' },
    signal: new AbortController().signal,
  })
  await get.close()
  await store.close()
  return done
}

interface Life {
  external_id: string
  hash: string | null
  first_seen: number
  last_seen: number
  ended_on: number | null
}

/** What is kept of every board's postings: their words and spells. */
function lives(path: string): Map<string, Life[]> {
  const db = new Database(path, { readonly: true })
  const rows = db
    .prepare<[], Life & { token: string }>(
      `select b.token, p.external_id, t.hash, s.first_seen, s.last_seen, s.ended_on from boards b join postings p on p.board_no = b.no
       join spells s on s.posting_no = p.no left join texts t on t.no = p.text_no order by b.token, p.external_id, s.first_seen`,
    )
    .all()
  db.close()
  const byToken = new Map<string, Life[]>()
  for (const { token, ...life } of rows) {
    const own = byToken.get(token)
    if (own === undefined) byToken.set(token, [life])
    else own.push(life)
  }
  return byToken
}

/** Open postings with their words: what figures count. */
const open = (rows: Life[] = []) =>
  rows
    .filter(({ ended_on }) => ended_on === null)
    .map(({ external_id, hash }) => `${external_id} ${hash}`)
    .join('\n')
