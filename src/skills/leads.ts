/**
 * Which patterns may match in a stretch of text, told from the shapes of its words: their first three characters and
 * their length. A text is read into such words once; a pattern is tried only where a word stands that it can begin with.
 */
import { beginningsOf, longestWord } from './beginnings.ts'

/** Codes of characters: 0 parts words as `\b` has it, then letters in either case, digits, the underscore, and what is beyond ASCII. */
const codes = new Uint8Array(65_536).fill(29)
for (let unit = 0; unit < 128; unit++) codes[unit] = codeOf(unit)
const foreign = 29

function codeOf(unit: number): number {
  if (unit >= 97 && unit <= 122) return unit - 96
  if (unit >= 65 && unit <= 90) return unit - 64
  if (unit >= 48 && unit <= 57) return 27
  return unit === 95 ? 28 : 0
}

/**
 * Shapes that any pattern can begin with have numbers; 0 is any other. One pair of tables for all, and small masks by
 * number: with a large table for each set of patterns they would push each other out of the processor's cache.
 */
const beginningNumbers = new Uint16Array(1 << 15)
const lengths = longestWord + 1
const mostBeginnings = 1 << 11
const shapeNumbers = new Uint16Array(mostBeginnings * lengths)
const mostShapes = 1 << 13
let beginningsGiven = 0
let shapesGiven = 0

export interface Leads {
  /** Bit n is pattern n; by the number of a word's shape. */
  masks: Uint32Array
  /** Patterns that may begin anywhere. */
  always: number
}

/** At most 31 patterns, beginning with `\b` and read without regard to case. */
export function leadsOf(patterns: readonly RegExp[]): Leads {
  if (patterns.length > 31) throw new RangeError('leads hold 31 patterns')
  const masks = new Uint32Array(mostShapes)
  let always = 0
  for (const [at, pattern] of patterns.entries()) {
    const bit = 1 << at
    const beginnings = beginningsOf(pattern.source)
    if (beginnings === null) always |= bit
    for (const { sets, length, open } of beginnings ?? []) {
      const [first, second, third] = sets.map(bitsOf) as [number[], number[], number[]]
      for (const one of first)
        for (const two of second)
          for (const three of third)
            for (let long = open ? 0 : length; long <= (open ? longestWord : length); long++)
              if (long >= length || one === foreign) masks[shapeFor((one << 10) | (two << 5) | three, long)]! |= bit
    }
  }
  return { masks, always }
}

function shapeFor(lead: number, length: number): number {
  if (beginningNumbers[lead] === 0) beginningNumbers[lead] = ++beginningsGiven
  const place = beginningNumbers[lead]! * lengths + length
  if (shapeNumbers[place] === 0) shapeNumbers[place] = ++shapesGiven
  if (beginningsGiven >= mostBeginnings || shapesGiven >= mostShapes)
    throw new RangeError('the patterns begin in more ways than there are numbers for')
  return shapeNumbers[place]!
}

const bitsOf = (set: number): number[] =>
  Array.from({ length: 30 }, (_, code) => code).filter((code) => ((set >>> code) & 1) === 1)

/** Words of a stretch of text that any pattern may begin with. */
export interface Words {
  text: string
  /** Of the text's first character in what the places of the words count from. */
  base: number
  at: Int32Array
  shapes: Uint16Array
  /** The words of the stretch, in those arrays. */
  first: number
  last: number
  /** The text that was read holds Latin letters with accents. */
  accented: boolean
}

const usual = 4096

/** Makes room for the words of one text after the other; what is read is good until the next. */
export function roomForWords(): (text: string) => Words {
  let at = new Int32Array(usual)
  let shapes = new Uint16Array(usual)
  return (text) => {
    // What a long text needed is not kept for the next.
    if (text.length > at.length || at.length > Math.max(usual, text.length)) {
      at = new Int32Array(Math.max(usual, text.length))
      shapes = new Uint16Array(Math.max(usual, text.length))
    }
    return { text, base: 0, at, shapes, first: 0, last: 0, accented: false }
  }
}

/** Reads texts into words one after the other; each reading is good until the next. */
export function wordReader(): (text: string) => Words {
  const roomFor = roomForWords()
  return (text) => {
    const words = roomFor(text)
    addWords(words, 0, text.length)
    return words
  }
}

/** Adds the words of a stretch that neither begins nor ends within one. */
export function addWords(words: Words, from: number, to: number): void {
  const { text } = words
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at)
    const first = codes[unit]!
    if (first === 0) continue
    if (first === foreign) words.accented ||= unit >= 0xc0 && unit <= 0x24f
    const start = at
    let lead = first << 10
    let code = first !== foreign && at + 1 < to ? codes[text.charCodeAt(at + 1)]! : 0
    for (let shift = 5; code !== 0 && code !== foreign; shift -= 5) {
      if (shift >= 0) lead |= code << shift
      at += 1
      code = at + 1 < to ? codes[text.charCodeAt(at + 1)]! : 0
    }
    const shape = shapeNumbered(lead, at + 1 - start)
    if (shape === 0) continue
    words.at[words.last] = start
    words.shapes[words.last] = shape
    words.last += 1
  }
}

/** The shape of a word of ASCII letters and digits; 0 where no pattern begins with it. */
export function shapeOf(units: Uint16Array, start: number, length: number): number {
  const second = length > 1 ? codes[units[start + 1]!]! << 5 : 0
  const third = length > 2 ? codes[units[start + 2]!]! : 0
  return shapeNumbered((codes[units[start]!]! << 10) | second | third, length)
}

const shapeNumbered = (lead: number, length: number): number =>
  shapeNumbers[beginningNumbers[lead]! * lengths + (length > longestWord ? longestWord : length)]!

/** The words that begin within a stretch; `first` is where to look for the first of them. */
export function within(words: Words, from: number, to: number, first = firstBehind(words, from)): Words {
  const { at, shapes, base, text, accented } = words
  let begin = first
  while (begin < words.last && at[begin]! < from) begin += 1
  let last = begin
  while (last < words.last && at[last]! < to) last += 1
  return { text: text.slice(from - base, to - base), base: from, at, shapes, first: begin, last, accented }
}

function firstBehind({ at, first, last }: Words, place: number): number {
  let low = first
  let high = last
  while (low < high) {
    const middle = (low + high) >> 1
    if (at[middle]! < place) low = middle + 1
    else high = middle
  }
  return low
}

/** The patterns that may match within a stretch, or begin in it before a place, as bits; `from` is the first word asked. */
export function mayMatch({ masks, always }: Leads, words: Words, to = Infinity, from = words.first): number {
  const { at, shapes, last } = words
  let mask = always
  for (let index = from; index < last && at[index]! < to; index++) mask |= masks[shapes[index]!]!
  return mask
}

/** What `text.matchAll(pattern)` finds, tried at the words of its bit alone. The pattern is sticky. */
export function matchesIn(pattern: RegExp, bit: number, { masks }: Leads, words: Words): RegExpExecArray[] {
  const { text, at, shapes, base, first, last } = words
  const found: RegExpExecArray[] = []
  let free = 0
  for (let index = first; index < last; index++) {
    if ((masks[shapes[index]!]! & bit) === 0) continue
    const place = at[index]! - base
    if (place < free) continue
    pattern.lastIndex = place
    const match = pattern.exec(text)
    if (match === null) continue
    found.push(match)
    free = place + Math.max(1, match[0].length)
  }
  return found
}

/** Patterns in the order in which they count. */
export interface Order {
  leads: Leads
  sticky: RegExp[]
}

/** Throws where a pattern may begin anywhere: it could not be told by its leads. */
export function orderOf(patterns: readonly RegExp[]): Order {
  const leads = leadsOf(patterns)
  const at = patterns.findIndex((_, index) => ((leads.always >>> index) & 1) === 1)
  if (at !== -1) throw new RangeError(`a match of ${patterns[at]} need not begin with a word`)
  return { leads, sticky: patterns.map(({ source, flags }) => new RegExp(source, `${flags.replace('y', '')}y`)) }
}

/**
 * The first of the patterns, in their order, that matches anywhere in a stretch, or begins in it before a place; -1 where
 * none does. `of` are those asked for, as bits.
 */
export function firstIn({ leads: { masks }, sticky }: Order, words: Words, of = -1, to = Infinity): number {
  const { text, at, shapes, base, first, last } = words
  let best = sticky.length
  let asked = of & ((1 << best) - 1)
  for (let index = first; index < last && at[index]! < to; index++) {
    for (let mask = masks[shapes[index]!]! & asked; mask !== 0; mask &= mask - 1) {
      const one = 31 - Math.clz32(mask & -mask)
      const pattern = sticky[one]!
      pattern.lastIndex = at[index]! - base
      if (!pattern.test(text)) continue
      best = one
      asked &= (1 << best) - 1
      break
    }
    if (asked === 0) break
  }
  return best === sticky.length ? -1 : best
}

/** Whether one of the patterns matches anywhere in a stretch, or begins in it before a place. */
export const holds = (order: Order, words: Words, pattern: number, to = Infinity): boolean =>
  firstIn(order, words, 1 << pattern, to) !== -1
