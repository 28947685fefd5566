/** How the collecting stands: which boards were read, which were not and why, what ran, where the gaps are. */
import type { BoardState, EventRow, Store } from '../../db/store.ts'
import { addDays, type Day, dayOf } from '../days.ts'
import type { Coverage, StatusView, Trouble } from '../report/views.ts'
import { missingOf, speaksUntil } from './reading.ts'
import { revisionsOf } from './revisions.ts'

export interface StatusQuestion {
  store: Store
  asOf: Day
  now: number
  /** Titles and attributions by source id, of the sources that the program knows. */
  sources: ReadonlyMap<string, { title: string; homepage: string; attribution?: string }>
  /** The timetable's jobs with their next instants. */
  timetable: { job: string; nextAt: number | null }[]
  /** What the monitors say, by source or board. */
  alarms?: { about: string; message: string; todo: string; since: number }[]
}

/** Days back over which whole-collection gaps are told. */
const lookBack = 90

export async function statusView(asked: StatusQuestion): Promise<StatusView> {
  const { store, asOf, now } = asked
  const boards = await store.boards()
  const size = await store.size()
  const active = boards.filter((board) => board.state === 'active')
  const troubles = active.flatMap((board) => troubleOf(board, asOf, now))
  return {
    asOf,
    takenAt: new Date(now).toISOString(),
    coverage: await coverageOf(store, active, asOf),
    sources: bySource(boards, asOf, asked.sources),
    troubles: [
      ...(asked.alarms ?? []).map(alarmTrouble),
      ...troubles,
      ...boards.filter(({ state }) => state === 'gone').map(goneTrouble),
    ].sort(byUrgency),
    jobs: jobsOf(await store.events({ kind: 'job', limit: 1000 }), await lastOfEach(store), asked.timetable),
    gaps: await gapsOf(store, active, asOf),
    revisions: await revisionsOf(store),
    store: {
      postings: size.postings,
      vacancies: size.vacancies,
      snapshots: size.snapshots,
      bytes: size.bytes,
      edition: await store.edition(),
    },
  }
}

const isFresh = (board: Pick<BoardState, 'lastComplete' | 'every'>, asOf: Day) => {
  const until = speaksUntil(board)
  return until !== null && until >= asOf
}

async function coverageOf(store: Store, active: BoardState[], asOf: Day): Promise<Coverage> {
  // Any skill answers for the whole: only the totals are read here.
  const rows = (await store.questions.open(asOf)).now('pytorch', { name: 'all' })
  const open = rows.filter(({ board, ageDays }) => ageDays <= 7 && active.some(({ id }) => id === board))
  const sum = (of: (row: (typeof rows)[number]) => number) => open.reduce((total, row) => total + of(row), 0)
  const health = (await store.questions.health(asOf)).filter(({ state }) => state === 'active')
  return {
    asOf,
    boardsRead: active.filter((board) => isFresh(board, asOf)).length,
    boardsActive: active.length,
    employers: open.length === 0 ? null : new Set(open.map(({ employer }) => employer)).size,
    vacancies: open.length === 0 ? null : sum(({ vacancies }) => vacancies),
    postings: open.length === 0 ? null : sum(({ postings }) => postings),
    missing: missingOf(health, asOf),
  }
}

function bySource(boards: BoardState[], asOf: Day, known: StatusQuestion['sources']): StatusView['sources'] {
  const groups = new Map<string, BoardState[]>()
  for (const board of boards) groups.set(board.source, [...(groups.get(board.source) ?? []), board])
  return [...groups]
    .map(([source, own]) => {
      const read = own.flatMap(({ lastComplete }) => (lastComplete === null ? [] : [lastComplete])).sort()
      const declared = known.get(source)
      return {
        source,
        title: declared?.title ?? source,
        boards: own.length,
        readWhole: own.filter((board) => isFresh(board, asOf)).length,
        lastRead: read.at(-1) ?? null,
        open: read.length === 0 ? null : own.reduce((sum, { open }) => sum + open, 0),
        attribution: declared?.attribution ?? null,
        homepage: declared?.homepage ?? '',
      }
    })
    .sort((left, right) => right.boards - left.boards || (left.source < right.source ? -1 : 1))
}

const todo: Partial<Record<Trouble['outcome'], string>> = {
  failed: 'nothing yet: it is asked again when due; look at the board if it lasts',
  partial: 'nothing yet: it is asked again when due',
  suspect: 'look at the board: it counts once three days agree, or at once after "skilltide boards clear"',
  blocked: 'leave it be for a while; if it lasts, take it out of the config',
  gone: 'see whether the employer has moved; then change the board in the config',
  overdue: 'run "skilltide collect"',
  'never read': 'run "skilltide collect"',
}

function troubleOf(board: BoardState, asOf: Day, now: number): Trouble[] {
  const last = board.lastSnapshot
  const told = (outcome: Trouble['outcome'], reason: string): Trouble[] => [
    { board: board.id, outcome, reason, since: board.lastComplete, todo: todo[outcome] ?? '' },
  ]
  if (last === null) return told('never read', 'not collected yet')
  if (last.outcome !== 'complete' && last.outcome !== 'empty') {
    return told(last.outcome, last.reason ?? 'no reason was recorded')
  }
  const lateDays = Math.floor((now - board.nextDueAt) / 86_400_000)
  const late = board.nextDueAt > 0 && lateDays >= 2
  if (late || !isFresh(board, asOf)) return told('overdue', `last read whole on ${board.lastComplete ?? 'no day'}`)
  return []
}

const goneTrouble = (board: BoardState): Trouble => ({
  board: board.id,
  outcome: 'gone',
  reason: board.lastSnapshot?.reason ?? 'the address answers that there is no such board',
  since: board.lastComplete,
  todo: todo.gone!,
})

const alarmTrouble = ({ about, message, todo, since }: NonNullable<StatusQuestion['alarms']>[number]): Trouble => ({
  ...{ board: about, outcome: 'alarm', reason: message, since: dayOf(new Date(since)), todo },
})

const urgency: Trouble['outcome'][] = [
  'alarm',
  'suspect',
  'blocked',
  'failed',
  'partial',
  'gone',
  'overdue',
  'never read',
]
const byUrgency = (left: Trouble, right: Trouble) =>
  urgency.indexOf(left.outcome) - urgency.indexOf(right.outcome) || (left.board < right.board ? -1 : 1)

/** The newest event of each kind of work, for jobs that were run by hand. */
const lastOfEach = async (store: Store) =>
  (
    await Promise.all(['collect', 'refresh', 'backup', 'exports'].map((kind) => store.events({ kind, limit: 1 })))
  ).flat()

function jobsOf(events: EventRow[], byHand: EventRow[], timetable: StatusQuestion['timetable']): StatusView['jobs'] {
  const newest = new Map<string, EventRow>()
  for (const event of [...events, ...byHand].sort((left, right) => right.at - left.at)) {
    const job = event.kind === 'job' ? event.subject : event.kind
    if (job !== null && !newest.has(job)) newest.set(job, event)
  }
  return timetable.map(({ job, nextAt }) => {
    const last = newest.get(job)
    return {
      job,
      lastRun: last === undefined ? null : instant(last.at),
      outcome: last?.outcome ?? 'never ran',
      message: last?.message ?? '',
      nextDue: nextAt === null ? null : instant(nextAt),
    }
  })
}

const instant = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

/** Stretches of days on which no board at all could speak. */
async function gapsOf(store: Store, active: readonly BoardState[], asOf: Day): Promise<StatusView['gaps']> {
  const days = await store.questions.daily('pytorch', 'all', addDays(asOf, -lookBack), asOf)
  const gaps: StatusView['gaps'] = []
  for (const { day, status } of days) {
    if (status !== 'missing') continue
    const last = gaps.at(-1)
    if (last !== undefined && addDays(last.to, 1) === day) last.to = day
    else gaps.push({ what: 'every board', from: day, to: day, reason: 'no board was read whole in the 7 days before' })
  }
  // Monthly threads have no days of their own; after the last of them falls silent there is a gap all the same.
  const last = active
    .flatMap((board) => speaksUntil(board) ?? [])
    .sort()
    .at(-1)
  if (days.length === 0 && last !== undefined && last < asOf) {
    gaps.push({ what: 'every board', from: addDays(last, 1), to: asOf, reason: 'no board was read whole lately' })
  }
  return gaps
}
