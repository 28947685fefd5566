/** The Markdown that our own documents use, as HTML: headings, paragraphs, lists, tables, code, links, strong words. */
import { escapeHtml, type Markup, trusted } from '../html-text.ts'

/** `From the data can carry` becomes `from-the-data-can-carry`: the name that links to a heading use. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')

/** Where a link of a document leads on the site; null leaves the words without a link. */
export type LinkTo = (address: string) => string | null

/** How a document's headings stand on the page: so many levels lower, their ids behind a prefix of their own. */
export interface Headings {
  lower: number
  prefix: string
}

export function markdownHtml(text: string, linkTo: LinkTo, headings: Headings = { lower: 0, prefix: '' }): Markup {
  const blocks = text
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
  return trusted(blocks.map((block) => blockHtml(block.replace(/^\n+|\n+$/g, ''), linkTo, headings)).join('\n'))
}

function blockHtml(block: string, linkTo: LinkTo, headings: Headings): string {
  const inline = (text: string) => inlineHtml(text, linkTo)
  const [first = '', ...rest] = block.split('\n')
  const heading = /^(#{1,4}) (.+)$/.exec(first)
  if (heading !== null) {
    const level = heading[1]!.length + headings.lower
    const words = heading[2]!
    const head = `<h${level} id="${headings.prefix}${anchorOf(words)}">${inline(words)}</h${level}>`
    return rest.length === 0 ? head : `${head}\n${blockHtml(rest.join('\n'), linkTo, headings)}`
  }
  if (/^```/.test(first)) return `<pre><code>${escapeHtml(block.replace(/^```.*\n|\n?```$/g, ''))}</code></pre>`
  if (/^\|/.test(first) && /^\|[\s|:-]+$/.test(rest[0] ?? '')) return tableHtml([first, ...rest.slice(1)], inline)
  if (/^[-*] /.test(first)) return listHtml('ul', block.split(/\n(?=[-*] )/), /^[-*] /, inline)
  if (/^\d+\. /.test(first)) return listHtml('ol', block.split(/\n(?=\d+\. )/), /^\d+\. /, inline)
  return `<p>${inline(block)}</p>`
}

const listHtml = (kind: 'ul' | 'ol', items: string[], mark: RegExp, inline: (text: string) => string) =>
  `<${kind}>${items.map((item) => `<li>${inline(item.replace(mark, ''))}</li>`).join('')}</${kind}>`

function tableHtml(lines: string[], inline: (text: string) => string): string {
  const [head = [], ...rows] = lines.map((line) =>
    line
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => inline(cell.trim().replaceAll('\\|', '|'))),
  )
  const cells = rows.map(
    (row) =>
      `<tr>${row.map((cell, at) => (at === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`)).join('')}</tr>`,
  )
  return `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>${cells.join('')}</tbody></table></div>`
}

/** Code first, so that nothing within it is read as anything else. */
const inlineHtml = (text: string, linkTo: LinkTo): string =>
  text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : wordsHtml(part, linkTo)))
    .join('')

const wordsHtml = (text: string, linkTo: LinkTo): string =>
  text
    .split(/(\[[^\]]+\]\([^)\s]+\))/)
    .map((part) => {
      const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part)
      if (link === null) return strongHtml(part)
      const address = linkTo(link[2]!)
      const words = strongHtml(link[1]!)
      return address === null ? words : `<a href="${escapeHtml(address)}">${words}</a>`
    })
    .join('')

const strongHtml = (text: string) =>
  escapeHtml(text)
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, '<em>$1</em>')
