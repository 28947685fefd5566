import { existsSync } from 'node:fs'
import { alarmsInForce } from '../../jobs/alarms.ts'
import { nextOf, timetableOf } from '../../jobs/timetable.ts'
import { exit } from '../domain.ts'
import { scrapersById } from '../in-force.ts'
import { defineCommand, flagOption } from './command.ts'

export default defineCommand({
  name: 'status',
  summary: 'Tell what was read, what failed and why, and what is overdue',
  about: 'Ends with exit code 3 when a board or job is in trouble, so that a monitor can ask it.',
  options: [{ flags: '--json', about: 'as data' }],
  examples: [
    { line: 'skilltide status', about: 'how the collecting stands' },
    { line: 'skilltide status --json', about: 'every troubled board, as data' },
  ],
  async run(app, given) {
    if (!existsSync(app.config.store)) {
      const text = `Nothing has been collected yet: there is no store at ${app.config.store}. "skilltide collect" reads the boards for the first time.`
      return flagOption(given, 'json')
        ? { text: JSON.stringify({ store: null, message: text }, null, 2), exitCode: exit.flagged }
        : { text, exitCode: exit.flagged }
    }
    const { statusView } = await import('../answers/status.ts')
    const view = await statusView({
      store: await app.store(),
      alarms: await alarmsInForce(await app.store()),
      asOf: app.today(),
      now: app.now(),
      sources: new Map([...scrapersById].map(([id, { source }]) => [id, source])),
      timetable: timetableOf(app.config.settings.timetable).map((entry) => ({
        job: entry.job,
        nextAt: nextOf(entry, app.now()),
      })),
    })
    const troubled = view.troubles.length > 0 || view.jobs.some(({ outcome }) => /failed|overran/.test(outcome))
    const exitCode = troubled ? exit.flagged : exit.done
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText(view, 2), exitCode }
    }
    const { statusText } = await import('../report/status-text.ts')
    return { text: statusText(view, app.terminal), exitCode }
  },
})
