/** A skill's page: what its reader asks, in that order, each answer with what it rests on or why there is none. */
import { html, type Markup } from '../html-text.ts'
import { figureOf } from '../measures.ts'
import { jobsOf } from '../populations.ts'
import type { SkillReportView } from '../views.ts'
import { fullText } from '../wording.ts'
import { datasetOf } from './dataset-markup.ts'
import { isTold, legendHtml } from './figure-html.ts'
import { vintageHtml } from './foot.ts'
import { coverageHtml } from './index-page.ts'
import { pageFile } from './layout.ts'
import { hasPreview, previewPath } from './preview.ts'
import { type Site, type SiteFile, skillPath } from './site.ts'
import { againstHtml, levelsHtml, nowHtml, overTimeHtml, trajectoryHtml } from './skill-demand.ts'
import {
  coNamedHtml,
  employersHtml,
  evidenceHtml,
  partsHtml,
  payHtml,
  subSkillsHtml,
  yearsHtml,
} from './skill-parts.ts'
import type { Section, Told } from './skill-section.ts'
import { groupText } from './words.ts'

/** `review` is the editorial text of the skill, already safe; null leaves its section out. */
export function skillPage(view: SkillReportView, site: Site, review: Markup | null = null): SiteFile {
  const { skill } = view
  const told: Told = { view, site, used: new Set(), jobs: jobsOf(view.population) }
  const all: Section[] = [
    { id: 'now', title: 'Open now', body: nowHtml(told) },
    { id: 'trajectory', title: 'Which way demand moves', body: trajectoryHtml(told) },
    { id: 'over-time', title: 'Over time', body: overTimeHtml(told) },
    { id: 'alternatives', title: 'Against its alternatives', body: againstHtml(told) },
    { id: 'levels', title: 'Required or preferred', body: levelsHtml(told) },
    { id: 'roles', title: 'Roles', body: partsHtml(told, view.roles, 'role') },
    { id: 'uses', title: 'What it is used for', body: partsHtml(told, view.patterns, 'use') },
    { id: 'seniority', title: 'Seniority', body: partsHtml(told, view.seniority, 'seniority') },
    { id: 'years', title: 'Years of experience', body: yearsHtml(told) },
    { id: 'pay', title: 'Pay', body: payHtml(told) },
    { id: 'beside', title: 'Named beside it', body: coNamedHtml(told) },
    { id: 'family', title: 'Parts of it that jobs name', body: subSkillsHtml(told) },
    { id: 'review', title: `Should you learn ${skill.name}?`, body: review },
    { id: 'employers', title: 'Employers', body: employersHtml(told) },
    { id: 'evidence', title: 'The postings behind it', body: evidenceHtml(told) },
  ]
  const sections = withReasonsLast(all)
  const body = html`<div class="wide skill">
<div class="opening">
<p class="kicker"><a href="../../index.html">Skills</a> <span aria-hidden="true">/</span> ${groupText(skill.group)}</p>
<h1>${skill.name}</h1>
<p class="lede">${coverageHtml(view.coverage, told.jobs)}</p>
${view.coverage.missing.length > 0 && html`<ul class="missing">${view.coverage.missing.map((sentence) => html`<li>${sentence}</li>`)}</ul>`}
</div>
<nav class="contents" aria-label="On this page"><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<div class="sections">
${sections.map(
  ({ id, title, body: inner }) =>
    html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>
${inner}
</section>
`,
)}
${legendHtml(told.used)}
</div>
</div>`
  return pageFile(
    {
      path: skillPath(skill.id),
      title: `${skill.name} in ${told.jobs}`,
      description: descriptionOf(told),
      place: 'skills',
      body,
      foot: vintageHtml(view.vintage),
      linkedData: datasetOf(view, site),
      ...(hasPreview(view) ? { picture: previewPath(skill.id) } : {}),
    },
    site,
  )
}

/** Sections that have nothing to tell do not stand empty between the others: their reasons are gathered at the end. */
function withReasonsLast(all: readonly Section[]): { id: string; title: string; body: Markup }[] {
  const told = all.flatMap(({ body, ...rest }) =>
    body === null || typeof body === 'string' ? [] : [{ ...rest, body }],
  )
  const reasons = all.flatMap(({ title, body }) => (typeof body === 'string' ? [{ title, why: body }] : []))
  if (reasons.length === 0) return told
  const body = html`<dl class="facts wide-facts">${reasons.map(({ title, why }) => html`<div class="withheld"><dt>${title}</dt><dd>${why}</dd></div>`)}</dl>`
  return [...told, { id: 'not-told', title: 'What cannot be told yet', body }]
}

/** The headline figures that can be told, as one line; where none can, why. */
function descriptionOf({ view, jobs }: Told): string {
  const { name } = view.skill
  const [open, trajectory] = [figureOf(view.figures, 'open'), figureOf(view.figures, 'trajectory')]
  const parts = [
    open !== null && isTold(open) ? fullText(open) : null,
    trajectory !== null && isTold(trajectory) && trajectory.status === 'observed' ? trajectory.text : null,
  ].filter((part) => part !== null)
  const end = parts.length === 0 ? `not enough was measured to say how many ${jobs} name it` : parts.join('. ')
  return `${name}: ${end.replace(/\.$/, '')}. As of ${view.vintage.asOf}.`
}
