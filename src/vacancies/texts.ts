/** Which texts are the same advert, told by their shingles; near-linear in their number. */
import { bandsOf, jaccard, type Shingles } from './fingerprint.ts'

/** Texts at least this alike are one advert. */
export const sameText = 0.9
/** Up to this many texts every pair is compared; above, only those that share a band of their sketches. */
const pairwise = 24
/** Texts of a band that a further one is compared with, so that a band of copies costs no square. */
const perBand = 8

/** For each text's number the number of its class. */
export function textClasses(texts: ReadonlyMap<number, Shingles>): Map<number, number> {
  const nos = [...texts.keys()]
  const parent = new Map(nos.map((no) => [no, no]))
  const root = (no: number): number => {
    let at = no
    while (parent.get(at) !== at) at = parent.get(at)!
    parent.set(no, at)
    return at
  }
  for (const [left, right] of nos.length <= pairwise ? everyPair(nos) : bandPairs(texts, root)) {
    const [one, other] = [root(left), root(right)]
    if (one !== other && jaccard(texts.get(left)!, texts.get(right)!) >= sameText) {
      parent.set(Math.max(one, other), Math.min(one, other))
    }
  }
  return new Map(nos.map((no) => [no, root(no)]))
}

function* everyPair(nos: number[]): Generator<[number, number]> {
  for (let left = 0; left < nos.length; left++) {
    for (let right = left + 1; right < nos.length; right++) yield [nos[left]!, nos[right]!]
  }
}

/** Each text with the earlier ones of its bands, one of each class. */
function* bandPairs(texts: ReadonlyMap<number, Shingles>, root: (no: number) => number): Generator<[number, number]> {
  const bands = new Map<number, number[]>()
  for (const [no, shingles] of texts) {
    for (const band of bandsOf(shingles)) {
      const earlier = bands.get(band)
      if (earlier === undefined) {
        bands.set(band, [no])
        continue
      }
      for (const other of earlier) yield [other, no]
      if (earlier.length < perBand && earlier.every((other) => root(other) !== root(no))) earlier.push(no)
    }
  }
}
