import { isPostgres, openQueue } from '../../db/open.ts'
import { kinds } from '../../db/queue.ts'
import { exit, UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'
import { defineCommand, flagOption, textOption, wholeOption } from './command.ts'

export default defineCommand({
  name: 'worker',
  summary: 'Take work from the queue of a store in PostgreSQL, beside any number of others',
  about:
    'With a store in PostgreSQL "skilltide schedule" only puts work into a queue; workers on any machine do it: they read boards, tag texts and run the jobs of the timetable. No host is asked by two of them at once or sooner than it allows. Work of a worker that was silent for 12 seconds is given to another; work that was tried three times is set aside, and "skilltide status" tells of it. SIGTERM stops cleanly: what cannot be finished at once is handed back.',
  options: [
    { flags: '--only <kinds>', about: `only these kinds of work, with commas: ${kinds.join(', ')}` },
    { flags: '--boards <number>', about: 'boards read at the same time (collect.hosts when left out)' },
    { flags: '--until-empty', about: 'end when nothing waits any more' },
    { flags: '--again', about: 'let everything that was set aside be tried again, and end' },
    { flags: '--log <format>', about: 'auto, json or text', choices: ['auto', 'json', 'text'] },
  ],
  examples: [
    { line: 'skilltide worker', about: 'work until stopped' },
    { line: 'skilltide worker --only collect --boards 32', about: 'a machine that only reads boards' },
    { line: 'skilltide worker --again', about: 'after what went wrong was mended' },
  ],
  async run(app, given) {
    if (!isPostgres(app.config.store)) {
      throw new UserError(
        'worker needs a store in PostgreSQL (postgres://…); a store in a file is worked on by "skilltide schedule" alone.',
      )
    }
    if (flagOption(given, 'again')) {
      const queue = await openQueue(app.config.store)
      const number = await queue.again()
      await queue.close()
      return { text: number === 0 ? 'Nothing was set aside.' : `${number} pieces of work will be tried again.` }
    }
    const only = kindsAsked(textOption(given, 'only'))
    const boards = wholeOption(given, 'boards', 1, 500) ?? app.config.settings.collect?.hosts ?? 8
    const most = { timetable: 1, collect: boards, tag: 1 }
    const { workFor } = await import('../../jobs/work.ts')
    const { done, failed, handedBack } = await workFor(app, {
      atOnce: {
        timetable: only.includes('timetable') ? most.timetable : 0,
        collect: only.includes('collect') ? most.collect : 0,
        tag: only.includes('tag') ? most.tag : 0,
      },
      untilEmpty: flagOption(given, 'untilEmpty'),
      format:
        (given.options['log'] as 'auto' | 'json' | 'text' | undefined) ?? app.config.settings.log?.format ?? 'auto',
    })
    const text = `${done} pieces of work done, ${failed} failed, ${handedBack} handed back.`
    return { text, exitCode: failed > 0 ? exit.flagged : exit.done }
  },
})

function kindsAsked(text: string | undefined): string[] {
  const asked = text === undefined ? [...kinds] : text.split(',').map((word) => word.trim())
  const wrong = asked.find((word) => !(kinds as readonly string[]).includes(word))
  if (wrong === undefined) return asked
  throw new UserError(`--only takes ${kinds.join(', ')}, not "${wrong}".${didYouMean(wrong, kinds)}`)
}
