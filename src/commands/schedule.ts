import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { runSchedule } from '../../jobs/schedule.ts'
import { nextRun, parseCron, timetableOf } from '../../jobs/timetable.ts'
import { exit } from '../domain.ts'
import { defineCommand, flagOption } from './command.ts'

export default defineCommand({
  name: 'schedule',
  summary: 'Run the timetable in the background: collect what is due, refresh, export, back up',
  about:
    'Times are UTC. No job runs beside itself; what a night of sleep missed is made up once. SIGTERM stops cleanly. With plain cron instead, call "skilltide run JOB".',
  options: [{ flags: '--list', about: 'show the timetable with the next runs, and end' }],
  examples: [
    { line: 'skilltide schedule --list', about: 'what would run when' },
    { line: 'skilltide schedule', about: 'run until stopped' },
  ],
  async run(app, given) {
    const entries = timetableOf(app.config.settings.timetable)
    if (flagOption(given, 'list')) {
      const lines = entries.map(({ job, cron, about }) => {
        const at = nextRun(parseCron(cron, job), app.now())
        return `${job.padEnd(9)} ${cron.padEnd(14)} ${at === null ? 'never' : new Date(at).toISOString().slice(0, 16).replace('T', ' ')}  ${about}`
      })
      return { text: ['job       cron (UTC)     next run          what it does', ...lines].join('\n') }
    }
    const store = await app.store()
    const lastRuns = new Map<string, number>()
    for (const event of await store.events({ kind: 'job', limit: 1000 })) {
      if (event.outcome === 'started' && event.subject !== null && !lastRuns.has(event.subject))
        lastRuns.set(event.subject, event.at)
    }
    app.say(`Running the timetable of ${entries.length} jobs; "skilltide schedule --list" shows it. Ctrl-C stops.`)
    await runSchedule({
      entries,
      lastRuns,
      now: app.now,
      signal: app.signal,
      start: ({ job }) => startJob(job, app.config.file, app.config.store),
      record: async (job, outcome, message) => {
        app.say(`${new Date(app.now()).toISOString()} ${job} ${outcome}: ${message}`)
        await app.recordEvent({ at: app.now(), run: null, kind: 'job', subject: job, outcome, message })
      },
    })
    return { text: 'Stopped.', exitCode: exit.done }
  },
})

function startJob(job: string, file: string | null, store: string) {
  const cli = createRequire(import.meta.url).resolve('../cli.js')
  const words = ['run', job, '--db', store, ...(file === null ? [] : ['--config', file])]
  const child = spawn(process.execPath, [cli, ...words], { stdio: ['ignore', 'inherit', 'inherit'] })
  let asked = false
  return {
    ended: new Promise<number>((resolve) => {
      child.once('error', () => resolve(exit.bug))
      child.once('exit', (code) => resolve(code ?? exit.bug))
    }),
    stop: () => {
      child.kill(asked ? 'SIGKILL' : 'SIGTERM')
      asked = true
    },
  }
}
