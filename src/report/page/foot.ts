/** What every figure of a page was made from, for its foot. */
import type { Vintage } from '../../domain.ts'
import { html, type Markup } from '../html-text.ts'
import { dayHtml } from './words.ts'

export const vintageHtml = ({ asOf, edition, method, panel }: Vintage): Markup =>
  html`<p>As of ${dayHtml(asOf)}. Catalog <code>${edition}</code>, method <code>${method}</code>, panel <code>${panel.slice(0, 12)}</code>: with these the same numbers can be made again.</p>`
