/** From any of the encodings that adverts arrive in to plain text: one routine, used for every source. Linear and without recursion. */
import { cleaned, decoded, decodedOnce, looksEscaped, repaired } from './decoding.ts'
import { scan } from './scan.ts'

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

interface Open {
  name: string
  item: boolean
  heading: number
  mark: string | null
}

/** An end tag closes the nearest element of its name within this many; further out it was a stray. */
const reach = 64

function fromMarkup(markup: string, marks: readonly string[]): Block[] {
  const lines = new Lines()
  const bottom: Open = { name: '', item: false, heading: 0, mark: null }
  const open: Open[] = [bottom]
  let bold = 0
  let preformatted = 0
  const settle = () => lines.shape(open.at(-1)!)
  scan(markup, {
    text(encoded) {
      const text = decoded(encoded)
      if (preformatted === 0) return lines.add(text, bold > 0)
      for (const [index, line] of text.split('\n').entries()) {
        if (index > 0) lines.end()
        lines.add(line, bold > 0)
      }
    },
    open(name, attributes) {
      if (name === 'br' || name === 'hr') lines.end()
      else if (name === 'td' || name === 'th') lines.add(' ', false)
      else if (name === 'b' || name === 'strong') bold += 1
      if (name === 'pre') preformatted += 1
      if (!blocks.has(name) || name === 'hr') return
      lines.end()
      // A paragraph ends where a block begins, an item where the next one does.
      if (open.at(-1)!.name === 'p' || (name === 'li' && open.at(-1)!.name === 'li')) open.pop()
      const around = open.at(-1) ?? bottom
      const heading = /^h[1-6]$/.test(name) ? Number(name[1]) : around.heading
      const classes =
        marks.length === 0 ? [] : (/\bclass\s*=\s*["']?([^"'>]*)/i.exec(attributes)?.[1] ?? '').split(/\s+/)
      const mark = marks.find((each) => classes.includes(each)) ?? around.mark
      open.push({ name, item: name === 'li' || (around.item && name !== 'ul' && name !== 'ol'), heading, mark })
      settle()
      if (name === 'li') lines.startItem()
    },
    close(name) {
      if (name === 'td' || name === 'th') lines.add(' ', false)
      else if (name === 'b' || name === 'strong') bold = Math.max(0, bold - 1)
      if (name === 'pre') preformatted = Math.max(0, preformatted - 1)
      if (!blocks.has(name)) return
      lines.end()
      // A bold that nobody closed ends with its paragraph.
      if (name === 'p' || name === 'li') bold = 0
      for (let at = open.length - 1; at > 0 && at >= open.length - reach; at--) {
        if (open[at]!.name !== name) continue
        open.length = at
        break
      }
      settle()
    },
  })
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
  #open: Open = { name: '', item: false, heading: 0, mark: null }
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
