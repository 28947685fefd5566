/** The listening end: bounded in time, size and number, and stopped without cutting an answer off. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { UserError } from '../domain.ts'
import { refusalOf } from './guard.ts'
import { headersFor } from './headers.ts'

export interface Listening {
  /** `http://127.0.0.1:8300` */
  url: string
  /** Answers what is under way, and refuses what is new. */
  close(): Promise<void>
}

const limits = {
  maxHeaderSize: 16_384,
  /** A client that sends its request byte by byte is let go after this. */
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
}
const mostConnections = 1_000
const stopMs = 5_000

type Handler = (request: Request) => Response | Promise<Response>

export async function listen(
  handler: Handler,
  { host, port, hosts }: { host: string; port: number; hosts: ReadonlySet<string> },
): Promise<Listening> {
  // It puts a light Response in the place of Node's, which costs more than everything else here.
  const answer = getRequestListener(handler)
  const server = createServer(limits, (request, response) => {
    response.setTimeout(30_000, () => request.socket.destroy())
    const { method = '', url = '', headers } = request
    const refusal = refusalOf({ method, host: onlyHost(request), url, headers }, hosts)
    if (refusal === null) void answer(request, response)
    else refuse(response, refusal.status, refusal.title)
  })
  server.maxConnections = mostConnections
  server.on('checkContinue', (_, response) => refuse(response, 413, 'A request has no body here.'))
  server.on('upgrade', (_, socket) => socket.destroy())
  server.on('connect', (_, socket) => socket.destroy())
  server.on('clientError', (_, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    else socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(unheard(error, host, port)))
    server.listen(port, host, resolve)
  })
  const { address, port: taken, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), stopMs).unref()
      }),
  }
}

/** Two Host lines are as good as none. */
function onlyHost({ rawHeaders, headers }: IncomingMessage): string | undefined {
  const named = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')
  return named.length === 1 ? headers.host : undefined
}

function refuse(response: ServerResponse, status: number, title: string): void {
  const headers = {
    ...headersFor('text/plain; charset=utf-8', 'own'),
    'Cache-Control': 'no-store',
    Connection: 'close',
  }
  response.writeHead(status, { ...headers, ...(status === 405 ? { Allow: 'GET, HEAD' } : {}) })
  response.end(`${title}\n`)
}

function unheard(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new UserError(`Port ${port} of ${host} is taken: another program listens there. Give --port another one.`)
  }
  if (error.code === 'EACCES') return new UserError(`Port ${port} may not be opened by this user; take one above 1023.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new UserError(`This machine has no address "${host}": give --host one of its own.`)
  }
  return error
}
