/** Which texts are the same advert, told by their shingles and roles; near-linear in their number. */
import { bandsOf, jaccard, type Shingles, shinglesOf } from './fingerprint.ts'
import { coveredRoles, rolesOf, sharedRoles } from './roles.ts'

/** What tells one text from another. `thread` is known of posts of monthly threads, which one text may offer many roles in. */
export interface Print {
  shingles: Shingles
  thread: { title: string; roles: ReadonlySet<string> } | null
}

/** `threadTitle` is the title, with normal words, of a post of a monthly thread. */
export const printOf = (text: string, threadTitle: string | null): Print => ({
  shingles: shinglesOf(text),
  thread: threadTitle === null ? null : { title: threadTitle, roles: rolesOf(text) },
})

/** Texts at least this alike are one advert. */
export const sameText = 0.9
/** Posts of a thread with one title and the same roles are one advert from here: its employer has told of itself anew. */
const samePost = 0.65
/** Of the roles in the shorter list, so many must be in the other: an employer writes the same around its next job. */
const mostRoles = 0.5
const sameRoles = 0.8
/** Up to this many texts every pair is compared; above, only those that share a band of their sketches. */
const pairwise = 24
/** Texts of a band that a further one is compared with, so that a band of copies costs no square. */
const perBand = 8

/** For each text's number the number of its class. */
export function textClasses(texts: ReadonlyMap<number, Print>): Map<number, number> {
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
    if (one !== other && isOneAdvert(texts.get(left)!, texts.get(right)!)) {
      parent.set(Math.max(one, other), Math.min(one, other))
    }
  }
  return new Map(nos.map((no) => [no, root(no)]))
}

function isOneAdvert(left: Print, right: Print): boolean {
  const [one, other] = [left.thread, right.thread]
  const alike = jaccard(left.shingles, right.shingles, one === null || other === null ? sameText : samePost)
  if (one === null || other === null) return alike >= sameText
  if (alike >= sameText) return coveredRoles(one.roles, other.roles) > mostRoles
  return alike >= samePost && one.title === other.title && sharedRoles(one.roles, other.roles) >= sameRoles
}

function* everyPair(nos: number[]): Generator<[number, number]> {
  for (let left = 0; left < nos.length; left++) {
    for (let right = left + 1; right < nos.length; right++) yield [nos[left]!, nos[right]!]
  }
}

/** Each text with the earlier ones of its bands, one of each class. */
function* bandPairs(texts: ReadonlyMap<number, Print>, root: (no: number) => number): Generator<[number, number]> {
  const bands = new Map<number, number[]>()
  for (const [no, { shingles }] of texts) {
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
