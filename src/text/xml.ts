/** Whether XML from strangers is whole: parsers for feeds forgive a missing end, and a cut feed is then a shorter one. */

const deepest = 256
/** Beyond this no feed of ours goes; each reference costs a parser more than a byte of text. */
const mostReferences = 1_000_000

/** The body is not well-formed XML, or declares a document type. `line` and `column` count from 1. */
export class XmlError extends Error {
  readonly line: number
  readonly column: number
  constructor(problem: string, body: string, at: number) {
    const before = body.slice(0, at)
    const line = before.split('\n').length
    const column = at - before.lastIndexOf('\n')
    super(`not XML at line ${line}, column ${column}: ${problem}`)
    this.name = 'XmlError'
    this.line = line
    this.column = column
  }
}

const name = /[A-Za-z_:\u0080-\uffff][-\w:.\u0080-\uffff]*/y
const blanks = /[ \t\r\n]*/y
const attribute = /[ \t\r\n]+([A-Za-z_:\u0080-\uffff][-\w:.\u0080-\uffff]*)[ \t\r\n]*=[ \t\r\n]*("[^<"]*"|'[^<']*')/y
const reference = /&(?:amp|lt|gt|quot|apos|#(?:\d{1,7}|x[\da-fA-F]{1,6}));/y

/**
 * Throws an XmlError unless the body is one well-formed element with its prolog. Any DOCTYPE is refused, and with it every
 * entity beyond the five that XML knows. Linear in the length of the body.
 */
export function checkXml(body: string): void {
  const open: string[] = []
  let references = 0
  let roots = 0
  let at = body.charCodeAt(0) === 0xfeff ? 1 : 0
  const fail = (problem: string, where = at): never => {
    throw new XmlError(problem, body, where)
  }
  const match = (pattern: RegExp, where: number) => {
    pattern.lastIndex = where
    return pattern.exec(body)
  }
  const skipTo = (end: string, from: number, what: string) => {
    const found = body.indexOf(end, from)
    return found < 0 ? fail(`${what} without its end`) : found + end.length
  }
  const checkReferences = (from: number, to: number) => {
    for (let and = body.indexOf('&', from); and >= 0 && and < to; and = body.indexOf('&', and + 1)) {
      if (match(reference, and) === null) fail('an entity that XML does not know', and)
      references += 1
      if (references > mostReferences) fail(`more than ${mostReferences} references`, and)
    }
  }

  while (at < body.length) {
    const start = body.indexOf('<', at)
    const end = start < 0 ? body.length : start
    if (open.length === 0) {
      if (match(blanks, at)![0].length < end - at) fail('text outside the root element')
    } else checkReferences(at, end)
    at = end
    if (start < 0) break
    if (body.startsWith('<!--', at)) at = skipTo('-->', at + 4, 'a comment')
    else if (body.startsWith('<![CDATA[', at)) {
      if (open.length === 0) fail('text outside the root element')
      at = skipTo(']]>', at + 9, 'a CDATA section')
    } else if (body.startsWith('<!', at)) fail('a document type declaration, which is refused')
    else if (body.startsWith('<?', at)) at = skipTo('?>', at + 2, 'a processing instruction')
    else if (body[at + 1] === '/') {
      const closing = match(name, at + 2)?.[0] ?? fail('an end tag without a name')
      const expected = open.pop()
      if (closing !== expected) fail(`</${closing}> where ${expected ? `</${expected}>` : 'nothing'} belongs`)
      const after = at + 2 + closing.length
      const gap = match(blanks, after)![0].length
      if (body[after + gap] !== '>') fail('an end tag without its end')
      at = after + gap + 1
    } else {
      const opening = match(name, at + 1)?.[0] ?? fail('a "<" that begins no tag')
      if (open.length === 0) {
        roots += 1
        if (roots > 1) fail('a second root element')
      }
      let cursor = at + 1 + opening.length
      const names = new Set<string>()
      for (let found = match(attribute, cursor); found !== null; found = match(attribute, cursor)) {
        if (names.has(found[1]!)) fail(`the attribute ${found[1]} twice`, cursor)
        names.add(found[1]!)
        checkReferences(cursor, cursor + found[0].length)
        cursor += found[0].length
      }
      cursor += match(blanks, cursor)![0].length
      if (body.startsWith('/>', cursor)) cursor += 2
      else if (body[cursor] === '>') {
        if (open.length >= deepest) fail(`nested deeper than ${deepest} levels`)
        open.push(opening)
        cursor += 1
      } else fail(cursor >= body.length ? 'a tag without its end' : 'a tag that is not written as XML', cursor)
      at = cursor
    }
  }
  if (open.length > 0) fail(`the text ends within <${open.at(-1)}>`)
  if (roots === 0) fail('no element at all')
}
