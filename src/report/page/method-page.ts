/** What the figures mean, from the document that the rules are kept in. */
import type { Vintage } from '../../domain.ts'
import { html } from '../html-text.ts'
import { linkable } from '../links.ts'
import { vintageHtml } from './foot.ts'
import { pageFile } from './layout.ts'
import { anchorOf, markdownHtml } from './markdown.ts'
import type { Site, SiteFile } from './site.ts'

const chaptersOf = (method: string) => [...method.matchAll(/^## (.+)$/gm)].map(([, words]) => words!)

/** `method` is docs/method.md as it stands. Its links to other documents of the project lose their address here. */
export const methodPage = (method: string, site: Site, vintage: Vintage): SiteFile =>
  pageFile(
    {
      path: 'method.html',
      title: 'What the figures mean',
      description:
        'How skills are found in job postings, what each figure counts, when it is withheld, and how a direction is told from luck.',
      place: 'method',
      body: html`<article class="wide with-contents"><nav class="contents" aria-label="On this page"><ol>${chaptersOf(method).map((words) => html`<li><a href="#${anchorOf(words)}">${words}</a></li>`)}</ol></nav>
<div class="prose">${markdownHtml(method, (address) => (address.startsWith('#') ? address : linkable(address)))}</div></article>`,
      foot: vintageHtml(vintage),
    },
    site,
  )
