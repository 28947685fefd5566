/** Walks through HTML tag by tag, without building a tree: linear in its length, however deep it is nested or badly closed. */

/** Elements whose content is not text for a reader. */
const silent = new Set(
  'script style iframe noscript template svg head title object textarea select math video audio canvas'.split(' '),
)
/** Of these the content is never markup, so a missing end means that the rest is theirs. */
const raw = new Set(['script', 'style', 'textarea', 'title'])

export interface Visitor {
  text(text: string): void
  /** `attributes` is the text within the tag, after its name. */
  open(name: string, attributes: string): void
  close(name: string): void
}

export function scan(markup: string, visitor: Visitor): void {
  const missing = new Set<string>()
  let at = 0
  while (at < markup.length) {
    const start = nextTag(markup, at)
    if (start < 0) break
    if (start > at) visitor.text(markup.slice(at, start))
    if (markup.startsWith('<!--', start)) {
      const end = markup.indexOf('-->', start + 4)
      at = end < 0 ? markup.length : end + 3
      continue
    }
    const end = endOfTag(markup, start)
    const closing = markup[start + 1] === '/'
    const name = nameAt(markup, start + (closing ? 2 : 1))
    at = end
    if (name === '') continue
    if (closing) visitor.close(name)
    else if (!silent.has(name)) visitor.open(name, markup.slice(start + 1 + name.length, end - 1))
    else if (markup[end - 2] !== '/' && !missing.has(name)) {
      const over = closeOf(markup, name, end)
      if (over >= 0) at = over
      else if (raw.has(name)) return
      else missing.add(name)
    }
  }
  if (at < markup.length) visitor.text(markup.slice(at))
}

/** The next `<` that begins a tag, a comment or a declaration; "a < b" and "<3" are text. */
function nextTag(markup: string, from: number): number {
  for (let at = markup.indexOf('<', from); at >= 0; at = markup.indexOf('<', at + 1)) {
    const code = markup.charCodeAt(at + 1) | 0x20
    if (code >= 0x61 && code <= 0x7a) return at
    const next = markup[at + 1]
    if (next === '!' || next === '?') return at
    const after = markup.charCodeAt(at + 2) | 0x20
    if (next === '/' && after >= 0x61 && after <= 0x7a) return at
  }
  return -1
}

/** Behind the `>` that ends the tag; one inside a quoted attribute does not, and neither does a text without any. */
function endOfTag(markup: string, start: number): number {
  const plain = markup.indexOf('>', start)
  if (plain < 0) return markup.length
  const quoted = markup.slice(start, plain).replace(/=\s*(?:"[^"]*"|'[^']*')/g, '')
  const open = /=\s*(["'])/.exec(quoted)
  if (open === null) return plain + 1
  const end = markup.indexOf(open[1]!, plain)
  const after = end < 0 || end - start > longestTag ? plain : markup.indexOf('>', end)
  return (after < 0 ? plain : after) + 1
}

/** A quote that is not closed within this length was no quote. */
const longestTag = 10_000

function nameAt(markup: string, from: number): string {
  let at = from
  while (at < markup.length && at - from < 32 && /[a-zA-Z0-9:-]/.test(markup[at]!)) at += 1
  return markup.slice(from, at).toLowerCase()
}

/** Behind the end tag of `name`, or -1. */
function closeOf(markup: string, name: string, from: number): number {
  for (let at = markup.indexOf('</', from); at >= 0; at = markup.indexOf('</', at + 2)) {
    if (markup.slice(at + 2, at + 2 + name.length).toLowerCase() !== name) continue
    const end = markup.indexOf('>', at)
    return end < 0 ? markup.length : end + 1
  }
  return -1
}
