/** Who asks for a skill and for what: roles, uses, seniority, years, pay, skills beside it, employers, postings. */
import { html, type Markup } from '../html-text.ts'
import { linkable } from '../links.ts'
import { figureOf } from '../measures.ts'
import type { Evidence, Part } from '../views.ts'
import { count, fullText } from '../wording.ts'
import { barSvg } from './bars.ts'
import { isTold, marksHtml, sentenceCase, shareCellHtml } from './figure-html.ts'
import { spreadSvg } from './scales.ts'
import { skillPath } from './site.ts'
import type { Told } from './skill-section.ts'
import { dayText } from './words.ts'

const kinds = {
  role: { head: 'Role', about: 'what the jobs naming it are' },
  use: { head: 'Use', about: 'what the jobs naming it do with it, or beside it' },
  seniority: { head: 'Seniority', about: 'at which seniority, where the job says one' },
} as const

export function partsHtml(told: Told, parts: readonly Part[], kind: keyof typeof kinds): Markup | string {
  const { head, about } = kinds[kind]
  return parts.length === 0
    ? 'Not enough data: a part is told from 10 jobs of 5 employers on, out of 30 of 10.'
    : tableOf(told, parts, head, `${told.view.skill.name}: ${about}`)
}

/** Parts that can be told as rows; those with too few jobs are named in a line below, not each in a row of its own. */
function tableOf(told: Told, parts: readonly Part[], head: string, caption: string): Markup {
  const [rows, few] = [parts.filter(hasShare), parts.filter((part) => !hasShare(part))]
  const label = (part: Part) => linked(told, sentenceCase(part.label), part.skill)
  const fewer =
    few.length > 0 &&
    html`<p class="note">Too few jobs to tell: ${few.map((part, at) => html`${at > 0 && ', '}${label(part)}${fewOf(part)}`)}.</p>`
  if (rows.length === 0) return html`${fewer}`
  const top = barTop(rows)
  const lifted = rows.some(({ lift }) => lift != null)
  return html`<table class="parts"><caption class="unseen">${caption}</caption>
<thead><tr><th scope="col">${head}</th><th scope="col" class="n">Of the jobs naming it</th><th class="drawn" aria-hidden="true">${barScaleHtml(top)}</th>${lifted && html`<th scope="col" class="n">Against all jobs</th>`}</tr></thead>
<tbody>${rows.map(
    (part) =>
      html`<tr><th scope="row">${label(part)}</th><td class="n">${shareCellHtml(part.figure, told.used)}</td><td class="drawn" aria-hidden="true">${barSvg(part.figure.value!, part.figure.interval, top)}</td>${lifted && html`<td class="n">${part.lift == null ? html`<span class="absent">–</span>` : html`${part.lift.toFixed(1)}<small>× as often</small>`}</td>`}</tr>`,
  )}</tbody></table>${fewer}`
}

const hasShare = ({ figure }: Part) => isTold(figure) && figure.value !== null

/** ` (4)`: how many jobs there are, where that may be told. */
const fewOf = ({ figure: { n, status } }: Part) => status === 'low' && n !== null && html` <small>(${count(n)})</small>`

/** Where the bars of a table end: all parts and their intervals, up to the next tenth. */
const barTop = (parts: readonly Part[]) =>
  Math.min(
    1,
    Math.ceil(10 * Math.max(...parts.map(({ figure }) => Math.max(figure.value ?? 0, figure.interval?.high ?? 0)))) /
      10,
  )

const barScaleHtml = (top: number) =>
  html`<span class="ends"><span>0</span><span>${Math.round(100 * top)}%</span></span>`

const linked = ({ site }: Told, label: string, skill: string | undefined) =>
  skill !== undefined && site.pages.has(skill) ? html`<a href="../../${skillPath(skill)}">${label}</a>` : html`${label}`

export const coNamedHtml = (told: Told): Markup | string =>
  told.view.coNamed.length === 0
    ? 'Not enough data: a skill is told from 10 jobs of 5 employers on, out of 30 of 10.'
    : html`${tableOf(told, told.view.coNamed, 'Skill', `Skills named beside ${told.view.skill.name}`)}
<p class="note">Those that stand out most against all jobs come first.</p>`

/** Members of the family with the level at which jobs ask for them. */
export function subSkillsHtml(told: Told): Markup | null {
  const { subSkills } = told.view
  if (subSkills.length === 0) return null
  if (!subSkills.some(hasShare)) return tableOf(told, subSkills, 'Part', `Parts of ${told.view.skill.name}`)
  return html`<table class="parts"><caption class="unseen">Parts of ${told.view.skill.name} by level</caption>
<thead><tr><th scope="col">Part</th><th scope="col" class="n">Of the jobs naming ${told.view.skill.name}</th><th scope="col">Asked for</th></tr></thead>
<tbody>${subSkills.map(
    ({ label, figure, skill }) =>
      html`<tr><th scope="row">${linked(told, label, skill)}</th><td class="n">${shareCellHtml(figure, told.used)}</td><td>${sentenceCase(/, (most at .*|at no level.*)$/.exec(figure.text)?.[1] ?? '')}</td></tr>`,
  )}</tbody></table>`
}

export function yearsHtml(told: Told): Markup | string {
  const [median, low, high] = ['years.median', 'years.p25', 'years.p75'].map((id) => figureOf(told.view.figures, id))
  if (median == null) return 'Not measured.'
  if (!isTold(median) || median.value === null) return median.text
  const drawn =
    low?.value == null || high?.value == null
      ? null
      : spreadSvg({
          low: low.value,
          middle: median.value,
          high: high.value,
          interval: null,
          say: (years) => (years === 0 ? '0 years' : count(years)),
        })
  return html`<p class="sentence">${sentenceCase(median.text)}${marksHtml(median, told.used)}</p>${drawn}`
}

export function payHtml(told: Told): Markup | string {
  const [median, low, high, stated] = ['pay.median', 'pay.p25', 'pay.p75', 'pay.stated'].map((id) =>
    figureOf(told.view.figures, id),
  )
  const disclosed =
    stated != null &&
    isTold(stated) &&
    html`<p class="note">${sentenceCase(fullText(stated))}${marksHtml(stated, told.used)}</p>`
  if (median == null) return 'Not measured.'
  if (!isTold(median) || median.value === null)
    return disclosed === false ? median.text : html`<p class="absent block">${median.text}</p>${disclosed}`
  const half = low?.value != null && high?.value != null
  const currency = /^\D*/.exec(median.text)?.[0] ?? ''
  return html`<p class="sentence">${fullText(median)}${marksHtml(median, told.used)}</p>
${half && spreadSvg({ low: low.value!, middle: median.value, high: high.value!, interval: median.interval, say: (money) => `${currency}${money === 0 ? 0 : `${count(money / 1000)}k`}` })}
${half ? html`<p>Half of the jobs that state pay offer between ${low.text.split(' (')[0]!} and ${high.text.split(' (')[0]!}.</p>` : html`<p class="absent">${low?.text ?? ''}</p>`}
${disclosed}`
}

const most = 25

export function employersHtml(told: Told): Markup | string {
  const { employers, skill } = told.view
  if (employers.length === 0) return 'No employer is known to ask for it in an open job.'
  const rest = employers.length - most
  return html`<table class="parts"><caption class="unseen">Employers naming ${skill.name}</caption>
<thead><tr><th scope="col">Employer</th><th scope="col" class="n">Jobs naming it</th><th class="drawn" aria-hidden="true">Of its open jobs</th></tr></thead>
<tbody>${employers
    .slice(0, most)
    .map(
      ({ name, naming, open }) =>
        html`<tr><th scope="row">${name}</th><td class="n"><span class="number">${count(naming)}</span> <small>of ${count(open)} open</small></td><td class="drawn" aria-hidden="true">${barSvg(naming / Math.max(1, open), null, 1)}</td></tr>`,
    )}</tbody></table>
${rest > 0 && html`<p class="note">And ${count(rest)} more.</p>`}`
}

export function evidenceHtml(told: Told): Markup | string {
  const { evidence, skill, figures } = told.view
  if (evidence.length === 0) return 'There is no open posting to show.'
  const open = figureOf(figures, 'open')?.value ?? evidence.length
  return html`<p class="note">${evidence.length < open ? `${count(evidence.length)} of the ${count(open)} jobs, one of each employer first` : 'Every job that the figures above count'}: title and employer as posted, with the words that decided between required, preferred and mentioned. <code>skilltide explain ${skill.id}</code> lists all.</p>
<ul class="postings">${evidence.map(postingHtml)}</ul>`
}

/** The words that set the level; a heading is told of, not quoted. */
const cueHtml = (cue: string) => (cue === 'the heading' ? html`by its heading` : html`<q dir="auto">${cue}</q>`)

function postingHtml({ title, company, url, firstSeen, level, cue, board }: Evidence): Markup {
  const address = linkable(url)
  return html`<li><span class="level l-${level}">${level}</span>
<span class="title" dir="auto">${address === null ? title : html`<a href="${address}" rel="noopener noreferrer nofollow">${title}</a>`}</span>
<span class="company" dir="auto">${company}</span>
<small>${cue !== null && cue !== '' && html`${cueHtml(cue)} · `}first seen ${dayText(firstSeen)} · ${board}</small></li>`
}
