/** The frame around every page: head, skip link, masthead, main part and foot. */
import { html, type Markup, trusted } from '../html-text.ts'
import { rootFrom, type Site, type SiteFile } from './site.ts'

export interface Page {
  path: string
  title: string
  /** One sentence, for search engines and previews. */
  description: string
  /** Which entry of the menu it belongs to. */
  place: 'skills' | 'method' | 'status' | 'data'
  body: Markup
  /** How the foot says what the page rests on. */
  foot: Markup
  /** From the root of the site: what previews of links show, where the site knows its own address. */
  picture?: string
  /** schema.org data; printed where there is some. */
  linkedData?: unknown
}

/** Allows what the site itself brings, and nothing else: no script or style between the lines, nobody else's server. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"

const menu = [
  { place: 'skills', path: 'index.html', name: 'Skills' },
  { place: 'method', path: 'method.html', name: 'Method' },
  { place: 'status', path: 'status.html', name: 'Status' },
  { place: 'data', path: 'data.html', name: 'Data' },
] as const

const wave = trusted(
  '<svg class="wave" viewBox="0 0 28 20" width="28" height="20" aria-hidden="true"><path d="M1 13c3 0 4-6 8-6s4 6 8 6 4-9 10-9"/><path d="M1 18c3 0 4-3 8-3s4 3 8 3 5-4 10-4"/></svg>',
)

/** Within a script element only `<` could end it: it is written as JSON writes it. */
const linkedData = (data: unknown): Markup =>
  trusted(`<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`)

/** Previews read absolute addresses alone: a site that does not know its own has none to give. */
function pictureHtml({ picture, description }: Page, base: string | null): Markup {
  if (base === null || picture === undefined) return html`<meta name="twitter:card" content="summary">`
  return html`<meta property="og:image" content="${base}${picture}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="${description}">
<meta name="twitter:card" content="summary_large_image">`
}

export function pageFile(page: Page, site: Site): SiteFile {
  const root = rootFrom(page.path)
  const own = site.base === null ? null : site.base + page.path.replace(/(?:^|(?<=\/))index\.html$/, '')
  const title = page.path === 'index.html' ? page.title : `${page.title} · skilltide`
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<meta name="description" content="${page.description}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="skilltide">
<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${page.description}">
${pictureHtml(page, site.base)}
${
  own &&
  html`<link rel="canonical" href="${own}">
<meta property="og:url" content="${own}">
`
}<link rel="icon" href="${root}icon.svg" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="Labels that changed and figures that were revised" href="${root}feed.xml">
<link rel="stylesheet" href="${root}site.css">
<script src="${root}site.js" defer></script>
${page.linkedData !== undefined && linkedData(page.linkedData)}
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
<header class="masthead">
<div class="wide">
<a class="wordmark" href="${root}index.html">${wave}<span>skilltide</span></a>
<nav aria-label="Site"><ul>${menu.map(
    ({ place, path, name }) =>
      html`<li><a href="${root}${path}"${place === page.place && trusted(page.path === path ? ' aria-current="page"' : ' aria-current="true"')}>${name}</a></li>`,
  )}</ul></nav>
</div>
</header>
<main id="main" tabindex="-1">
${page.body}
</main>
<footer class="foot">
<div class="wide">
${page.foot}
<p>Figures: ${licenceLink(site)}. Made by <a href="${root}method.html">a published method</a>; <a href="${root}data.html">all of them as data</a>; <a href="${root}feed.xml">Atom feed</a> of what changes.</p>
</div>
</footer>
</body>
</html>
`
  return { path: page.path, type: 'text/html; charset=utf-8', body: markup }
}

export const licenceLink = ({ licence }: Pick<Site, 'licence'>): Markup =>
  licence.url === null ? html`${licence.name}` : html`<a rel="license" href="${licence.url}">${licence.name}</a>`
