/** What faultd plays: answers with every framing, coding and cut, and the ways not to answer. */
import type { Socket } from 'node:net'
import * as zlib from 'node:zlib'

export interface Seen {
  at: number
  /** The loopback address that was asked. */
  to: string
  /** The Host header. */
  host: string
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

/** Plays one answer to one request, the nth to that place; the connection is kept when it returns 'keep'. */
export type Script = (seen: Seen, socket: Socket, nth: number) => undefined | 'keep' | Promise<undefined | 'keep'>

export type Framing = 'length' | 'chunked' | 'close'
export type Encoding = 'identity' | 'gzip' | 'br' | 'deflate' | 'zstd'

export interface Answer {
  status?: number
  headers?: Record<string, string> | [string, string][]
  body?: string | Buffer
  framing?: Framing
  encoding?: Encoding
  /** Ends the connection after this many bytes of the framed body. */
  cutAt?: number
}

export function encode(body: string | Buffer, encoding: Encoding): Buffer {
  if (encoding === 'gzip') return zlib.gzipSync(body)
  if (encoding === 'br') return zlib.brotliCompressSync(body)
  if (encoding === 'deflate') return zlib.deflateSync(body)
  if (encoding === 'zstd')
    return (zlib as unknown as { zstdCompressSync(body: string | Buffer): Buffer }).zstdCompressSync(body)
  return Buffer.from(body)
}

/** The bytes of an answer: head, and body as it goes over the wire. */
export function rawAnswer({
  status = 200,
  headers = {},
  body = '',
  framing = 'length',
  encoding = 'identity',
}: Answer) {
  const payload = encode(body, encoding)
  const lines = [`HTTP/1.1 ${status} Said`]
  for (const [name, value] of Array.isArray(headers) ? headers : Object.entries(headers))
    lines.push(`${name}: ${value}`)
  if (encoding !== 'identity') lines.push(`Content-Encoding: ${encoding}`)
  if (framing === 'length') lines.push(`Content-Length: ${payload.length}`)
  if (framing === 'chunked') lines.push('Transfer-Encoding: chunked')
  if (framing === 'close') lines.push('Connection: close')
  return {
    head: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
    body: framing === 'chunked' ? chunked(payload) : payload,
  }
}

function chunked(payload: Buffer): Buffer {
  const parts: Buffer[] = []
  const size = Math.max(1, Math.ceil(payload.length / 3))
  for (let at = 0; at < payload.length; at += size) {
    const part = payload.subarray(at, at + size)
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}

export const answer =
  (what: Answer): Script =>
  (_, socket) => {
    const { head, body } = rawAnswer(what)
    if (what.cutAt === undefined && what.framing !== 'close') {
      socket.write(Buffer.concat([head, body]))
      return 'keep'
    }
    socket.end(Buffer.concat([head, body.subarray(0, what.cutAt ?? body.length)]))
    return undefined
  }

/** Exactly these bytes, then the end unless `open`. */
export const bytes =
  (raw: string | Buffer, { open = false } = {}): Script =>
  (_, socket) => {
    const data = typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw
    if (open) socket.write(data)
    else socket.end(data)
    return undefined
  }

export const redirect = (to: string, status = 302): Script => answer({ status, headers: { Location: to } })

/** Takes the request and says nothing. */
export const silence: Script = () => undefined

export const reset: Script = (_, socket) => {
  socket.resetAndDestroy()
  return undefined
}

/** Sends the head, then one byte at a time for ever. */
export const drip =
  (everyMs: number): Script =>
  (_, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
    const timer = setInterval(() => socket.write('1\r\nx\r\n'), everyMs)
    socket.on('close', () => clearInterval(timer))
    return undefined
  }

/** The first half of the body, then nothing, on an open connection. */
export const stall =
  (what: Answer): Script =>
  (_, socket) => {
    const { head, body } = rawAnswer(what)
    socket.write(Buffer.concat([head, body.subarray(0, body.length >> 1)]))
    return undefined
  }

/** A body without end, as fast as it is taken. */
export const endless: Script = (_, socket) => {
  socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n')
  const block = Buffer.alloc(65_536, ' ')
  const more = () => {
    while (!socket.destroyed && socket.write(block));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
  return undefined
}

/** One script a request; the last one stays. */
export const inTurn =
  (...scripts: Script[]): Script =>
  (seen, socket, nth) =>
    scripts[Math.min(nth, scripts.length) - 1]!(seen, socket, nth)

/** A small generator of numbers that are the same for a seed: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
