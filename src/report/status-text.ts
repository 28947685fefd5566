/** How the collecting stands, for a terminal: what was read, what was not and why, and what to do. */
import { coverageLine, innerTable, missingLines, page, section, title } from './lines.ts'
import { visible, wrap } from './terminal-text.ts'
import type { StatusView, Terminal } from './views.ts'
import { count, counted } from './wording.ts'

/** Troubles listed one by one before the rest is counted. */
const listed = 25

export function statusText(view: StatusView, terminal: Terminal): string {
  const { store, troubles } = view
  const head = [
    title('How the collecting stands', terminal),
    coverageLine(view.coverage),
    wrap(
      `The store holds ${counted(store.postings, 'posting')}, ${counted(store.vacancies, 'vacancy')} and ${counted(store.snapshots, 'snapshot')} in ${count(Math.ceil(store.bytes / 1_048_576))} MB; ${store.edition === null ? 'nothing is tagged yet' : `tagged with catalog ${store.edition}`}.`,
      terminal.width,
    ),
  ].join('\n')
  const sources = innerTable(
    ['source', 'boards', 'read whole', 'last read', 'open postings'],
    view.sources.map((row) => [
      row.title,
      count(row.boards),
      row.readWhole === row.boards ? count(row.readWhole) : { text: count(row.readWhole), tone: 'warn' },
      row.lastRead ?? { text: 'never', tone: 'faint' },
      row.open === null ? { text: 'not measured', tone: 'faint' } : count(row.open),
    ]),
    terminal,
    { right: [1, 2, 4] },
  )
  const rows = innerTable(
    ['board', 'outcome', 'since', 'why', 'what to do'],
    troubles
      .slice(0, listed)
      .map((row) => [row.board, { text: row.outcome, tone: 'warn' }, row.since ?? 'ever', row.reason, row.todo]),
    terminal,
    { whole: [1, 2] },
  )
  const more =
    troubles.length > listed ? `\n  … and ${counted(troubles.length - listed, 'other board')}; --json lists all.` : ''
  const jobs = innerTable(
    ['job', 'last run', 'came to', 'next due', ''],
    view.jobs.map((job) => [job.job, job.lastRun ?? 'never', job.outcome, job.nextDue ?? '–', job.message]),
    terminal,
    { whole: [1, 3] },
  )
  const gaps = view.gaps.map(({ what, from, to, reason }) => `  ${from} to ${to}  ${visible(what)}: ${visible(reason)}`)
  const revisions = view.revisions.map(
    ({ on, skill, measure, period, before, after, reason }) =>
      `  ${on}  ${skill ?? 'all'} ${measure} of ${period}: ${visible(before)} → ${visible(after)} (${visible(reason)})`,
  )
  const next =
    troubles.length > 0
      ? `"skilltide collect" asks what is due again; "skilltide boards ${troubles[0]!.board}" tells one board's story.`
      : '"skilltide report pytorch" shows what was found.'
  return page(
    [
      head,
      view.sources.length === 0
        ? 'No source has a board yet: "skilltide init" sets the default ones up.'
        : section('Sources', sources, terminal),
      troubles.length === 0
        ? 'Every active board was read whole when it was last due.'
        : section('Trouble', rows + more, terminal),
      view.jobs.length === 0 ? '' : section('Jobs', jobs, terminal),
      section('Gaps', gaps.join('\n'), terminal),
      section('Revisions', revisions.join('\n'), terminal),
      section('What is missing', missingLines(view.coverage, terminal), terminal),
    ],
    new Set(),
    visible(next),
    terminal,
  )
}
