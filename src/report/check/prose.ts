/** The sentences that an author typed into a document, each with its place; markup, code, quotes and live figures left out. */
import type { FormatName } from '../render/format-name.ts'

export interface Sentence {
  text: string
  /** UTF-16 units into the document. */
  at: number
  /** Carries the mark of a footnote, so that its numbers came from figures. */
  carried: boolean
  /** The author vouches for the numbers of its paragraph: `<!-- by hand -->`. */
  vouched: boolean
}

const segments = new Intl.Segmenter('en', { granularity: 'sentence' })
/** Two statements in one sentence: each is read alone. */
const clauses =
  /(?:(?!;|, (?:but|while|whereas) |, and (?=\S+ (?:is|are|has|have|jobs?)\b|demand\b|more\b|fewer\b))[\s\S])+|[;,][^;,]*/g
const vouch = /<!--\s*by hand\s*-->/i
const mark = /\[\^[\w-]+\]|<sup>\s*<a href="#fn-/
/** Stands for the end of a paragraph where markup has one and the text no empty line. */
const end = '\u2029'

/** Spaces of the same length, so that every place in the document stays what it was. */
const blank = (text: string) => text.replace(/[^\n]/g, ' ')
const broken = (text: string) => end + blank(text.slice(1))

const liquid = /\{%-?\s*(comment|raw)\b[\s\S]*?\{%-?\s*end\1\s*-?%\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g
const htmlBlocks =
  /<\/?(?:p|div|section|article|header|footer|main|aside|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|figure|figcaption|br|hr)\b[^>]*>/gi

function readHtml(text: string): string {
  return text
    .replace(/<(script|style|svg|pre|code|blockquote|q)\b[\s\S]*?<\/\1\s*>/gi, blank)
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(htmlBlocks, broken)
    .replace(/<\/?[a-z][^>]*>/gi, blank)
    .replace(/&nbsp;/g, blank)
}

const readMarkdown = (text: string): string =>
  readHtml(
    text
      .replace(/^---\n[\s\S]*?\n---(?=\n)/, blank)
      .replace(/^(```|~~~)[\s\S]*?^\1[^\n]*$/gm, blank)
      .replace(/`[^`\n]+`/g, blank)
      .replace(/^\s{0,3}>[^\n]*$/gm, blank)
      .replace(/^\[[^\]\n]+\]:[^\n]*$/gm, blank),
  )
    .replace(/(?<=\])\([^)\n]*\)/g, blank)
    .replace(/^[ \t]*(?:[-*+]|\d{1,3}[.)]|#{1,6})(?=[ \t])/gm, broken)
    .replace(/\|/g, end)
    .replace(/[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}/g, blank)

const readers: Record<FormatName, (text: string) => string> = {
  html: readHtml,
  markdown: readMarkdown,
  text: (text) => text,
}

export function sentencesOf(source: string, format: FormatName): Sentence[] {
  const text = readers[format](source.replaceAll('\r', ' ').replace(liquid, blank))
  const found: Sentence[] = []
  for (const paragraph of text.matchAll(/(?:(?!\n[ \t]*\n)[^\u2029])+/g)) {
    const original = source.slice(paragraph.index, paragraph.index + paragraph[0].length)
    const vouched = vouch.test(original)
    for (const { segment, index } of segments.segment(paragraph[0].replaceAll('\n', ' '))) {
      const carried = mark.test(original.slice(index, index + segment.length + 8))
      for (const { 0: clause, index: from } of segment.matchAll(clauses)) {
        const text = clause.trim()
        if (!/\p{L}/u.test(text)) continue
        found.push({ text, at: paragraph.index + index + from + clause.indexOf(text), carried, vouched })
      }
    }
  }
  return found
}

/** Line and column from 1, as editors count them. */
export function placeOf(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}
