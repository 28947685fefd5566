/** What reading every known board costs a day: requests, bytes, hours under each platform's pace, storage. docs/scale.md quotes it. */
import { scrapersById } from '../../src/in-force.ts'

export interface Platform {
  source: string
  /** Boards known by name, of public lists of employers by platform. */
  known: number
  /** One host answers for all boards, or each board has a host of its own. */
  hosts: 'one' | 'own'
  /** Postings on a page of the list; null where one answer holds the whole board. */
  page: number | null
  /** Each posting's text stands on a page of its own. */
  details: boolean
}

export const platforms: readonly Platform[] = [
  { source: 'greenhouse', known: 6032, hosts: 'one', page: null, details: false },
  { source: 'bamboohr', known: 5633, hosts: 'own', page: null, details: true },
  { source: 'workable', known: 4269, hosts: 'one', page: null, details: false },
  { source: 'workday', known: 3531, hosts: 'own', page: 20, details: true },
  { source: 'ashby', known: 3449, hosts: 'one', page: null, details: false },
  { source: 'smartrecruiters', known: 2748, hosts: 'one', page: 100, details: true },
  { source: 'personio', known: 2464, hosts: 'own', page: null, details: false },
  { source: 'lever', known: 2403, hosts: 'one', page: null, details: false },
  { source: 'rippling', known: 1924, hosts: 'one', page: null, details: true },
  { source: 'teamtailor', known: 1465, hosts: 'own', page: 100, details: false },
  { source: 'breezy', known: 1385, hosts: 'own', page: null, details: true },
  { source: 'recruitee', known: 1165, hosts: 'own', page: null, details: false },
  { source: 'gem', known: 497, hosts: 'one', page: null, details: false },
  { source: 'pinpoint', known: 407, hosts: 'own', page: null, details: false },
]

/** Boards of all platforms together that the plan is made for, in the proportions of the known ones. */
export const planned = 80_000

export const assumed = {
  /** Measured: 6,927 postings on 342 boards of Ashby. */
  postingsPerBoard: 20,
  /** Measured on the same answers, compressed as they were sent. */
  bytesPerPosting: 1470,
  /** Of a list that names postings without their texts. */
  bytesPerName: 120,
  /** Head and handshake of a request, both ways. */
  bytesPerRequest: 1500,
  /** From request to the end of the answer. */
  answerSeconds: 0.3,
  /** A posting stays open so long: each day as many come new as one in so many. */
  daysOpen: 40,
  /** Measured on filled stores: a posting with its text and spells, a board's day. */
  storedPerPosting: 1500,
  storedPerSnapshot: 190,
}

/** Known pages opened again at each read, as jobs/known-pages.ts has it. */
const again = (postings: number) => Math.max(3, Math.ceil(postings / 7))

export interface Load {
  source: string
  boards: number
  gapSeconds: number
  /** Days from one read of a board to the next. */
  everyDays: number
  /** Requests of one read of a board: the first, and one later. */
  first: number
  later: number
  /** Postings of a board that are new at a read. */
  fresh: number
  /** A day of all boards. */
  requests: number
  bytes: number
  /** Of waiting and answering, one request at a time to each host; for hosts of their own the sum over them. */
  hours: number
  hosts: 'one' | 'own'
  /** Hours until all boards were read for the first time. */
  firstHours: number
}

export function loadOf(platform: Platform, boards: number, { answerSeconds } = assumed): Load {
  const { source } = scrapersById.get(platform.source)!
  const gapSeconds = source.minDelaySeconds ?? 1
  const everyDays = source.every === 'week' ? 7 : 1
  const m = assumed.postingsPerBoard
  const lists = platform.page === null ? 1 : Math.ceil(m / platform.page)
  const fresh = Math.min(m, Math.ceil((m * everyDays) / assumed.daysOpen))
  const robots = source.robots === 'obey' ? (platform.hosts === 'own' ? 1 : 0) : 0
  const details = { first: platform.details ? m : 0, later: platform.details ? fresh + again(m) : 0 }
  const first = lists + robots + details.first
  const later = lists + robots + details.later
  const requests = (boards * later) / everyDays
  const texts = platform.details ? details.later : m
  const names = platform.details ? m * assumed.bytesPerName : 0
  const bytes = (boards / everyDays) * (texts * assumed.bytesPerPosting + names + later * assumed.bytesPerRequest)
  // The first request to a host of its own has nothing to wait for.
  const seconds = (count: number) =>
    platform.hosts === 'one' ? count * (gapSeconds + answerSeconds) : (count - 1) * gapSeconds + count * answerSeconds
  return {
    ...{
      source: platform.source,
      boards,
      gapSeconds,
      everyDays,
      first,
      later,
      fresh,
      requests,
      bytes,
      hosts: platform.hosts,
    },
    hours: (boards * seconds(later)) / everyDays / 3600,
    firstHours: (boards * seconds(first)) / 3600,
  }
}

/** The plan for so many boards in the proportions of the known ones. */
export function planFor(boards = planned): Load[] {
  const known = platforms.reduce((sum, platform) => sum + platform.known, 0)
  return platforms.map((platform) => loadOf(platform, Math.round((platform.known * boards) / known)))
}

const number = (value: number) => Math.round(value).toLocaleString('en-US')

/** The plan as a table in Markdown. */
export function planTable(loads: readonly Load[] = planFor()): string[] {
  const rows = loads.map((load) => [
    `\`${load.source}\``,
    number(load.boards),
    load.hosts === 'one' ? 'one' : 'its own',
    `${load.gapSeconds} s`,
    load.everyDays === 1 ? 'day' : 'week',
    String(load.later),
    number(load.requests),
    `${(load.bytes / 1e9).toFixed(1)} GB`,
    `${load.hours.toFixed(1)} h`,
    `${load.firstHours.toFixed(0)} h`,
  ])
  const head = ['platform', 'boards', 'host', 'gap', 'read each', 'requests a read', 'requests a day', 'bytes a day']
  return [
    `| ${[...head, 'hours a day', 'hours of the first read'].join(' | ')} |`,
    `| ${['---', ...Array.from({ length: 9 }, (_, at) => (at === 1 ? '---' : '---:'))].join(' | ')} |`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ]
}

export interface Whole {
  requests: number
  bytes: number
  /** Of which hosts are waited for at the same time: at least so many on average. */
  slots: number
  /** Platforms whose one host needs more than a day for a day. */
  late: string[]
  postings: number
  newAYear: number
  storedAYear: number
}

export function wholeOf(loads: readonly Load[] = planFor()): Whole {
  const sum = (of: (load: Load) => number) => loads.reduce((total, load) => total + of(load), 0)
  const boards = sum((load) => load.boards)
  const postings = boards * assumed.postingsPerBoard
  const newAYear = (postings * 365) / assumed.daysOpen
  const snapshots = sum((load) => (load.boards * 365) / load.everyDays)
  return {
    ...{ requests: sum((load) => load.requests), bytes: sum((load) => load.bytes), postings, newAYear },
    slots: Math.ceil(sum((load) => load.hours) / 24),
    late: loads.filter(({ hosts, hours }) => hosts === 'one' && hours > 24).map(({ source }) => source),
    storedAYear: newAYear * assumed.storedPerPosting + snapshots * assumed.storedPerSnapshot,
  }
}

/** The sentences of the plan that hold figures. */
export function planLines(loads: readonly Load[] = planFor()): string[] {
  const { requests, bytes, slots, late, postings, newAYear, storedAYear } = wholeOf(loads)
  return [
    `${number(requests)} requests and ${(bytes / 1e9).toFixed(0)} GB a day`,
    `${number(postings)} postings are open at a time, ${(newAYear / 1e6).toFixed(1)} million come new in a year`,
    `${(storedAYear / 1e9).toFixed(0)} GB a year`,
    `${number(slots)} hosts are waited for at a time`,
    late.length === 0 ? 'no platform needs more than a day for a day' : `more than a day for a day: ${late.join(', ')}`,
  ]
}
