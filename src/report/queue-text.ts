/** Workers, what waits for them and what was set aside, for a terminal. */
import { innerTable, section } from './lines.ts'
import { visible, wrap } from './terminal-text.ts'
import type { QueueView, Terminal } from './views.ts'
import { count, counted } from './wording.ts'

/** A worker that was silent for longer is taken for dead. */
const silentSeconds = 12
/** Pieces of work listed one by one before the rest is counted. */
const listed = 10

export function queueText({ workers, backlog, setAside }: QueueView, terminal: Terminal): string {
  const alive = workers.filter(({ seenSecondsAgo }) => seenSecondsAgo <= silentSeconds)
  const waiting = backlog.reduce((sum, row) => sum + row.waiting, 0)
  const idle =
    alive.length === 0 && waiting > 0 ? '\n  Nobody works on it: start "skilltide worker" on some machine.' : ''
  return [
    section('Workers', workersText(workers, terminal), terminal),
    section('Waiting work', backlogText(backlog, terminal) + idle, terminal),
    section('Set aside', asideText(setAside, terminal), terminal),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const workersText = (workers: QueueView['workers'], terminal: Terminal): string =>
  workers.length === 0
    ? '  None is running.'
    : innerTable(
        ['worker', 'seen', 'version', 'doing'],
        workers.map(({ where, seenSecondsAgo, version, doing }) => [
          where,
          seenSecondsAgo <= silentSeconds
            ? `${seenSecondsAgo} s ago`
            : { text: `silent for ${ageText(seenSecondsAgo)}`, tone: 'warn' },
          version,
          doing.length === 0 ? { text: 'nothing', tone: 'faint' } : doingText(doing),
        ]),
        terminal,
        { whole: [1] },
      )

const doingText = (doing: string[]): string =>
  doing.length <= 3 ? doing.join(', ') : `${doing.slice(0, 3).join(', ')} and ${doing.length - 3} more`

const backlogText = (backlog: QueueView['backlog'], terminal: Terminal): string =>
  backlog.length === 0
    ? '  None.'
    : innerTable(
        ['kind', 'waiting', 'under way', 'the oldest waits for'],
        backlog.map(({ kind, waiting, underWay, oldestSeconds }) => [
          kind,
          count(waiting),
          count(underWay),
          oldestSeconds === null ? '–' : ageText(oldestSeconds),
        ]),
        terminal,
        { right: [1, 2] },
      )

function asideText(setAside: QueueView['setAside'], terminal: Terminal): string {
  if (setAside.length === 0) return ''
  const lines = setAside.slice(0, listed).map(({ kind, about, tries, reason, at }) =>
    wrap(
      visible(`${kind} of ${about}, tried ${tries} times, last on ${at.slice(0, 16).replace('T', ' ')}: ${reason}`),
      terminal.width - 4,
    )
      .split('\n')
      .map((line, index) => `${index === 0 ? '  ' : '    '}${line}`)
      .join('\n'),
  )
  const more =
    setAside.length > listed ? [`  … and ${counted(setAside.length - listed, 'other')}; --json lists them.`] : []
  return [...lines, ...more, '  To do: mend what it failed on, then "skilltide worker --again".'].join('\n')
}

/** Seconds as people say them. */
const ageText = (seconds: number): string =>
  seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`
