/** A posting as its reader sees it: lines, which of them are headings, and the section that each stands in. */
import { isBlankAt } from './clauses.ts'
import { kindOfHeading, mayBeHeading, type SectionKind } from './headings.ts'
import { type Words, within } from './leads.ts'

export interface Line {
  /** UTF-16 units into the role text; the line's mark ("- ", "# ") is part of it. */
  start: number
  end: number
  /** Where its beginning ends; what a line is does not depend on the rest. */
  told: number
  /** The first of its words, in those of the text. */
  first: number
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

/** The words that a line begins with. */
export const beginningOf = ({ words }: Layout, { start, told, first }: Line): Words => within(words, start, told, first)

const dot = 46
const bracket = 41
const colon = 58
const star = 42

const bullet = /[^\S\n]*(?:[-*•·‣▪◦●○■–—+✓✔➤►]|\d{1,2}[.)]|[a-z][.)])[^\S\n]+/y

function isItem(text: string, start: number): boolean {
  // Most lines begin with a letter, and one that no dot or bracket follows begins no item.
  const letter = text.charCodeAt(start) | 32
  if (letter >= 97 && letter <= 122) {
    const after = text.charCodeAt(start + 1)
    if (after !== dot && after !== bracket) return false
  }
  bullet.lastIndex = start
  return bullet.test(text)
}

/** "=== Data Engineer ===", "++Backend++": signs on both sides. */
function isDecorated(text: string, start: number, end: number): boolean {
  const sign = text[start]!
  return (
    '=+*_~'.includes(sign) &&
    end - start <= longestHeading &&
    text[start + 1] === sign &&
    decorated.test(text.slice(start, end))
  )
}
const decorated = /^([=+*_~])\1+\s*(?=[^\s=+*_~])[^\n]{1,70}?\1{2,}\s*:?\s*$/

/** Ends like a sentence; a short question may be a heading: "Who are you?". */
const endsOpen = (words: string): boolean =>
  '.!,;'.includes(words.at(-1) ?? ' ') || (words.endsWith('?') && countWords(words) > longestQuestion)
const longestQuestion = 6

/** Behind the last sign of a stretch that is not blank. */
function endOfSigns(text: string, from: number, to: number): number {
  let end = to
  while (end > from && isBlankAt(text, end - 1)) end -= 1
  return end
}

/** A colon is the last sign, or what follows it are stars. */
export function endsWithColon(text: string, from: number, to: number): boolean {
  let end = endOfSigns(text, from, to)
  while (end > from && text.charCodeAt(end - 1) === star) end -= 1
  return text.charCodeAt(endOfSigns(text, from, end) - 1) === colon
}

export function holdsColon(text: string, from: number, to: number): boolean {
  let at = from
  while (at < to && text.charCodeAt(at) !== colon) at += 1
  return at < to
}

function readLines(words: Words): Line[] {
  const { text, at, last } = words
  const lines: Line[] = []
  let first = 0
  let section: SectionKind | null = null
  let inline: SectionKind | null = null
  let opened = false
  let nested = false
  let start = 0
  while (start <= text.length) {
    let end = text.indexOf('\n', start)
    if (end === -1) end = text.length
    if (end > start) {
      while (first < last && at[first]! < start) first += 1
      const line = lineOf(words, start, end, first)
      if (line.kind === 'heading') {
        // "- Experience with:" leads in a part of the list that it stands in.
        const item = isItem(text, start)
        // "Nice to have" and right below it "Model training:": a part of what the first heading opens.
        nested =
          (line.section === 'other' && (nested || (opened && section === 'preferred') || (item && section !== null))) ||
          (section === 'preferred' &&
            line.section === 'requirements' &&
            ledIn.test(text.slice(Math.max(start, end - longestHeading), end)))
        if (nested) line.section = section
        else section = line.section
        opened = !nested
        inline = null
      } else if (line.section !== null) {
        // A heading and its words in one line speak for that line, and for the list right below it.
        if (section === 'preferred' && line.section === 'requirements' && ledIn.test(text.slice(start, line.from)))
          line.section = section
        inline = line.section
      } else {
        if (line.kind !== 'item') inline = null
        line.section = inline ?? section
        if (line.kind === 'text') inline = introduces(words, start, end)
      }
      if (line.kind !== 'heading') opened = false
      lines.push(line)
    } else {
      inline = null
    }
    start = end + 1
  }
  return lines
}

/** Whether a line's last words ask for what the list right below it says: "… We are looking for someone who:". */
function introduces(words: Words, start: number, end: number): 'requirements' | 'preferred' | null {
  const { text } = words
  if (end - start <= longestHeading || text.charCodeAt(end - 1) !== colon) return null
  const tail = text.slice(end - longestHeading, end)
  const stop = Math.max(tail.lastIndexOf('. '), tail.lastIndexOf('! '), tail.lastIndexOf('? '))
  if (stop === -1) return null
  const from = end - longestHeading + stop + 2
  const own = within(words, from, end - 1)
  const most = ledIn.test(tail) ? longestLeadIn : longestIntroduction
  const kind = countWords(own.text) <= most ? kindOfHeading(own) : null
  return kind === 'requirements' || kind === 'preferred' ? kind : null
}
const longestIntroduction = 9
const longestLeadIn = 14
const ledIn =
  /\b(?:experience|background|knowledge|proficiency|expertise|familiarity) (?:with|in|of|using)\b[^.]{0,40}:\s*$/i

function lineOf(words: Words, start: number, end: number, first: number): Line {
  const { text } = words
  const marked = text.startsWith('# ', start) || isDecorated(text, start, end)
  const item = !marked && isItem(text, start)
  const told = Math.min(end, start + longestBeginning)
  const line: Line = { start, end, told, first, kind: item ? 'item' : 'text', section: null, from: start }
  const known = mayBeHeading(words, start, Math.min(told, start + longestHeading), first)
  if (end - start <= longestHeading && (known || marked || holdsColon(text, start, end))) {
    const closed = endsWithColon(text, start, end)
    if (
      marked ||
      !item ||
      text.charCodeAt(endOfSigns(text, start, end) - 1) === colon ||
      headingItem.test(text.slice(start, end))
    ) {
      const own = withoutMarks(words, line)
      const kind =
        known && (closed || marked || !(endsOpen(own.text) || isStatement(own.text))) ? kindOfHeading(own) : null
      // "Salary: 90k" speaks for its own line, not for all that follows.
      const inline = !marked && !closed && own.text.includes(': ')
      if (
        own.text !== '' &&
        !inline &&
        (marked ||
          (closed && kind !== null) ||
          ((closed || kind !== null) && countWords(own.text) <= (isShouted(own.text) ? 12 : closed ? 8 : 7)))
      ) {
        line.kind = 'heading'
        line.section = kind ?? 'other'
        line.from = end
        return line
      }
    }
  }
  const inline = known ? inlineHeading(words, line) : null
  if (inline !== null) {
    line.section = inline.kind
    line.from = inline.from
  }
  return line
}

/** An item that heads those below it: "- Preferred Qualifications". */
const headingItem =
  /^\s*\S{1,3}\s+(?:(?:minimum|basic|required|preferred|desired|bonus|additional|key|nice[- ]to[- ]have) (?:qualifications|requirements|skills)|nice[- ]to[- ]haves?|bonus(?: points(?: (?:for|if))?)?|preferred|requirements|qualifications|must[- ]haves?|pluses)\s*$/i

/** "SQL a plus", "AWS experience preferred": said of what it names itself; "Skills preferred" is said of what follows. */
const isStatement = (words: string): boolean => rated.test(words) && !ratedAlone.test(words)
const rated =
  /\b(?:preferred|desired|desirable|required|optional|helpful|a (?:\w+ )?(?:plus|bonus|must|advantage)|bonus|beneficial|advantageous)\W*$/i
/** Words that speak of no skill. */
const ratedAlone =
  /^[^\p{L}]*(?:(?:skills?|qualifications?|experiences?|requirements?|knowledge|education|background|attributes|competenc(?:y|ies)|credentials|certifications?|abilities|technologies|tools|expertise|prerequisites?|years|additional(?:ly)?|technical|other|professional|extra|highly|strongly|minimum|preferred|desired|required|desirable|optional|helpful|beneficial|advantageous|advantage|must|personal|soft|hard|job|general|special|specific|key|work|nice|huge|big|real|strong|great|definite|major|considered|added|and|or|but|not|the|an?|is|are|as|be|would|will|what|which|these|this|those|that|following|any|all|of|also|things?|we|you|your|it|have|to|haves?|in|with|for|if|plus|bonus|our|candidates?|ideal|areas?)\b[^\p{L}]*)*$/iu

/** No sentence is set in capitals: "YOUR SKILLSET – WHAT YOU BRING TO THE TABLE". */
const isShouted = (words: string): boolean => words === words.toUpperCase() && words !== words.toLowerCase()

export function countWords(words: string): number {
  let count = 1
  for (let at = 1; at < words.length; at++) if (isBlankAt(words, at) && !isBlankAt(words, at - 1)) count += 1
  return count
}

/** A line without its mark and what closes a heading. */
function withoutMarks(words: Words, { start, told, first }: Line): Words {
  const { text } = words
  let end = told
  while (end > start && (' \t:*_=~-–—…'.includes(text[end - 1]!) || isOfDots(text, end - 1))) end -= 1
  let from = start
  while (from < end && (isBlankAt(text, from) || '#>*_=+~•·-–—'.includes(text[from]!))) from += 1
  return within(words, from, end, first)
}

/** "You might fit in if..": dots that lead on to what follows. */
const isOfDots = (text: string, at: number): boolean =>
  text[at] === '.' && (text[at - 1] === '.' || text[at + 1] === '.')

/** A colon or dash within the first 59 characters. */
function holdsParting(text: string, start: number, end: number): boolean {
  for (let at = start + 3; at < end && at <= start + 59; at++) {
    const unit = text.charCodeAt(at)
    if (unit === colon || unit === 0x2013 || unit === 0x2014 || (unit === 45 && text.charCodeAt(at - 1) === 32))
      return true
  }
  return false
}

/** "Requirements: Python, PyTorch" or "Nice to have - JAX": a heading and its words in one line. */
function inlineHeading(words: Words, { start, told, first }: Line): { kind: SectionKind; from: number } | null {
  const { text } = words
  if (!holdsParting(text, start, told)) return null
  if (!mayBeHeading(words, start, Math.min(told, start + longestInline + 12), first)) return null
  const match = /^[\s#>*_•·\-–—]*([^\n:.;?!]{3,48}?)(?:\s*:\s|\s+[-–—]\s+|:\*+\s*)/.exec(text.slice(start, told))
  if (match === null || match[1]!.length > longestInline) return null
  const from = start + match[0].indexOf(match[1]!)
  const kind = kindOfHeading(within(words, from, from + match[1]!.length, first))
  if (kind === null || countWords(match[1]!) > 7) return null
  return { kind, from: start + match[0].length }
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
