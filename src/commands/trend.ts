import { type Day, maybeDay, maybeMonth } from '../days.ts'
import { UserError } from '../domain.ts'
import { askedOf, asOfDay, exitCodeOf, figureOptions, skillAsked, withoutStore } from './asked.ts'
import { defineCommand, flagOption, textArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'trend',
  summary: 'Draw a skill over time: its share of the newly opened jobs, period by period',
  about:
    'A period that could not be read is a gap, never a zero. The direction beside it is the published rule’s word.',
  arguments: [{ name: '<skill>', about: 'a skill of the catalog, by id or name' }],
  options: [
    {
      flags: '--by <period>',
      about: 'the length of a period (unless said the finest that has jobs enough for a share)',
      choices: ['day', 'week', 'month', 'quarter', 'year'],
    },
    { flags: '--since <day>', about: 'from this day, month or year on' },
    ...figureOptions,
  ],
  examples: [
    { line: 'skilltide trend pytorch --by month --since 2019-01', about: 'seven years of months' },
    { line: 'skilltide trend tensorflow --by year', about: 'year by year, with intervals' },
    { line: 'skilltide trend jax --by week --json', about: 'as data' },
  ],
  async run(app, given) {
    const skill = await skillAsked(app, textArgument(given, 0)!)
    const since = sinceDay(textOption(given, 'since'))
    const asOf = asOfDay(app, given)
    if (since !== undefined && since > asOf) {
      throw new UserError(`--since ${since} lies after ${asOf}; there is nothing between.`)
    }
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    const { trend } = await import('../answers/trend.ts')
    const by = textOption(given, 'by') as 'day' | 'week' | 'month' | 'quarter' | 'year' | undefined
    const view = await trend(await askedOf(app, given), skill, {
      ...(by === undefined ? {} : { by }),
      ...(since === undefined ? {} : { since }),
    })
    const told = view.series.flatMap(({ points }) => points).some(({ value }) => value !== null)
    const exitCode = exitCodeOf([{ status: told ? 'observed' : 'missing' }])
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText(view, 2), exitCode }
    }
    const { trendText } = await import('../report/trend-text.ts')
    return { text: trendText(view, app.terminal), exitCode }
  },
})

function sinceDay(text: string | undefined): Day | undefined {
  if (text === undefined) return undefined
  const found = maybeDay(text) ?? maybeDay(maybeMonth(text) === null ? `${text}-01-01` : `${text}-01`)
  if (found === null)
    throw new UserError(`--since takes a day, month or year such as 2019-01-31, 2019-01 or 2019, not "${text}"`)
  return found
}
