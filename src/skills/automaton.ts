/** An automaton for thousands of names: the longest that begins at a place of a text. */
import { classes, gap, sameLetters, skip, spell, width, wordly } from './characters.ts'

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

interface Automaton {
  spelled: number[][]
  /** Adds the hits that begin at a place; from where on the next may begin. */
  take(text: string, units: Uint16Array, from: number, hits: Hit[]): number
}

/**
 * Patterns that differ only in case or in what parts their words share a path. Most states have one way on, to the state
 * that follows in number; only the others have a row of their own, so that all of it stays within a processor's cache.
 */
export function automatonOf(patterns: readonly Pattern[]): Automaton {
  const spelled = patterns.map(({ text }) => spell(text))
  const ways: Map<number, number>[] = [new Map()]
  /** First pattern that ends at a state, and from there the next that does; -1 ends the list. */
  const endsOf: number[] = [-1]
  const alsoEnds = new Int32Array(patterns.length).fill(-1)
  for (const pattern of [...patterns.keys()].sort((left, right) => inOrder(spelled[left]!, spelled[right]!))) {
    let state = 0
    for (const unit of spelled[pattern]!) {
      let to = ways[state]!.get(unit)
      if (to === undefined) {
        to = ways.length
        ways[state]!.set(unit, to)
        ways.push(new Map())
        endsOf.push(-1)
      }
      state = to
    }
    alsoEnds[pattern] = endsOf[state]!
    endsOf[state] = pattern
  }
  const ends = Int32Array.from(endsOf)
  const { onlyWay, rows, next } = compacted(ways)
  const exactTexts = patterns.map(({ text, exact }) => (exact ? text : null))
  const fits = (pattern: number, text: string, from: number, to: number): boolean => {
    const wanted = exactTexts[pattern]!
    return wanted === null || sameLetters(wanted, text, from, to)
  }

  /** As far as any name goes, from a word's first character: the longest that ends at a word's end. */
  const take = (text: string, units: Uint16Array, from: number, hits: Hit[]): number => {
    const { length } = text
    let state = next[rows[0]! * width + classes[units[from]!]!]!
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
      const row = rows[state]!
      if (row !== 0) state = next[row * width + kind]!
      else if (onlyWay[state] === kind) state += 1
      else break
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

const inOrder = (left: readonly number[], right: readonly number[]): number => {
  for (let at = 0; at < left.length && at < right.length; at++)
    if (left[at] !== right[at]) return left[at]! - right[at]!
  return left.length - right.length
}

function compacted(ways: readonly ReadonlyMap<number, number>[]) {
  /** What leads from a state to the one that follows in number, where it leads nowhere else; 0, which leads nowhere, elsewhere. */
  const onlyWay = new Uint8Array(ways.length)
  /** The rows of the other states, counted from 1. */
  const rows = new Uint16Array(ways.length)
  const next: number[] = new Array(width).fill(0)
  for (const [state, own] of ways.entries()) {
    const [first] = own
    if (state > 0 && own.size === 1 && first![1] === state + 1) onlyWay[state] = first![0]
    else if (state === 0 || own.size > 0) {
      rows[state] = next.length / width
      for (let kind = 0; kind < width; kind++) next.push(own.get(kind) ?? 0)
    }
  }
  if (next.length / width > 65_535) throw new RangeError('there are too many names')
  return { onlyWay, rows, next: Int32Array.from(next) }
}
