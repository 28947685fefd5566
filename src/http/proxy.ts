/** A proxy on loopback for the browser: what the guard refuses is never dialled, whoever on the page asks for it. */
import { createServer, type IncomingMessage, request as plainRequest } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Guard } from './guard.ts'

export async function startProxy(guard: Guard): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const track = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }

  const server = createServer(async (request, response) => {
    const refuse = (error: Error) => {
      if (response.headersSent) response.destroy()
      else response.writeHead(502, { 'content-type': 'text/plain' }).end(`${error.message}\n`)
    }
    try {
      const url = guard.check(request.url ?? '')
      const [address] = await guard.resolve(url.hostname)
      const onward = plainRequest({
        host: address,
        port: url.port || 80,
        path: url.pathname + url.search,
        method: request.method,
        headers: { ...forwarded(request), host: url.host },
      })
      onward.on('socket', track)
      onward.on('error', refuse)
      onward.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
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
      const url = guard.check(`https://${request.url}/`)
      const [address] = await guard.resolve(url.hostname)
      const onward = connect(Number(url.port || 443), address!, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        onward.write(head)
        onward.pipe(client).pipe(onward)
      })
      track(onward)
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
