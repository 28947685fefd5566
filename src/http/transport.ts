/** One exchange over the wire: dials only what the guard allows, keeps every deadline, follows nothing, retries nothing. */
import { isIPv6 } from 'node:net'
import { Agent, buildConnector, request } from 'undici'
import { type Body, type BodyLimits, encodings, readBody } from './decode.ts'
import { type Guard, UnsafeAddress } from './guard.ts'

export interface Limits extends BodyLimits {
  /** Milliseconds until the connection stands, until the first byte, between bytes, and for the whole answer. */
  connectMs: number
  firstByteMs: number
  idleMs: number
  totalMs: number
  headerBytes: number
}

/** Boards of 10 MB and sources that think for 10 s before they answer are normal. */
export const usualLimits: Limits = {
  connectMs: 10_000,
  firstByteMs: 30_000,
  idleMs: 15_000,
  totalMs: 60_000,
  headerBytes: 16_384,
  wireBytes: 64 * 1024 * 1024,
  bodyBytes: 64 * 1024 * 1024,
  ratio: 200,
}

export interface Hop {
  url: URL
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string | undefined
}

export interface Received extends Body {
  status: number
  headers: Record<string, string>
  /** The transfer or the compression said where the body ends, and it ended there. */
  provenWhole: boolean
}

/** The exchange failed. `retry`: another try may go better. */
export class TransportError extends Error {
  readonly retry: boolean
  constructor(message: string, { retry = true } = {}) {
    super(message)
    this.name = 'TransportError'
    this.retry = retry
  }
}

/** Connects to one of these addresses, which the guard has passed. */
export type Dial = (addresses: string[], options: buildConnector.Options, callback: buildConnector.Callback) => void

export interface Transport {
  send(hop: Hop, signal?: AbortSignal): Promise<Received>
  close(): Promise<void>
}

export function createTransport(
  guard: Guard,
  limits: Limits,
  { dial = dialSystem(limits), connections = 1 }: { dial?: Dial | undefined; connections?: number } = {},
): Transport {
  const agent = new Agent({
    connections,
    pipelining: 1,
    maxHeaderSize: limits.headerBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      guard.resolve(options.hostname).then(
        (addresses) => dial(addresses, options, callback),
        (error: Error) => callback(error, null),
      )
    },
  })
  // Bytes beyond the announced length break the parser after the answer was handed over; only the connection tells.
  const garbled = new Set<string>()
  agent.on('disconnect', (origin, _, error) => {
    if (error?.name === 'HTTPParserError' || error?.message === 'bad response') {
      garbled.add(new URL(String(origin)).origin)
    }
  })

  const once = async (hop: Hop, signal: AbortSignal | undefined, began: () => void): Promise<Received> => {
    const deadline = startDeadline(limits, signal)
    garbled.delete(hop.url.origin)
    try {
      const answer = await request(hop.url, {
        dispatcher: agent,
        method: hop.method,
        headers: { 'accept-encoding': encodings.join(', '), ...hop.headers },
        body: hop.body ?? null,
        signal: deadline.signal,
        responseHeaders: 'raw',
      })
      began()
      const headers = headersOf(answer.headers as unknown as string[])
      try {
        const body = await readBody(deadline.watch(answer.body), headers['content-encoding'] ?? '', limits)
        // The connection's end is told in the closing phase of the event loop's turn: one turn later it has been told.
        await new Promise(setImmediate)
        await new Promise(setImmediate)
        if (garbled.has(hop.url.origin)) {
          throw new TransportError('the answer went on after its announced end', { retry: false })
        }
        const framed = 'content-length' in headers || /chunked/i.test(headers['transfer-encoding'] ?? '')
        return { ...body, status: answer.statusCode, headers, provenWhole: framed || body.sealed }
      } finally {
        answer.body.on('error', ignoreLate).destroy()
      }
    } finally {
      deadline.stop()
    }
  }

  return {
    async send(hop, signal) {
      try {
        let begun = false
        const began = () => {
          begun = true
        }
        try {
          return await once(hop, signal, began)
        } catch (error) {
          // A kept connection that the other side closed just as it was used again says nothing about the request.
          if (hop.method === 'GET' && !begun && diedWhileIdle(error)) return await once(hop, signal, began)
          throw error
        }
      } catch (error) {
        throw signal?.aborted ? error : transportTrouble(error, hop.url.hostname)
      }
    },
    close: () => agent.destroy(),
  }
}

/** Destroying an answer that already failed reports the failure once more. */
const ignoreLate = () => undefined

const dialSystem =
  (limits: Limits): Dial =>
  (addresses, options, callback) => {
    const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
    buildConnector({
      timeout: limits.connectMs,
      allowH2: false,
      autoSelectFamily: true,
      lookup: (_, { all: wanted }, done) => {
        if (wanted) done(null, all)
        else done(null, all[0]!.address, all[0]!.family)
      },
    })(options, callback)
  }

function startDeadline(limits: Limits, outer: AbortSignal | undefined) {
  const controller = new AbortController()
  const late = (message: string) => () => controller.abort(new TransportError(message))
  const stop = () => {
    clearTimeout(total)
    clearTimeout(phase)
    outer?.removeEventListener('abort', stopped)
  }
  const stopped = () => controller.abort(outer?.reason)
  const total = setTimeout(late(`the answer was not whole after ${seconds(limits.totalMs)}`), limits.totalMs)
  let phase = setTimeout(late(`no answer within ${seconds(limits.firstByteMs)}`), limits.firstByteMs)
  if (outer?.aborted) stopped()
  else outer?.addEventListener('abort', stopped, { once: true })
  async function* watch(body: AsyncIterable<Buffer>) {
    clearTimeout(phase)
    phase = setTimeout(late(`the answer stalled for ${seconds(limits.idleMs)}`), limits.idleMs)
    for await (const chunk of body) {
      phase.refresh()
      yield chunk
    }
  }
  return { signal: controller.signal, watch, stop }
}

const seconds = (ms: number) => `${ms / 1000} s`

/** The raw list of names and values as one record without a prototype; throws where one answer speaks with two tongues. */
function headersOf(raw: string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null)
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = String(raw[at]).toLowerCase()
    const value = String(raw[at + 1])
    const before = headers[name]
    if (before === undefined) headers[name] = value
    else if (single.has(name) && before !== value) {
      throw new TransportError(`the answer has two different ${name} headers`, { retry: false })
    } else if (!single.has(name)) headers[name] = `${before}, ${value}`
  }
  return headers
}

const single = new Set(['content-length', 'content-type', 'location', 'retry-after', 'etag', 'last-modified'])

function diedWhileIdle(error: unknown): boolean {
  const failed = error as { code?: unknown; socket?: { bytesRead?: number } }
  return failed.code === 'UND_ERR_SOCKET' && (failed.socket?.bytesRead ?? 0) > 0
}

const causes: Record<string, string> = {
  ENOTFOUND: 'the name has no address',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'the connection did not come about in time',
  UND_ERR_SOCKET: 'the connection was closed in the middle',
  UND_ERR_HEADERS_OVERFLOW: 'the headers are larger than we read',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the body is not as long as announced',
}

/** What TLS and the checks of a certificate say: Node's own codes, and those of OpenSSL. */
const untrusted =
  /^(?:CERT_|CRL_|ERR_TLS|ERR_SSL|ERROR_IN_CERT|EPROTO|DEPTH_|SELF_|UNABLE_|HOSTNAME|INVALID_|PATH_LENGTH)/

/** Every way in which an exchange fails, as an error that names the host's trouble. */
function transportTrouble(error: unknown, host: string): unknown {
  if (error instanceof TransportError || error instanceof UnsafeAddress || !(error instanceof Error)) return error
  const inner = error instanceof AggregateError ? error.errors[0] : error
  const code = String((inner as { code?: unknown }).code ?? '')
  if (error.name === 'HTTPParserError') {
    return new TransportError(`the answer is not HTTP (${error.message.replace(/^.*\(|\)$/g, '')})`, { retry: false })
  }
  if (code === '' || error.name === 'BadBody') return error
  const tls = untrusted.test(code)
  const cause = tls ? `its certificate or TLS is not to be trusted (${error.message.split('\n')[0]})` : causes[code]
  return new TransportError(`${host}: ${cause ?? error.message} (${code})`, {
    retry: !tls && code !== 'UND_ERR_HEADERS_OVERFLOW',
  })
}
