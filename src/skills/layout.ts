/** A posting as its reader sees it: lines, which of them are headings, and the section that each stands in. */
import type { TagInput } from '../domain.ts'
import { kindOfHeading, type SectionKind } from './headings.ts'

export interface Line {
  /** UTF-16 units into the role text; the line's mark ("- ", "# ") is part of it. */
  start: number
  end: number
  kind: 'heading' | 'item' | 'text'
  section: SectionKind | null
  /** Where the words after an inline heading begin ("Requirements: …"); `start` where there is none. */
  from: number
}

export interface Layout {
  title: string
  role: string
  company: string
  /** The lines of the role text, made when first asked for: most postings name nothing that needs them. */
  lines(): readonly Line[]
}

/** Longer lines are sentences. */
const longestHeading = 80
const longestInline = 48

export function layoutOf(input: TagInput): Layout {
  let lines: Line[] | null = null
  return {
    title: input.title,
    role: input.text.role,
    company: input.text.company,
    lines: () => {
      lines ??= readLines(input.text.role)
      return lines
    },
  }
}

const bullet = /^\s*(?:[-*•·‣▪◦●○■–—+✓✔➤►]|\d{1,2}[.)]|[a-z][.)])\s+/
const endsOpen = /[.!?,;]$/

function readLines(text: string): Line[] {
  const lines: Line[] = []
  let section: SectionKind | null = null
  let inline: SectionKind | null = null
  let start = 0
  while (start <= text.length) {
    let end = text.indexOf('\n', start)
    if (end === -1) end = text.length
    if (end > start) {
      const line = lineOf(text, start, end)
      if (line.kind === 'heading') {
        section = line.section
        inline = null
      } else if (line.section !== null) {
        // A heading and its words in one line speak for that line, and for the list right below it.
        inline = line.section
      } else {
        if (line.kind !== 'item') inline = null
        line.section = inline ?? section
      }
      lines.push(line)
    } else {
      inline = null
    }
    start = end + 1
  }
  return lines
}

function lineOf(text: string, start: number, end: number): Line {
  const raw = text.slice(start, Math.min(end, start + 200))
  const length = end - start
  const mark = bullet.exec(raw)
  const item = mark !== null && !raw.startsWith('# ')
  const words = length <= longestHeading ? trimmed(raw) : ''
  const marked = raw.startsWith('# ')
  if (length <= longestHeading && (marked || !item || /:\s*$/.test(raw)) && words !== '') {
    const colon = /:\s*\**\s*$/.test(raw)
    const kind = colon || marked || !endsOpen.test(words) ? kindOfHeading(words) : null
    const wordCount = words.split(/\s+/).length
    if (marked || (kind !== null && (colon || wordCount <= 7)) || (colon && wordCount <= 8)) {
      return { start, end, kind: 'heading', section: kind ?? 'other', from: end }
    }
  }
  const at = inlineHeading(raw)
  if (at !== null) return { start, end, kind: item ? 'item' : 'text', section: at.kind, from: start + at.from }
  return { start, end, kind: item ? 'item' : 'text', section: null, from: start }
}

/** A line without its mark and what closes a heading. */
function trimmed(raw: string): string {
  let end = raw.length
  while (end > 0 && ' \t:*_-–—…'.includes(raw[end - 1]!)) end -= 1
  return raw.slice(0, end).replace(/^[\s#>*_•·\-–—]+/, '')
}

/** "Requirements: Python, PyTorch" or "Nice to have - JAX": a heading and its words in one line. */
function inlineHeading(raw: string): { kind: SectionKind; from: number } | null {
  if (!/^.{3,58}(?:[:–—]| -)/.test(raw)) return null
  const match = /^[\s#>*_•·\-–—]*([^\n:.;?!]{3,48}?)(?:\s*:\s|\s+[-–—]\s+|:\*+\s*)/.exec(raw)
  if (match === null || match[1]!.length > longestInline) return null
  const kind = kindOfHeading(match[1]!)
  if (kind === null || match[1]!.split(/\s+/).length > 7) return null
  return { kind, from: match[0].length }
}

/** The line that holds a place of the role text. */
export function lineAt(layout: Layout, offset: number): Line | null {
  const lines = layout.lines()
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
