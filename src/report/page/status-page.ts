/** How the collecting stands: which boards were read, which were not and why, where the gaps are, what was revised. */
import type { Vintage } from '../../domain.ts'
import { html, type Markup } from '../html-text.ts'
import { linkable } from '../links.ts'
import { labelOf } from '../measures.ts'
import type { StatusView, Trouble } from '../views.ts'
import { count, counted } from '../wording.ts'
import { sentenceCase } from './figure-html.ts'
import { vintageHtml } from './foot.ts'
import { pageFile } from './layout.ts'
import type { Site, SiteFile } from './site.ts'
import { dayHtml, periodText } from './words.ts'

/** Troubles listed one by one before the rest is counted. */
const listed = 100

export function statusPage(view: StatusView, site: Site, vintage: Vintage): SiteFile {
  const { coverage, store, troubles } = view
  const body = html`<div class="wide chapters">
<div class="opening">
<h1>How the collecting stands</h1>
<p class="lede">${
    coverage.boardsActive === 0
      ? 'No board has been read yet.'
      : html`${count(coverage.boardsRead)} of ${counted(coverage.boardsActive, 'board')} read whole in time to speak for ${dayHtml(view.asOf)}.`
  } A board that could not be read leaves a gap in every figure that needs it; it never counts as a board without jobs.</p>
${coverage.missing.length > 0 && html`<ul class="missing">${coverage.missing.map((sentence) => html`<li>${sentence}</li>`)}</ul>`}
</div>
<dl class="tiles">
${numberTile('Boards read', `${count(coverage.boardsRead)} of ${count(coverage.boardsActive)}`, 'whole, within the days that a list speaks for')}
${numberTile('Postings kept', count(store.postings), `judged to be ${counted(store.vacancies, 'vacancy')}`)}
${numberTile('Collections', count(store.snapshots), 'of one board at one time each, every one with its outcome')}
${numberTile('Catalog', store.edition?.split('-')[0] ?? 'none yet', store.edition === null ? 'nothing has been read for skills yet' : `edition ${store.edition}: all texts were read with it`)}
</dl>
<section aria-labelledby="sources"><h2 id="sources">Sources</h2>${sourcesHtml(view)}</section>
<section aria-labelledby="trouble"><h2 id="trouble">Trouble</h2>${troublesHtml(troubles)}</section>
<section aria-labelledby="gaps"><h2 id="gaps">Gaps</h2>${
    view.gaps.length === 0
      ? html`<p>No day of the last 90 is without a board that speaks for it.</p>`
      : html`<div class="scroll" tabindex="0" role="group" aria-label="Days that no figure speaks for"><table class="parts"><caption class="unseen">Days that no figure speaks for</caption><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">What</th><th scope="col">Why</th></tr></thead><tbody>${view.gaps.map(
          ({ what, from, to, reason }) =>
            html`<tr><td>${dayHtml(from)}</td><td>${dayHtml(to)}</td><th scope="row">${what}</th><td>${reason}</td></tr>`,
        )}</tbody></table></div>`
  }</section>
<section aria-labelledby="revisions"><h2 id="revisions">Revisions</h2>${revisionsHtml(view)}</section>
${view.jobs.length > 0 && html`<section aria-labelledby="jobs"><h2 id="jobs">Jobs</h2>${jobsHtml(view)}</section>`}
</div>`
  return pageFile(
    {
      path: 'status.html',
      title: 'How the collecting stands',
      description: `${count(coverage.boardsRead)} of ${counted(coverage.boardsActive, 'board')} read; troubles, gaps and revisions by name. As of ${view.asOf}.`,
      place: 'status',
      body,
      foot: html`<p>Taken at <time datetime="${view.takenAt.slice(0, 16)}Z">${view.takenAt.slice(0, 16).replace('T', ' ')} UTC</time>.</p>${vintageHtml(vintage)}`,
    },
    site,
  )
}

const numberTile = (label: string, large: string, under: string): Markup =>
  html`<div class="tile"><dt>${label}</dt><dd><strong>${large}</strong><span>${under}</span></dd></div>`

function sourcesHtml({ sources }: StatusView): Markup {
  if (sources.length === 0) return html`<p class="absent block">No source has a board yet.</p>`
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Sources and their boards"><table><caption class="unseen">Sources and their boards</caption>
<thead><tr><th scope="col">Source</th><th scope="col" class="n">Boards</th><th scope="col" class="n">Read whole</th><th scope="col">Last read</th><th scope="col" class="n">Open postings</th></tr></thead>
<tbody>${sources.map((source) => {
    const address = linkable(source.homepage)
    const short = source.readWhole < source.boards
    return html`<tr><th scope="row">${address === null ? source.title : html`<a href="${address}" rel="noopener noreferrer">${source.title}</a>`}</th><td class="n">${count(source.boards)}</td><td class="n">${count(source.readWhole)}${short && html` <span class="mark">${count(source.boards - source.readWhole)} not</span>`}</td><td>${source.lastRead === null ? html`<span class="absent">never</span>` : dayHtml(source.lastRead)}</td><td class="n">${source.open === null ? html`<span class="absent">not measured</span>` : count(source.open)}</td></tr>`
  })}</tbody></table></div>`
}

function troublesHtml(troubles: readonly Trouble[]): Markup {
  if (troubles.length === 0) return html`<p>Every active board was read whole when it was last due.</p>`
  const rest = troubles.length - listed
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Boards that were not read whole"><table><caption class="unseen">Boards that were not read whole</caption>
<thead><tr><th scope="col">Board</th><th scope="col">Outcome</th><th scope="col">Last read whole</th><th scope="col">Why</th></tr></thead>
<tbody>${troubles
    .slice(0, listed)
    .map(
      ({ board, outcome, since, reason }) =>
        html`<tr><th scope="row">${board}</th><td><span class="mark">${outcome}</span></td><td>${since === null ? html`<span class="absent">never</span>` : dayHtml(since)}</td><td>${sentenceCase(reason)}</td></tr>`,
    )}</tbody></table></div>${rest > 0 && html`<p class="note">And ${counted(rest, 'other board')}.</p>`}`
}

function revisionsHtml({ revisions }: StatusView): Markup {
  if (revisions.length === 0) return html`<p>No published figure has been revised.</p>`
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Published figures that a later vintage changed"><table><caption class="unseen">Published figures that a later vintage changed</caption>
<thead><tr><th scope="col">On</th><th scope="col">Skill</th><th scope="col">Figure</th><th scope="col">Of</th><th scope="col" class="n">Before</th><th scope="col" class="n">After</th><th scope="col">Why</th></tr></thead>
<tbody>${revisions.map(
    ({ on, skill, measure, period, before, after, reason }) =>
      html`<tr><td>${dayHtml(on)}</td><th scope="row">${skill ?? 'all'}</th><td>${labelOf(measure)}</td><td>${periodText(period)}</td><td class="n">${before}</td><td class="n">${after}</td><td>${reason}</td></tr>`,
  )}</tbody></table></div>`
}

/** What a job said may name folders of the machine: only when it ran and what it came to is told here. */
const jobsHtml = ({ jobs }: StatusView): Markup =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="Jobs and when they last ran"><table class="parts"><caption class="unseen">Jobs and when they last ran</caption><thead><tr><th scope="col">Job</th><th scope="col">Last run</th><th scope="col">Came to</th><th scope="col">Next due</th></tr></thead><tbody>${jobs.map(
    ({ job, lastRun, outcome, nextDue }) =>
      html`<tr><th scope="row">${job}</th><td>${lastRun ?? html`<span class="absent">never</span>`}</td><td>${outcome}</td><td>${nextDue ?? '–'}</td></tr>`,
  )}</tbody></table></div>`
