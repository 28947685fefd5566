import { mayBeThere } from '../../db/open.ts'
import { UserError } from '../domain.ts'
import { scrapersById, sourceState } from '../in-force.ts'
import { didYouMean } from '../nearest.ts'
import { defineCommand, flagOption, textArgument } from './command.ts'

export default defineCommand({
  name: 'sources',
  summary: 'List the sources with their terms, cadence, coverage and health',
  arguments: [{ name: '[source]', about: 'tell all of one source' }],
  options: [
    { flags: '--json', about: 'as data' },
    { flags: '--markdown', about: 'as docs/sources.md' },
  ],
  examples: [
    { line: 'skilltide sources', about: 'one line each' },
    { line: 'skilltide sources himalayas', about: 'everything about one' },
  ],
  async run(app, given) {
    const asked = textArgument(given, 0)
    if (asked !== undefined && !scrapersById.has(asked)) {
      throw new UserError(
        `There is no source "${asked}".${didYouMean(asked, scrapersById.keys())} "skilltide sources" lists them.`,
      )
    }
    if (flagOption(given, 'markdown')) {
      const { sourcesPage } = await import('../report/sources-page.ts')
      return { text: sourcesPage([...scrapersById.values()].map(({ source }) => source)) }
    }
    const boards = mayBeThere(app.config.store) ? await (await app.store()).boards() : []
    const rows = [...scrapersById.values()]
      .filter(({ source }) => asked === undefined || source.id === asked)
      .map(({ source }) => {
        const own = boards.filter((board) => board.source === source.id)
        const last = own.map((board) => board.lastSnapshot).filter((row) => row !== null)
        const newest = last.reduce<(typeof last)[number] | null>(
          (best, row) => (best === null || row.startedAt > best.startedAt ? row : best),
          null,
        )
        const bad = last.filter((row) => row.outcome !== 'complete' && row.outcome !== 'empty').length
        const health =
          own.length === 0
            ? 'no boards'
            : last.length === 0
              ? 'never read'
              : bad === 0
                ? 'good'
                : `${bad} of ${last.length} boards troubled`
        const whole = last.filter(({ listed }) => listed > 0)
        const fills = new Map<string, number>()
        for (const row of whole) {
          for (const [field, count] of Object.entries(row.fills)) fills.set(field, (fills.get(field) ?? 0) + count)
        }
        return {
          source,
          listed: whole.reduce((sum, { listed }) => sum + listed, 0),
          fills: Object.fromEntries(fills),
          state: sourceState(source, app.config),
          boards: own.length,
          lastSnapshot: newest?.day ?? null,
          health,
        }
      })
    if (flagOption(given, 'json')) {
      return {
        text: JSON.stringify(
          rows.map(({ source, ...rest }) => ({ ...source, goneWhen: undefined, ...rest })),
          null,
          2,
        ),
      }
    }
    const { sourcesText, sourceText } = await import('../report/sources.ts')
    return { text: asked === undefined ? sourcesText(rows, app.terminal) : sourceText(rows[0]!) }
  },
})
