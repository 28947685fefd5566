/** A posting as its reader sees it: lines, which of them are headings, and the section that each stands in. */
import { kindOfHeading, mayBeHeading, type SectionKind } from './headings.ts'
import { type Words, within } from './leads.ts'

export interface Line {
  /** UTF-16 units into the role text; the line's mark ("- ", "# ") is part of it. */
  start: number
  end: number
  /** Its beginning; what a line is does not depend on the rest. */
  words: Words
  kind: 'heading' | 'item' | 'text'
  section: SectionKind | null
  /** Where the words after an inline heading begin ("Requirements: …"); `start` where there is none. */
  from: number
}

/** Good until the next text is read. */
export interface Layout {
  role: string
  words: Words
  /** Null until they are asked for. */
  lines: readonly Line[] | null
}

/** Longer lines are sentences. */
const longestHeading = 80
const longestInline = 48
const longestBeginning = 200

export const layoutOf = (words: Words): Layout => ({ role: words.text, words, lines: null })

export function linesOf(layout: Layout): readonly Line[] {
  layout.lines ??= readLines(layout.words)
  return layout.lines
}

const bullet = /^\s*(?:[-*•·‣▪◦●○■–—+✓✔➤►]|\d{1,2}[.)]|[a-z][.)])\s+/
/** A letter that no dot or bracket follows begins no item. */
function mayBeItem(raw: string): boolean {
  const at = raw.charCodeAt(0) === 32 ? raw.search(/\S/) : 0
  const letter = raw.charCodeAt(at) | 32
  if (letter < 97 || letter > 122) return true
  const after = raw.charCodeAt(at + 1)
  return after === 46 || after === 41
}

/** Ends like a sentence; a short question may be a heading: "Who are you?". */
const endsOpen = (words: string): boolean =>
  '.!,;'.includes(words.at(-1) ?? ' ') || (words.endsWith('?') && countWords(words) > longestQuestion)
const longestQuestion = 6

/** A colon is the last sign, or what follows it are stars. */
function endsWithColon(raw: string): boolean {
  let at = raw.length - 1
  while (at >= 0 && blank(raw, at)) at -= 1
  while (at >= 0 && raw[at] === '*') at -= 1
  while (at >= 0 && blank(raw, at)) at -= 1
  return raw[at] === ':'
}

function readLines(words: Words): Line[] {
  const { text } = words
  const lines: Line[] = []
  let first = 0
  let section: SectionKind | null = null
  let inline: SectionKind | null = null
  let start = 0
  while (start <= text.length) {
    let end = text.indexOf('\n', start)
    if (end === -1) end = text.length
    if (end > start) {
      const beginning = within(words, start, Math.min(end, start + longestBeginning), first)
      const line = lineOf(beginning, start, end)
      first = beginning.last
      if (line.kind === 'heading') {
        section = line.section
        inline = null
      } else if (line.section !== null) {
        // A heading and its words in one line speak for that line, and for the list right below it.
        inline = line.section
      } else {
        if (line.kind !== 'item') inline = null
        line.section = inline ?? section
        if (line.kind === 'text') inline = introduces(words, start, end)
      }
      lines.push(line)
    } else {
      inline = null
    }
    start = end + 1
  }
  return lines
}

/** Whether a line's last words ask for what the list right below it says: "… We are looking for someone who:". */
function introduces(words: Words, start: number, end: number): 'requirements' | null {
  const { text } = words
  if (end - start <= longestHeading || text[end - 1] !== ':') return null
  const tail = text.slice(end - longestHeading, end)
  const stop = Math.max(tail.lastIndexOf('. '), tail.lastIndexOf('! '), tail.lastIndexOf('? '))
  if (stop === -1) return null
  const from = end - longestHeading + stop + 2
  const own = within(words, from, end - 1)
  return countWords(own.text) <= longestIntroduction && kindOfHeading(own) === 'requirements' ? 'requirements' : null
}
const longestIntroduction = 9

function lineOf(words: Words, start: number, end: number): Line {
  const raw = words.text
  const marked = raw.startsWith('# ')
  const item = !marked && mayBeItem(raw) && bullet.test(raw)
  const line: Line = { start, end, words, kind: item ? 'item' : 'text', section: null, from: start }
  const known = mayBeHeading(words, longestHeading)
  if (end - start <= longestHeading && (known || marked || raw.includes(':'))) {
    const colon = endsWithColon(raw)
    if (marked || !item || raw.trimEnd().endsWith(':')) {
      const own = withoutMarks(words)
      const kind = known && (colon || marked || !endsOpen(own.text)) ? kindOfHeading(own) : null
      // "Salary: 90k" speaks for its own line, not for all that follows.
      const inline = !marked && !colon && own.text.includes(': ')
      if (
        own.text !== '' &&
        !inline &&
        (marked || (colon && kind !== null) || ((colon || kind !== null) && countWords(own.text) <= (colon ? 8 : 7)))
      ) {
        line.kind = 'heading'
        line.section = kind ?? 'other'
        line.from = end
        return line
      }
    }
  }
  const inline = known ? inlineHeading(words) : null
  if (inline !== null) {
    line.section = inline.kind
    line.from = start + inline.from
  }
  return line
}

export function countWords(words: string): number {
  let count = 1
  for (let at = 1; at < words.length; at++) if (blank(words, at) && !blank(words, at - 1)) count += 1
  return count
}

function blank(words: string, at: number): boolean {
  const unit = words.charCodeAt(at)
  return unit === 32 || (unit >= 9 && unit <= 13) || (unit > 127 && /\s/.test(words[at]!))
}

/** A line without its mark and what closes a heading. */
function withoutMarks(words: Words): Words {
  const { text, base, first } = words
  let end = text.length
  while (end > 0 && (' \t:*_-–—…'.includes(text[end - 1]!) || isOfDots(text, end - 1))) end -= 1
  const from = Math.min(end, markLength(text))
  return within(words, base + from, base + end, first)
}

/** "You might fit in if..": dots that lead on to what follows. */
const isOfDots = (text: string, at: number): boolean =>
  text[at] === '.' && (text[at - 1] === '.' || text[at + 1] === '.')

function markLength(raw: string): number {
  let at = 0
  while (at < raw.length && (blank(raw, at) || '#>*_•·-–—'.includes(raw[at]!))) at += 1
  return at
}

/** A colon or dash within the first 59 characters. */
function holdsParting(raw: string): boolean {
  for (let at = 3; at < raw.length && at <= 59; at++) {
    const unit = raw.charCodeAt(at)
    if (unit === 58 || unit === 0x2013 || unit === 0x2014 || (unit === 45 && raw.charCodeAt(at - 1) === 32)) return true
  }
  return false
}

/** "Requirements: Python, PyTorch" or "Nice to have - JAX": a heading and its words in one line. */
function inlineHeading(words: Words): { kind: SectionKind; from: number } | null {
  const raw = words.text
  if (!mayBeHeading(words, longestInline + 12) || !holdsParting(raw)) return null
  const match = /^[\s#>*_•·\-–—]*([^\n:.;?!]{3,48}?)(?:\s*:\s|\s+[-–—]\s+|:\*+\s*)/.exec(raw)
  if (match === null || match[1]!.length > longestInline) return null
  const from = words.base + match[0].indexOf(match[1]!)
  const kind = kindOfHeading(within(words, from, from + match[1]!.length, words.first))
  if (kind === null || countWords(match[1]!) > 7) return null
  return { kind, from: match[0].length }
}

/** The line that holds a place of the role text. */
export function lineAt(layout: Layout, offset: number): Line | null {
  const lines = linesOf(layout)
  let low = 0
  let high = lines.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const line = lines[middle]!
    if (offset < line.start) high = middle - 1
    else if (offset >= line.end) low = middle + 1
    else return line
  }
  return null
}
