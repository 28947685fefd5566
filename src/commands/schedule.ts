import { nextOf, timetableOf } from '../../jobs/timetable.ts'
import type { App } from '../app.ts'
import { exit, UserError } from '../domain.ts'
import { defineCommand, flagOption, type Given, type Output, textArgument } from './command.ts'

const actions = ['install', 'uninstall']
const ways = ['systemd', 'cron', 'launchd', 'docker'] as const

export default defineCommand({
  name: 'schedule',
  summary: 'Run the timetable in the background: collect what is due, refresh, publish, back up',
  about:
    'Times are UTC unless the config names a zone. Each job runs in a process of its own with a deadline; none runs beside itself; what a night of sleep or a stop missed is made up once. SIGTERM stops cleanly. "schedule install" shows what it would write for systemd, cron, launchd or Docker, and writes it with --yes. With plain cron instead, call "skilltide run JOB".',
  arguments: [{ name: '[action]', about: 'install or uninstall; the schedule itself when left out', choices: actions }],
  options: [
    { flags: '--list', about: 'show the timetable with the next runs, and end' },
    { flags: '--check', about: 'end with 0 when a schedule is running, with 3 when not: for health checks' },
    { flags: '--log <format>', about: 'auto, json or text', choices: ['auto', 'json', 'text'] },
    { flags: '--systemd', about: 'a unit of systemd, for this user, or for the machine when root' },
    { flags: '--cron', about: 'lines in the crontab of this user' },
    { flags: '--launchd', about: 'a property list for launchd (macOS)' },
    { flags: '--docker', about: 'a Dockerfile and compose.yaml in the working directory' },
    { flags: '--yes', about: 'write it; otherwise it is only shown' },
  ],
  examples: [
    { line: 'skilltide schedule --list', about: 'what would run when' },
    { line: 'skilltide schedule', about: 'run until stopped' },
    { line: 'skilltide schedule install --systemd', about: 'show the unit' },
    { line: 'skilltide schedule install --systemd --yes', about: 'write it, and say how to start it' },
  ],
  async run(app, given) {
    const action = textArgument(given, 0)
    if (action !== undefined) return installing(app, given, action)
    if (flagOption(given, 'list')) return { text: listText(app) }
    const { checkSchedule, runDaemon } = await import('../../jobs/daemon.ts')
    if (flagOption(given, 'check')) return checkSchedule(app)
    return runDaemon(app, given.options['log'] as 'auto' | 'json' | 'text' | undefined)
  },
})

const shown = (at: number | null) => (at === null ? 'never' : new Date(at).toISOString().slice(0, 16).replace('T', ' '))

function listText(app: App): string {
  const rows = timetableOf(app.config.settings.timetable).map((entry) => {
    const first = nextOf(entry, app.now())
    const second = first === null ? null : nextOf(entry, first)
    return [entry.job, entry.cron, shown(first), shown(second), entry.about]
  })
  const head = ['job', 'cron', 'next (UTC)', 'then', 'what it does']
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

async function installing(app: App, given: Given, action: string): Promise<Output> {
  if (!actions.includes(action)) {
    throw new UserError(`schedule takes ${actions.join(' or ')}, not "${action}".`)
  }
  const [way, ...more] = ways.filter((name) => flagOption(given, name))
  if (way === undefined || more.length > 0) {
    throw new UserError(`schedule ${action} takes one of ${ways.map((name) => `--${name}`).join(', ')}.`)
  }
  const { install, uninstall } = await import('../install/install.ts')
  const text = await (action === 'install' ? install : uninstall)(app, way, flagOption(given, 'yes'))
  return { text, exitCode: exit.done }
}
