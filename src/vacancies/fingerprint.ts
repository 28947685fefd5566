/** A text's shingles and their MinHash sketch: whether two adverts are the same advert. */

/** Words per shingle: long enough that stock phrases of one employer do not make two jobs one. */
const words = 4
/** Hash functions of a sketch; 16 bands of 4 find 99.9 % of pairs at a similarity of 0.9. */
const hashes = 64
const bandRows = 4

const seeds = Array.from({ length: hashes }, (_, index) => Math.imul(index + 1, 0x9e3779b1) | 1)

/** Hashes of every run of four words, sorted, each once. */
export type Shingles = Uint32Array

/** The finaliser of MurmurHash3: spreads a 32-bit value over all its bits. */
function mix(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** FNV-1a, of which a token's hash is made as it is read. */
const [empty, prime] = [0x811c9dc5, 0x01000193]

const [unmet, begins, goesOn, outside] = [0, 1, 2, 3]
/** What each character does in a token, by its code, as far as met. */
const roles = new Uint8Array(0x10000)
const wordy = /[\p{L}\p{N}]/u

function roleOf(code: number, character: string): number {
  const role = wordy.test(character) ? begins : character === '+' || character === '#' ? goesOn : outside
  if (code < roles.length) roles[code] = role
  return role
}

/** Where the words and runs of a text are made, one text after another. */
let tokens = new Uint32Array(4096)
let runs = new Uint32Array(4096)

/** Puts the hashes of the words, which begin with a letter or figure and may hold + and #, `c++`, into tokens; returns how many. */
function tokenise(text: string): number {
  if (tokens.length <= text.length / 2) [tokens, runs] = [new Uint32Array(text.length), new Uint32Array(text.length)]
  let count = 0
  let hash = empty
  let within = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // The two halves of a rare character are one.
    const isPair = (code & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
    let role = isPair ? unmet : roles[code]!
    if (role === unmet) {
      const whole = text.codePointAt(at)!
      role = roleOf(whole, String.fromCodePoint(whole))
    }
    if (role === begins || (within && role === goesOn)) {
      within = true
      hash = Math.imul(hash ^ code, prime)
      if (isPair) {
        at += 1
        hash = Math.imul(hash ^ text.charCodeAt(at), prime)
      }
      continue
    }
    if (isPair) at += 1
    if (!within) continue
    tokens[count++] = hash
    hash = empty
    within = false
  }
  if (within) tokens[count++] = hash
  return count
}

/** A line that states pay, which law and currency make differ from place to place where the job does not. */
const payLine = /\b(?:salary|salaries|compensation|base pay|pay range|hourly rate|on-target earnings|OTE)\b/i
const amount = /[$€£¥₹]\s?\d|\d\s?(?:k\b|[$€£])|\b(?:USD|CAD|EUR|GBP|AUD|SGD|INR|CHF|PLN)\b/i
/** Where to apply: it differs between two postings of one job, and is cut short at will. */
const addresses = /\bhttps?:\/\/\S+|\S+@\S+/gi

const withoutPay = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !(payLine.test(line) && amount.test(line)))
    .join('\n')

/** Most texts have none, which is seen much faster than that no word of theirs is one. */
const withoutAddresses = (text: string): string =>
  text.includes('@') || text.includes('://') ? text.replace(addresses, ' ') : text

/** Without case, punctuation, addresses and what is said of pay. A text of fewer than four words is one shingle. */
export function shinglesOf(text: string): Shingles {
  const rest = withoutAddresses(payLine.test(text) ? withoutPay(text) : text)
  // Where that is most of the text, it is what tells it from another.
  const told = (rest.trim().length < text.length / 2 ? text : rest).toLowerCase()
  const count = tokenise(told)
  const last = count === 0 ? -1 : Math.max(0, count - words)
  for (let at = 0; at <= last; at++) {
    let hash = 0
    const end = Math.min(at + words, count)
    for (let step = at; step < end; step++) hash = mix(Math.imul(hash, 31) ^ tokens[step]!)
    runs[at] = hash
  }
  const sorted = runs.subarray(0, last + 1).sort()
  let unique = 0
  for (let at = 0; at <= last; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[unique++] = sorted[at]!
  return sorted.slice(0, unique)
}

/** Of all shingles in either, the share in both; 1 for two empty texts. As soon as it must be below `least` it is told as 0. */
export function jaccard(left: Shingles, right: Shingles, least = 0): number {
  if (left.length === 0 && right.length === 0) return 1
  // So many of the left must be in the right as well; all but these may be missing.
  let spare = left.length - Math.floor((least * (left.length + right.length)) / (1 + least))
  let shared = 0
  let at = 0
  for (const shingle of left) {
    while (at < right.length && right[at]! < shingle) at += 1
    if (right[at] === shingle) shared += 1
    else if (--spare < 0) return 0
  }
  return shared / (left.length + right.length - shared)
}

/** Band keys of the MinHash sketch: texts that are nearly the same share at least one. */
export function bandsOf(shingles: Shingles): number[] {
  const least = new Uint32Array(hashes).fill(0xffffffff)
  for (const shingle of shingles) {
    for (let index = 0; index < hashes; index++) {
      const value = mix(Math.imul(shingle, seeds[index]!) ^ (index * 0x27d4eb2f))
      if (value < least[index]!) least[index] = value
    }
  }
  return Array.from({ length: hashes / bandRows }, (_, band) => {
    let low = mix(band + 1)
    let high = band
    for (let row = band * bandRows; row < (band + 1) * bandRows; row++) {
      low = mix(low ^ least[row]!)
      high = (Math.imul(high, 31) + least[row]!) & 0xfffff
    }
    return high * 0x100000000 + low
  })
}
