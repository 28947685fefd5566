import { maybeDay } from '../days.ts'
import { UserError } from '../domain.ts'
import { skillAsked, withoutStore } from './asked.ts'
import { defineCommand, flagOption, textArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'revisions',
  summary: 'List every published figure that later read otherwise, with old, new, day and cause',
  about:
    'Exports, digests and the site keep what they publish. Causes: late data (jobs of the period came in afterwards), merge (postings were found to be one job), edition (the catalog changed), method (the rules changed).',
  arguments: [{ name: '[skill]', about: 'only of this skill' }],
  options: [
    { flags: '--since <day>', about: 'only changes from this day on' },
    { flags: '--json', about: 'as data' },
  ],
  examples: [
    { line: 'skilltide revisions', about: 'all of them, newest first' },
    { line: 'skilltide revisions pytorch --since 2026-11-01 --json', about: 'one skill’s, as data' },
  ],
  async run(app, given) {
    const word = textArgument(given, 0)
    const skill = word === undefined ? undefined : await skillAsked(app, word)
    const text = textOption(given, 'since')
    const since = text === undefined ? null : maybeDay(text)
    if (text !== undefined && since === null)
      throw new UserError(`--since takes a day such as ${app.today()}, not "${text}"`)
    const nothing = withoutStore(app, given)
    if (nothing !== null) return nothing
    const { revisionsOf } = await import('../answers/revisions.ts')
    const all = await revisionsOf(await app.store(), skill)
    const revisions = all.filter(({ on }) => since === null || on >= since)
    if (flagOption(given, 'json')) {
      const { jsonText } = await import('../report/json-text.ts')
      return { text: jsonText(revisions, 2) }
    }
    const { revisionsText } = await import('../report/revisions-text.ts')
    return { text: revisionsText(revisions, app.terminal) }
  },
})
