/**
 * A job market of our own making, served on loopback as one source's boards: jobs open, close, are reposted and listed twice,
 * boards fail in all the ways that boards do. What it knows to be true is what a report must say.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { addDays, type Day } from '../../src/days.ts'

/** The real one, also where a clock of a measurement's own has taken its place. */
const later = setTimeout

export interface Job {
  board: string
  title: string
  skills: string[]
  level: 'required' | 'preferred'
  ai: boolean
  years: number
  pay: number | null
  /** Stretches of days on which it is listed, the last day not included; a gap between two is a repost under a new id. */
  listed: { from: Day; to: Day; id: string }[]
  /** Listed a second time for another place. */
  twice: boolean
}

/** What a board does instead of answering well. */
export type Fault = 'error' | 'cut' | 'shape' | 'empty' | 'half' | 'gone' | 'wall'

export interface Market {
  first: Day
  last: Day
  boards: string[]
  jobs: Job[]
  /** The fault of a board on a day, if it has one. */
  faultOn(board: string, on: Day): Fault | null
  openOn(on: Day): Job[]
}

/** Numbers from a seed, from 0 up to 1 (mulberry32): the same market on each run. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const words =
  'amber basalt cedar delta ember fjord garnet harbor island juniper kelp lagoon marble nectar orchid pebble quartz raven saffron timber umber violet willow zephyr'.split(
    ' ',
  )

export function makeMarket({
  first,
  days,
  boards: count,
  seed = 1,
}: {
  first: Day
  days: number
  boards: number
  seed?: number
}): Market {
  const next = random(seed)
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!
  const last = addDays(first, days - 1)
  // The last three days close nothing: a closing that takes much of a board counts once a second list has confirmed it.
  const closing = (on: Day): Day => (on > addDays(last, -3) && on <= last ? addDays(last, 1) : on)
  const boards = Array.from({ length: count }, (_, index) => `tide${String(index).padStart(3, '0')}`)
  const jobs: Job[] = []
  let number = 0
  for (const board of boards) {
    const add = (from: Day) => {
      number += 1
      const ai = next() < 0.7
      const to = closing(addDays(from, whole(10, 90)))
      const listed = [{ from, to, id: `j${number}` }]
      // Reposted within two months: the same job, under another id.
      if (next() < 0.15) {
        const again = addDays(to, whole(2, 20))
        listed.push({ from: again, to: closing(addDays(again, whole(10, 60))), id: `j${number}r` })
      }
      const skills = ai ? ['pytorch', 'tensorflow', 'jax'].filter((_, at) => next() < [0.5, 0.25, 0.12][at]!) : []
      jobs.push({
        board,
        title: `${ai ? 'Machine Learning Engineer' : 'Office Manager'}, ${pick(words)} ${number}`,
        skills,
        level: next() < 0.6 ? 'required' : 'preferred',
        ai,
        years: whole(1, 9),
        pay: next() < 0.5 ? whole(90, 240) * 1000 : null,
        listed,
        twice: next() < 0.08,
      })
    }
    for (let turn = whole(4, 14); turn > 0; turn--) add(addDays(first, -whole(1, 60)))
    for (let at = 1; at < days; at++) if (next() < 0.12) add(addDays(first, at))
  }
  const faults = new Map<string, Map<Day, Fault>>(boards.map((board) => [board, new Map<Day, Fault>()]))
  for (const [index, board] of boards.entries()) {
    const own = faults.get(board)!
    // A board that has gone, and one that fails to the end: what they held can no longer be told.
    if (index === 0) for (let at = 120; at < days; at++) own.set(addDays(first, at), 'gone')
    else if (index === 1) for (let at = days - 12; at < days; at++) own.set(addDays(first, at), 'error')
    else {
      for (let turn = whole(0, 5); turn > 0; turn--) {
        const from = whole(3, days - 8)
        const kind = pick(['error', 'cut', 'shape', 'empty', 'half', 'wall'] as const)
        // A list that is empty or halved for long is a market that fell; for a day or two it is a fault.
        const length = kind === 'empty' || kind === 'half' ? whole(1, 2) : whole(1, 6)
        for (let at = from; at < Math.min(from + length, days - 6); at++) own.set(addDays(first, at), kind)
      }
    }
  }
  return {
    first,
    last,
    boards,
    jobs,
    faultOn: (board, on) => faults.get(board)?.get(on) ?? null,
    openOn: (on) => jobs.filter(({ listed }) => listed.some(({ from, to }) => from <= on && on < to)),
  }
}

const named: Record<string, string> = { pytorch: 'PyTorch', tensorflow: 'TensorFlow', jax: 'JAX' }

function descriptionOf({ skills, level, ai, years, title }: Job): string {
  const names = skills.map((skill) => named[skill]).join(', ')
  const asks = skills.length === 0 ? '' : level === 'required' ? `<li>You must have experience with ${names}.</li>` : ''
  const wishes = skills.length > 0 && level === 'preferred' ? `<h3>Nice to have</h3><ul><li>${names}</li></ul>` : ''
  const work = ai
    ? '<p>You train and evaluate machine learning models and bring them to production.</p>'
    : '<p>You keep the office running, order supplies and welcome guests.</p>'
  return `<h3>The role</h3><p>${title}.</p>${work}<h3>Requirements</h3><ul><li>${years}+ years of experience in this field.</li>${asks}</ul>${wishes}`
}

function postingsOf(job: Job, on: Day): object[] {
  const spell = job.listed.find(({ from, to }) => from <= on && on < to)
  if (spell === undefined) return []
  const places = job.twice ? ['Oslo', 'Bergen'] : ['Oslo']
  return places.map((place, copy) => ({
    id: `${spell.id}-${copy}`,
    title: job.title,
    jobUrl: `https://jobs.ashbyhq.com/${job.board}/${spell.id}-${copy}`,
    descriptionHtml: descriptionOf(job),
    location: place,
    address: { postalAddress: { addressCountry: 'Norway' } },
    employmentType: 'FullTime',
    workplaceType: 'Hybrid',
    isListed: true,
    publishedAt: `${spell.from}T08:00:00.000+00:00`,
    ...(job.pay === null
      ? {}
      : {
          compensation: {
            summaryComponents: [
              {
                compensationType: 'Salary',
                minValue: job.pay,
                maxValue: job.pay,
                currencyCode: 'USD',
                interval: '1 YEAR',
              },
            ],
            compensationTiers: [],
          },
        }),
  }))
}

export interface ServedMarket {
  /** For SKILLTIDE_MIRROR. */
  url: string
  /** The day that the boards show from now on. */
  show(on: Day): void
  asked(): number
  close(): Promise<void>
}

/** `dawdleMs`: each answer comes so much later. */
export async function serveMarket(market: Market, { dawdleMs = 0 } = {}): Promise<ServedMarket> {
  let today = market.first
  let asked = 0
  const byBoard = new Map(market.boards.map((board) => [board, market.jobs.filter((job) => job.board === board)]))
  const server = createServer(async (request, response) => {
    asked += 1
    if (dawdleMs > 0) await new Promise((resolve) => later(resolve, dawdleMs))
    const board = /^\/https\/api\.ashbyhq\.com\/posting-api\/job-board\/(\w+)/.exec(request.url ?? '')?.[1] ?? ''
    const jobs = byBoard.get(board)
    const fault = market.faultOn(board, today)
    if (jobs === undefined || fault === 'gone') return void response.writeHead(404).end('Not Found')
    if (fault === 'error') return void response.writeHead(500, { 'retry-after': '0' }).end('Internal error')
    if (fault === 'wall')
      return void response.writeHead(403, { 'content-type': 'text/html' }).end('<title>Just a moment...</title>')
    const listed = jobs.flatMap((job) => postingsOf(job, today))
    const shown = fault === 'empty' ? [] : fault === 'half' ? listed.slice(0, Math.floor(listed.length / 3)) : listed
    const body = JSON.stringify({ [fault === 'shape' ? 'postings' : 'jobs']: shown, apiVersion: '1' })
    const type = { 'content-type': 'application/json; charset=utf-8' }
    if (fault === 'cut') {
      response.writeHead(200, { ...type, 'content-length': Buffer.byteLength(body) })
      response.write(body.slice(0, body.length / 2))
      return void later(() => response.destroy(), 5)
    }
    response.writeHead(200, type).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (on) => {
      today = on
    },
    asked: () => asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The config that reads this market and nothing else. */
export const marketConfig = ({ boards }: Market, more = ''): string =>
  `boards:
  defaults: false
  add:
${boards.map((board) => `    - {board: "ashby:${board}", employer: "${board.toUpperCase()} Works"}`).join('\n')}
sources: {disable: [hackernews]}
archive: {megabytes: 0}
${more}`
