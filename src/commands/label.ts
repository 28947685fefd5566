import { isLabelled, labelRowOf, lastWholeWeek, runsSince, verdictOf, verdictsIn } from '../answers/runs.ts'
import { UserError } from '../domain.ts'
import { methodVersion } from '../figures/method.ts'
import { askingOf, withoutStore } from './asked.ts'
import { defineCommand, textOption } from './command.ts'

export default defineCommand({
  name: 'label',
  summary: 'Settle the trajectory labels of the weeks that are over',
  about:
    'Each week is one run of the published rule over all skills. A label once stored is never rewritten; weeks that have one already are left alone.',
  options: [
    { flags: '--population <population>', about: 'whose vacancies; otherwise those of the settings (ai unless set)' },
  ],
  examples: [
    { line: 'skilltide label', about: 'the weeks since the last run; the schedule does it on Mondays' },
    { line: 'skilltide label --population role:ml_engineer', about: 'so that no report on these makes them anew' },
  ],
  async run(app, given) {
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    const store = await app.store('write')
    const population = textOption(given, 'population')
    const asking = await askingOf(app, population === undefined ? {} : { population })
    if (!isLabelled(asking.population)) return { text: 'Over all jobs no label is given, so that none is settled.' }
    const edition = await store.edition()
    if (edition === null) throw new UserError('Nothing is tagged yet: run "skilltide refresh" first.')
    const through = lastWholeWeek(asking.asOf)
    const filter = { population: asking.population, edition, method: methodVersion, upTo: through }
    const stored = (await store.lastLabels(filter)).map(verdictOf)
    const last = stored.reduce<string>((latest, { week }) => (week > latest ? week : latest), '')
    const after =
      stored.length === 0
        ? null
        : {
            week: stored.find(({ week }) => week === last)!.week,
            states: new Map(stored.map(({ judgement, state }) => [judgement.skill, state])),
          }
    let weeks = 0
    for await (const run of runsSince(asking, after)) {
      app.progress(`the run of ${run.week}`)
      if (run.judgements === null) continue
      await store.saveLabels(
        verdictsIn(run).map((verdict) => labelRowOf(verdict, asking.population, edition)),
        app.now(),
      )
      weeks += 1
    }
    const text =
      weeks === 0 ? `Every week up to ${through} has its labels.` : `${weeks} weekly runs stored, up to ${through}.`
    await store.record({ at: app.now(), run: null, kind: 'label', subject: null, outcome: 'done', message: text })
    return { text }
  },
})
