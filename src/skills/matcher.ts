/** Automata for thousands of names: finds them all in one pass over a text, longest first, at word bounds. */

export interface Pattern {
  text: string
  /** Case must be as written. */
  exact: boolean
}

export interface Hit {
  /** Index of the pattern. */
  pattern: number
  offset: number
  length: number
}

/** Classes of characters. Everything that parts words is one class, so that `scikit-learn` and `scikit learn` are one. */
const skip = 0
const gap = 1
const other = 2
const firstPlain = 3

const plain = "abcdefghijklmnopqrstuvwxyz0123456789+#./&',()"

/** Class of each UTF-16 unit. */
const classes = new Uint8Array(65_536).fill(other)
/** 1 where the unit is a letter or digit: a name does not begin or end inside a word. */
const wordly = new Uint8Array(65_536)

for (let unit = 0; unit < 65_536; unit++) {
  const char = String.fromCharCode(unit)
  if (/[\p{L}\p{N}]/u.test(char)) wordly[unit] = 1
  // Full-width letters, accents and the like read as what they stand for.
  const folded = char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const at = folded.length === 1 ? plain.indexOf(folded) : -1
  if (at >= 0) classes[unit] = firstPlain + at
  if (/[\s_\-\u2010-\u2015\u2212]/.test(char)) classes[unit] = gap
  if (/[\p{Cf}\p{M}]/u.test(char)) classes[unit] = skip
}
classes[0x2019] = firstPlain + plain.indexOf("'")
// Surrogates are halves of letters, emoji and the like: treated as other, and as no part of a word.
const width = firstPlain + plain.length
const isSpelt = (kind: number): boolean => kind >= firstPlain && kind < firstPlain + 36
// What is read as a letter or digit is part of a word.
for (let unit = 0; unit < 65_536; unit++) if (isSpelt(classes[unit]!)) wordly[unit] = 1

export interface Matcher {
  /** For each vocabulary, every longest hit that begins where no earlier one of it is under way, in order of offset. */
  find(text: string): Hit[][]
}

/** Reads a text once for up to four vocabularies, each of which finds what it would find alone. */
export function createMatcher(vocabularies: readonly (readonly Pattern[])[]): Matcher {
  const automata = vocabularies.map((patterns) => automatonOf(patterns))
  const { alone, onward, signs } = beginningsOf(automata.map(({ spelled }) => spelled))

  return {
    find: (text) => {
      const found: Hit[][] = automata.map(() => [])
      const free = automata.map(() => 0)
      const units = unitsOf(text)
      const { length } = text
      let at = 0
      while (at < length) {
        // Here a word begins, or a sign stands.
        const first = classes[units[at]!]!
        let end = at + 1
        let may = 0
        if (isSpelt(first)) {
          let hash = first
          let kind = classes[units[end]!]!
          while (isSpelt(kind)) {
            hash = joined(hash, kind)
            end += 1
            kind = classes[units[end]!]!
          }
          if (kind === skip) may = every
          else {
            const after = classes[units[end + 1]!]!
            const blank = kind === gap && (after === gap || after === skip)
            may =
              alone[placeOf(hash)]! | onward[placeOf(blank ? joined(hash, gap) : joined(joined(hash, kind), after))]!
            // The common word.
            if (may === 0 && kind !== other) {
              at = end + 1
              continue
            }
          }
        } else if (first >= firstPlain) may = signs[first]!
        for (let one = 0; may !== 0; may >>= 1, one++)
          if ((may & 1) !== 0 && at >= free[one]!) free[one] = automata[one]!.take(text, units, at, found[one]!)
        at = first === skip ? at + 1 : nextStart(units, at, length)
      }
      return found
    },
  }
}

/** Behind the word at a place and the one sign that parts it from the next. */
function nextStart(units: Uint16Array, from: number, length: number): number {
  let at = from
  while (wordly[units[at]!] !== 0) at += 1
  if (at < length && classes[units[at]!] !== skip) return at + 1
  while (at < length && classes[units[at]!] === skip) at += 1
  return at
}

interface Automaton {
  spelled: number[][]
  /** Adds the hits that begin at a place; from where on the next may begin. */
  take(text: string, units: Uint16Array, from: number, hits: Hit[]): number
}

/** Patterns that differ only in case or in what parts their words share a path. */
function automatonOf(patterns: readonly Pattern[]): Automaton {
  const spelled = patterns.map(({ text }) => spell(text))
  const states = 1 + spelled.reduce((sum, units) => sum + units.length, 0)
  const next = new Int32Array(states * width)
  /** First pattern that ends at a state, and from there the next that does; -1 ends the list. */
  const ends = new Int32Array(states).fill(-1)
  const alsoEnds = new Int32Array(patterns.length).fill(-1)
  let used = 1
  for (const [pattern, units] of spelled.entries()) {
    let state = 0
    for (const unit of units) {
      const edge = state * width + unit
      if (next[edge] === 0) {
        next[edge] = used
        used += 1
      }
      state = next[edge]!
    }
    alsoEnds[pattern] = ends[state]!
    ends[state] = pattern
  }
  const exactTexts = patterns.map(({ text, exact }) => (exact ? text : null))
  const fits = (pattern: number, text: string, from: number, to: number): boolean => {
    const wanted = exactTexts[pattern]!
    return wanted === null || sameLetters(wanted, text, from, to)
  }

  /** As far as any name goes, from a word's first character: the longest that ends at a word's end. */
  const take = (text: string, units: Uint16Array, from: number, hits: Hit[]): number => {
    const { length } = text
    let state = next[classes[units[from]!]!]!
    let end = from
    let endState = 0
    let lastWasGap = false
    for (let at = from + 1; ; at++) {
      const unit = units[at]!
      const kind = classes[unit]!
      if (ends[state] !== -1 && !lastWasGap && wordly[unit] === 0 && kind !== skip) {
        for (let pattern = ends[state]!; pattern !== -1; pattern = alsoEnds[pattern]!) {
          if (fits(pattern, text, from, at)) {
            end = at
            endState = state
            break
          }
        }
      }
      if (at >= length) break
      if (kind === skip || (kind === gap && lastWasGap)) continue
      lastWasGap = kind === gap
      state = next[state * width + kind]!
      if (state === 0) break
    }
    if (end === from) return from
    for (let pattern = ends[endState]!; pattern !== -1; pattern = alsoEnds[pattern]!) {
      if (fits(pattern, text, from, end)) hits.push({ pattern, offset: from, length: end - from })
    }
    // Behind a word one sign parts it from the next; a name that ends in a sign ends no word.
    return wordly[units[end - 1]!] === 0 ? end : end + 1
  }

  return { spelled, take }
}

/** Longer texts get a copy of their own, that the memory of one is not kept for ever. */
const longestKept = 1 << 18
/** Units behind the text, so that looking ahead needs no bounds. */
const padding = 8
const kept = Buffer.alloc(2 * (longestKept + padding))

/** The text as UTF-16 units, blanks behind its end; good until the next call. Much faster to read than the text itself. */
function unitsOf(text: string): Uint16Array {
  const bytes = text.length <= longestKept ? kept : Buffer.alloc(2 * (text.length + padding))
  bytes.write(text, 'utf16le')
  const units = new Uint16Array(bytes.buffer, bytes.byteOffset, text.length + padding)
  units.fill(32, text.length)
  return units
}

const every = 255
const joined = (hash: number, kind: number): number => Math.imul(hash, 0x9e37_79b1) + kind
const placeOf = (hash: number): number => Math.imul(hash, 0x85eb_ca6b) >>> 16

/**
 * What names begin with, a bit a vocabulary: their first word, where it may be all of the name; their first word, what
 * parts it from the rest and the first character of that; or a sign. Look-ups in these small tables turn away nearly
 * every word before any walk through an automaton, which is far larger than a processor's nearest cache.
 */
function beginningsOf(vocabularies: readonly number[][][]): {
  alone: Uint8Array
  onward: Uint8Array
  signs: Uint8Array
} {
  const alone = new Uint8Array(1 << 16)
  const onward = new Uint8Array(1 << 16)
  const signs = new Uint8Array(width)
  for (const [vocabulary, spelled] of vocabularies.entries()) {
    const bit = 1 << vocabulary
    for (const kinds of spelled) {
      let end = 0
      let hash = 0
      for (; end < kinds.length && isSpelt(kinds[end]!); end++) hash = end === 0 ? kinds[0]! : joined(hash, kinds[end]!)
      const parted = joined(hash, kinds[end] ?? gap)
      if (end === 0) signs[kinds[0]!]! |= bit
      else if (kinds.length <= end + 1) alone[placeOf(hash)]! |= bit
      else onward[placeOf(joined(parted, kinds[end + 1]!))]! |= bit
      // A gap may be several characters long.
      if (end > 0 && kinds[end] === gap) onward[placeOf(parted)]! |= bit
    }
  }
  return { alone, onward, signs }
}

/** Why a name cannot be searched for; null where it can. */
export function unspellable(text: string): string | null {
  try {
    spell(text)
    return null
  } catch (error) {
    return (error as RangeError).message
  }
}

/** Whether letters and digits are the same, whatever signs part them; accents and full-width forms are folded. */
function sameLetters(wanted: string, text: string, from: number, to: number): boolean {
  let at = 0
  for (let place = from; place < to; place++) {
    const unit = text.charCodeAt(place)
    if (unit > 127) return lettersOf(text.slice(from, to)) === lettersOf(wanted)
    if (wordly[unit] === 0) continue
    while (at < wanted.length && wordly[wanted.charCodeAt(at)] === 0) at += 1
    if (at >= wanted.length || wanted.charCodeAt(at) !== unit) return false
    at += 1
  }
  return true
}

/** A name as classes; what the automaton cannot hold is an error of the catalog. */
function spell(text: string): number[] {
  const units: number[] = []
  for (let at = 0; at < text.length; at++) {
    const kind = classes[text.charCodeAt(at)]!
    if (kind === skip) continue
    if (kind === other)
      throw new RangeError(`the alias "${text}" holds "${text[at]}", which no posting is searched for`)
    if (kind === gap && (units.length === 0 || units.at(-1) === gap)) continue
    units.push(kind)
  }
  if (units.at(-1) === gap) units.pop()
  if (units.length === 0) throw new RangeError('an alias is empty')
  return units
}

/** The letters and digits alone: what "case as written" compares. */
const lettersOf = (text: string): string => text.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '')
