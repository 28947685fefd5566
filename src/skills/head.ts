/** The head of a posting: its title, or the header line that a post in a hiring thread begins with. */
import type { TagInput } from '../domain.ts'
import { trimmed } from './clauses.ts'
import { type Words, within, wordReader } from './leads.ts'

export interface Head {
  text: string
  words: Words
  /** The header's fields, as `|`, bullets or long dashes part them; a title is one field. */
  fields: Words[]
  /** Where the text goes on behind the header; 0 where there is a title. */
  end: number
  /** A post's own first line stands in for a title. */
  fromText: boolean
}

/** Longer first lines are prose; what they say of the role is read as prose. */
const longest = 420

export function headOf(input: TagInput): Head {
  const title = input.isPost === true ? '' : input.title.slice(0, longest).trim()
  if (title !== '') return headWith([title], 0, false)
  const text = input.text.role
  let header = ''
  let end = 0
  const labelled: string[] = []
  let begun = false
  while (end <= text.length && end < 2 * longest) {
    const newline = text.indexOf('\n', end)
    const stop = Math.min(newline === -1 ? text.length : newline, 2 * longest)
    const words = trimmed(text, end, stop)
    if (words.length <= longestLabelled && header.length <= longestField && label.test(words)) {
      labelled.push(words)
      begun = true
    } else {
      if (labelled.length > 0 || (begun && !goesOn(header, words))) break
      header = begun ? `${header} ${words}` : words
      begun ||= words !== ''
    }
    end = stop + 1
    if (header.length > longest) break
  }
  const fields = header === '' ? labelled : [...fieldsOf(header.slice(0, longest)), ...labelled]
  return headWith(fields, Math.min(end, text.length), true)
}

/** "Position: Data Engineer", "Location: Oslo": fields of a header that stand in lines of their own. */
const label =
  /^[\s*_-]*(?:company|employer|organi[sz]ation|positions?|roles?|(?:job )?titles?|jobs?|openings?|locations?|where|type|job type|employment(?: type)?|salary|compensation|remote)[\s*_]*:[\s*_]*\S/i
const longestLabelled = 100

/** A title or header of one field is no longer than this. */
const longestField = 160

/** A first line without fields that is longer is prose. */
export const isProse = ({ fields, text }: Head): boolean => fields.length === 1 && text.length > longestField

const read = wordReader()
const parting = ' | '

function headWith(texts: string[], end: number, fromText: boolean): Head {
  const text = texts.length === 1 ? texts[0]! : texts.join(parting)
  const words = read(text)
  const fields: Words[] = []
  let at = 0
  let { first } = words
  for (const one of texts) {
    const field = within(words, at, at + one.length, first)
    first = field.last
    fields.push(field)
    at += one.length + parting.length
  }
  return { text, words, fields, end, fromText }
}

const link = /\(?\s*https?:\/\/\S*\s*\)?/g
const dashes = /\s+[-–—•·]+\s+/

function fieldsOf(header: string): string[] {
  const parts = header.includes('|') ? partedByBars(header) : dashed.test(header) ? partedByDashes(header) : [header]
  const linked = header.includes('http')
  const fields: string[] = []
  for (const part of parts) {
    const plain = linked && part.includes('http') ? part.replace(link, ' ') : part
    const field = trimmed(plain, 0, plain.length)
    if (field !== '') fields.push(field)
  }
  return fields
}

const dashed = /\s[-–—•·]/

/** Dashes behind a long stretch part no fields: they stand in prose. */
function partedByDashes(header: string): string[] {
  const parts = header.split(dashes)
  return parts[0]!.length > longestField ? [header] : parts
}

function partedByBars(header: string): string[] {
  const parts: string[] = []
  let from = 0
  for (let bar = header.indexOf('|'); bar !== -1; bar = header.indexOf('|', from)) {
    parts.push(trimmed(header, from, bar))
    from = bar + 1
  }
  parts.push(header.slice(from))
  return parts
}

/** Threads break a header's line around each link in it. */
function goesOn(header: string, line: string): boolean {
  const first = line[0]
  if (first === '|' || first === ')' || (first === 'h' && /^https?:\/\//.test(line))) return true
  const last = header.at(-1)
  if (last === '|' || last === '(') return true
  return first === ',' && /https?:\S+$/.test(header)
}
