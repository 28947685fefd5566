import { mayBeThere } from '../../db/open.ts'
import { UserError } from '../domain.ts'
import { boardsInForce } from '../in-force.ts'
import { didYouMean } from '../nearest.ts'
import { defineCommand, flagOption, listArgument, textArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'boards',
  summary: 'List the boards in force with their last snapshot; add, check, discover or clear some',
  about:
    'add URL recognises the board behind a career page, tries it and writes it into the config. check asks every board once and names those that are gone. discover tries the platforms for a company, or the page of one. clear lets suspect lists count.',
  arguments: [
    { name: '[action]', about: 'add, check, discover or clear' },
    { name: '[what...]', about: 'the address to add, the company to discover, or the boards to clear' },
  ],
  options: [
    { flags: '--source <source>', about: 'only the boards of this source' },
    { flags: '--json', about: 'as data' },
  ],
  examples: [
    { line: 'skilltide boards --source ashby', about: 'the Ashby boards' },
    { line: 'skilltide boards add https://jobs.lever.co/acme', about: 'read one more board' },
    { line: 'skilltide boards discover "Acme Labs"', about: 'which platforms know it' },
    { line: 'skilltide boards check --source gem', about: 'which are gone' },
    { line: 'skilltide boards clear ashby:openai', about: 'what its suspect list showed is true' },
  ],
  async run(app, given) {
    const action = textArgument(given, 0)
    if (action === 'clear') return (await import('./boards-clear.ts')).clearBoards(app, listArgument(given, 1))
    if (action !== undefined) {
      const { add, check, discover } = await import('./boards-actions.ts')
      const what = listArgument(given, 1).join(' ')
      if (action === 'check') return check(app, textOption(given, 'source'))
      if (action !== 'add' && action !== 'discover') {
        const actions = ['add', 'check', 'discover', 'clear']
        throw new UserError(
          `"boards" has no action "${action}".${didYouMean(action, actions)} It has ${actions.join(', ')}.`,
        )
      }
      if (what === '') throw new UserError(`boards ${action} takes ${action === 'add' ? 'an address' : 'a company'}`)
      return action === 'add' ? add(app, what) : discover(app, what)
    }
    const states = mayBeThere(app.config.store) ? await (await app.store()).boards() : []
    const byId = new Map(states.map((state) => [state.id, state]))
    const source = textOption(given, 'source')
    const rows = boardsInForce(app.config)
      .filter((board) => source === undefined || board.source === source)
      .map((board) => {
        const state = byId.get(board.id)
        return {
          board: board.id,
          employer: board.employer,
          state: state?.state ?? 'not read yet',
          lastComplete: state?.lastComplete ?? null,
          lastOutcome: state?.lastSnapshot?.outcome ?? null,
          reason: state?.lastSnapshot?.reason ?? null,
          open: state?.open ?? null,
        }
      })
    if (flagOption(given, 'json')) return { text: JSON.stringify(rows, null, 2) }
    const { table } = await import('../report/table.ts')
    const cells = rows.map((row) => [
      row.board,
      row.employer ?? '',
      row.state,
      row.lastComplete ?? 'never',
      row.lastOutcome ?? '',
      row.open === null ? '' : String(row.open),
      row.reason ?? '',
    ])
    const head = ['board', 'employer', 'state', 'read whole', 'last try', 'open', 'reason']
    return {
      text: `${table(head, cells, app.terminal, { right: [5] })}\n${rows.length} boards. The config adds ("boards: {add: [greenhouse:name]}") and leaves out.`,
    }
  },
})
