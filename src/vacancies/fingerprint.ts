/** A text's shingles and their MinHash sketch: whether two adverts are the same advert. */

/** Words per shingle: long enough that stock phrases of one employer do not make two jobs one. */
const words = 4
/** Hash functions of a sketch; 16 bands of 4 find 99.9 % of pairs at a similarity of 0.9. */
const hashes = 64
const bandRows = 4

const seeds = Array.from({ length: hashes }, (_, index) => Math.imul(index + 1, 0x9e3779b1) | 1)

function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** The finaliser of MurmurHash3: spreads a 32-bit value over all its bits. */
function mix(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Hashes of every run of four words, without case, punctuation and digits' grouping. */
export function shinglesOf(text: string): Set<number> {
  const tokens = text.toLowerCase().match(/[\p{L}\p{N}+#]+/gu) ?? []
  const found = new Set<number>()
  const tokenHashes = tokens.map((token) => hashOf(token, 0, token.length))
  const last = Math.max(0, tokenHashes.length - words)
  for (let at = 0; at <= last && tokenHashes.length > 0; at++) {
    let hash = 0
    for (let step = at; step < Math.min(at + words, tokenHashes.length); step++)
      hash = mix(Math.imul(hash, 31) ^ tokenHashes[step]!)
    found.add(hash)
  }
  return found
}

export function jaccard(left: Set<number>, right: Set<number>): number {
  if (left.size === 0 && right.size === 0) return 1
  const [small, large] = left.size < right.size ? [left, right] : [right, left]
  let shared = 0
  for (const shingle of small) if (large.has(shingle)) shared += 1
  return shared / (left.size + right.size - shared)
}

/** Band keys of the MinHash sketch: texts that are nearly the same share at least one. */
export function bandsOf(shingles: Set<number>): string[] {
  const least = new Uint32Array(hashes).fill(0xffffffff)
  for (const shingle of shingles) {
    for (let index = 0; index < hashes; index++) {
      const value = mix(Math.imul(shingle, seeds[index]!) ^ (index * 0x27d4eb2f))
      if (value < least[index]!) least[index] = value
    }
  }
  return Array.from({ length: hashes / bandRows }, (_, band) =>
    [band, ...least.subarray(band * bandRows, (band + 1) * bandRows)].join('.'),
  )
}
