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
  /** Every longest hit that begins where no earlier one is under way, in order of offset; several where spellings meet. */
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
  const { three, five } = startsOf(spelled)
  const exactTexts = patterns.map(({ text, exact }) => (exact ? text : null))

  const fits = (pattern: number, text: string, from: number, to: number): boolean => {
    const wanted = exactTexts[pattern]!
    return wanted === null || sameLetters(wanted, text, from, to)
  }

  const goesOn = (text: string, at: number, first: number, second: number, third: number): boolean => {
    const fourth = at + 3 < text.length ? classes[text.charCodeAt(at + 3)]! : gap
    const fifth = at + 4 < text.length ? classes[text.charCodeAt(at + 4)]! : gap
    if (fourth === skip || fifth === skip) return true
    if (fourth === gap && (third === gap || fifth === gap)) return true
    return (
      five[hashOf(first, second, third, fourth, fifth)] === 1 ||
      (ending[fifth] === 1 && five[hashOf(first, second, third, fourth, skip)] === 1) ||
      (ending[fourth] === 1 && five[hashOf(first, second, third, skip, skip)] === 1)
    )
  }

  const find = (text: string): Hit[] => {
    const hits: Hit[] = []
    const length = text.length
    let at = 0
    while (at < length) {
      // Here a word begins, or a sign stands.
      const unit = text.charCodeAt(at)
      const first = classes[unit]!
      if (first >= firstPlain) {
        const second = at + 1 < length ? classes[text.charCodeAt(at + 1)]! : gap
        const third = at + 2 < length ? classes[text.charCodeAt(at + 2)]! : gap
        const opens = three[(first * width + second) * width + third]!
        if (opens === certainly || (opens === perhaps && goesOn(text, at, first, second, third))) {
          const length = longest(text, at, next[first]!)
          if (length > 0) {
            for (let pattern = ends[endState]!; pattern !== -1; pattern = alsoEnds[pattern]!) {
              if (fits(pattern, text, at, at + length)) hits.push({ pattern, offset: at, length })
            }
            at += length
            // A name that ends in a sign ends no word.
            if (wordly[text.charCodeAt(at - 1)] === 0) continue
          }
        }
      }
      if (first === skip) at += 1
      else {
        while (at < length && wordly[text.charCodeAt(at)] !== 0) at += 1
        if (at < length && classes[text.charCodeAt(at)] !== skip) at += 1
        else while (at < length && classes[text.charCodeAt(at)] === skip) at += 1
      }
    }
    return hits
  }

  /** Where the longest name of the last walk ended, in the automaton. */
  let endState = 0

  /** Walks from a word's first character as far as any name goes: the length of the longest that ends at a word's end, or 0. */
  const longest = (text: string, from: number, first: number): number => {
    let state = first
    let best = 0
    let lastWasGap = false
    const length = text.length
    for (let at = from + 1; ; at++) {
      const unit = at < length ? text.charCodeAt(at) : 32
      const kind = classes[unit]!
      if (ends[state] !== -1 && !lastWasGap && wordly[unit] === 0 && kind !== skip) {
        for (let pattern = ends[state]!; pattern !== -1; pattern = alsoEnds[pattern]!) {
          if (fits(pattern, text, from, at)) {
            best = at - from
            endState = state
            break
          }
        }
      }
      if (at >= length) return best
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

const perhaps = 1
const certainly = 2
const hashOf = (first: number, second: number, third: number, fourth: number, fifth: number): number =>
  Math.imul((((first * width + second) * width + third) * width + fourth) * width + fifth, 0x9e37_79b1) >>> 15

/** Classes that may stand behind a name's last character: everything but the letters and digits that patterns hold. */
const behind = Array.from({ length: width }, (_, kind) => kind).filter(
  (kind) => kind < firstPlain || !/[a-z0-9]/.test(plain[kind - firstPlain]!),
)

const ending = Uint8Array.from({ length: width }, (_, kind) => (behind.includes(kind) ? 1 : 0))

/**
 * Which three classes can begin a name, and which five: two look-ups in small tables turn away nearly every word before
 * any walk through the automaton, which is far larger than a processor's nearest cache.
 */
function startsOf(spelled: readonly number[][]): { three: Uint8Array; five: Uint8Array } {
  const three = new Uint8Array(width ** 3)
  const five = new Uint8Array(1 << 17)
  const every = Array.from({ length: width }, (_, kind) => kind)
  const mark = (first: number, second: number, third: number, how: number) => {
    const place = (first * width + second) * width + third
    three[place] = Math.max(three[place]!, how)
  }
  for (const [first, second, third, fourth, fifth] of spelled as [number, ...(number | undefined)[]][]) {
    // Characters that are skipped may stand anywhere, and a gap may be several characters long: those are walked.
    for (const after of every) mark(first, skip, after, certainly)
    if (second === undefined) {
      for (const after of behind) for (const last of every) mark(first, after, last, certainly)
      continue
    }
    mark(first, second, skip, certainly)
    if (second === gap) mark(first, gap, gap, certainly)
    if (third === undefined) {
      for (const after of behind) mark(first, second, after, certainly)
      continue
    }
    mark(first, second, third, perhaps)
    // `skip` stands for the end of the name: as a class of the text it is walked and never looked up.
    five[hashOf(first, second, third, fourth ?? skip, fourth === undefined ? skip : (fifth ?? skip))] = 1
  }
  return { three, five }
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
