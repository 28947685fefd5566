import { mayBeThere, shownPlace } from '../../db/open.ts'
import { exit } from '../domain.ts'
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
    if (!mayBeThere(app.config.store)) {
      const text = `Nothing has been collected yet: there is no store at ${shownPlace(app.config.store)}. "skilltide collect" reads the boards for the first time.`
      return flagOption(given, 'json')
        ? { text: JSON.stringify({ store: null, message: text }, null, 2), exitCode: exit.flagged }
        : { text, exitCode: exit.flagged }
    }
    const { statusOf } = await import('../../jobs/standing.ts')
    const view = await statusOf(app, await app.store())
    const troubled =
      view.troubles.length > 0 ||
      view.jobs.some(({ outcome }) => /failed|overran/.test(outcome)) ||
      (view.queue?.setAside.length ?? 0) > 0
    const exitCode = troubled ? exit.flagged : exit.done
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText(view, 2), exitCode }
    }
    const { statusText } = await import('../report/status-text.ts')
    return { text: statusText(view, app.terminal), exitCode }
  },
})
