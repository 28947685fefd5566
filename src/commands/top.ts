import { askedOf, exitCodeOf, figureOptions, followedSkills, withoutStore } from './asked.ts'
import { defineCommand, flagOption, wholeOption } from './command.ts'

export default defineCommand({
  name: 'top',
  summary: 'Rank the skills by newly opened jobs, and name those whose share moves by more than luck',
  options: [{ flags: '--most <number>', about: 'rows of the ranking (30 unless said)' }, ...figureOptions],
  examples: [
    { line: 'skilltide top', about: 'ranks with their ranges, movers up and down' },
    { line: 'skilltide top --population role:ml_engineer --most 10', about: 'among ML engineer jobs' },
  ],
  async run(app, given) {
    const most = wholeOption(given, 'most', 1, 1000) ?? 30
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    const { ranking } = await import('../answers/ranking.ts')
    const asking = await askedOf(app, given)
    const followed = (await followedSkills(app, asking)).map(({ id }) => id)
    const view = await ranking(asking, followed, most)
    const exitCode = exitCodeOf([{ status: view.rows.length > 0 ? 'observed' : 'missing' }])
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText(view, 2), exitCode }
    }
    const { topText } = await import('../report/top-text.ts')
    return { text: topText(view, app.terminal), exitCode }
  },
})
