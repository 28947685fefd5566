/**
 * The one pass over a text: thousands of names by automata, longest first, at word bounds; and on the way the words that
 * the rules' patterns may begin with.
 */
import { automatonOf, type Hit, type Pattern } from './automaton.ts'
import { classes, firstPlain, gap, isSpelt, other, skip, width, wordly } from './characters.ts'
import { addWords, shapeOf, type Words } from './leads.ts'

export interface Matcher {
  /**
   * For each vocabulary, every longest hit that begins where no earlier one of it is under way, in order of offset. The
   * words of the text are added to `words`.
   */
  find(text: string, words?: Words): Hit[][]
}

/** `isSpelt`, written out where it is asked of every character: what is called there leaves no room to inline the rest. */
const firstSpelt = firstPlain
const behindSpelt = firstPlain + 36

/** Reads a text once for up to four vocabularies, each of which finds what it would find alone. */
export function createMatcher(vocabularies: readonly (readonly Pattern[])[]): Matcher {
  const automata = vocabularies.map((patterns) => automatonOf(patterns))
  const { alone, onward, signs } = beginningsOf(automata.map(({ spelled }) => spelled))

  return {
    find: (text, words) => {
      const found: Hit[][] = automata.map(() => [])
      const free = automata.map(() => 0)
      const units = unitsOf(text)
      const { length } = text
      let told = 0
      let count = 0
      let at = 0
      while (at < length) {
        // Here a word begins, or a sign stands.
        const first = classes[units[at]!]!
        let end = at + 1
        let may = 0
        if (first >= firstSpelt && first < behindSpelt) {
          let hash = first
          let all = units[at]!
          let unit = units[end]!
          let kind = classes[unit]!
          while (kind >= firstSpelt && kind < behindSpelt) {
            hash = joined(hash, kind)
            all |= unit
            end += 1
            unit = units[end]!
            kind = classes[unit]!
          }
          if (words !== undefined && at >= told) {
            if (all < 128 && unit !== underscore && (kind !== other || unit < 128)) {
              const shape = shapeOf(units, at, end - at)
              words.at[count] = at
              words.shapes[count] = shape
              // Without a branch that could be guessed wrong: 0 is written over by the next.
              count += (shape + 0xffff) >>> 16
            } else {
              told = endOfRun(units, end)
              count = addedWords(words, count, at, Math.min(told, length))
            }
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
        if (first === other && units[at]! > 127 && words !== undefined && at >= told) {
          told = endOfRun(units, end)
          count = addedWords(words, count, at, Math.min(told, length))
        }
        at = first === skip ? at + 1 : nextStart(units, at, length)
      }
      if (words !== undefined) words.last = count
      return found
    },
  }
}

/** How many words there are when those of a stretch are added. */
function addedWords(words: Words, count: number, from: number, to: number): number {
  words.last = count
  addWords(words, from, to)
  return words.last
}

const underscore = 95

/** Letters of any script and underscores: what `\b` takes for one word or for several is told from the characters. */
function endOfRun(units: Uint16Array, from: number): number {
  let at = from
  while (wordly[units[at]!] !== 0 || units[at] === underscore) at += 1
  return at
}

/** Behind the word at a place and the one sign that parts it from the next. */
function nextStart(units: Uint16Array, from: number, length: number): number {
  let at = from
  while (wordly[units[at]!] !== 0) at += 1
  if (at < length && classes[units[at]!] !== skip) return at + 1
  while (at < length && classes[units[at]!] === skip) at += 1
  return at
}

/** Longer texts get a copy of their own, that the memory of one is not kept for ever. */
const longestKept = 1 << 18
/** Units behind the text, so that looking ahead needs no bounds. */
const padding = 8
const kept = Buffer.alloc(2 * (longestKept + padding))
const unitsIn = (bytes: Buffer): Uint16Array => new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
const keptUnits = unitsIn(kept)

/** The text as UTF-16 units, blanks behind its end; good until the next call. Much faster to read than the text itself. */
function unitsOf(text: string): Uint16Array {
  const short = text.length <= longestKept
  const bytes = short ? kept : Buffer.alloc(2 * (text.length + padding))
  bytes.write(text, 'utf16le')
  const units = short ? keptUnits : unitsIn(bytes)
  for (let at = text.length; at < text.length + padding; at++) units[at] = 32
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
