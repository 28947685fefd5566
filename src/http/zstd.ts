/** zstd, where this Node has a decoder for it that tells a cut stream from a whole one. */
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'

/** Node's types that we build with know none of these. */
interface Zstd {
  createZstdDecompress?(): Transform
  zstdDecompressSync?(bytes: Buffer): Buffer
}

const { createZstdDecompress, zstdDecompressSync } = zlib as Zstd

/** "[]" in a frame without its last byte. */
const cut = Buffer.from('28b52ffd20021100005b', 'hex')

/** Node 22 has a decoder that ends without a word wherever the stream is cut: worse than none. */
function noticesCuts(): boolean {
  if (createZstdDecompress === undefined || zstdDecompressSync === undefined) return false
  try {
    zstdDecompressSync(cut)
    return false
  } catch {
    // What was hoped for.
    return true
  }
}

/** Makes a decoder; null where there is none to be trusted. */
export const zstdDecoder: (() => Transform) | null =
  createZstdDecompress !== undefined && noticesCuts() ? createZstdDecompress : null
