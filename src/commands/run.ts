import type { App } from '../app.ts'
import { exit, UserError } from '../domain.ts'
import { type JobName, jobNames } from '../../jobs/timetable.ts'
import { didYouMean } from '../nearest.ts'
import { commands } from './index.ts'
import { defineCommand, flagOption, type Output, textArgument } from './command.ts'

export default defineCommand({
  name: 'run',
  summary: 'Run one job of the timetable now, as plain cron would',
  arguments: [{ name: '<job>', about: jobNames.join(', ') }],
  options: [{ flags: '--skip-if-running', about: 'end well when another run holds the store' }],
  examples: [{ line: '17 * * * *  skilltide run collect --skip-if-running', about: 'a line for crontab' }],
  async run(app, given) {
    const job = textArgument(given, 0)!
    if (!jobNames.includes(job as JobName)) {
      throw new UserError(`There is no job "${job}".${didYouMean(job, jobNames)} The jobs are ${jobNames.join(', ')}.`)
    }
    try {
      return await runners[job as JobName](app)
    } catch (error) {
      const locked = error instanceof UserError && error.exitCode === exit.locked
      if (locked && flagOption(given, 'skipIfRunning')) return { text: 'Another run is under way; nothing to do.' }
      throw error
    }
  },
})

const asCommand =
  (name: string, options: Record<string, string | boolean> = {}) =>
  async (app: App): Promise<Output> =>
    (await commands[name]!()).default.run(app, { args: [], options })

/** A job is its command, run with what the config says. */
const runners: Record<JobName, (app: App) => Promise<Output>> = {
  collect: asCommand('collect'),
  refresh: asCommand('refresh'),
  labels: asCommand('label'),
  exports: asCommand('export', { latest: true }),
  backup: asCommand('backup', { rotate: true }),
  prune: asCommand('prune'),
}
