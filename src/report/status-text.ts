/** How the collecting stands, for a terminal: what was read, what was not and why, and what to do. */
import { headOf, innerTable, missingLines, page, section } from './lines.ts'
import { queueText } from './queue-text.ts'
import { cellWidth, cut, fill, visible, wrap } from './terminal-text.ts'
import { paint } from './tones.ts'
import type { DiskView, StatusView, Terminal, Trouble } from './views.ts'
import { count, counted } from './wording.ts'

/** Troubles listed one by one before the rest is counted. */
const listed = 25

export function statusText(view: StatusView, terminal: Terminal): string {
  const { store, troubles } = view
  const head = [
    headOf('How the collecting stands', { coverage: view.coverage }, terminal),
    wrap(
      `The store holds ${counted(store.postings, 'posting')}, ${counted(store.vacancies, 'vacancy')} and ${counted(store.snapshots, 'snapshot')} in ${count(Math.ceil(store.bytes / 1_048_576))} MB; ${store.edition === null ? 'nothing is tagged yet' : `tagged with catalog ${store.edition}`}.`,
      terminal.width,
    ),
    ...(view.disk === undefined ? [] : [wrap(diskLine(view.disk), terminal.width)]),
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
  const more =
    troubles.length > listed ? `\n  … and ${counted(troubles.length - listed, 'other board')}; --json lists all.` : ''
  const jobs = innerTable(
    ['job', 'last run', 'came to', 'next due', 'said'],
    view.jobs.map((job) => [job.job, job.lastRun ?? 'never', job.outcome, job.nextDue ?? '–', job.message]),
    terminal,
    { whole: [1, 3] },
  )
  const told = (text: string) => hanging(visible(text), terminal)
  const gaps = view.gaps.map(({ what, from, to, reason }) => told(`${from} to ${to}  ${what}: ${reason}`))
  const revisions = view.revisions.map(({ on, skill, measure, period, before, after, reason }) =>
    told(`${on}  ${skill ?? 'all'} ${measure} of ${period}: ${before} → ${after} (${reason})`),
  )
  const next =
    troubles.length > 0
      ? '"skilltide collect" asks what is due again; "skilltide boards" lists every board with its last try.'
      : view.coverage.boardsActive === 0
        ? '"skilltide collect" reads the boards for the first time, "skilltide backfill hackernews" their past.'
        : '"skilltide report pytorch" shows what was found.'
  return page(
    [
      head,
      view.sources.length === 0
        ? 'No source has a board yet: "skilltide init" sets the default ones up.'
        : section('Sources', sources, terminal),
      troubles.length === 0
        ? view.coverage.boardsActive === 0
          ? ''
          : 'Every active board was read whole when it was last due.'
        : section('Trouble', troubleLines(troubles.slice(0, listed), terminal) + more, terminal),
      view.jobs.length === 0 ? '' : section('Jobs', jobs, terminal),
      view.queue === undefined ? '' : queueText(view.queue, terminal),
      section('Gaps', gaps.join('\n'), terminal),
      section('Revisions', revisions.join('\n'), terminal),
      section('What is missing', missingLines(view.coverage, terminal), terminal),
    ],
    new Set(),
    next,
    terminal,
  )
}

const megabytes = (bytes: number) => `${count(Math.ceil(bytes / 1_048_576))} MB`

function diskLine({ archiveBytes, backups, freeBytes, growthPerMonth }: DiskView): string {
  const copies =
    backups.newest === null
      ? 'no backup yet'
      : `${counted(backups.count, 'backup')} of ${megabytes(backups.bytes)}, the newest of ${backups.newest}`
  const growth = growthPerMonth === null ? '' : ` It grows by ${megabytes(growthPerMonth)} in 30 days.`
  return `Beside it ${megabytes(archiveBytes)} of raw answers and ${copies}; ${megabytes(freeBytes)} are free.${growth}`
}

/** Under each other rather than in columns: a reason cut short is no reason. */
function troubleLines(troubles: Trouble[], terminal: Terminal): string {
  const names = Math.max(...troubles.map(({ board }) => Math.min(40, cellWidth(visible(board)))), 0)
  const room = Math.max(30, terminal.width - names - 4)
  return troubles
    .map(({ board, outcome, reason, since, todo }) => {
      const when = since === null ? 'never read whole' : `last read whole on ${since}`
      const head = `${paint(outcome, 'warn', terminal)}, ${when}`
      const why = wrap(visible(`${reason}. ${todo === '' ? '' : `To do: ${todo}.`}`.replace(/\.\./g, '.').trim()), room)
      const lines = [head, ...why.split('\n')].map((line, at) => (at === 0 ? line : `${' '.repeat(names + 4)}${line}`))
      return `  ${fill(cut(visible(board), 40), names)}  ${lines.join('\n')}`
    })
    .join('\n')
}

function hanging(text: string, terminal: Terminal): string {
  const [first = '', ...more] = wrap(text, terminal.width - 4).split('\n')
  return [`  ${first}`, ...more.map((line) => `    ${line}`)].join('\n')
}
