/** A skill's review as a part of its page: an editorial template in Markdown, filled with the figures of the day. */
import type { SkillId } from '../domain.ts'
import { escapeHtml, type Markup, trusted } from './html-text.ts'
import { markdownHtml } from './page/markdown.ts'
import type { DocumentFormat } from './render/format.ts'
import type { Figures } from './render/names.ts'
import { renderTemplate } from './render/template.ts'

export interface ReviewTemplate {
  /** As errors name it. */
  file: string
  source: string
}

/** Marks around the number of a text that Markdown never sees; no text of the template has them. */
const [open, close] = ['\ue000', '\ue001']

/**
 * Figures and names go around Markdown, not through it: each is a mark while the template's own words are read, and is put
 * in its place as escaped text. Throws a UserError where the template names what is not there or may not be printed.
 */
export async function reviewHtml(template: ReviewTemplate, skill: SkillId, figures: Figures): Promise<Markup> {
  const texts: string[] = []
  const format: DocumentFormat = {
    name: 'html',
    escape: (text) => `${open}${texts.push(text) - 1}${close}`,
    mark: () => '',
    footnotes: () => '',
    chart: () => ({ body: '', file: null }),
  }
  const source = template.source.replace(/[\ue000\ue001]/g, '')
  const { text } = await renderTemplate(source, {
    ...{ file: template.file, format, figures },
    subject: skill,
    footnotes: false,
  })
  const { markup } = markdownHtml(text, (address) => (/^https?:/.test(address) ? address : null), {
    lower: 1,
    prefix: 'review-',
  })
  return trusted(markup.replace(/\ue000(\d+)\ue001/g, (_, at) => escapeHtml(texts[Number(at)]!)))
}
