/**
 * Which patterns may match in a stretch of text, told from the first three characters of its words: one look-up a word
 * for thirty patterns. A pattern that may match is then tried; one that may not costs nothing.
 */
import { beginningsOf } from './beginnings.ts'

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
 * The number of a beginning, of those that any pattern has; 0 is none. One table for all, and small masks by number:
 * with a large table for each set of patterns they would push each other out of the processor's cache.
 */
const numbers = new Uint16Array(1 << 15)
const mostNumbers = 1 << 13
let given = 0

export interface Leads {
  /** Bit n is pattern n; by the number of a word's first three characters. */
  masks: Uint32Array
  /** Patterns that may begin anywhere. */
  always: number
}

/** At most 31 patterns, beginning with `\b` and read without regard to case. */
export function leadsOf(patterns: readonly RegExp[]): Leads {
  if (patterns.length > 31) throw new RangeError('leads hold 31 patterns')
  const masks = new Uint32Array(mostNumbers)
  let always = 0
  for (const [at, pattern] of patterns.entries()) {
    const bit = 1 << at
    const beginnings = beginningsOf(pattern.source)
    if (beginnings === null) always |= bit
    for (const [first, second, third] of beginnings ?? [])
      for (const one of bitsOf(first))
        for (const two of bitsOf(second))
          for (const three of bitsOf(third)) masks[numberOf((one << 10) | (two << 5) | three)]! |= bit
  }
  return { masks, always }
}

function numberOf(lead: number): number {
  if (numbers[lead] === 0) {
    given += 1
    if (given >= mostNumbers) throw new RangeError('the patterns begin in more ways than there are numbers for')
    numbers[lead] = given
  }
  return numbers[lead]!
}

const bitsOf = (set: number): number[] =>
  Array.from({ length: 30 }, (_, code) => code).filter((code) => ((set >>> code) & 1) === 1)

/** The number of a word's first three characters. */
function leadAt(text: string, at: number, to: number, first: number): number {
  if (first === foreign) return numbers[foreign << 10]!
  let second = at + 1 < to ? codes[text.charCodeAt(at + 1)]! : 0
  if (second === foreign) second = 0
  let third = second !== 0 && at + 2 < to ? codes[text.charCodeAt(at + 2)]! : 0
  if (third === foreign) third = 0
  return numbers[(first << 10) | (second << 5) | third]!
}

/** The patterns that may match within a stretch of text, as bits. */
export function mayMatch({ masks, always }: Leads, text: string, from = 0, to = text.length): number {
  let mask = always
  let before = 0
  for (let at = from; at < to; at++) {
    const code = codes[text.charCodeAt(at)]!
    if (code === foreign || (code !== 0 && before === 0)) mask |= masks[leadAt(text, at, to, code)]!
    before = code === foreign ? 0 : code
  }
  return mask
}

/** The patterns that may match with the first word of a stretch of text. */
export function mayBegin({ masks, always }: Leads, text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const code = codes[text.charCodeAt(at)]!
    if (code !== 0) return always | masks[leadAt(text, at, to, code)]!
  }
  return always
}

export interface Place {
  at: number
  /** The patterns that may match here. */
  mask: number
}

/** Where patterns may match. None of them may be one that begins anywhere. */
export function placesIn({ masks }: Leads, text: string): Place[] {
  const places: Place[] = []
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const code = codes[text.charCodeAt(at)]!
    if (code === foreign || (code !== 0 && before === 0)) {
      const mask = masks[leadAt(text, at, text.length, code)]!
      if (mask !== 0) places.push({ at, mask })
    }
    before = code === foreign ? 0 : code
  }
  return places
}

/** What `text.matchAll(pattern)` finds, tried at the places of its bit alone. The pattern is sticky. */
export function matchesAt(pattern: RegExp, bit: number, places: readonly Place[], text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  let free = 0
  for (const { at, mask } of places) {
    if ((mask & bit) === 0 || at < free) continue
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) continue
    found.push(match)
    free = at + Math.max(1, match[0].length)
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

/** The first of the patterns, in their order, that matches anywhere in a text; -1 where none does. */
export function firstIn({ leads: { masks }, sticky }: Order, text: string): number {
  let best = sticky.length
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const code = codes[text.charCodeAt(at)]!
    if (code === foreign || (code !== 0 && before === 0)) {
      let mask = masks[leadAt(text, at, text.length, code)]! & ((1 << best) - 1)
      while (mask !== 0) {
        const one = 31 - Math.clz32(mask & -mask)
        const pattern = sticky[one]!
        pattern.lastIndex = at
        if (pattern.test(text)) {
          if (one === 0) return 0
          best = one
          break
        }
        mask &= mask - 1
      }
    }
    before = code === foreign ? 0 : code
  }
  return best === sticky.length ? -1 : best
}

const alone = new WeakMap<RegExp, Order>()

/** What `pattern.test(text)` says. */
export function holds(pattern: RegExp, text: string): boolean {
  let order = alone.get(pattern)
  if (order === undefined) {
    order = orderOf([pattern])
    alone.set(pattern, order)
  }
  return firstIn(order, text) === 0
}
