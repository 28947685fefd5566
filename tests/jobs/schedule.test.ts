import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Daemon, type Ended, runSchedule } from '../../jobs/schedule.ts'
import { type Entry, timetableOf } from '../../jobs/timetable.ts'

const begin = Date.parse('2026-11-24T00:00:30Z')
const minute = 60_000

interface Run {
  job: string
  run: string
  at: number
}

/** A daemon whose jobs do as the test says; time is that of the fake timers. */
function daemonOf(entries: Entry[], act: (run: Run) => Promise<Ended> | Ended, over: Partial<Daemon> = {}) {
  const stopping = new AbortController()
  const runs: Run[] = []
  const recorded: string[] = []
  const told: string[] = []
  const stops: { run: string; force: boolean }[] = []
  let number = 0
  const daemon: Daemon = {
    entries,
    lastRuns: async () => new Map(),
    now: Date.now,
    elapsed: () => performance.now(),
    nameRun: (job) => `${job}-${++number}`,
    start: (entry, run) => {
      const started = { job: entry.job, run, at: Date.now() }
      runs.push(started)
      return { ended: Promise.resolve(act(started)), stop: (force) => stops.push({ run, force }) }
    },
    settled: async () => false,
    record: async (job, run, outcome, message) => void recorded.push(`${job} ${outcome}: ${message} (${run})`),
    lastRecorded: async () => null,
    tell: (level, message) => told.push(`${level}: ${message}`),
    signal: stopping.signal,
    ...over,
  }
  return { daemon, runs, recorded, told, stops, stop: () => stopping.abort() }
}

const only = (job: string, cron: string) => timetableOf({ [job]: cron }).filter((entry) => entry.job === job)
const done: Ended = { code: 0, signal: null }
const lasting = (ms: number) => () => new Promise<Ended>((resolve) => setTimeout(() => resolve(done), ms))

beforeEach(() => void vi.useFakeTimers({ now: begin }))
afterEach(() => void vi.useRealTimers())

test('F1: runs longer than their interval never overlap, and leave one catch-up and never two', async () => {
  let running = 0
  let most = 0
  const { daemon, runs, stop } = daemonOf(only('collect', '* * * * *'), async () => {
    most = Math.max(most, ++running)
    await lasting(150_000)()
    running -= 1
    return done
  })
  const ended = runSchedule(daemon)
  await vi.advanceTimersByTimeAsync(10_000 * minute)
  stop()
  await vi.advanceTimersByTimeAsync(5 * minute)
  await ended
  expect(most).toBe(1)
  // Each run of two and a half minutes is followed at once by the one that was owed meanwhile.
  const gaps = runs.slice(1).map(({ at }, index) => at - runs[index]!.at)
  expect(Math.min(...gaps.slice(1))).toBe(150_000)
  expect(runs.length).toBe(4001)
})

test('F10: thirty days of looks miss no run and drift by nothing', async () => {
  const { daemon, runs, stop } = daemonOf(only('collect', '17 * * * *'), () => done)
  const ended = runSchedule(daemon)
  await vi.advanceTimersByTimeAsync(30 * 1440 * minute)
  stop()
  await vi.advanceTimersByTimeAsync(minute)
  await ended
  expect(runs).toHaveLength(720)
  const late = runs.filter(({ at }) => at % (60 * minute) < 17 * minute || at % (60 * minute) >= 18 * minute)
  expect(late).toEqual([])
})

test('F2: after three days of sleep one run is made up', async () => {
  const { daemon, runs, told, stop } = daemonOf(only('refresh', '12 5 * * *'), () => done)
  const ended = runSchedule(daemon)
  await vi.advanceTimersByTimeAsync(6 * 60 * minute)
  expect(runs).toHaveLength(1)
  vi.setSystemTime(Date.now() + 3 * 1440 * minute)
  await vi.advanceTimersByTimeAsync(10 * minute)
  expect(runs).toHaveLength(2)
  expect(told).toContain(
    'warn: the clock went on by 3 days at once, by sleep or by hand: what was missed is made up once',
  )
  await vi.advanceTimersByTimeAsync(24 * 60 * minute)
  expect(runs).toHaveLength(3)
  stop()
  await vi.advanceTimersByTimeAsync(minute)
  await ended
})

describe('F3: a clock that jumps', () => {
  const jumps: [string, number, boolean][] = [
    ['an hour on', 60 * minute, false],
    ['a day on', 1440 * minute, false],
    ['to 2099', Date.parse('2099-01-01') - begin, true],
    ['an hour back', -60 * minute, false],
    ['a day back', -1440 * minute, false],
    ['to 1970', -begin, true],
  ]
  const cases = jumps.flatMap(([name, jump, held]) => [false, true].map((busy) => ({ name, jump, held, busy })))

  test.each(cases)('$name, with a job running: $busy', async ({ jump, held, busy }) => {
    const hour = 60 * minute
    const long = busy ? 20 * minute : 10
    const { daemon, runs, told, stops, stop } = daemonOf(only('collect', '17 * * * *'), lasting(long), {
      lastRecorded: async () => begin,
    })
    const ended = runSchedule(daemon)
    // 12:20: the run of 12:17 is under way, or done.
    await vi.advanceTimersByTimeAsync(12 * hour + 20 * minute)
    const before = runs.length
    vi.setSystemTime(Date.now() + jump)
    await vi.advanceTimersByTimeAsync(6 * hour)
    // Its deadline of 50 minutes is reckoned by a clock that does not jump.
    expect(stops).toEqual([])
    expect(told.some((line) => /clock (?:went|says)/.test(line))).toBe(true)
    expect(told.some((line) => /after -/.test(line))).toBe(false)
    const after = runs.length - before
    if (held) expect(after).toBe(0)
    else if (jump > 0) expect(after).toBeGreaterThanOrEqual(6)
    else expect(after).toBe(jump === -60 * minute ? 5 : 0)
    // Right again: the next hours are as ever.
    vi.setSystemTime(Date.now() - jump)
    await vi.advanceTimersByTimeAsync(hour)
    const right = runs.length
    await vi.advanceTimersByTimeAsync(4 * hour)
    expect(runs.length - right).toBe(jump === 1440 * minute ? 0 : 4)
    stop()
    await vi.advanceTimersByTimeAsync(hour)
    await ended
  })
})

describe('F14: whatever a job does, the schedule goes on', () => {
  test('F14: a thousand jobs that throw, reject, die or cannot begin are logged, and the next is run', async () => {
    let turn = 0
    const ways: (() => Promise<Ended>)[] = [
      () => Promise.reject(new Error('spawn failed')),
      async () => ({ code: 1, signal: null }),
      async () => ({ code: null, signal: 'SIGABRT' }),
      () => {
        throw new Error('thrown at once')
      },
    ]
    const { daemon, recorded, runs, stop } = daemonOf(only('collect', '* * * * *'), () => ways[turn++ % 4]!())
    const ended = runSchedule(daemon)
    await vi.advanceTimersByTimeAsync(1000 * minute)
    stop()
    await vi.advanceTimersByTimeAsync(minute)
    await ended
    expect(runs).toHaveLength(1001)
    expect(recorded).toHaveLength(1001)
    expect(recorded.slice(0, 4)).toEqual([
      'collect failed: it could not begin: spawn failed (collect-1)',
      'collect failed: exit code 1 after 0 s, before it could say why (collect-2)',
      'collect failed: ended by SIGABRT after 0 s, before it could say why (collect-3)',
      'collect failed: it could not begin: thrown at once (collect-4)',
    ])
  })

  test('F14: a store that cannot be written to is told, and the next job is run', async () => {
    const { daemon, told, runs, stop } = daemonOf(only('collect', '* * * * *'), () => ({ code: 1, signal: null }), {
      record: () => Promise.reject(new Error('the disk is full')),
    })
    const ended = runSchedule(daemon)
    await vi.advanceTimersByTimeAsync(3 * minute)
    stop()
    await vi.advanceTimersByTimeAsync(minute)
    await ended
    expect(runs).toHaveLength(4)
    expect(told.filter((line) => line === 'error: collect could not be run: the disk is full')).toHaveLength(4)
  })

  test('F14: a job that hangs is asked to stop at its deadline and ended a little later; the next is run', async () => {
    const entries = timetableOf({ collect: '1 0 * * *', refresh: '2 0 * * *' }).filter(({ job }) =>
      /collect|refresh/.test(job),
    )
    let end: (ended: Ended) => void = () => {}
    const { daemon, runs, recorded, stops, stop } = daemonOf(entries, ({ job }) =>
      job === 'refresh' ? done : new Promise<Ended>((resolve) => (end = resolve)),
    )
    daemon.start = ((start) => (entry: Entry, run: string) => {
      const job = start(entry, run)
      return {
        ...job,
        stop: (force: boolean) => {
          job.stop(force)
          if (force) end({ code: null, signal: 'SIGKILL' })
        },
      }
    })(daemon.start)
    const ended = runSchedule(daemon)
    await vi.advanceTimersByTimeAsync(60 * minute)
    expect(stops).toEqual([
      { run: 'collect-1', force: false },
      { run: 'collect-1', force: true },
    ])
    expect(recorded).toEqual(['collect overran: stopped: it was not done after 50 minutes (collect-1)'])
    expect(runs.map(({ job }) => job)).toEqual(['collect', 'refresh'])
    stop()
    await vi.advanceTimersByTimeAsync(minute)
    await ended
  })
})

test('a job that finds the store in use is tried again ten minutes later, and counts as no failure', async () => {
  let tries = 0
  const { daemon, runs, recorded, stop } = daemonOf(only('refresh', '12 5 * * *'), () => ({
    code: ++tries === 1 ? 8 : 0,
    signal: null,
  }))
  const ended = runSchedule(daemon)
  await vi.advanceTimersByTimeAsync(6 * 60 * minute)
  stop()
  await vi.advanceTimersByTimeAsync(minute)
  await ended
  expect(runs.map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual(['05:12', '05:22'])
  expect(recorded).toEqual([])
})

test('after each job that writes, the one that tells of failures is run beside it', async () => {
  const entries = timetableOf({ refresh: '12 5 * * *', watch: '0 0 1 1 *' }).filter(({ job }) =>
    /refresh|watch/.test(job),
  )
  const { daemon, runs, stop } = daemonOf(entries, () => ({ code: 1, signal: null }))
  const ended = runSchedule(daemon)
  await vi.advanceTimersByTimeAsync(6 * 60 * minute)
  stop()
  await vi.advanceTimersByTimeAsync(minute)
  await ended
  expect(runs.map(({ job }) => job)).toEqual(['refresh', 'watch'])
})

test('asked to stop, the schedule stops the job under way, waits for it, and begins no other', async () => {
  let end: (ended: Ended) => void = () => {}
  const entries = timetableOf({ collect: '1 0 * * *', refresh: '1 0 * * *' }).filter(({ job }) =>
    /collect|refresh/.test(job),
  )
  const { daemon, runs, stops, stop } = daemonOf(entries, () => new Promise<Ended>((resolve) => (end = resolve)))
  let over = false
  const ended = runSchedule(daemon).then(() => (over = true))
  await vi.advanceTimersByTimeAsync(2 * minute)
  stop()
  await vi.advanceTimersByTimeAsync(1000)
  expect(stops).toEqual([{ run: 'collect-1', force: false }])
  expect(over).toBe(false)
  end({ code: 143, signal: null })
  await ended
  expect(runs).toHaveLength(1)
})
