/**
 * A server that misbehaves on purpose: raw sockets on loopback, so that wrong framing, cuts and silence are possible.
 *
 *     const faultd = await startFaultd()
 *     faultd.play('/jobs', answer({ body: '[]', encoding: 'gzip', cutAt: 9 }))      // any host, this path
 *     faultd.play('boards.example/jobs', inTurn(answer({ status: 503 }), answer({ body: '[]' })))
 *     faultd.play('*', silence)                                                      // whatever no other script is for
 *     const get = loopbackClient(everyHostIs(faultd))   // support/http.ts: https://any.host/ is answered here, none is dialled
 *     …
 *     faultd.seen                                       // every request, with its host, headers and time
 *     await faultd.close()                              // throws what went wrong within a script
 *
 * Scripts: `answer` (status, headers, body, framing, encoding, cut at byte N), `bytes` (exactly these), `redirect`, `silence`,
 * `reset`, `drip` (a byte at a time), `stall` (half, then nothing), `endless`, `inTurn` (one a
 * request), or any function of (seen, socket, nth). support/faults.ts names a fault for each row of the fault table, to be
 * played in place of any good answer.
 */
import { createServer, type Server, type Socket } from 'node:net'
import { answer, type Script, type Seen } from './scripts.ts'

export * from './scripts.ts'

export interface Faultd {
  port: number
  origin: string
  /** Every request, in order of arrival. */
  seen: Seen[]
  /** `/path`, `host/path`, `host` or `*`, with or without the query: the narrowest that fits is played, else 404. */
  play(where: string, script: Script): void
  close(): Promise<void>
}

/** Listens on these loopback addresses, all on one port. */
export async function startFaultd(hosts: string[] = ['127.0.0.1']): Promise<Faultd> {
  const scripts = new Map<string, Script>()
  const counts = new Map<string, number>()
  const sockets = new Set<Socket>()
  const seen: Seen[] = []
  const servers: Server[] = []
  const troubles: unknown[] = []
  let port = 0

  const scriptFor = ({ host, path }: Seen): Script => {
    const plain = path.replace(/\?.*/s, '')
    const places = [host + path, host + plain, path, plain, host, '*']
    return places.map((place) => scripts.get(place)).find((script) => script !== undefined) ?? answer({ status: 404 })
  }
  const serve = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    let held = Buffer.alloc(0)
    let busy: Promise<unknown> = Promise.resolve()
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk])
      for (let next = readRequest(held); next !== null; next = readRequest(held)) {
        held = held.subarray(next.length)
        const { headers } = next.request
        const request: Seen = {
          at: Date.now(),
          to: socket.localAddress ?? '',
          host: headers['host'] ?? '',
          ...next.request,
        }
        seen.push(request)
        const place = request.host + request.path
        const nth = (counts.get(place) ?? 0) + 1
        counts.set(place, nth)
        busy = busy
          .then(() => scriptFor(request)(request, socket, nth))
          .catch((error: unknown) => {
            troubles.push(error)
            socket.destroy()
          })
      }
    })
  }
  for (const host of hosts) {
    const server = createServer(serve)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve)
    })
    port = (server.address() as { port: number }).port
    servers.push(server)
  }
  return {
    port,
    origin: `http://${hosts[0]}:${port}`,
    seen,
    play: (where, script) => void scripts.set(where, script),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
      if (troubles.length > 0) throw new AggregateError(troubles, 'a script of faultd failed')
    },
  }
}

function readRequest(held: Buffer) {
  const end = held.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [first = '', ...lines] = held.subarray(0, end).toString('latin1').split('\r\n')
  const [method = '', path = ''] = first.split(' ')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const length = end + 4 + Number(headers['content-length'] ?? 0)
  if (held.length < length) return null
  return { length, request: { method, path, headers, body: held.subarray(end + 4, length).toString('utf8') } }
}
