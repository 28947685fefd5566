/** The head of a posting: its title, or the header line that a post in a hiring thread begins with. */
import type { TagInput } from '../domain.ts'

export interface Head {
  text: string
  /** The header's fields, as `|`, bullets or long dashes part them; a title is one field. */
  fields: string[]
  /** Where the text goes on behind the header; 0 where there is a title. */
  end: number
  /** A post's own first line stands in for a title. */
  fromText: boolean
}

/** Longer first lines are prose; what they say of the role is read as prose. */
const longest = 420

export function headOf(input: TagInput): Head {
  const title = input.title.slice(0, longest).trim()
  if (title !== '') return { text: title, fields: [title], end: 0, fromText: false }
  const text = input.text.role
  const lines = text.slice(0, 2 * longest).split('\n')
  let header = ''
  let end = 0
  let begun = false
  for (const line of lines) {
    const words = line.trim()
    if (begun && !goesOn(header, words)) break
    header = begun ? `${header} ${words}` : words
    begun ||= words !== ''
    end += line.length + 1
    if (header.length > longest) break
  }
  header = header.slice(0, longest)
  const parts = /\s\|\s?|\|/.test(header) ? header.split(/\s*\|+\s*/) : header.split(/\s+[-–—•·]+\s+/)
  const fields = parts
    .map((part) => part.replace(/\(?\s*https?:\/\/\S*\s*\)?/g, ' ').trim())
    .filter((part) => part !== '')
  return { text: fields.join(' | '), fields, end: Math.min(end, text.length), fromText: true }
}

/** Threads break a header's line around each link in it. */
const goesOn = (header: string, line: string): boolean =>
  /^(?:\||\)|https?:\/\/)/.test(line) ||
  /(?:\||\()\s*$/.test(header) ||
  (/https?:\S+$/.test(header) && /^[|),]/.test(line))
