import { refresh } from '../../jobs/refresh.ts'
import { exit } from '../domain.ts'
import { priorityOf } from '../in-force.ts'
import { askingOf } from './asked.ts'
import { defineCommand } from './command.ts'

export default defineCommand({
  name: 'refresh',
  summary: 'Tag new texts, merge postings into vacancies, count the days',
  about: 'Does what is left to do and nothing else; a run that was stopped goes on where it was.',
  examples: [{ line: 'skilltide refresh', about: 'after collecting or importing' }],
  async run(app) {
    const { taggerInForce } = await import('../tagger-in-force.ts')
    const store = await app.store('write')
    const done = await refresh({
      store,
      tagger: await taggerInForce(app.config),
      today: app.today(),
      now: app.now,
      signal: app.signal,
      onStep: (step, count) => app.progress(`${count.toLocaleString('en-US')} ${step}`),
      priorityOf,
    })
    if (done.finished) {
      const { keepRuns } = await import('../answers/runs.ts')
      const asking = await askingOf(app)
      await store.alone(() => keepRuns(asking, async () => !app.signal.aborted))
    }
    const text =
      done.tagged + done.employers + done.days === 0
        ? 'Everything was up to date.'
        : `${done.tagged.toLocaleString('en-US')} texts tagged, ${done.employers.toLocaleString('en-US')} employers' postings merged into vacancies, ${done.days.toLocaleString('en-US')} days counted.`
    await store.record({
      at: app.now(),
      run: app.run,
      kind: 'refresh',
      subject: null,
      outcome: done.finished ? 'done' : 'stopped',
      message: text,
    })
    return { text, exitCode: exit.done }
  },
})
