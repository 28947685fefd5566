/** Reads JSON from strangers: whole or not at all, with the place of the first fault. */

/** Boards nest a handful of levels; far more is an attack on whoever walks the value. */
const deepest = 64
/** Keys that name a posting: given twice in one object, nobody can say which is meant. */
const identities = ['id', 'uuid', 'guid', 'slug', 'shortcode', 'jobId', 'externalId', 'reqId']

/** The body is not JSON that can be relied on. `offset` counts bytes of its UTF-8 form, from 0. */
export class JsonError extends Error {
  readonly offset: number
  constructor(problem: string, body: string, at: number) {
    const offset = Buffer.byteLength(body.slice(0, at))
    super(`not JSON at byte ${offset}: ${problem}`)
    this.name = 'JsonError'
    this.offset = offset
  }
}

/**
 * The value that the body holds; a leading byte-order mark is taken. Throws a JsonError where the body is ill-formed, cut,
 * nested deeper than 64 levels, holds a number beyond a double's range, or names an identity twice in one object.
 * A `__proto__` key is plain data: it becomes an own property and reaches no prototype.
 */
export function readJson(body: string): unknown {
  const text = body.charCodeAt(0) === 0xfeff ? body.slice(1) : body
  const fault = check(text)
  if (fault !== null) throw new JsonError(fault.problem, text, fault.at)
  return JSON.parse(text)
}

interface Fault {
  at: number
  problem: string
}

type Expecting = 'value' | 'value or ]' | 'key or }' | 'key' | 'colon' | ', or end'

/** One pass over the text without building anything; null when it is well formed. */
function check(text: string): Fault | null {
  const closers: string[] = []
  const seen: number[] = []
  let expecting: Expecting = 'value'
  let at = 0
  const fault = (problem: string, where = at): Fault => ({ at: where, problem })
  const surprise = (): Fault =>
    at >= text.length
      ? fault('the text ends too early')
      : fault(
          `${JSON.stringify(text[at])} where ${expecting === ', or end' ? 'a comma or the end' : expecting} belongs`,
        )

  for (;;) {
    at = afterBlanks(text, at)
    const sign = text[at]
    if (at >= text.length) return closers.length === 0 && expecting === ', or end' ? null : surprise()
    if (expecting === ', or end') {
      const closer = closers.at(-1)
      if (closer === undefined) return fault('something follows the value')
      if (sign === closer) {
        closers.pop()
        seen.pop()
      } else if (sign === ',') expecting = closer === '}' ? 'key' : 'value'
      else return surprise()
      at += 1
    } else if (expecting === 'colon') {
      if (sign !== ':') return surprise()
      expecting = 'value'
      at += 1
    } else if ((expecting === 'key or }' && sign === '}') || (expecting === 'value or ]' && sign === ']')) {
      closers.pop()
      seen.pop()
      expecting = ', or end'
      at += 1
    } else if (expecting === 'key' || expecting === 'key or }') {
      if (sign !== '"') return surprise()
      const end = endOfString(text, at)
      if (end < 0) return fault('a text without its end, or with a character that must be escaped', ~end)
      const known = identities.indexOf(text.slice(at + 1, end - 1))
      if (known >= 0) {
        if ((seen.at(-1)! & (1 << known)) !== 0) return fault(`the key "${identities[known]}" twice in one object`)
        seen[seen.length - 1]! |= 1 << known
      }
      expecting = 'colon'
      at = end
    } else if (sign === '{' || sign === '[') {
      if (closers.length >= deepest) return fault(`nested deeper than ${deepest} levels`)
      closers.push(sign === '{' ? '}' : ']')
      seen.push(0)
      expecting = sign === '{' ? 'key or }' : 'value or ]'
      at += 1
    } else if (sign === '"') {
      const end = endOfString(text, at)
      if (end < 0) return fault('a text without its end, or with a character that must be escaped', ~end)
      at = end
      expecting = ', or end'
    } else {
      scalar.lastIndex = at
      const word = scalar.exec(text)?.[0]
      if (word === undefined) return surprise()
      if (/^[-\d]/.test(word) && !Number.isFinite(Number(word))) return fault('a number too large for a double')
      at += word.length
      expecting = ', or end'
    }
  }
}

const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

function afterBlanks(text: string, from: number): number {
  let at = from
  for (; ; at++) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at
  }
}

/** The index after the closing quote, or the bitwise complement of where the fault is. */
function endOfString(text: string, from: number): number {
  plainString.lastIndex = from
  const plain = plainString.exec(text)
  if (plain !== null) return from + plain[0].length
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    if (code < 0x20) return ~at
    if (code !== 0x5c) continue
    const escaped = text[at + 1]
    if (escaped === 'u') {
      if (!/^[\da-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) return ~at
      at += 5
    } else if (escaped !== undefined && '"\\/bfnrt'.includes(escaped)) at += 1
    else return ~at
  }
  return ~text.length
}

/** Most texts of a payload hold no escape: the engine finds their end faster than a loop can. */
const plainString = /"[^"\\\u0000-\u001f]*"/y
