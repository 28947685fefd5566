import { askedOf, exitCodeOf, figureOptions, skillAsked, withoutStore } from './asked.ts'
import { defineCommand, flagOption, textArgument } from './command.ts'

export default defineCommand({
  name: 'report',
  summary: 'Tell what the job market asks of one skill',
  about:
    'Every figure says what it counts, of how many, at how many employers and how sure it is; what could not be measured is named, never 0. Ends with exit code 3 when the headline figures are not measured.',
  arguments: [{ name: '<skill>', about: 'a skill of the catalog, by id or name' }],
  options: figureOptions,
  examples: [
    { line: 'skilltide report pytorch', about: 'open now, share, rank, direction, pay' },
    { line: 'skilltide report pytorch --as-of 2026-06-30', about: 'the same as it stood on that day' },
    { line: 'skilltide report jax --population role:ml_engineer --json', about: 'as data, among ML engineer jobs' },
  ],
  async run(app, given) {
    const skill = await skillAsked(app, textArgument(given, 0)!)
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    const { skillReport } = await import('../answers/skill-report.ts')
    const view = await skillReport(await askedOf(app, given), skill)
    const exitCode = exitCodeOf(view.figures.filter(({ measure }) => measure === 'open'))
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText(view, 2), exitCode }
    }
    const { reportText } = await import('../report/report-text.ts')
    return { text: reportText(view, app.terminal), exitCode }
  },
})
