/** How text, marks, footnotes and charts are written in each format that authors work in. */

import { sparkline } from '../blocks.ts'
import { type ChartStyle, chart, pictureStyle } from '../chart.ts'
import { escapeHtml } from '../html-text.ts'
import type { Series } from '../views.ts'
import type { FormatName } from './format-name.ts'

export interface Footnote {
  number: number
  text: string
}

export interface DocumentFormat {
  name: FormatName
  /** Outside text as text. */
  escape(text: string): string
  mark(number: number): string
  footnotes(notes: readonly Footnote[]): string
  /** The chart in place, or a file beside the document and the words that show it. */
  chart(series: Series, name: string, id: string): { body: string; file: { name: string; svg: string } | null }
}

/**
 * Text as Markdown reads it, with no more escapes than that takes: the marks of emphasis, code and links wherever they
 * stand, those of blocks only where a line could begin with them.
 */
const markdownText = (text: string) =>
  text
    .replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, ' ')
    .replace(/^ +/, ' ')
    .replace(/[\\`*[\]~|]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/^( ?)([-+](?=\s|$)|-{2,}|=+(?=\s*$)|#{1,6}(?=\s|$)|>)/, '$1\\$2')
    .replace(/^( ?\d{1,9})([.)])(?=\s|$)/, '$1\\$2')

const plainText = (text: string) => text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, ' ')

export const documentFormats = (style: ChartStyle = pictureStyle): Record<FormatName, DocumentFormat> => ({
  html: {
    name: 'html',
    escape: escapeHtml,
    mark: (number) => `<sup><a href="#fn-${number}" id="fnref-${number}">${number}</a></sup>`,
    footnotes: (notes) =>
      notes.length === 0
        ? ''
        : `<ol class="footnotes">\n${notes.map(({ number, text }) => `<li id="fn-${number}">${escapeHtml(text)} <a href="#fnref-${number}">↩</a></li>`).join('\n')}\n</ol>\n`,
    chart: (series, name, id) => ({ body: chart([series], [name], style, id).svg.markup, file: null }),
  },
  markdown: {
    name: 'markdown',
    escape: markdownText,
    mark: (number) => `[^${number}]`,
    footnotes: (notes) => notes.map(({ number, text }) => `[^${number}]: ${markdownText(text)}\n`).join(''),
    chart: (series, name, id) => {
      const { svg, summary } = chart([series], [name], style, id)
      const file = `${id}.svg`
      return { body: `![${markdownText(summary)}](${file})`, file: { name: file, svg: svg.markup } }
    },
  },
  text: {
    name: 'text',
    escape: plainText,
    mark: (number) => ` [${number}]`,
    footnotes: (notes) => notes.map(({ number, text }) => `[${number}] ${plainText(text)}\n`).join(''),
    chart: (series, name, id) => ({
      body: `${sparkline(series.points, 60)}\n${plainText(chart([series], [name], style, id).summary)}`,
      file: null,
    }),
  },
})
