/** How the words of a text are kept. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { PostingText } from '../../src/domain.ts'

/** Texts above this many characters are kept deflated. */
const packAbove = 400
/** A small window and small buffers: most of the cost of deflating a short text is setting up for a long one. */
const packing = { level: 3, windowBits: 13, memLevel: 6, chunkSize: 4096 }

export const packText = (text: PostingText): { body: Buffer; packed: number } => {
  const plain = Buffer.from(JSON.stringify([text.role, text.company]))
  return plain.length > packAbove ? { body: packFast(plain), packed: 1 } : { body: plain, packed: 0 }
}

export const packFast = (plain: Buffer): Buffer => deflateRawSync(plain, packing)

export const unpackText = (body: Buffer, packed: number): PostingText => {
  const [role, company] = JSON.parse((packed ? inflateRawSync(body) : body).toString('utf8')) as [string, string]
  return { role, company }
}
