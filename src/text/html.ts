/** From any of the encodings that adverts arrive in to plain text: one routine, used for every source. Linear and without recursion. */
import { load } from 'cheerio/slim'
import { cleaned, decodedOnce, looksEscaped, repaired } from './decoding.ts'

/** One line of an advert. */
export interface Block {
  text: string
  kind: 'text' | 'item' | 'heading'
  /** 1 to 6 as the markup says, 7 for a line that is a heading only by being bold throughout; 0 for other lines. */
  level: number
  /** The nearest class of interest around it, where the caller named some. */
  mark: string | null
}

/** Longer markup is cut before it is parsed: the longest real adverts have a tenth of this. */
const longestMarkup = 2 * 1024 * 1024
const longestBoldHeading = 80

const silent = new Set(['script', 'style', 'iframe', 'noscript', 'template', 'svg', 'head', 'title', 'object', 'img'])
const blocks = new Set(
  (
    'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 ' +
    'h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul'
  ).split(' '),
)
const anyTag = new RegExp(
  `</?(?:${[...blocks].join('|')}|a|abbr|b|br|code|em|font|i|img|input|label|mark|meta|script|small|span|strike|strong|style|sub|sup|td|th|tt|u|wbr)(?=[\\s/>])[^<>]*>`,
  'i',
)

/** The advert as lines of text. `marks` are class names whose content the caller wants to tell apart. */
export function blocksOf(advert: string, marks: readonly string[] = []): Block[] {
  const markup = unescaped(advert.slice(0, longestMarkup))
  return anyTag.test(markup) ? fromMarkup(markup, marks) : fromPlainText(markup)
}

/** A block as design writes it: `# ` before headings, `- ` before list items. */
export const lineOf = (block: Block): string =>
  block.kind === 'heading' ? `# ${block.text}` : block.kind === 'item' ? `- ${block.text}` : block.text

/** The whole advert as one text. */
export const plainText = (advert: string): string => blocksOf(advert).map(lineOf).join('\n')

/** Decodes markup that was escaped as a whole; an advert that only shows some markup as an example is left alone. */
function unescaped(advert: string): string {
  let markup = cleaned(repaired(advert))
  for (let round = 0; round < 3 && looksEscaped(markup); round++) markup = decodedOnce(markup)
  // Some generators write line breaks as the two characters \n.
  const literal = markup.match(/\\n/g)?.length ?? 0
  return literal > 1 && literal > (markup.match(/\n/g)?.length ?? 0) ? markup.replace(/(?:\\r)?\\n/g, '\n<br>') : markup
}

/** The parts of a parsed node that the walk needs. */
interface Node {
  type: string
  data?: string
  name?: string
  attribs?: Record<string, string>
  firstChild?: Node | null
  next: Node | null
  parent: Node | null
}

interface Open {
  item: boolean
  heading: number
  mark: string | null
}

function fromMarkup(markup: string, marks: readonly string[]): Block[] {
  const lines = new Lines()
  const state: Open[] = [{ item: false, heading: 0, mark: null }]
  let bold = 0
  let preformatted = 0
  const root = load(markup, { xml: { xmlMode: false, decodeEntities: true } }).root()[0] as unknown as Node
  let node: Node | null = root.firstChild ?? null
  const enter = (element: Node): boolean => {
    const name = element.name ?? ''
    if (silent.has(name)) return false
    if (name === 'br') lines.end()
    if (name === 'td' || name === 'th') lines.add(' ', false)
    if (name === 'b' || name === 'strong') bold += 1
    if (name === 'pre') preformatted += 1
    if (blocks.has(name)) {
      lines.end()
      const around = state.at(-1)!
      const heading = /^h[1-6]$/.test(name) ? Number(name[1]) : around.heading
      const mark = marks.find((each) => (element.attribs?.['class'] ?? '').split(/\s+/).includes(each)) ?? around.mark
      const open = { item: name === 'li' ? true : around.item && name !== 'ul' && name !== 'ol', heading, mark }
      state.push(open)
      lines.shape(open)
      if (name === 'li') lines.startItem()
    }
    return true
  }
  const leave = (element: Node) => {
    const name = element.name ?? ''
    if (name === 'td' || name === 'th') lines.add(' ', false)
    if (name === 'b' || name === 'strong') bold -= 1
    if (name === 'pre') preformatted -= 1
    if (blocks.has(name)) {
      lines.end()
      state.pop()
      lines.shape(state.at(-1)!)
    }
  }
  while (node !== null) {
    if (node.type === 'text') {
      const text = node.data ?? ''
      if (preformatted > 0) {
        for (const [index, line] of text.split('\n').entries()) {
          if (index > 0) lines.end()
          lines.add(line, bold > 0)
        }
      } else lines.add(text, bold > 0)
    } else if (node.type === 'tag' && enter(node)) {
      if (node.firstChild) {
        node = node.firstChild
        continue
      }
      leave(node)
    }
    while (node !== null && node.next === null) {
      node = node.parent
      if (node === null || node === root) return lines.done()
      leave(node)
    }
    node = node?.next ?? null
  }
  return lines.done()
}

const bullet = /^\s*(?:[•·▪◦‣●○■]\s*|[-*–—]\s+)(?=\S)/

function fromPlainText(text: string): Block[] {
  const lines = new Lines()
  for (const line of decodedOnce(text).split(/\r\n?|\n/)) {
    lines.add(line, false)
    lines.end()
  }
  return lines.done()
}

/** Collects text into lines; knows of each whether it is all bold. */
class Lines {
  readonly #blocks: Block[] = []
  #parts: string[] = []
  #boldLength = 0
  #length = 0
  #open: Open = { item: false, heading: 0, mark: null }
  /** Only the first line of a list item is its bullet; what follows in it continues it. */
  #bulletDue = false

  shape(open: Open): void {
    this.#open = open
  }

  startItem(): void {
    this.#bulletDue = true
  }

  add(text: string, bold: boolean): void {
    if (text === '') return
    this.#parts.push(text)
    const length = text.trim().length
    this.#length += length
    if (bold) this.#boldLength += length
  }

  end(): void {
    if (this.#parts.length === 0) return
    const line = stillEncoded(this.#parts.join('')).replace(/\s+/g, ' ').trim()
    const allBold = this.#boldLength > 0 && this.#boldLength === this.#length
    this.#parts = []
    this.#length = 0
    this.#boldLength = 0
    if (line === '') return
    const { item, heading, mark } = this.#open
    const bulleted = (item && this.#bulletDue) || bullet.test(line)
    const text = line.replace(bullet, '')
    if (item) this.#bulletDue = false
    if (text === '') return
    if (heading > 0 && !item) this.#blocks.push({ text, kind: 'heading', level: heading, mark })
    else if (bulleted) this.#blocks.push({ text, kind: 'item', level: 0, mark })
    else if (allBold && !item && text.length <= longestBoldHeading && !/[.,;!]$/.test(text)) {
      this.#blocks.push({ text, kind: 'heading', level: 7, mark })
    } else this.#blocks.push({ text, kind: 'text', level: 0, mark })
  }

  done(): Block[] {
    this.end()
    return this.#blocks
  }
}

/** Entities that survive the parser were escaped twice: decode once more, and stop. */
const stillEncoded = (text: string): string =>
  /&(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});/i.test(text) ? decodedOnce(text) : text
