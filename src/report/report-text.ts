/** One skill for a terminal: the answer first, then what it rests on. */
import type { Figure } from '../domain.ts'
import { bar, sparkline, upward } from './blocks.ts'
import {
  columnsTable,
  figureCell,
  figureLines,
  headOf,
  innerTable,
  isTelling,
  type Marks,
  missingLines,
  page,
  section,
  shareCell,
  wordCell,
} from './lines.ts'
import { figureOf, labelOf } from './measures.ts'
import { visible, wrap } from './terminal-text.ts'
import { paint, type Tone } from './tones.ts'
import type { Part, Point, Series, SkillReportView, Terminal } from './views.ts'
import { absent, count, fullText, isWithheld, valueText } from './wording.ts'

const headline = [
  'open',
  'open.required',
  'open.postings',
  'share',
  'employers',
  'opened',
  'closed',
  'rank',
  'change',
  'trajectory',
  'open.stale',
  'open.besides',
  'days_open.median',
]
const levels = ['level.required', 'level.preferred', 'level.mentioned', 'without_frameworks']
const pay = ['pay.median', 'pay.p25', 'pay.p75', 'pay.stated', 'years.median']

export function reportText(view: SkillReportView, terminal: Terminal): string {
  const used: Marks = new Set()
  // A reason for saying nothing is told once, under the first figure that has none but it.
  const told = new Set<string>()
  const isNews = (figure: Figure) => {
    const text = fullText(figure)
    if (figure.value !== null || figure.unit === 'word') return true
    return told.has(text) ? false : told.add(text).has(text)
  }
  const pick = (wanted: string[]) =>
    wanted.flatMap((id) => {
      const figure = figureOf(view.figures, id)
      // None beside the figures is no news.
      const nothing = id === 'open.besides' && figure?.value === 0
      return figure !== null && !nothing && isNews(figure) ? [figure] : []
    })
  const lead = (kind: string) => figureOf(view.figures, `lead.${kind}`)
  const [now, asked, paid] = [pick(headline), pick(levels), pick(pay)]
  const nothingElse = view.alternatives.every(({ figures }) => figures.every(isWithheld))
  const { skill, coverage } = view
  const head = headOf(`${skill.name}: what the job market asks`, view, terminal)
  const alternatives = alternativesTable(view, terminal, used)
  const next = `"skilltide trend ${skill.id} --by month" draws its history; "skilltide explain ${skill.id}" lists the postings behind a figure.`
  return page(
    [
      head,
      section('Now', figureLines(now, terminal, used), terminal),
      section('Over time', view.series.map((series) => seriesLine(series, terminal)).join('\n'), terminal),
      nothingElse ? '' : section('Alternatives', alternatives, terminal),
      section('How it is asked for', figureLines(asked, terminal, used), terminal),
      parts('Roles', view.roles, terminal, used, lead('role')),
      uses(view, terminal, used),
      parts('Seniority', view.seniority, terminal, used),
      parts('Where the work is done', view.workplace, terminal, used),
      parts('Countries', view.countries, terminal, used),
      parts('Kinds of employment', view.employment, terminal, used),
      parts('Named with it', view.coNamed, terminal, used),
      parts('Parts of it that postings name', view.subSkills, terminal, used),
      section('Pay and experience', figureLines(paid, terminal, used), terminal),
      view.employers.length === 0 ? '' : section('Employers naming it', employers(view, terminal), terminal),
      section('What is missing', missingLines(coverage, terminal), terminal),
    ],
    used,
    next,
    terminal,
  )
}

type Alternative = SkillReportView['alternatives'][number]

function alternativesTable({ skill, alternatives }: SkillReportView, terminal: Terminal, used: Marks): string {
  const of = (measure: string) => ({
    told: ({ figures }: Alternative) => isTelling(figureOf(figures, measure)),
    figure: ({ figures }: Alternative) => figureOf(figures, measure),
  })
  const [open, share, trajectory] = [of('open'), of('share'), of('trajectory')]
  const counted = alternatives.some(
    ({ ratio }) => ratio.value !== null || (ratio.n ?? 0) + (ratio.denominator ?? 0) > 0,
  )
  return columnsTable<Alternative>(
    [
      { name: 'in its place', cell: ({ skill: other }) => other.name },
      { name: 'open now', right: true, told: open.told, cell: (row) => figureCell(open.figure(row), used) },
      { name: 'share of open jobs', told: share.told, cell: (row) => shareCell(share.figure(row), used) },
      { name: 'direction', told: trajectory.told, cell: (row) => wordCell(trajectory.figure(row), used) },
      { name: `${skill.name} against it`, told: () => counted, cell: ({ ratio }) => ratioCell(ratio) },
    ],
    alternatives,
    terminal,
  )
}

/** `  Share of open jobs by month  ▁▂▃·▅▆  12.1% (2024-12) to 26.3% (2026-11)`. */
function seriesLine(series: Series, terminal: Terminal): string {
  const told = series.points.filter((point) => point.value !== null)
  const [first, last] = [told[0], told.at(-1)]
  const label = `${labelOf(series.measure)} by ${series.by}`
  if (first === undefined || last === undefined) return `  ${label}: not measured in any ${series.by} yet.`
  const end = ({ value, period, status }: Point) =>
    `${valueText(value!, series.unit)} (${period}${status === 'partial' ? ', so far' : ''})`
  const ends = `${end(first)} to ${end(last)}`
  const gaps = series.points.length - told.length
  const beside = terminal.width - label.length - ends.length - 8
  const room = beside >= 24 ? beside : terminal.width - 4
  const drawn = series.points.slice(-room)
  const shown = drawn.length < series.points.length ? `; drawn from ${drawn[0]!.period}` : ''
  const notes = `${gaps > 0 ? `${gaps} not measured (·)` : ''}${shown}`.replace(/^; /, '')
  const line = sparkline(upward(series), room)
  const head =
    beside >= 24 ? `  ${label}  ${line}  ${ends}` : `${wrap(`${label}  ${ends}`, terminal.width, '  ')}\n  ${line}`
  return notes === '' ? head : `${head}\n  ${paint(notes, 'faint', terminal)}`
}

/** The sentence where there is a ratio; else a word with the two counts, which has room in a column. */
function ratioCell(ratio: Figure): { text: string; tone: Tone } {
  if (ratio.value !== null) return { text: ratio.text, tone: 'plain' }
  const counts =
    ratio.n === null || ratio.denominator === null ? '' : ` (${count(ratio.n)} to ${count(ratio.denominator)} new jobs)`
  return { text: `${absent[ratio.status]}${counts}`, tone: 'faint' }
}

/** A row of each part, and which of them leads. */
function parts(name: string, rows: Part[], terminal: Terminal, used: Marks, lead: Figure | null = null): string {
  if (rows.length === 0) return ''
  const [shown, few] = [rows.filter(({ figure }) => isTelling(figure)), rows.filter(({ figure }) => !isTelling(figure))]
  const lifted = rows.some((row) => row.lift !== undefined && row.lift !== null)
  const cells = shown.map(({ label, figure, lift }) => [
    label,
    shareCell(figure, used),
    ...(lifted ? [lift === undefined || lift === null ? '–' : `${lift.toFixed(1)}×`] : []),
    bar(figure.value!, 24),
  ])
  const head = ['', 'share of naming jobs', ...(lifted ? ['against all'] : []), '']
  const told = [
    shown.length === 0 ? '' : innerTable(head, cells, terminal, { right: lifted ? [2] : [] }),
    fewLine(few, terminal),
    lead === null || !isTelling(lead) ? '' : figureLines([lead], terminal, used, () => ''),
  ]
  return section(name, told.filter((part) => part !== '').join('\n'), terminal)
}

/** Parts with too few jobs share a line, each with its count. */
function fewLine(rows: readonly Part[], terminal: Terminal): string {
  if (rows.length === 0) return ''
  const named = rows.map(({ label, figure }) => (figure.n === null ? label : `${label} (${count(figure.n)})`))
  return wrap(visible(`Too few jobs to tell: ${named.join(', ')}.`), terminal.width, '  ')
}

/** The uses with their part of the jobs that require it, and the role that each is asked of most. */
function uses({ patterns, figures }: SkillReportView, terminal: Terminal, used: Marks): string {
  if (patterns.length === 0) return ''
  const [shown, few] = [
    patterns.filter(({ figure }) => isTelling(figure)),
    patterns.filter(({ figure }) => !isTelling(figure)),
  ]
  const lifted = patterns.some(({ lift }) => lift !== undefined && lift !== null)
  const idOf = ({ figure }: Part) => figure.measure.replace(/^pattern\./, '')
  const cells = shown.map((part) => {
    const { label, figure, lift } = part
    const required = figureOf(figures, `pattern_required.${idOf(part)}`)
    const beside = lift === undefined || lift === null ? '–' : `${lift.toFixed(1)}×`
    return [
      ...[label, shareCell(figure, used), required === null ? '–' : shareCell(required, used)],
      ...(lifted ? [beside] : []),
    ]
  })
  const head = ['', 'share of naming jobs', 'of those requiring it', ...(lifted ? ['against all'] : [])]
  // Of a use whose roles are too few to compare nothing is told here.
  const leads = [
    figureOf(figures, 'lead.pattern'),
    ...patterns.map((part) => figureOf(figures, `lead.role.${idOf(part)}`)),
  ].flatMap((figure) => (figure === null || figure.value === null ? [] : [figure]))
  const told = figureLines(leads, terminal, used, (measure) => measure.split('.')[2] ?? '')
  const lines = [
    shown.length === 0 ? '' : innerTable(head, cells, terminal, { right: lifted ? [3] : [] }),
    fewLine(few, terminal),
    told,
  ]
  return section('What it is used for', lines.filter((part) => part !== '').join('\n'), terminal)
}

const employers = ({ employers: rows }: SkillReportView, terminal: Terminal) =>
  innerTable(
    ['employer', 'naming it', 'of its open jobs'],
    rows.slice(0, 15).map(({ name, naming, open }) => [name, String(naming), String(open)]),
    terminal,
    { right: [1, 2] },
  )
