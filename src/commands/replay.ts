import { exit, UserError } from '../domain.ts'
import { defineCommand, textArgument, wholeOption } from './command.ts'

export default defineCommand({
  name: 'replay',
  summary: 'Serve a recording on loopback, to collect from instead of the world',
  arguments: [{ name: '<folder>', about: 'a folder that "record" made' }],
  options: [{ flags: '--port <number>', about: 'the port; any free one when left out' }],
  examples: [
    { line: 'skilltide replay recording --port 8080', about: 'serves until it is stopped' },
    { line: 'SKILLTIDE_MIRROR=http://127.0.0.1:8080 skilltide collect', about: 'collects from it' },
  ],
  async run(app, given) {
    const { serveRecording } = await import('../http/archive.ts')
    const folder = textArgument(given, 0)!
    const { existsSync } = await import('node:fs')
    if (!existsSync(`${folder}/index.jsonl`)) {
      throw new UserError(
        `${folder} is not a recording: it has no index.jsonl. "skilltide record ${folder}" makes one.`,
      )
    }
    const served = await serveRecording(folder, { port: wholeOption(given, 'port', 0, 65_535) ?? 0 })
    app.say(`${folder} at ${served.url}; collect from it with SKILLTIDE_MIRROR=${served.url}`)
    if (!app.signal.aborted) {
      await new Promise<void>((resolve) => app.signal.addEventListener('abort', () => resolve(), { once: true }))
    }
    await served.close()
    return { text: '', exitCode: exit.done }
  },
})
