/** How names and texts are spelt: every character as one of a few classes, and which are parts of words. */

/** Classes of characters. Everything that parts words is one class, so that `scikit-learn` and `scikit learn` are one. */
export const skip = 0
export const gap = 1
export const other = 2
export const firstPlain = 3

const plain = "abcdefghijklmnopqrstuvwxyz0123456789+#./&',()"

/** Class of each UTF-16 unit. */
export const classes = new Uint8Array(65_536).fill(other)
/** 1 where the unit is a letter or digit: a name does not begin or end inside a word. */
export const wordly = new Uint8Array(65_536)

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
export const width = firstPlain + plain.length
export const isSpelt = (kind: number): boolean => kind >= firstPlain && kind < firstPlain + 36
// What is read as a letter or digit is part of a word.
for (let unit = 0; unit < 65_536; unit++) if (isSpelt(classes[unit]!)) wordly[unit] = 1

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
export function sameLetters(wanted: string, text: string, from: number, to: number): boolean {
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
export function spell(text: string): number[] {
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
