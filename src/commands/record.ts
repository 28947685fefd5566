import { mkdirSync } from 'node:fs'
import { collect } from '../../jobs/collect.ts'
import { exit } from '../domain.ts'
import { boardsInForce, scrapersById } from '../in-force.ts'
import { collectedText } from '../report/collected.ts'
import { defineCommand, listArgument, textArgument } from './command.ts'

export default defineCommand({
  name: 'record',
  summary: 'Collect and keep every answer in a folder that "replay" can serve',
  arguments: [
    { name: '<folder>', about: 'where the recording goes' },
    { name: '[boards...]', about: 'only these boards' },
  ],
  examples: [{ line: 'skilltide record recording ashby:openai', about: 'one board, kept' }],
  async run(app, given) {
    const { openRecording } = await import('../http/archive.ts')
    const folder = textArgument(given, 0)!
    const names = listArgument(given, 1)
    mkdirSync(folder, { recursive: true })
    const store = await app.store('write')
    const boards = boardsInForce(app.config).filter((board) => names.length === 0 || names.includes(board.id))
    await store.registerBoards(boards, app.today())
    const recording = openRecording(folder)
    const collected = await collect(boards, {
      store,
      get: async (request) => {
        const verdict = await app.get(request)
        if (verdict.kind === 'answer') {
          await recording.keep({
            url: request.url,
            ...(request.method === undefined ? {} : { method: request.method }),
            ...(request.body === undefined ? {} : { sent: request.body }),
            status: verdict.answer.status,
            headers: verdict.answer.headers,
            at: new Date(app.now()).toISOString(),
            body: verdict.answer.body,
          })
        }
        return verdict
      },
      // Of what is said to be unchanged there would be nothing to keep.
      whole: true,
      now: app.now,
      signal: app.signal,
      scrapers: scrapersById,
      credentials: app.config.secrets,
      hosts: app.config.settings.collect?.hosts ?? 8,
      run: `record-${new Date(app.now()).toISOString()}`,
      onBoard: (done, count, of) => app.progress(`${count} of ${of} boards · ${done.board}`),
    })
    await recording.close()
    const good = collected.filter(({ outcome }) => outcome === 'complete' || outcome === 'empty').length
    const text = `${collectedText(collected, boards.length)}\nKept in ${folder}; "skilltide replay ${folder}" serves it.`
    return { text, exitCode: good === collected.length ? exit.done : good === 0 ? exit.nothing : exit.flagged }
  },
})
