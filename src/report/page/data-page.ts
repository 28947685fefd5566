/** All figures as files, what their columns mean, under which terms, and whom to name. */
import type { Vintage } from '../../domain.ts'
import { statuses } from '../../domain.ts'
import { type Dataset, dataset, schemaVersion } from '../datasets.ts'
import { html, type Markup } from '../html-text.ts'
import { linkable } from '../links.ts'
import { measures } from '../measures.ts'
import type { SkillName, StatusView } from '../views.ts'
import { count, counted, statusAbout } from '../wording.ts'
import { vintageHtml } from './foot.ts'
import { licenceLink, pageFile } from './layout.ts'
import type { Site, SiteFile } from './site.ts'

export interface Download {
  name: Dataset['name']
  format: string
  /** From the root of the site. */
  path: string
  rows: number
  bytes: number
}

export interface DataView {
  downloads: readonly Download[]
  sources: StatusView['sources']
  /** Of a server: files of one skill at a time, made when they are asked for. */
  each?: { skills: readonly Pick<SkillName, 'id' | 'name'>[]; datasets: readonly Dataset['name'][] }
}

export function dataPage(view: DataView, site: Site, vintage: Vintage): SiteFile {
  const names = view.each?.datasets ?? [...new Set(view.downloads.map(({ name }) => name))]
  const body = html`<div class="wide chapters">
<div class="opening">
<h1>The figures as data</h1>
<p class="lede">Every figure of these pages with its status, its denominator, its interval and what it was made from. A cell without a value is empty, and its status says why: it is never a zero.</p>
</div>
<section aria-labelledby="downloads"><h2 id="downloads">Downloads</h2>
${
  view.each !== undefined
    ? eachHtml(view.each)
    : html`<div class="scroll" tabindex="0" role="group" aria-label="Files"><table class="parts"><caption class="unseen">Files</caption><thead><tr><th scope="col">File</th><th scope="col">What one row is</th><th scope="col" class="n">Rows</th><th scope="col" class="n">Size</th></tr></thead><tbody>${view.downloads.map(
        ({ name, format, path, rows, bytes }) =>
          html`<tr><th scope="row"><a href="${path}" download>${name}.${format}</a></th><td>${dataset(name).about}</td><td class="n">${count(rows)}</td><td class="n">${sizeText(bytes)}</td></tr>`,
      )}</tbody></table></div>`
}
<p class="note">For one skill: <code>figure/pytorch.json</code>; badges: <code>badge/pytorch.svg</code>, <code>badge/pytorch.trajectory.svg</code>, and <code>.json</code> for shields; a block for a page of yours: <code>embed/pytorch.html</code>.</p>
</section>
<section aria-labelledby="licence"><h2 id="licence">Licence and attribution</h2>
<p>The figures: ${licenceLink(site)}. Name skilltide and the as-of day beside a figure.</p>
${attributionHtml(view.sources)}
</section>
<section aria-labelledby="dictionary"><h2 id="dictionary">Dictionary</h2>
<p>Schema version ${schemaVersion}: columns keep their names, order and meaning; new ones are added at the end.</p>
${names.map(columnsHtml)}
<h3 id="statuses">Statuses</h3>
<div class="scroll" tabindex="0" role="group" aria-label="Statuses"><table class="parts"><caption class="unseen">Statuses</caption><thead><tr><th scope="col">Status</th><th scope="col">Means</th></tr></thead><tbody>${statuses.map((status) => html`<tr><th scope="row"><code>${status}</code></th><td>${statusAbout(status)}</td></tr>`)}</tbody></table></div>
<h3 id="measures">Measures</h3>
<div class="scroll" tabindex="0" role="group" aria-label="Measures"><table class="parts cards"><caption class="unseen">Measures</caption><thead><tr><th scope="col">Measure</th><th scope="col">Called</th><th scope="col">Means</th></tr></thead><tbody>${measures.map(({ id, label, about }) => html`<tr><th scope="row"><code>${id}</code></th><td data-label="Called">${label}</td><td data-label="Means">${about}</td></tr>`)}</tbody></table></div>
</section>
</div>`
  return pageFile(
    {
      path: 'data.html',
      title: 'The figures as data',
      description: `${view.each === undefined ? counted(view.downloads.length, 'file') : 'Files of each skill'} with every figure, its status, denominator and interval; the dictionary of their columns; licence and attribution.`,
      place: 'data',
      body,
      foot: vintageHtml(vintage),
    },
    site,
  )
}

/** Reckoned for one skill at a time, so that nobody waits for all of them. */
function eachHtml({ skills, datasets }: NonNullable<DataView['each']>): Markup {
  return html`<p>Made from the store at each request, one skill at a time; <a href="v1/openapi.json">v1/openapi.json</a> tells what can be asked as JSON, and <code>skilltide export</code> writes everything as CSV, JSON lines or Parquet.</p>
<details><summary>Files of ${counted(skills.length, 'skill')}</summary><div class="scroll" tabindex="0" role="group" aria-label="Files"><table class="parts"><caption class="unseen">Files</caption><thead><tr><th scope="col">Skill</th>${datasets.map((name) => html`<th scope="col">${dataset(name).about}</th>`)}</tr></thead><tbody>${skills.map(
    ({ id, name }) =>
      html`<tr><th scope="row">${name}</th>${datasets.map((each) => html`<td><a href="data/${id}.${each}.csv" download>${each}.csv</a></td>`)}</tr>`,
  )}</tbody></table></div></details>`
}

const sizeText = (bytes: number) =>
  bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${count(Math.ceil(bytes / 1000))} kB`

function attributionHtml(sources: StatusView['sources']): Markup | null {
  if (sources.length === 0) return null
  return html`<p>Counted from postings of:</p><ul>${sources.map(({ title, homepage, attribution }) => {
    const address = linkable(homepage)
    return html`<li>${address === null ? title : html`<a href="${address}" rel="noopener noreferrer">${title}</a>`}${attribution !== null && html`: ${attribution}`}</li>`
  })}</ul>`
}

function columnsHtml(name: Dataset['name']): Markup {
  const { columns, key } = dataset(name)
  return html`<details><summary>Columns of ${name}</summary><p class="note">One row for each ${key.join(', ')}.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Columns of ${name}"><table class="parts"><caption class="unseen">Columns of ${name}</caption><thead><tr><th scope="col">Column</th><th scope="col">Type</th><th scope="col">Empty</th><th scope="col">Means</th></tr></thead><tbody>${columns.map(
    (column) =>
      html`<tr><th scope="row"><code>${column.name}</code></th><td>${column.type}</td><td>${column.optional ? 'may be' : 'never'}</td><td>${column.about}</td></tr>`,
  )}</tbody></table></div></details>`
}
