/** HTML made of our own markup and escaped text: what is interpolated is text unless it was made here. */

/** Markup that is safe to print as it stands, because `html` or `trusted` made it. */
export interface Markup {
  readonly markup: string
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text for element content and quoted attributes; controls that XML and browsers refuse become U+FFFD. */
export const escapeHtml = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g, '\ufffd')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[&<>"'`]/g, (character) => entities[character]!)

/** Markup of our own making (a chart, a style sheet): never the words of others. */
export const trusted = (markup: string): Markup => ({ markup })

export type Printed = string | number | Markup | null | undefined | false | readonly Printed[]

const isMarkup = (value: object): value is Markup => 'markup' in value

function printed(value: Printed): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  return isMarkup(value) ? value.markup : (value as readonly Printed[]).map(printed).join('')
}

/** Template tag: `html\`<b>${title}</b>\`` escapes the title; arrays are joined; null and false print nothing. */
export const html = (parts: TemplateStringsArray, ...values: Printed[]): Markup => ({
  markup: parts.reduce((text, part, at) => text + part + (at < values.length ? printed(values[at]) : ''), ''),
})
