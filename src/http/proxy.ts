/** A proxy on loopback for the browser: what the guard refuses is never dialled, whoever on the page asks for it. */
import { createServer, type IncomingMessage, request as plainRequest } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { type Guard, UnsafeAddress } from './guard.ts'

export interface ProxyOptions {
  guard: Guard
  /** The most that one connection may bring. */
  bytes: number
  /** Told of each host that was refused. */
  onRefused?(host: string, error: Error): void
}

export async function startProxy({
  guard,
  bytes,
  onRefused,
}: ProxyOptions): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const track = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }

  const admitted = async (asked: string) => {
    try {
      const url = guard.check(asked)
      const [address] = await guard.resolve(url.hostname)
      return { url, address: address! }
    } catch (error) {
      if (error instanceof UnsafeAddress && URL.canParse(asked)) onRefused?.(new URL(asked).host, error)
      throw error
    }
  }
  const capped = (socket: Socket) => {
    if (sockets.has(socket)) return
    track(socket)
    socket.on('data', () => {
      if (socket.bytesRead > bytes) socket.destroy()
    })
  }

  const server = createServer(async (request, response) => {
    const refuse = (error: Error) => {
      if (response.headersSent) response.destroy()
      else response.writeHead(502, { 'content-type': 'text/plain' }).end(`${error.message}\n`)
    }
    try {
      const { url, address } = await admitted(request.url ?? '')
      const onward = plainRequest({
        host: address,
        port: url.port || 80,
        path: url.pathname + url.search,
        method: request.method,
        headers: { ...forwarded(request), host: url.host },
      })
      onward.on('socket', capped)
      onward.on('error', refuse)
      onward.on('response', (answer) => {
        // The browser may have gone meanwhile; newer Nodes throw where a pipe leads to nowhere.
        if (response.destroyed) return void answer.destroy()
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        // An answer that breaks off must break off for the browser too.
        pipeline(answer, response, (error) => error && response.destroy())
      })
      request.pipe(onward)
    } catch (error) {
      refuse(error as Error)
    }
  })
  server.on('connection', track)
  server.on('connect', async (request: IncomingMessage, client: Socket, head: Buffer) => {
    track(client)
    try {
      const { url, address } = await admitted(`https://${request.url}/`)
      const onward = connect(Number(url.port || 443), address, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        onward.write(head)
        onward.pipe(client).pipe(onward)
      })
      capped(onward)
      onward.on('close', () => client.destroy())
      client.on('close', () => onward.destroy())
    } catch (error) {
      client.end(`HTTP/1.1 502 Refused\r\ncontent-type: text/plain\r\n\r\n${(error as Error).message}\n`)
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        for (const socket of sockets) socket.destroy()
      }),
  }
}

const forwarded = ({ headers }: IncomingMessage) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(?:proxy-|connection$|keep-alive$|upgrade$)/.test(name)),
  )
