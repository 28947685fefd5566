/** The schedule as a process: one for each store, its jobs as processes of their own, its log, its heartbeat. */

import { spawn } from 'node:child_process'
import { existsSync, statSync, utimesSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { isPostgres, shownPlace } from '../db/open.ts'
import { takeScheduleLock } from '../db/sqlite/lock.ts'
import { type App, nameRun } from '../src/app.ts'
import { exit } from '../src/domain.ts'
import { createLog, type Log } from '../src/log/log.ts'
import { enqueueJob } from './enqueue.ts'
import { type Daemon, type Ended, type RunningJob, runSchedule } from './schedule.ts'
import { shareOf } from './spread.ts'
import { type Entry, timetableOf } from './timetable.ts'

/** Looks come once a minute; a schedule that has missed three is not running. */
const silentMs = 200_000

const heartbeatOf = (beside: string) => `${beside}.schedule`

/** Runs the timetable until the process is asked to stop. */
export async function runDaemon(app: App, format?: 'auto' | 'json' | 'text') {
  const { settings } = app.config
  const wanted = format ?? settings.log?.format ?? 'auto'
  const log = createLog({
    format: wanted === 'auto' ? (app.terminal.interactive ? 'text' : 'json') : wanted,
    level: settings.log?.level ?? 'info',
    now: app.now,
    write: app.say,
  })
  const entries = timetableOf(settings.timetable)
  // Makes the store where there is none, and says early when it cannot be used.
  await app.recordEvent({
    at: app.now(),
    run: app.run,
    kind: 'schedule',
    subject: null,
    outcome: 'started',
    message: `${entries.length} jobs`,
  })
  const lock = takeScheduleLock(app.config.beside)
  try {
    log('info', `running the timetable of ${entries.length} jobs; "skilltide schedule --list" shows it`, {
      run: app.run,
    })
    await runSchedule(daemonOf(app, entries, log))
    log('info', 'stopped', { run: app.run })
    await app.recordEvent({
      at: app.now(),
      run: app.run,
      kind: 'schedule',
      subject: null,
      outcome: 'stopped',
      message: 'asked to stop',
    })
  } finally {
    lock.release()
  }
  return { text: '', exitCode: exit.done }
}

/** Whether a schedule of this store has looked at its timetable lately. */
export function checkSchedule(app: App) {
  const path = heartbeatOf(app.config.beside)
  const age = existsSync(path) ? app.now() - statSync(path).mtimeMs : null
  if (age === null)
    return { text: `No schedule is running for ${shownPlace(app.config.store)}.`, exitCode: exit.flagged }
  const seconds = Math.max(0, Math.round(age / 1000))
  return age < silentMs
    ? { text: `The schedule is running; it last looked ${seconds} s ago.`, exitCode: exit.done }
    : { text: `The schedule has not looked at its timetable for ${seconds} s.`, exitCode: exit.flagged }
}

function daemonOf(app: App, entries: Entry[], log: Log): Daemon {
  const { store } = app.config
  const asking = async <Answer>(ask: (from: import('../db/store.ts').Store) => Promise<Answer>): Promise<Answer> => {
    const { openStore } = await import('../db/open.ts')
    const open = await openStore(store, { readOnly: true, now: app.now })
    try {
      return await ask(open)
    } finally {
      await open.close()
    }
  }
  return {
    entries,
    lastRuns: () =>
      asking(async (open) => {
        const last = new Map<string, number>()
        for (const { subject, at, outcome } of await open.events({ kind: 'job', limit: 5000 })) {
          if (outcome === 'started' && subject !== null && !last.has(subject)) last.set(subject, at)
        }
        return last
      }),
    now: app.now,
    elapsed: () => performance.now(),
    looked: () => {
      const seconds = app.now() / 1000
      utimesSync(heartbeatOf(app.config.beside), seconds, seconds)
    },
    spreadOf: ({ spreadMinutes = 0 }) => Math.floor(shareOf(store) * spreadMinutes * 60_000),
    nameRun: (job) => nameRun(job, app.now()),
    start: isPostgres(store)
      ? (entry, run) => enqueueJob(app, entry, run)
      : ({ job }, run) => startJob(app, job, run, log),
    settled: (run) =>
      asking(async (open) =>
        (await open.events({ kind: 'job', limit: 50 })).some(
          (event) => event.run === run && event.outcome !== 'started',
        ),
      ),
    record: (job, run, outcome, message) =>
      app.recordEvent({ at: app.now(), run, kind: 'job', subject: job, outcome, message }),
    lastRecorded: () => asking((open) => open.lastRecorded()),
    tell: log,
    signal: app.signal,
  }
}

/** `skilltide run JOB` as a process of its own group: a Ctrl-C meant for the schedule must not reach it twice. */
export function startJob(app: App, job: string, run: string, log: Log): RunningJob {
  // Without --skip-if-running: its exit code tells whether the job found the store in use.
  const words = [...process.execArgv, process.argv[1]!, 'run', job, ...app.config.words]
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: app.config.environmentOf(run),
  })
  const about = { job, run }
  for (const [stream, level] of [
    [child.stdout, 'debug'],
    [child.stderr, 'info'],
  ] as const) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line !== '') log(level, line, about)
    })
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    // Not "exit": the last lines that it said are still on their way then.
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  return { ended, stop: (force) => void child.kill(force ? 'SIGKILL' : 'SIGTERM') }
}
