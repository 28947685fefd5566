/** Outside text for a terminal: nothing in it may act, and every character takes the cells that we count for it. */
import { eastAsianWidth } from 'get-east-asian-width'

// Controls, C1 controls, marks of direction, line separators, invisible fillers, tags and halves of surrogate pairs.
const acting =
  /[\0-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff]|[\u{e0000}-\u{e0fff}]|\p{Cs}|\p{Cn}/gu

// Signs and scripts that no advert is written in, and on whose width terminals of different ages disagree.
const rare =
  /[\u2630-\u2637\u268a-\u268f\u2ffc-\u2fff\u31bb-\u31bf\u31ef\u4dc0-\u4dff]|[\u{10000}-\u{1d3ff}]|[\u{1d800}-\u{1efff}]/gu

// Terminals disagree on how wide a joined, toned or restyled emoji is; its first sign alone is two cells in all of them.
const emojiSuffixes =
  /[\ufe00-\ufe0f\u{1f3fb}-\u{1f3ff}\u20e3]|\u200d(?:\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]*)?/gu

// More marks than a script needs on one letter climb into the lines above and below.
const piledMarks = /(\p{M}{4})\p{M}+/gu

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(character: string): string {
  const code = character.codePointAt(0)!
  if (named[character] !== undefined) return named[character]
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x1_0000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}

/** The text with every acting character written out (`\x1b`), on one line; letters of all scripts stay as they are. */
export function visible(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return text
    .normalize('NFC')
    .replace(emojiSuffixes, '')
    .replace(piledMarks, '$1')
    .replace(acting, escaped)
    .replace(rare, escaped)
}

/** Cells that a visible text takes. */
export function cellWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let cells = 0
  for (const character of text) {
    if (/\p{Mn}|\p{Me}|\u200c/u.test(character)) continue
    cells += eastAsianWidth(character.codePointAt(0)!)
  }
  return cells
}

/** The text cut to `width` cells, with an ellipsis where something is gone; never through a letter and its marks. */
export function cut(text: string, width: number): string {
  if (cellWidth(text) <= width) return text
  let kept = ''
  let cells = 0
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    cells += cellWidth(segment)
    if (cells > width - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** The text filled with spaces to `width` cells. */
export function fill(text: string, width: number, right = false): string {
  const space = ' '.repeat(Math.max(0, width - cellWidth(text)))
  return right ? space + text : text + space
}

/** A visible text in lines of at most `width` cells, broken between words. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && cellWidth(indent) + cellWidth(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line].map((each) => indent + each).join('\n')
}
