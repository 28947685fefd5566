/** What the matches of a pattern can begin with, read from its source: the first three characters of their first word, and its length. */

export interface Beginning {
  /** Sets of character codes, as bits: 0 what parts words, 1 to 26 letters, 27 digits, 28 the underscore, 29 beyond ASCII. */
  sets: [number, number, number]
  /** Characters of the first word, `longestWord` for any more than that. */
  length: number
  /** The word may be longer. */
  open: boolean
}

/** Longer words are told apart by their beginning alone. */
export const longestWord = 15

const apart = 1
/** `\b` takes letters beyond ASCII for what parts words. */
const foreign = 1 << 29
const wordly = 2 ** 29 - 1 - apart
const every = wordly + apart + foreign

type Part =
  | { kind: 'set'; set: number }
  | { kind: 'edge' }
  | { kind: 'nothing' }
  | { kind: 'row'; parts: Part[] }
  | { kind: 'either'; parts: Part[] }
  | { kind: 'repeat'; part: Part; least: number; most: number }

/** Null where a match need not begin at the beginning of a word, or with a character beyond ASCII. */
export function beginningsOf(source: string): Beginning[] | null {
  const part = parse(source)
  if (!beginsAtEdge(part)) return null
  const all: Beginning[] = []
  for (const { sets, length, open, closed } of extend(part, [{ sets: [], length: 0, open: false, closed: false }])) {
    const [first = apart, second = wordly + apart, third = wordly + apart] = sets
    if ((first & apart) !== 0) return null
    all.push({ sets: [first, second, third], length, open: open || !closed || first === foreign })
  }
  return all
}

function beginsAtEdge(part: Part): boolean {
  if (part.kind === 'edge' || (part.kind === 'set' && part.set === foreign)) return true
  if (part.kind === 'row') return part.parts.length > 0 && beginsAtEdge(part.parts[0]!)
  return part.kind === 'either' && part.parts.every(beginsAtEdge)
}

interface Begun {
  /** At most three. */
  sets: number[]
  length: number
  open: boolean
  /** Nothing that follows is part of the word. */
  closed: boolean
}

function extend(part: Part, begun: Begun[]): Begun[] {
  switch (part.kind) {
    case 'nothing':
      return begun
    case 'set':
      return distinct(begun.flatMap((one) => (one.closed ? [one] : append(one, part.set))))
    case 'edge':
      return distinct(begun.flatMap((one) => (!one.closed && one.length > 0 ? append(one, apart) : [one])))
    case 'row':
      return part.parts.reduce((some, each) => (some.every(({ closed }) => closed) ? some : extend(each, some)), begun)
    case 'either':
      return distinct(part.parts.flatMap((each) => extend(each, begun)))
    case 'repeat': {
      const all = part.least === 0 ? [...begun] : []
      let some = begun
      const most = Math.min(part.most, part.least + 3)
      for (let times = 1; times <= most; times++) {
        some = extend(part.part, some)
        if (times >= part.least) all.push(...some)
      }
      // Once more would only make the word longer.
      if (most < part.most) all.push(...some.map((one) => (one.closed ? one : { ...one, open: true })))
      return distinct(all)
    }
  }
}

/** A character that may part words or be one of a word makes two beginnings. */
function append({ sets, length, open }: Begun, set: number): Begun[] {
  const grown: Begun[] = []
  if ((set & wordly) !== 0) {
    const all = sets.length === 3 ? sets : [...sets, set & wordly]
    grown.push({ sets: all, length: Math.min(longestWord, length + 1), open, closed: false })
  }
  if ((set & (apart + foreign)) !== 0) {
    // Only at the very beginning is a letter beyond ASCII told from a sign.
    const first = sets.length === 0 ? set & (apart + foreign) : apart
    grown.push({ sets: [...sets, first, apart, apart].slice(0, 3), length, open, closed: true })
  }
  return grown
}

const distinct = (begun: Begun[]): Begun[] => [
  ...new Map(begun.map((one) => [`${one.sets} ${one.length} ${one.open} ${one.closed}`, one])).values(),
]

/** Reads the source of a regular expression; its syntax is known to be right, and case is never regarded. */
function parse(source: string): Part {
  let at = 0

  const either = (): Part => {
    const parts = [row()]
    while (source[at] === '|') {
      at += 1
      parts.push(row())
    }
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts }
  }

  const row = (): Part => {
    const parts: Part[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(one()))
    return { kind: 'row', parts }
  }

  const repeated = (part: Part): Part => {
    const match = /^(?:([?*+])|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at, at + 12))
    if (match === null) return part
    at += match[0].length
    const [, sign, least, comma, most] = match
    if (sign !== undefined)
      return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY }
    const low = Number(least)
    return {
      kind: 'repeat',
      part,
      least: low,
      most: comma === '' ? low : most === '' ? Number.POSITIVE_INFINITY : Number(most),
    }
  }

  const one = (): Part => {
    const char = source[at]!
    at += 1
    if (char === '(') return group()
    if (char === '[') return { kind: 'set', set: bracket() }
    if (char === '\\') return escaped()
    if (char === '.') return { kind: 'set', set: every }
    if (char === '^' || char === '$') return { kind: 'nothing' }
    return { kind: 'set', set: setOf(char) }
  }

  const group = (): Part => {
    const opening = /^\?(?::|<?[=!])/.exec(source.slice(at, at + 3))
    if (opening !== null) at += opening[0].length
    const within = either()
    at += 1
    // What is looked at, ahead or behind, is not part of the match.
    return opening === null || opening[0] === '?:' ? within : { kind: 'nothing' }
  }

  const escaped = (): Part => {
    const char = source[at]!
    at += 1
    if (char === 'b') return { kind: 'edge' }
    if (char === 'B') return { kind: 'nothing' }
    return { kind: 'set', set: classOf(char) }
  }

  const classOf = (char: string): number => {
    if (char === 'd') return 1 << 27
    if (char === 'w') return wordly
    if (char === 's' || char === 'W') return apart + foreign
    if (char === 'D' || char === 'S') return every
    if (char === 'p' || char === 'P') {
      at = source.indexOf('}', at) + 1
      return every
    }
    if (char === 'u') {
      const hex = /^(?:\{[^}]*\}|[\da-f]{4})/i.exec(source.slice(at))![0]
      at += hex.length
      return setOf(String.fromCodePoint(Number.parseInt(hex.replace(/\W/g, ''), 16)))
    }
    return /[tnrfv0]/.test(char) ? apart : setOf(char)
  }

  /** The set of a class; one that excludes is taken for any character. */
  const bracket = (): number => {
    if (source[at] === '^') {
      at = closing()
      return every
    }
    let set = 0
    while (source[at] !== ']') {
      const range = /^([^\\])-([^\\\]])/.exec(source.slice(at, at + 3))
      if (range !== null) {
        at += 3
        set |= rangeOf(range[1]!, range[2]!)
        continue
      }
      const char = source[at]!
      at += 1
      if (char === '\\') {
        const own = source[at]!
        at += 1
        set |= classOf(own)
      } else set |= setOf(char)
    }
    at += 1
    return set
  }

  const closing = (): number => {
    while (source[at] !== ']') at += source[at] === '\\' ? 2 : 1
    return at + 1
  }

  return either()
}

function rangeOf(from: string, to: string): number {
  if (/\d/.test(from) && /\d/.test(to)) return 1 << 27
  return /[a-z]/i.test(from) && /[a-z]/i.test(to) ? wordly : every
}

function setOf(char: string): number {
  const lower = char.toLowerCase()
  if (lower >= 'a' && lower <= 'z') return 1 << (lower.charCodeAt(0) - 96)
  if (char >= '0' && char <= '9') return 1 << 27
  if (char === '_') return 1 << 28
  return char.charCodeAt(0) > 127 ? foreign : apart
}
