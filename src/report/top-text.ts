/** The ranking for a terminal, and who moved: only changes that are told from luck. */
import { sparkline } from './blocks.ts'
import {
  type Column,
  columnsTable,
  figureCell,
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
import type { RankingView, RankRow, Terminal } from './views.ts'
import { count, notMeasuredText, percent, rangeText } from './wording.ts'

export function topText(view: RankingView, terminal: Terminal): string {
  const used: Marks = new Set()
  const head = headOf('What postings ask for', view, terminal)
  const table = columnsTable(columnsOf(view, used, terminal.width >= 110), view.rows, terminal)
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

/** Open jobs where some are known, else the newest share of new ones: a narrow terminal has no room for both. */
function columnsOf({ rows }: RankingView, used: Marks, wide: boolean): Column<RankRow>[] {
  const isOpen = rows.some(({ open }) => isTelling(open))
  const all = [...new Set(rows.flatMap(({ share }) => (share.value === null ? [] : [share.denominator])))]
  // Beside the count a share needs only what both are of, which the head says where it is the same for all.
  const [of] = all.length === 1 ? all : [null]
  return [
    {
      ...{ name: 'rank', right: true, told: ({ rank }) => rank.value !== null },
      cell: ({ rank }) => (rank.value === null ? { text: 'unranked', tone: 'faint' } : figureCell(rank, used)),
    },
    { name: 'skill', cell: ({ skill }) => skill.name },
    {
      ...{ name: 'open now', right: true, told: ({ open }) => isTelling(open) },
      cell: ({ open }) => figureCell(open, used),
    },
    {
      ...{
        name: of === null ? 'share of open jobs' : `of ${count(of!)}`,
        right: true,
        told: ({ share }) => isTelling(share),
      },
      cell: ({ open, share }) => {
        const plain = { ...share, flags: share.flags.filter((flag) => !open.flags.includes(flag)) }
        return of === null ? shareCell(plain, used) : figureCell(plain, used)
      },
    },
    {
      ...{ name: 'share of new jobs', right: true, told: (row) => (wide || !isOpen) && newest(row) !== null },
      cell: (row) => newestText(row),
    },
    {
      ...{ name: 'direction', told: ({ trajectory }) => isTelling(trajectory) },
      cell: ({ trajectory }) => wordCell(trajectory, used),
    },
    {
      ...{ name: 'recent', told: (row) => (wide || !isOpen) && newest(row) !== null },
      cell: ({ recent }) => sparkline(recent, wide ? 24 : 12),
    },
  ]
}

const newest = ({ recent }: RankRow) =>
  recent.findLast(({ value, status }) => value !== null && status !== 'partial') ?? null

/** `37.1% (115 of 310, 2025)`. */
function newestText(row: RankRow): string {
  const point = newest(row)
  if (point === null) return '–'
  return `${percent(point.value!)} (${count(point.n ?? 0)} of ${count(point.denominator ?? 0)}, ${point.period})`
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
