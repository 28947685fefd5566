/** The weekly newsletter block as Markdown, as HTML that mail clients keep, and as plain text: the same blocks in each. */
import { exit, type Figure, UserError } from '../domain.ts'
import { sparkline } from './blocks.ts'
import { chart, pictureStyle } from './chart.ts'
import { escapeHtml } from './html-text.ts'
import { labelOf } from './measures.ts'
import { documentFormats } from './render/format.ts'
import type { DigestView, RankRow } from './views.ts'
import { count, fullText, isWithheld, legend, marksOf } from './wording.ts'

type Block =
  | { kind: 'title' | 'heading' | 'paragraph' | 'small'; text: string }
  | { kind: 'rows'; rows: { label: string; text: string }[] }
  | { kind: 'chart' }

/** Throws with exit code 5 where a headline is withheld; with `strict` where one is flagged. */
export function gate(view: DigestView, strict: boolean): void {
  const refused = view.headlines.filter(
    (figure) => isWithheld(figure) || (strict && (figure.flags.length > 0 || figure.status === 'low')),
  )
  if (refused.length === 0) return
  const lines = refused.map((figure) => `  ${labelOf(figure.measure)}: ${figure.text}`)
  const why = strict ? 'withheld or flagged' : 'withheld'
  throw new UserError(`The digest of ${view.week} is not written; ${why}:\n${lines.join('\n')}`, exit.refused)
}

/** The figure with the marks of its state: a flagged one never stands as if it were plainly good. */
const marked = (figure: Figure): string => {
  const marks = marksOf(figure)
  return marks.length === 0 ? fullText(figure) : `${fullText(figure)} (${marks.join(', ')})`
}
const row = (figure: Figure) => ({ label: labelOf(figure.measure), text: marked(figure) })
const mover = ({ skill, trajectory }: RankRow) => ({ label: skill.name, text: marked(trajectory) })

/** What the digest says, in order; sections without a figure that may be printed are not there. */
function blocksOf(view: DigestView): Block[] {
  const { coverage, vintage } = view
  const movers = [...view.movers.up, ...view.movers.down]
  const pairs = (view.compare?.pairs ?? []).filter(({ ratio }) => ratio.value !== null)
  const pay = view.pay.filter(({ status }) => status === 'observed')
  const rows = (text: string, found: { label: string; text: string }[]): Block[] =>
    found.length === 0
      ? []
      : [
          { kind: 'heading', text },
          { kind: 'rows', rows: found },
        ]
  const told = [...view.headlines, ...pairs.map(({ ratio }) => ratio), ...movers.map((each) => each.trajectory), ...pay]
  const meanings = legend(new Set(told.flatMap(marksOf)))
  const boards = `${count(coverage.boardsRead)} of ${count(coverage.boardsActive)} boards`
  return [
    { kind: 'title', text: `${view.skill.name} in the job market, ${view.week}` },
    { kind: 'rows', rows: view.headlines.map(row) },
    ...(view.chart === null
      ? []
      : ([
          { kind: 'heading', text: `${labelOf(view.chart.measure)} by ${view.chart.by}` },
          { kind: 'chart' },
        ] as const)),
    ...rows(
      'Head to head',
      pairs.map(({ right, ratio }) => ({ label: right.name, text: marked(ratio) })),
    ),
    ...rows('Moving by more than luck', movers.map(mover)),
    ...rows('Pay', pay.map(row)),
    {
      kind: 'small',
      text: `How it was measured: jobs are read from employers' own boards and hiring threads (${boards} in the last 7 days), copies of one job count once, and a board that could not be read is a gap, never a zero. As of ${vintage.asOf}; catalog ${vintage.edition}, method ${vintage.method}, panel ${vintage.panel}.`,
    },
    ...meanings.map(({ mark, about }): Block => ({ kind: 'small', text: `(${mark}): ${about}.` })),
    ...coverage.missing.map((text): Block => ({ kind: 'small', text })),
    {
      kind: 'small',
      text: `Sources: ${view.sources.map(({ title, attribution }) => attribution ?? title).join('; ') || 'none yet'}.`,
    },
  ]
}

export function digestMarkdown(view: DigestView, picture: string): string {
  const { escape: encode } = documentFormats().markdown
  return `${blocksOf(view)
    .map((block) => {
      if (block.kind === 'title') return `## ${encode(block.text)}`
      if (block.kind === 'heading') return `### ${encode(block.text)}`
      if (block.kind === 'rows') {
        return block.rows.map(({ label, text }) => `- **${encode(label)}**: ${encode(text)}`).join('\n')
      }
      if (block.kind === 'chart') return `![${encode(drawn(view).summary)}](${picture})`
      return block.kind === 'small' ? `*${encode(block.text)}*` : encode(block.text)
    })
    .join('\n\n')}\n`
}

export function digestText(view: DigestView): string {
  const { escape: encode } = documentFormats().text
  return `${blocksOf(view)
    .map((block) => {
      if (block.kind === 'title') return `${encode(block.text)}\n${'='.repeat(block.text.length)}`
      if (block.kind === 'heading') return `${encode(block.text)}\n${'-'.repeat(block.text.length)}`
      if (block.kind === 'rows') return block.rows.map(({ label, text }) => encode(`${label}: ${text}`)).join('\n')
      if (block.kind === 'chart') return `${sparkline(view.chart!.points, 60)}\n${encode(drawn(view).summary)}`
      return encode(block.text)
    })
    .join('\n\n')}\n`
}

const font = "font-family:-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"
/** Mail clients drop style sheets and scripts: every style stands on its element, the layout is one table. */
export function digestHtml(view: DigestView, picture: string): string {
  const cells = blocksOf(view).map((block) => {
    if (block.kind === 'title') {
      return `<h2 style="margin:0 0 12px;font-size:20px;line-height:1.3">${escapeHtml(block.text)}</h2>`
    }
    if (block.kind === 'heading') return `<h3 style="margin:16px 0 6px;font-size:16px">${escapeHtml(block.text)}</h3>`
    if (block.kind === 'rows') return htmlRows(block.rows)
    if (block.kind === 'chart') {
      const alt = escapeHtml(drawn(view).summary)
      return `<img src="${escapeHtml(picture)}" width="560" alt="${alt}" style="width:100%;max-width:560px;height:auto;border:0;background:#ffffff">`
    }
    const style = block.kind === 'small' ? 'margin:12px 0 0;font-size:13px;opacity:.8' : 'margin:12px 0 0'
    return `<p style="${style}">${escapeHtml(block.text)}</p>`
  })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(view.skill.name)}, ${escapeHtml(view.week)}</title></head>
<body style="margin:0;padding:16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:592px;margin:0 auto;${font};font-size:15px;line-height:1.5">
${cells.map((cell) => `<tr><td>${cell}</td></tr>`).join('\n')}
</table>
</body></html>
`
}

const htmlRows = (rows: { label: string; text: string }[]) =>
  `<table width="100%" cellpadding="0" cellspacing="0" style="${font};font-size:15px;line-height:1.5">${rows
    .map(
      ({ label, text }) =>
        `<tr><th scope="row" align="left" valign="top" style="padding:4px 12px 4px 0;font-weight:600;white-space:nowrap">${escapeHtml(label)}</th><td style="padding:4px 0">${escapeHtml(text)}</td></tr>`,
    )
    .join('')}</table>`

const drawn = (view: DigestView) => chart([view.chart!], [view.skill.name], pictureStyle, 'digest')

/** The chart as SVG for a picture file; null where the digest has none. */
export const digestChart = (view: DigestView): string | null => (view.chart === null ? null : drawn(view).svg.markup)
