import { UserError } from '../domain.ts'
import { boardsInForce } from '../in-force.ts'
import { defineCommand, flagOption, listArgument, textArgument, textOption } from './command.ts'

export default defineCommand({
  name: 'boards',
  summary: 'List the boards in force with their last snapshot; clear those that are held as suspect',
  arguments: [
    { name: '[action]', about: 'clear: let the suspect list of these boards count' },
    { name: '[boards...]', about: 'the boards to clear' },
  ],
  options: [
    { flags: '--source <source>', about: 'only the boards of this source' },
    { flags: '--json', about: 'as data' },
  ],
  examples: [
    { line: 'skilltide boards --source ashby', about: 'the Ashby boards' },
    { line: 'skilltide boards clear ashby:openai', about: 'what its suspect list showed is true' },
  ],
  async run(app, given) {
    const action = textArgument(given, 0)
    if (action === 'clear') return (await import('./boards-clear.ts')).clearBoards(app, listArgument(given, 1))
    if (action !== undefined)
      throw new UserError(`"boards ${action}" is nothing; it is "boards" or "boards clear BOARD".`)
    const { existsSync } = await import('node:fs')
    const states = existsSync(app.config.store) ? await (await app.store()).boards() : []
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
