import type { App } from '../app.ts'
import { UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'
import type { Output } from './command.ts'

/** Lets the suspect list of each board count: what it shows is what the next collection is held against. */
export async function clearBoards(app: App, boards: string[]): Promise<Output> {
  if (boards.length === 0) {
    throw new UserError(
      '"skilltide boards clear" takes the boards to clear; "skilltide status" lists the suspect ones.',
    )
  }
  const store = await app.store('write')
  const known = (await store.boards()).map(({ id }) => id)
  const unknown = boards.find((board) => !known.includes(board))
  if (unknown !== undefined) {
    throw new UserError(
      `There is no board "${unknown}" in the store.${didYouMean(unknown, known)} "skilltide boards" lists them.`,
    )
  }
  const lines: string[] = []
  for (const board of boards) {
    const held = await store.clearSuspect(board, app.now())
    if (held !== null) {
      const message = `its list of ${held.day} counts as usual (${held.reason ?? 'no reason was recorded'})`
      await store.record({
        ...{ at: app.now(), run: null, kind: 'clear', subject: board, outcome: 'cleared', message },
      })
      lines.push(`${board}: ${message}.`)
    } else lines.push(`${board}: nothing is held back; its last list was not suspect.`)
  }
  return { text: [...lines, 'Next: "skilltide collect" reads them again.'].join('\n') }
}
