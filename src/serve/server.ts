/** The whole server: the process that reckons, the answers kept, the routes, and the listening end. */

import { createAnswers } from './answers.ts'
import { type AskerOptions, createAsker } from './asker.ts'
import { loopbackNames } from './guard.ts'
import { type Listening, listen } from './listen.ts'
import type { Known } from './question.ts'
import { createRoutes } from './routes.ts'
import { createTraffic } from './traffic.ts'

export interface ServerOptions extends AskerOptions {
  host: string
  port: number
  /** Host names that are answered, besides loopback's and the address itself. */
  names: readonly string[]
  /** The program's. */
  version: string
  known(): Known
  now(): number
}

/** Listens from then on. Throws a UserError where the address cannot be had. */
export async function startServer(options: ServerOptions): Promise<Listening> {
  const { host, port, names, version, known, now, say } = options
  const asker = createAsker(options)
  const routes = createRoutes({
    ...{ answers: createAnswers(asker, now), traffic: createTraffic(), known, version, say },
  })
  const address = host.includes(':') ? `[${host}]` : host
  const hosts = new Set([...loopbackNames, address.toLowerCase(), ...names])
  const listening = await listen(routes.fetch, { host, port, hosts })
  asker.start()
  const close = async () => {
    await listening.close()
    asker.close()
  }
  return { url: listening.url, close }
}
