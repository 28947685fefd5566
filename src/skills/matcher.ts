/** One automaton for every alias of the catalog: finds them all in one pass over a text, longest first, at word bounds. */

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

export interface Matcher {
  /** Every longest hit that begins where no earlier one is under way, in order of offset. */
  find(text: string): Hit[]
}

/** Builds the automaton. Patterns that differ only in case or in what parts their words share a path. */
export function createMatcher(patterns: readonly Pattern[]): Matcher {
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
  const exactLetters = patterns.map(({ text, exact }) => (exact ? lettersOf(text) : null))

  const fits = (pattern: number, text: string, from: number, to: number): boolean => {
    const letters = exactLetters[pattern]!
    return letters === null || lettersOf(text.slice(from, to)) === letters
  }

  const find = (text: string): Hit[] => {
    const hits: Hit[] = []
    const length = text.length
    let inWord = false
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at)
      const kind = classes[unit]!
      if (kind === skip) continue
      if (kind <= other) {
        inWord = kind === other && wordly[unit] === 1
        continue
      }
      const state = next[kind]!
      if (inWord || state === 0) {
        inWord = wordly[unit] === 1
        continue
      }
      inWord = wordly[unit] === 1
      const hit = longest(text, at, state)
      if (hit === null) continue
      hits.push(hit)
      at = hit.offset + hit.length - 1
      inWord = wordly[text.charCodeAt(at)] === 1
    }
    return hits
  }

  /** Walks from a word's first character as far as any name goes; the longest that ends at a word's end wins. */
  const longest = (text: string, from: number, first: number): Hit | null => {
    let state = first
    let best: Hit | null = null
    let lastWasGap = false
    for (let at = from + 1; ; at++) {
      const unit = at < text.length ? text.charCodeAt(at) : 32
      if (ends[state] !== -1 && !lastWasGap && wordly[unit] === 0 && classes[unit] !== skip) {
        for (let pattern = ends[state]!; pattern !== -1; pattern = alsoEnds[pattern]!) {
          if (fits(pattern, text, from, at)) {
            best = { pattern, offset: from, length: at - from }
            break
          }
        }
      }
      if (at >= text.length) return best
      const kind = classes[unit]!
      if (kind === skip) continue
      if (kind === gap) {
        if (lastWasGap) continue
        lastWasGap = true
      } else {
        lastWasGap = false
      }
      state = next[state * width + kind]!
      if (state === 0) return best
    }
  }

  return { find }
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

/** Whether the unit is a letter or digit. */
export const isWordUnit = (unit: number): boolean => wordly[unit] === 1
