import { boardsInForce } from '../in-force.ts'
import { defineCommand, flagOption, textOption } from './command.ts'

export default defineCommand({
  name: 'boards',
  summary: 'List the boards in force with their last snapshot',
  options: [
    { flags: '--source <source>', about: 'only the boards of this source' },
    { flags: '--json', about: 'as data' },
  ],
  examples: [{ line: 'skilltide boards --source ashby', about: 'the Ashby boards' }],
  async run(app, given) {
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
