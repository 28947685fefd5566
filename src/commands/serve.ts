import { shownPlace } from '../../db/open.ts'
import { exit, UserError } from '../domain.ts'
import { defineCommand, type Given, listOption, textOption, wholeOption } from './command.ts'
import { addressOf, licenceOf } from './page.ts'

export default defineCommand({
  name: 'serve',
  summary: 'Answer with pages, JSON, badges and metrics over the live store, read-only',
  about:
    'Listens on loopback unless told otherwise, and answers only requests for hosts that it knows by name; --name tells it another, as a proxy in front of it passes on. The store is only read: a collection or refresh beside it is seen when it is done. /v1/openapi.json describes the JSON, /healthz and /metrics are for monitors.',
  options: [
    { flags: '--port <number>', about: 'the port; 8300 unless said, any free one for 0' },
    { flags: '--host <address>', about: 'the address to listen on; 127.0.0.1 unless said' },
    { flags: '--name <host>', about: 'a host name that is answered too; several times for several', many: true },
    { flags: '--address <url>', about: 'where the world sees the site, for the links of feeds and embedded blocks' },
  ],
  examples: [
    { line: 'skilltide serve', about: 'http://127.0.0.1:8300/v1/skills/pytorch' },
    { line: 'skilltide serve --name skills.example --address https://skills.example/', about: 'behind a proxy' },
  ],
  async run(app, given) {
    const port = wholeOption(given, 'port', 0, 65_535) ?? 8300
    const host = textOption(given, 'host') ?? '127.0.0.1'
    const base = addressOf(textOption(given, 'address') ?? app.config.settings.page?.address)
    const [{ startServer }, { skillsInForce }, { version }] = await Promise.all([
      import('../serve/server.ts'),
      import('../catalog-in-force.ts'),
      import('../version.ts'),
    ])
    const skills = await skillsInForce(app.config)
    const server = await startServer({
      ...{ host, port, version, names: namesAsked(given, base) },
      // The source where this is source, the built file where it is built.
      program: new URL(`../../jobs/answering${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
      data: { flags: flagsOf(given), base, licence: licenceOf(app) },
      known: () => ({ skills, today: app.today() }),
      now: app.now,
      say: app.say,
    })
    app.say(`serving ${shownPlace(app.config.store)} at ${server.url}`)
    if (!app.signal.aborted) {
      await new Promise<void>((resolve) => app.signal.addEventListener('abort', () => resolve(), { once: true }))
    }
    await server.close()
    return { text: '', exitCode: exit.done }
  },
})

/** The settings that the other process reads again for itself. */
const flagsOf = (given: Given) => ({
  config: textOption(given, 'config'),
  db: textOption(given, 'db'),
  set: listOption(given, 'set'),
})

function namesAsked(given: Given, base: string | null): string[] {
  const names = listOption(given, 'name').map((name) => name.toLowerCase())
  const wrong = names.find((name) => !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name))
  if (wrong !== undefined) throw new UserError(`--name takes a host name such as skills.example, not "${wrong}"`)
  return base === null ? names : [...names, new URL(base).hostname]
}
