/** Stands between a program and its database; swallows the answer to a commit, and all that comes after it. */

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

export interface SilentProxy {
  /** The address of the database, by way of the proxy. */
  address: string
  /** The next commit is answered by silence; then the connection is cut after so long. */
  swallow(cutAfterMs: number): void
  swallowed(): number
  stop(): Promise<void>
}

/** What PostgreSQL answers when a transaction was kept: CommandComplete with its tag. */
const committed = Buffer.from('COMMIT\0')

export async function silentProxy(address: string): Promise<SilentProxy> {
  const target = new URL(address)
  let cutAfter: number | null = null
  let swallowed = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let silent = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (bytes) => upstream.write(bytes))
    upstream.on('data', (bytes) => {
      if (!silent && cutAfter !== null && bytes.includes(committed)) {
        silent = true
        swallowed += 1
        setTimeout(() => client.destroy(), cutAfter)
        cutAfter = null
      }
      if (!silent) client.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = new URL(address)
  own.port = String((server.address() as AddressInfo).port)
  return {
    address: own.href,
    swallow: (cutAfterMs) => {
      cutAfter = cutAfterMs
    },
    swallowed: () => swallowed,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
