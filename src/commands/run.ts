import { defaultTimetable, type Entry, type JobName, jobNames } from '../../jobs/timetable.ts'
import type { App } from '../app.ts'
import { exit, UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'
import { defineCommand, flagOption, type Output, textArgument } from './command.ts'
import { commands } from './index.ts'

export default defineCommand({
  name: 'run',
  summary: 'Run one job of the timetable now, as plain cron would',
  about:
    'Records when it began and how it ended, as the schedule does, and stops it when it takes longer than the timetable allows. Jobs: ' +
    defaultTimetable.map(({ job, about }) => `${job} (${about})`).join(', ') +
    '.',
  arguments: [{ name: '<job>', about: jobNames.join(', '), choices: jobNames }],
  options: [{ flags: '--skip-if-running', about: 'end well when another run holds the store' }],
  examples: [{ line: '17 * * * *  skilltide run collect --skip-if-running', about: 'a line for crontab' }],
  async run(app, given) {
    const job = textArgument(given, 0)!
    const entry = defaultTimetable.find((own) => own.job === job)
    if (entry === undefined) {
      throw new UserError(`There is no job "${job}".${didYouMean(job, jobNames)} The jobs are ${jobNames.join(', ')}.`)
    }
    const record = recorder(app, entry)
    // Asked for before the job begins, so that one which never asks is recorded as stopped too.
    const { signal } = app
    const deadline = stopAfter(app, entry)
    await record('started', entry.about)
    try {
      const output = await runners[entry.job](app)
      const code = output.exitCode ?? exit.done
      if (deadline.passed()) await record('overran', `stopped after ${entry.deadlineMinutes} minutes`)
      else if (signal.aborted) await record('stopped', 'stopped by signal')
      else await record(outcomeOf(code), firstLine(output.text) || `exit code ${code}`)
      return output
    } catch (error) {
      const locked = error instanceof UserError && error.exitCode === exit.locked
      await record(locked ? 'skipped' : 'failed', error instanceof Error ? firstLine(error.message) : String(error))
      if (locked && flagOption(given, 'skipIfRunning')) return { text: 'Another run is under way; nothing to do.' }
      throw error
    } finally {
      deadline.clear()
    }
  },
})

const firstLine = (text: string) => text.split('\n', 1)[0]!

const outcomeOf = (code: number): string =>
  code === exit.done ? 'done' : code === exit.flagged || code === exit.refused ? 'flagged' : 'failed'

/** Writes how the job fares into the store. A store that cannot be written to is said, and hides no outcome of the job. */
function recorder(app: App, { job, quiet }: Entry) {
  return async (outcome: string, message: string) => {
    if (quiet && outcome !== 'failed' && outcome !== 'overran') return
    try {
      await app.recordEvent({ at: app.now(), run: app.run, kind: 'job', subject: job, outcome, message })
    } catch (error) {
      app.say(`${job} ${outcome} could not be recorded: ${error instanceof Error ? error.message : error}`)
    }
  }
}

/** Asks this process to stop when the job overruns, and ends it a while later: plain cron would let it hang for ever. */
function stopAfter(app: App, { job, deadlineMinutes }: Entry) {
  let passed = false
  const stop = () => process.kill(process.pid, 'SIGTERM')
  const first = setTimeout(() => {
    passed = true
    app.say(`${job} is stopped: it was not done after ${deadlineMinutes} minutes.`)
    stop()
  }, deadlineMinutes * 60_000)
  const second = setTimeout(stop, deadlineMinutes * 60_000 + 20_000)
  return {
    passed: () => passed,
    clear: () => {
      clearTimeout(first)
      clearTimeout(second)
    },
  }
}

const asCommand =
  (name: string, options: Record<string, string | boolean> = {}) =>
  async (app: App): Promise<Output> => {
    const load = commands[name]
    if (load === undefined) throw new UserError(`This version has no command "${name}" for the job to run.`)
    return (await load()).default.run(app, { args: [], options })
  }

/** A job is its command, run with what the config says; two have no command of their own. */
const runners: Record<JobName, (app: App) => Promise<Output>> = {
  // Nobody waits for a scheduled run, and a mirror is nobody's host: the others are asked each at its own moment.
  collect: (app) => {
    const watched = app.terminal.interactive || app.config.mirror !== null
    return asCommand('collect', watched ? {} : { spread: '10' })(app)
  },
  refresh: asCommand('refresh'),
  labels: asCommand('label'),
  exports: asCommand('export'),
  digest: asCommand('digest'),
  page: asCommand('page'),
  backup: asCommand('backup', { rotate: true }),
  prune: async (app) => (await import('../../jobs/prune.ts')).prune(app),
  watch: async (app) => (await import('../../jobs/watch.ts')).watch(app),
}
