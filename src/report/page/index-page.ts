/** The front page: every skill by what newly opened jobs ask for, with what moves by more than luck above. */
import type { Figure } from '../../domain.ts'
import { html, type Markup } from '../html-text.ts'
import { jobsOf } from '../populations.ts'
import type { Coverage, RankingView, RankRow, SkillName } from '../views.ts'
import { count, counted, percent, shortText } from '../wording.ts'
import { changeSvg, sparklineSvg } from './bars.ts'
import { cellHtml, isTold, legendHtml, type Marks, marksHtml, shareCellHtml } from './figure-html.ts'
import { vintageHtml } from './foot.ts'
import { pageFile } from './layout.ts'
import { indexPreviewPath } from './preview.ts'
import { type Site, type SiteFile, skillPath } from './site.ts'
import { dayHtml, groupText, periodText } from './words.ts'

/** `others` are the skills with a page that stand in no rank and no open job. */
export function indexPage(view: RankingView, others: readonly SkillName[], site: Site): SiteFile {
  const used: Marks = new Set()
  const jobs = jobsOf(view.population)
  const title = `Which skills ${jobs} ask for, and which way demand moves`
  const body = html`<div class="wide">
<div class="opening">
<h1>Which skills ${jobs} ask for</h1>
<p class="lede">${coverageHtml(view.coverage, jobs)}</p>
${view.coverage.missing.length > 0 && html`<ul class="missing">${view.coverage.missing.map((sentence) => html`<li>${sentence}</li>`)}</ul>`}
</div>
${moversHtml(view, jobs)}
${view.rows.length === 0 ? html`<p class="absent block">${view.coverage.boardsRead === 0 ? 'No board was read lately enough to speak for this day' : 'Too few jobs are known'}, so there is nothing to rank.</p>` : rankingHtml(view, used, jobs)}
${
  others.length > 0 &&
  html`<section class="others" aria-labelledby="others"><h2 id="others">${view.rows.length === 0 ? 'All skills' : 'Too few to rank'}</h2>
<p class="note">${view.rows.length === 0 ? 'Each has a page that tells what is known of it.' : 'Looked for as the others are, and named by no open job and by too few new ones. Their pages tell what is known.'}</p>
<ul class="plain-list">${others.map(({ id, name }) => html`<li><a href="${skillPath(id)}">${name}</a></li>`)}</ul></section>`
}
${legendHtml(used)}
</div>`
  return pageFile(
    {
      path: 'index.html',
      title,
      description: `${counted(view.rows.length, 'skill')} ranked by what newly opened ${jobs} ask for, each figure with its interval and the postings behind it. As of ${view.vintage.asOf}.`,
      place: 'skills',
      picture: indexPreviewPath,
      body,
      foot: vintageHtml(view.vintage),
    },
    site,
  )
}

export function coverageHtml(coverage: Coverage, jobs: string): Markup {
  const { asOf, boardsRead, boardsActive, employers, vacancies } = coverage
  const boards =
    boardsActive === 0
      ? html`no board has been read yet`
      : html`${count(boardsRead)} of ${counted(boardsActive, 'board')} read in the 7 days to ${dayHtml(asOf)}`
  return vacancies === null || vacancies === 0
    ? html`From job postings: ${boards}. No open ${jobs} stand on them today; what newly opened ones asked for is told over time.`
    : html`From ${count(vacancies)} open ${jobs}${employers !== null && html` of ${counted(employers, 'employer')}`}: ${boards}.`
}

function moversHtml(view: RankingView, jobs: string): Markup {
  const list = (rows: readonly RankRow[], name: string, tone: string) =>
    html`<div class="movers ${tone}"><h3>${name}</h3>${
      rows.length === 0
        ? html`<p class="absent">none that can be told from luck</p>`
        : html`<ol>${rows
            .slice(0, 6)
            .map(
              ({ skill, change, trajectory }) =>
                html`<li><a href="${skillPath(skill.id)}">${skill.name}</a> <b>${isTold(change) ? shortText(change) : shortText(trajectory)}</b>${isTold(change) && change.interval !== null && html`<small>${Math.round(100 * change.interval.confidence)}%: ${signed(change.interval.low)} to ${signed(change.interval.high)}${isSpanning(change) && '; word kept from earlier runs'}</small>`}</li>`,
            )}</ol>`
    }</div>`
  const rule = html`<a href="method.html#trajectory">How a direction is told</a>`
  if (view.up.length + view.down.length === 0) {
    return html`<section class="moving" aria-labelledby="moving"><h2 id="moving">Rising and declining</h2>
<p class="absent block">No skill’s demand can be said to move yet: a direction needs the same employers a year apart, and four weekly runs that agree. ${rule}</p></section>`
  }
  return html`<section class="moving" aria-labelledby="moving"><h2 id="moving">Rising and declining</h2>
<p class="note">Share of new ${jobs} at the same employers, now against a year ago. A word is adopted when four weekly runs agree that it is no luck, and kept until the evidence has clearly gone. ${rule}</p>
<div class="two">${list(view.up, 'Up', 'up')}${list(view.down, 'Down', 'down')}</div></section>`
}

/** By the last run alone it could be either way. */
const isSpanning = ({ interval }: Figure) => interval !== null && interval.low <= 0 && interval.high >= 0

const signed = (value: number) => {
  const whole = Math.round(value)
  return `${whole > 0 ? '+' : whole < 0 ? '−' : ''}${Math.abs(whole)}%`
}

interface Column {
  name: string
  /** Cells of numbers stand to the right. */
  numeric?: true
  /** The order it is first sorted in; columns without one cannot be sorted by. */
  first?: 'ascending' | 'descending'
  value?(row: RankRow): number | string | null
  /** Whether a row has anything to show, where no value is sorted by. */
  worth?(row: RankRow): boolean
  cell(row: RankRow, used: Marks): Markup
}

const number = (figure: Figure) => (isTold(figure) ? figure.value : null)
const directions = ['Rising', 'Emerging', 'Stable', 'No clear trend', 'Declining']
const order = (figure: Figure) => {
  const at = directions.indexOf(shortText(figure))
  return isTold(figure) && at >= 0 ? at : null
}

const newest = ({ recent }: RankRow) =>
  recent.findLast(({ value, status }) => value !== null && status !== 'partial') ?? null

const columns: Column[] = [
  {
    ...{ name: 'Rank', numeric: true, first: 'ascending', value: ({ rank }) => number(rank) },
    cell: ({ rank }) =>
      isTold(rank) && rank.value !== null
        ? html`<b>${count(rank.value)}</b>${rank.interval !== null && rank.interval.low !== rank.interval.high && html` <small>${count(rank.interval.low)}–${count(rank.interval.high)}</small>`}`
        : html`<span class="absent">unranked</span>`,
  },
  {
    ...{ name: 'Skill', first: 'ascending', value: ({ skill }) => skill.name.toLowerCase() },
    cell: ({ skill }) =>
      html`<a href="${skillPath(skill.id)}">${skill.name}</a> <small>${groupText(skill.group)}</small>`,
  },
  {
    ...{ name: 'Open now', numeric: true, first: 'descending', value: ({ open }) => number(open) },
    cell: ({ open }, used) => cellHtml(open, used),
  },
  {
    ...{ name: 'Share of open jobs', numeric: true, first: 'descending', value: ({ share }) => number(share) },
    // The marks of what is open stand beside it already.
    cell: ({ open, share }, used) =>
      shareCellHtml({ ...share, flags: share.flags.filter((flag) => !open.flags.includes(flag)) }, used),
  },
  {
    ...{ name: 'Share of new jobs', numeric: true, first: 'descending', value: (row) => newest(row)?.value ?? null },
    cell: (row, used) => {
      const point = newest(row)
      if (point === null) return html`<span class="absent">not measured</span>`
      return html`<span class="number">${percent(point.value!)}</span> <small>${count(point.n ?? 0)} of ${count(point.denominator ?? 0)}, ${periodText(point.period)}</small>${marksHtml(point, used)}`
    },
  },
  {
    ...{ name: 'Change in a year', first: 'descending', value: ({ change }) => number(change) },
    cell: ({ change }, used) =>
      isTold(change) && change.value !== null
        ? html`<span class="with-whisker"><span class="number">${shortText(change)}</span>${changeSvg(change.value, change.interval)}</span>${marksHtml(change, used)}`
        : cellHtml(change, used),
  },
  {
    ...{ name: 'Direction', first: 'ascending', value: ({ trajectory }) => order(trajectory) },
    cell: ({ trajectory }) => wordHtml(trajectory),
  },
  {
    ...{ name: 'Over time', worth: ({ recent }) => recent.some(({ value }) => value !== null) },
    cell: ({ recent }) => sparklineSvg(recent),
  },
]

const tones: Record<string, string> = { Rising: 'up', Emerging: 'up', Declining: 'down' }

/** The word with its colour where a rule has found a direction; else why there is none, in a word. */
export const wordHtml = (figure: Figure): Markup =>
  isTold(figure) && figure.status === 'observed'
    ? html`<span class="word ${tones[shortText(figure)] ?? 'flat'}">${shortText(figure)}</span>`
    : html`<span class="absent">${shortText(figure)}</span>`

/** A column in which no row has anything to tell is left out. */
const isWorth = (column: Column, rows: readonly RankRow[]) =>
  rows.some((row) => column.worth?.(row) ?? column.value?.(row) != null)

function rankingHtml(view: RankingView, used: Marks, jobs: string): Markup {
  const shown = columns.filter((column) => column.name === 'Skill' || isWorth(column, view.rows))
  const isRanked = shown.some(({ name }) => name === 'Rank')
  return html`<section class="ranking" aria-labelledby="ranking"><h2 id="ranking">All skills</h2>
<p class="note">${isRanked ? html`Ranked by the ${jobs} naming each that opened in the last 13 weeks, with the places that cannot be told apart.` : html`By the open ${jobs} that name each. Ranks are made from newly opened jobs, of which too few are known yet.`} <a href="method.html#rank">How ranks are made</a></p>
<form class="search" role="search" hidden><label for="search">Find a skill</label><input id="search" type="search" autocomplete="off" spellcheck="false"><output for="search"></output></form>
<div class="scroll" tabindex="0" role="group" aria-labelledby="ranking">
<table class="ranked cards" data-sortable><caption class="unseen">Skills by newly opened ${jobs}</caption>
<thead><tr>${shown.map(({ name, numeric, first }) => html`<th scope="col"${numeric && html` class="n"`}${first && html` data-first="${first}"`}>${name}</th>`)}</tr></thead>
<tbody>${view.rows.map(
    (row) =>
      html`<tr data-find="${`${row.skill.name} ${groupText(row.skill.group)}`.toLowerCase()}">${shown.map(
        ({ name, numeric, value, cell }) => {
          const sorted = value?.(row) ?? null
          const attributes = html`${numeric && html` class="n"`}${sorted !== null && html` data-value="${String(sorted)}"`}`
          return name === 'Skill'
            ? html`<th scope="row"${attributes}>${cell(row, used)}</th>`
            : html`<td data-label="${name}"${attributes}>${cell(row, used)}</td>`
        },
      )}</tr>`,
  )}</tbody></table></div></section>`
}
