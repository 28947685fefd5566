/** When boards and hosts are asked: each at a moment of its own, and none later than it should be. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KnownBoard } from '../../db/store.ts'
import { collect } from '../../jobs/collect.ts'
import { nextBeat, shareOf } from '../../jobs/spread.ts'
import { defineScraper, type Scraper } from '../../scrapers/kit/scraper.ts'
import { day } from '../../src/days.ts'
import { board, emptyStore, noon } from '../support/store.ts'

const hour = 3_600_000
const period = 23 * hour
const start = noon(day('2026-11-24'))
const names = Array.from({ length: 633 }, (_, at) => `harbour:board-${at}`)

/** Boards due are read at each of the ticks; the instants of each one's reads. */
function reads(ticks: number[]): Map<string, number[]> {
  const due = new Map(names.map((name) => [name, 0]))
  const read = new Map(names.map((name): [string, number[]] => [name, []]))
  for (const tick of ticks) {
    for (const [at, name] of names.entries()) {
      if (due.get(name)! > tick) continue
      // One after another, a second apart.
      const began = tick + at * 1000
      read.get(name)!.push(began)
      due.set(name, nextBeat(name, began, period))
    }
  }
  return read
}
const hourly = (days: number, from = start) => Array.from({ length: days * 24 }, (_, at) => from + at * hour)
const gaps = (instants: number[]) => instants.slice(1).map((at, index) => (at - instants[index]!) / hour)

describe('boards', () => {
  test('are due within the period and never within the hour, whatever their name and the instant', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 1, max: 720 }),
        (name, at, hours) => {
          const wait = nextBeat(name, at, hours * hour) - at
          expect(wait).toBeLessThanOrEqual(hours * hour)
          expect(wait).toBeGreaterThanOrEqual(hour)
          expect(nextBeat(name, at, hours * hour)).toBe(at + wait)
        },
      ),
    )
  })

  test('asked for once a day are all read each day', () => {
    const days = Array.from({ length: 60 }, (_, at) => start + at * 24 * hour)
    for (const [name, instants] of reads(days)) expect([name, instants.length]).toEqual([name, 60])
  })

  test('of an hourly schedule skip no day in ninety, and are read once in 23 hours after the first two reads', () => {
    for (const [name, instants] of reads(hourly(90))) {
      const on = new Set(instants.map((at) => Math.floor(at / (24 * hour)) - Math.floor(start / (24 * hour))))
      // The ninety-first day has only begun.
      expect([name, [...on].filter((at) => at < 90).length]).toEqual([name, 90])
      expect(Math.max(...gaps(instants))).toBeLessThanOrEqual(24)
      expect(Math.min(...gaps(instants).slice(1))).toBeGreaterThanOrEqual(21.5)
    }
  })

  test('that were all read at once are spread over the day from the next time on, also after a pause', () => {
    const ticks = [...hourly(10), ...hourly(10, start + 20 * 24 * hour)]
    const perTick = new Map<number, number>()
    for (const instants of reads(ticks).values()) {
      for (const at of instants) {
        const tick = start + Math.floor((at - start) / hour) * hour
        perTick.set(tick, (perTick.get(tick) ?? 0) + 1)
      }
    }
    // Evenly it would be 633 / 23 = 28 an hour; only the very first tick, and the first after the pause, take all.
    const counts = ticks.map((tick) => perTick.get(tick) ?? 0)
    expect([counts[0], counts[240]]).toEqual([633, 633])
    const others = counts.filter((_, at) => at % 240 > 24)
    expect(Math.max(...others)).toBeLessThanOrEqual(28 * 2)
    expect(Math.min(...others)).toBeGreaterThan(0)
  })
})

describe('hosts', () => {
  const quiet = (source: string): Scraper =>
    defineScraper({
      source: {
        ...{
          id: source,
          title: source,
          homepage: 'https://a.example',
          access: 'api',
          coverage: 'complete',
          every: 'day',
        },
        ...{ terms: { url: 'https://a.example/', asks: 'nothing' }, robots: 'obey', byDefault: true },
      },
      start: ({ token }) => [{ url: `https://${token.split('/')[0]}.example/` }],
      read: () => ({ postings: [], rejects: [], next: [] }),
    })

  /** The minute of the run in which each host was first asked. */
  async function begun(boards: KnownBoard[], spreadMinutes?: number, signal = new AbortController().signal) {
    const store = await emptyStore()
    await store.registerBoards(boards, day('2026-11-24'))
    const clock = { at: start }
    const begins = new Map<string, number>()
    const done = await collect(boards, {
      ...{ store, now: () => clock.at, signal, credentials: {}, hosts: 1, run: 'test' },
      scrapers: new Map([['harbour', quiet('harbour')]]),
      get: async ({ url }) => {
        const { host } = new URL(url)
        if (!begins.has(host)) begins.set(host, (clock.at - start) / 60_000)
        return { kind: 'gone', reason: 'nobody is there' }
      },
      ...(spreadMinutes === undefined ? {} : { spreadMs: spreadMinutes * 60_000 }),
      sleep: async (ms) => {
        clock.at += ms
      },
    })
    return { begins, done: done.length, minutes: (clock.at - start) / 60_000 }
  }
  const boards = Array.from({ length: 40 }, (_, at) => board(`harbour:host${at}/a`))

  test('of a scheduled run begin each at its own moment, the same each time', async () => {
    const { begins, done, minutes } = await begun(boards, 10)
    expect([done, begins.size]).toEqual([40, 40])
    expect(minutes).toBeLessThanOrEqual(10)
    for (let from = 0; from < 10; from += 2.5) {
      expect([...begins.values()].filter((at) => at >= from && at < from + 2.5).length).toBeGreaterThan(3)
    }
    expect((await begun(boards, 10)).begins).toEqual(begins)
  })

  test('with many boards begin at once, and all do where a person waits', async () => {
    const many = Array.from({ length: 60 }, (_, at) => board(`harbour:long/${at}`))
    expect((await begun([...boards, ...many], 10)).begins.get('long.example')).toBe(0)
    expect((await begun(boards)).minutes).toBe(0)
  })

  test('that wait are let go when the run is stopped', async () => {
    const stop = new AbortController()
    const store = await emptyStore()
    await store.registerBoards(boards, day('2026-11-24'))
    setTimeout(() => stop.abort(), 30)
    const done = await collect(boards, {
      ...{ store, now: Date.now, signal: stop.signal, credentials: {}, hosts: 8, run: 'test', spreadMs: 3_600_000 },
      ...{ scrapers: new Map([['harbour', quiet('harbour')]]), get: async () => ({ kind: 'gone', reason: 'nobody' }) },
    })
    expect(done).toEqual([])
  })

  test('have shares that are theirs, spread evenly', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const name of names) tenths[Math.floor(shareOf(name) * 10)]! += 1
    expect(Math.min(...tenths)).toBeGreaterThan(35)
    expect(Math.max(...tenths)).toBeLessThan(95)
  })
})
