/** The ranking for a terminal, and who moved: only changes that are told from luck. */
import { sparkline } from './blocks.ts'
import { figureCell, headOf, innerTable, type Marks, missingLines, page, section, shareCell } from './lines.ts'
import type { RankingView, RankRow, Terminal } from './views.ts'
import { notMeasuredText, rangeText } from './wording.ts'

export function topText(view: RankingView, terminal: Terminal): string {
  const used: Marks = new Set()
  const head = headOf('What postings ask for', view, terminal)
  const wide = terminal.width >= 110
  const rows = view.rows.map((row) => [
    row.rank.value === null ? { text: 'unranked', tone: 'faint' as const } : figureCell(row.rank, used),
    row.skill.name,
    figureCell(row.open, used),
    shareCell(row.share, used),
    figureCell(row.trajectory, used),
    ...(wide ? [sparkline(row.recent, 24)] : []),
  ])
  const table = innerTable(
    ['rank', 'skill', 'open now', 'share of open jobs', 'direction', ...(wide ? ['recent'] : [])],
    rows,
    terminal,
    { right: [0, 2], whole: [3] },
  )
  const none = '  None: no change can be told from luck yet.'
  return page(
    [
      head,
      view.rows.length === 0 ? nothingRanked(view) : table,
      section('Moving up', movers(view.up, terminal, used) || none, terminal),
      section('Moving down', movers(view.down, terminal, used) || none, terminal),
      section('What is missing', missingLines(view.coverage, terminal), terminal),
    ],
    used,
    '"skilltide report SKILL" tells one whole; "skilltide compare SKILL SKILL" sets two side by side.',
    terminal,
  )
}

/** What stands in the table's place where there is nothing to rank. */
const nothingRanked = ({ coverage }: RankingView): string =>
  coverage.vacancies === null
    ? notMeasuredText(coverage.boardsRead, coverage.boardsActive)
    : 'Nothing to rank: no open job that was read names a skill of the catalog.'

const movers = (rows: RankRow[], terminal: Terminal, used: Marks): string =>
  rows.length === 0
    ? ''
    : innerTable(
        ['skill', 'in a year', 'range', 'direction', 'employers'],
        rows.map(({ skill, change, trajectory }) => [
          skill.name,
          figureCell(change, used),
          rangeText(change) ?? '',
          figureCell(trajectory, used),
          change.employers === null ? '' : String(change.employers),
        ]),
        terminal,
        { right: [1, 4] },
      )
