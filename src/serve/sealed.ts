/** An answer ready to be sent: its bytes, packed and plain, and the mark by which a client knows that it has them already. */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Made } from './ground.ts'

export interface Sealed {
  type: string
  plain: Uint8Array
  /** Null where packing saves too little. */
  packed: Uint8Array | null
  etag: string
}

/** Smaller bodies are sent as they are: a packet is a packet. */
const packedFrom = 1400

export function seal({ type, body }: Made): Sealed {
  const plain = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const worth =
    plain.length >= packedFrom && /^(?:text\/|application\/(?:json|atom|schema|vnd|problem)|image\/svg)/.test(type)
  return {
    type,
    plain,
    packed: worth ? new Uint8Array(gzipSync(plain, { level: 6 })) : null,
    etag: `"${createHash('sha256').update(type).update(plain).digest('base64url').slice(0, 22)}"`,
  }
}
