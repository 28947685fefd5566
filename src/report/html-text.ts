/** Text for HTML, and markup of our own making apart from it. */

/** Markup that is safe to print as it stands, because `trusted` made it. */
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
