/** A strict reader of XML: what a feed reader or a picture viewer would stumble over. */

const name = /^[A-Za-z_][\w.:-]*/

/** Null for well-formed XML, else what is wrong and where. Understands elements, attributes and character references. */
export function wellFormed(text: string): string | null {
  const open: string[] = []
  let at = text.startsWith('<?xml') ? text.indexOf('?>') + 2 : 0
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) return 'a character that XML does not have'
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const words = text.slice(at, next < 0 ? undefined : next)
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(words)) return `a bare & in ${JSON.stringify(words)}`
    if (next < 0) break
    const tag = /^<(\/?)([^\s/>]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/.exec(text.slice(next))
    const found = tag
    if (found === null || !name.test(found[2]!)) return `no tag at ${JSON.stringify(text.slice(next, next + 60))}`
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(found[3]!)) return `a bare & in ${found[3]}`
    if (found[1] === '/') {
      const last = open.pop()
      if (last !== found[2]) return `</${found[2]}> closes <${last}>`
    } else if (found[4] !== '/') open.push(found[2]!)
    at = next + found[0].length
  }
  return open.length === 0 ? null : `<${open.at(-1)}> is not closed`
}
