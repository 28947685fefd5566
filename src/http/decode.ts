/** Reads a body within its limits and undoes its compression, proving as it goes that nothing was cut off. */
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as zlib from 'node:zlib'
import { zstdDecoder } from './zstd.ts'

export interface BodyLimits {
  /** Bytes on the wire, and after decompression. */
  wireBytes: number
  bodyBytes: number
  /** Decompressed bytes to each byte on the wire, once there are more than a few megabytes; a quarter from half of `bodyBytes` on. */
  ratio: number
}

export interface Body {
  bytes: Buffer
  wireBytes: number
  /** The compression carries its own end, and it was reached. */
  sealed: boolean
}

/** The body is not what it claims to be. `cut`: it ended too early, so that another try may bring the rest. */
export class BadBody extends Error {
  readonly cut: boolean
  constructor(message: string, cut = false) {
    super(message)
    this.name = 'BadBody'
    this.cut = cut
  }
}

const ratioFrom = 8 * 1024 * 1024
const layersAtMost = 2

/** What we can undo, for Accept-Encoding. */
export const encodings = ['gzip', 'deflate', 'br', ...(zstdDecoder === null ? [] : ['zstd'])]

/** The decoders of these Content-Encodings, in the order in which they are to be undone; throws a BadBody for unknown ones. */
export function layersOf(header: string): string[] {
  if (header.length > 200) throw new BadBody('the Content-Encoding is too long to be one')
  const names = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace(/^x-/, ''))
    .filter((name) => name !== '' && name !== 'identity')
  if (names.length > layersAtMost)
    throw new BadBody(`compressed ${names.length} times over; ${layersAtMost} is the limit`)
  const unknown = names.find((name) => !encodings.includes(name))
  if (unknown !== undefined) throw new BadBody(`compressed in a way that we cannot undo: ${JSON.stringify(unknown)}`)
  return names.reverse()
}

/**
 * The decoded bytes of a body. Throws a BadBody where a limit is passed, where compressed data ends before its trailer, and
 * where its checksum is wrong; passes on what the transfer itself throws. A gzip that nobody declared is undone as well.
 */
export async function readBody(wire: AsyncIterable<Buffer>, header: string, limits: BodyLimits): Promise<Body> {
  const [first, ...rest] = layersOf(header)
  let undone = rest.length + (first === undefined ? 0 : 1)
  let wireBytes = 0
  let total = 0
  const chunks: Buffer[] = []

  async function* counted() {
    for await (const chunk of wire) {
      wireBytes += chunk.length
      if (wireBytes > limits.wireBytes) throw new BadBody(`larger than ${megabytes(limits.wireBytes)} on the wire`)
      yield chunk
    }
  }
  const sink: Sink = async (decoded) => {
    const { head, whole } = await peek(decoded, 3)
    if (isGzip(head) && undone < layersAtMost) {
      undone += 1
      return run(whole, [zlib.createGunzip()], sink)
    }
    for await (const chunk of whole) {
      total += chunk.length
      if (total > limits.bodyBytes) throw new BadBody(`larger than ${megabytes(limits.bodyBytes)} once decompressed`)
      // What is so large is text by many hands, and shrinks less than what repeats itself.
      const ratio = total > limits.bodyBytes / 2 ? limits.ratio / 4 : limits.ratio
      if (undone > 0 && total > ratioFrom && total > ratio * wireBytes) {
        throw new BadBody(`decompresses to more than ${ratio} times its size`)
      }
      chunks.push(chunk)
    }
  }

  if (first === undefined) await sink(counted())
  else if (first === 'deflate') {
    const { head, whole } = await peek(counted(), 2)
    // "deflate" means zlib's wrapping; some servers send the bare stream.
    const wrapped = head.length > 1 && (head[0]! & 0x0f) === 8 && ((head[0]! << 8) | head[1]!) % 31 === 0
    await run(whole, [wrapped ? zlib.createInflate() : zlib.createInflateRaw(), ...rest.map(decoder)], sink)
  } else await run(counted(), [first, ...rest].map(decoder), sink)
  return { bytes: Buffer.concat(chunks, total), wireBytes, sealed: undone > 0 }
}

type Sink = (from: AsyncIterable<Buffer>) => Promise<void>

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`

/** Pipes through the decoders into the sink. What the sink finds is the reason, whatever breaks off because of it. */
async function run(source: AsyncIterable<Buffer>, decoders: Transform[], sink: Sink) {
  let found: unknown
  const watched: Sink = (from) =>
    sink(from).catch((error: unknown) => {
      found = error
      throw error
    })
  try {
    await (pipeline as (...parts: unknown[]) => Promise<void>)(source, ...decoders, watched)
  } catch (error) {
    throw found instanceof BadBody ? found : decodingTrouble(error)
  }
}

function decoder(name: string): Transform {
  if (name === 'gzip') return zlib.createGunzip()
  if (name === 'br') return zlib.createBrotliDecompress()
  if (name === 'zstd' && zstdDecoder !== null) return zstdDecoder()
  return zlib.createInflate()
}

/** The first so many bytes or more, and the stream as if nobody had looked. */
async function peek(source: AsyncIterable<Buffer>, wanted: number) {
  const iterator = source[Symbol.asyncIterator]()
  const looked: Buffer[] = []
  while (looked.reduce((sum, chunk) => sum + chunk.length, 0) < wanted) {
    const next = await iterator.next()
    if (next.done) break
    looked.push(next.value)
  }
  async function* whole() {
    try {
      yield* looked
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { head: Buffer.concat(looked), whole: whole() }
}

function decodingTrouble(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!/^(?:Z_|ERR_(?:_ERROR|BROTLI|ZLIB|ZSTD|PADDING)|ERR__ERROR|ZSTD_)/.test(code)) return error
  const message = (error as Error).message
  return /end of file/.test(message)
    ? new BadBody('the compressed body was cut off before its end', true)
    : new BadBody(`the compressed body is damaged: ${message}`)
}
