/** How much is asked for a skill, which way it moves, and against what. */
import type { Figure } from '../../domain.ts'
import { html, type Markup } from '../html-text.ts'
import { figureOf } from '../measures.ts'
import type { Series } from '../views.ts'
import { count, counted, fullText, shortText } from '../wording.ts'
import { ratioSvg } from './bars.ts'
import { chartHtml } from './chart-figure.ts'
import {
  absentText,
  cellHtml,
  factHtml,
  isTold,
  type Marks,
  marksHtml,
  shareCellHtml,
  tileHtml,
} from './figure-html.ts'
import { wordHtml } from './index-page.ts'
import { changeScale, stackSvg } from './scales.ts'
import { skillPath } from './site.ts'
import type { Told } from './skill-section.ts'

const of = ({ view }: Told, measure: string) => figureOf(view.figures, measure)
const present = <Value>(value: Value | null): value is Value => value !== null

/** The answer first: how many require it, how many name it, which way it moves, where it stands. */
export function nowHtml(told: Told): Markup {
  const { used, jobs, view } = told
  const [required, open, share, trajectory, rank] = ['open.required', 'open', 'share', 'trajectory', 'rank'].map((id) =>
    of(told, id),
  )
  const isNone = open?.status === 'zero'
  // Where no open job names it there is nothing to split by level, age or copies.
  const ids = isNone ? [] : ['open.postings', 'open.stale']
  const facts = ['share', 'employers', 'opened', 'days_open.median', ...ids].map((id) => of(told, id)).filter(present)
  const direction = trajectory != null && isTold(trajectory) ? toneOf(trajectory) : undefined
  return html`<dl class="tiles">
${tileHtml({ label: `${capital(jobs)} that require it now`, ...(isNone ? { figure: open ?? null, basis: 'no open job names it' } : { figure: required ?? null, ...basisOf(required, (n) => `of ${counted(n, 'open job')} that name it`) }) }, used)}
${tileHtml({ label: `Open ${jobs} naming it`, figure: open ?? null, ...basisOf(open, (n) => `of ${count(n)} open ${jobs}${share != null && isTold(share) && share.value !== null && !isNone ? `: ${shortText(share)}` : ''}`) }, used)}
${tileHtml({ label: 'Hiring trajectory', figure: trajectory ?? null, ...(direction === undefined ? {} : { tone: direction }) }, used)}
${tileHtml({ label: 'Rank among all skills', figure: rank ?? null, ...rankBasis(rank) }, used)}
</dl>
${factsHtml(facts, used)}
${view.skill.homepage !== null && html`<p class="note">Home page: <a href="${view.skill.homepage}" rel="noopener noreferrer">${hostOf(view.skill.homepage)}</a>.</p>`}`
}

/** What the tiles' marks say already is not said again beside each fact; facts withheld for one reason share it. */
function factsHtml(facts: readonly Figure[], used: Marks): Markup {
  const label = (figure: Figure) => factLabels[figure.measure] ?? figure.measure
  const said = new Set(used)
  const reasons = new Map<string, string[]>()
  for (const figure of facts.filter((each) => !isTold(each))) {
    reasons.set(figure.text, [...(reasons.get(figure.text) ?? []), label(figure)])
  }
  return html`<dl class="facts">${facts.filter(isTold).map((figure) => factHtml(label(figure), figure, used, said))}${[
    ...[...reasons].sort(([, left], [, right]) => left.length - right.length),
  ].map(
    ([why, labels]) =>
      html`<div class="withheld${labels.length > 1 && ' many'}"><dt>${sentenceOf(labels)}</dt><dd>${why}</dd></div>`,
  )}</dl>`
}

/** `Share of open jobs, postings naming it`. */
const sentenceOf = (labels: readonly string[]) =>
  labels.map((label, at) => (at === 0 ? label : label.charAt(0).toLowerCase() + label.slice(1))).join(', ')

const factLabels: Record<string, string> = {
  share: 'Share of open jobs',
  'open.postings': 'Postings naming it',
  employers: 'Employers naming it',
  opened: 'Newly opened',
  'open.stale': 'Open over 6 months',
  'days_open.median': 'Days a job stays open',
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url)

const basisOf = (figure: Figure | null | undefined, say: (denominator: number) => string) =>
  figure?.denominator == null ? {} : { basis: say(figure.denominator) }

/** `of 41 by jobs opened in the last 13 weeks (95%: 2 to 4)` after the place. */
const rankBasis = (rank: Figure | null | undefined) =>
  rank == null ? {} : { basis: rank.text.replace(/^[\d,]+ /, '') }

const tones: Record<string, string> = { Rising: 'up', Emerging: 'up', Declining: 'down' }
const toneOf = (figure: Figure) => (figure.status === 'observed' ? tones[shortText(figure)] : undefined)

export function trajectoryHtml(told: Told): Markup {
  const [trajectory, change] = [of(told, 'trajectory'), of(told, 'change')]
  if (trajectory === null) return html`<p class="absent block">Not measured.</p>`
  const drawn =
    change !== null && isTold(change) && change.value !== null
      ? html`<figure class="scale"><figcaption>${fullText(change)}${marksHtml(change, told.used)}</figcaption>${changeScale(change)}</figure>`
      : null
  return html`<p class="sentence${toneOf(trajectory) && ` ${toneOf(trajectory)!}`}${trajectory.status !== 'observed' && ' absent'}">${trajectory.text}${isTold(trajectory) && marksHtml(trajectory, told.used)}</p>
${drawn}
<p class="note">Each employer is compared only with itself, in the same weeks of both years, so that a board added, lost or not read cannot make a trend. <a href="../../method.html#trajectory">How the word is chosen</a></p>`
}

export function overTimeHtml(told: Told): Markup | string {
  const { view, used, jobs } = told
  const share = view.series.find(({ measure }) => measure === 'opened.share')
  const rank = view.series.find(({ measure }) => measure === 'rank')
  if (share === undefined) {
    const open = of(told, 'open')
    return open?.status === 'not_tracked' ? open.text : 'Not measured over any time yet.'
  }
  if (share.points.every(({ value }) => value === null)) {
    return `No ${share.by} has been measured, or too few ${jobs} were seen in it: there is no line to draw.`
  }
  const drawn = (series: Series, id: string, caption: string, value: string) =>
    chartHtml({ id, series: [series], names: [view.skill.name], caption, value }, used)
  return html`${drawn(share, 'share-chart', `Share of new ${jobs} that name ${view.skill.name}, by ${share.by}`, 'share')}
${rank !== undefined && drawn(rank, 'rank-chart', `Rank of ${view.skill.name} among all skills by the ${jobs} that opened in each ${rank.by}, 1 on top`, 'rank')}`
}

export function againstHtml(told: Told): Markup | null {
  const { view, site } = told
  if (view.alternatives.length === 0) return null
  const { name } = view.skill
  const shown = againstColumns(name).filter(({ figure }) =>
    view.alternatives.some((other) => {
      const own = figure(other)
      return own !== null && isTold(own) && (own.unit !== 'word' || own.status === 'observed')
    }),
  )
  const reasons = view.alternatives.filter(({ ratio }) => !isTold(ratio) || ratio.value === null)
  const compared = reasons.length < view.alternatives.length
  const nameOf = ({ skill }: Alternative) =>
    site.pages.has(skill.id) ? html`<a href="../../${skillPath(skill.id)}">${skill.name}</a>` : html`${skill.name}`
  const table = html`<div class="scroll" tabindex="0" role="group" aria-label="${name} against its alternatives"><table class="cards"><caption class="unseen">${name} against its alternatives</caption>
<thead><tr><th scope="col">In its place</th>${shown.map(({ head, numeric }) => html`<th scope="col"${numeric && html` class="n"`}>${head}</th>`)}</tr></thead>
<tbody>${view.alternatives.map(
    (other) =>
      html`<tr><th scope="row">${nameOf(other)}</th>${shown.map(({ label, numeric, cell }) => html`<td${numeric && html` class="n"`} data-label="${label}">${cell(other, told)}</td>`)}</tr>`,
  )}</tbody></table></div>`
  return html`${shown.length > 0 && table}
${compared && html`<p class="note">Head to head over the jobs opened in the last 13 weeks; the interval leaves out each employer in turn.</p>`}
${reasons.length > 0 && html`<details><summary>Why ${compared ? 'some' : 'nothing'} can be said head to head</summary><ul class="reasons">${reasons.map((other) => html`<li>${nameOf(other)}: ${other.ratio.text}</li>`)}</ul></details>`}`
}

type Alternative = Told['view']['alternatives'][number]

interface AgainstColumn {
  head: string
  /** What the cell is called on a phone, where each row is a card. */
  label: string
  numeric: boolean
  /** Without one that can be told in any row the column is left out. */
  figure(other: Alternative): Figure | null
  cell(other: Alternative, told: Told): Markup
}

const againstColumns = (name: string): AgainstColumn[] => [
  {
    ...{ head: 'Open now', label: 'Open now', numeric: true, figure: ({ figures }) => figureOf(figures, 'open') },
    cell: ({ figures }, { used }) => cellHtml(figureOf(figures, 'open'), used),
  },
  {
    ...{ head: 'Share of open jobs', label: 'Share of open jobs', numeric: true },
    figure: ({ figures }) => figureOf(figures, 'share'),
    cell: ({ figures }, { used }) => {
      const share = figureOf(figures, 'share')
      return shareCellHtml(share === null ? null : { ...share, flags: [] }, used)
    },
  },
  {
    ...{ head: 'Naming both', label: 'Naming both', numeric: true, figure: ({ both }) => both },
    cell: ({ both }) =>
      both === null || !isTold(both)
        ? html`<span class="absent">${both === null ? '–' : absentText(both)}</span>`
        : html`${both.value === 0 ? 'none' : count(both.value!)} <small>of ${count(both.denominator ?? 0)} naming either</small>`,
  },
  {
    ...{ head: 'Direction', label: 'Direction', numeric: false },
    figure: ({ figures }) => figureOf(figures, 'trajectory'),
    cell: ({ figures }) => {
      const trajectory = figureOf(figures, 'trajectory')
      return trajectory === null ? html`–` : wordHtml(trajectory)
    },
  },
  {
    ...{ head: `Jobs naming ${name} for every 100 naming it`, label: 'For every 100 naming it', numeric: false },
    figure: ({ ratio }) => (ratio.value === null ? null : ratio),
    cell: ({ ratio }, told) => ratioHtml(ratio, told),
  },
]

function ratioHtml(ratio: Figure, { used }: Told): Markup {
  if (!isTold(ratio) || ratio.value === null) return html`<span class="absent">${absentText(ratio)}</span>`
  const hundred = (value: number) => count(Math.round(100 * value))
  const range = ratio.interval
  return html`<span class="with-whisker"><span class="number">${hundred(ratio.value)}</span>${ratioSvg(ratio.value, range)}</span>${range !== null && html` <small>${Math.round(100 * range.confidence)}%: ${hundred(range.low)} to ${hundred(range.high)}</small>`}${marksHtml(ratio, used)}`
}

const levelNames = [
  ['level.required', 'Required', 'the job asks for it'],
  ['level.preferred', 'Preferred', 'it would be welcome'],
  ['level.mentioned', 'Mentioned', 'named without being asked for'],
] as const

export function levelsHtml(told: Told): Markup | string | null {
  const rows = levelNames.flatMap(([id, label, about]) => {
    const figure = of(told, id)
    return figure === null ? [] : [{ label, about, figure }]
  })
  const [first] = rows
  if (first === undefined) return null
  if (rows.every(({ figure }) => !isTold(figure) || figure.value === null)) {
    return first.figure.text
  }
  return html`${stackSvg(rows.map(({ figure }) => figure.value ?? 0))}
<table class="parts"><caption class="unseen">How strongly jobs ask for ${told.view.skill.name}</caption>
<thead><tr><th scope="col">Level</th><th scope="col" class="n">Share of naming jobs</th><th scope="col" class="n">95% interval</th></tr></thead>
<tbody>${rows.map(
    ({ label, about, figure }, at) =>
      html`<tr><th scope="row"><span class="swatch s-${at}"></span>${label} <small>${about}</small></th><td class="n">${shareCellHtml(figure, told.used)}</td><td class="n">${intervalText(figure)}</td></tr>`,
  )}</tbody></table>`
}

const intervalText = (figure: Figure) =>
  figure.interval === null || !isTold(figure)
    ? ''
    : `${(100 * figure.interval.low).toFixed(0)}–${(100 * figure.interval.high).toFixed(0)}%`
