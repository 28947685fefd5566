import { UserError } from '../domain.ts'
import { askedOf, exitCodeOf, figureOptions, skillsAsked, withoutStore } from './asked.ts'
import { defineCommand, flagOption, listArgument } from './command.ts'

export default defineCommand({
  name: 'compare',
  summary: 'Set skills side by side, and the first against each other one',
  arguments: [{ name: '<skills...>', about: 'two to eight skills of the catalog' }],
  options: figureOptions,
  examples: [
    { line: 'skilltide compare pytorch tensorflow', about: 'head to head, with the interval' },
    { line: 'skilltide compare pytorch tensorflow jax keras scikit-learn', about: 'a table' },
  ],
  async run(app, given) {
    const skills = [...new Set(listArgument(given, 0).map(await skillsAsked(app)))]
    if (skills.length < 2 || skills.length > 8) {
      throw new UserError(`compare takes two to eight different skills, not ${skills.length}.`)
    }
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    const { compare } = await import('../answers/compare.ts')
    const view = await compare(await askedOf(app, given), skills)
    const open = view.rows.find(({ measure }) => measure === 'open')!.cells.filter((cell) => cell !== null)
    const exitCode = exitCodeOf(open)
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText(view, 2), exitCode }
    }
    const { compareText } = await import('../report/compare-text.ts')
    return { text: compareText(view, app.terminal), exitCode }
  },
})
