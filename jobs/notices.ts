/** What is worth telling, from how things stand; and what of it is new. Pure. */
import type { BoardState, EventRow, LabelRow } from '../db/store.ts'
import type { Condition, Notice } from '../src/notices/notice.ts'
import type { Entry } from './timetable.ts'
import { nextOf } from './timetable.ts'

export interface Standing {
  now: number
  boards: BoardState[]
  /** What the monitors of the collection have raised. */
  alarms: { about: string; what: string; message: string; todo: string }[]
  timetable: Entry[]
  /** Events of kind `job`, newest first. */
  jobs: EventRow[]
  /** The labels of the population that headlines are over. */
  labels: LabelRow[]
  /** Free bytes where each of these lies; only the short ones make a condition. */
  disks: { what: string; freeBytes: number }[]
  freeMegabytes: number
  overdueHours: number
}

const hour = 3_600_000
/** A board whose last tries all failed for so long is worth a word; one bad day is not. */
const failingDays = 3

export function conditionsOf(standing: Standing): Condition[] {
  return [
    ...standing.boards.flatMap((board) => boardCondition(board, standing.now)),
    ...standing.alarms.map(
      ({ about, what, message, todo }): Condition => ({
        key: `alarm:${about}:${what}`,
        severity: 'warning',
        text: `${about}: ${message}${todo === '' ? '' : ` To do: ${todo}.`}`,
      }),
    ),
    ...standing.timetable.flatMap((entry) => jobCondition(entry, standing)),
    ...standing.disks
      .filter(({ freeBytes }) => freeBytes < standing.freeMegabytes * 1_048_576)
      .map(
        ({ what, freeBytes }): Condition => ({
          key: `disk:${what}`,
          severity: 'problem',
          text: `The disk of the ${what} is nearly full: ${Math.floor(freeBytes / 1_048_576)} MB are free.`,
        }),
      ),
    ...labelNews(standing.labels),
  ]
}

function boardCondition({ id, state, lastSnapshot, lastComplete, every }: BoardState, now: number): Condition[] {
  const key = `board:${id}`
  if (state === 'gone') return [{ key, severity: 'warning', text: `${id} is gone: its address no longer has a board.` }]
  if (state !== 'active' || lastSnapshot === null) return []
  const { outcome, reason, day } = lastSnapshot
  const why = reason === null ? '' : `: ${reason}`
  if (outcome === 'suspect' || outcome === 'blocked') {
    return [
      { key, severity: 'warning', text: `${id} is ${outcome} since ${day}${why}. Its figures stand as they were.` },
    ]
  }
  const patience = { hour: failingDays, day: failingDays, week: 14, month: 38 }[every]
  const last = lastComplete === null ? null : (now - Date.parse(`${lastComplete}T00:00:00Z`)) / 86_400_000
  return outcome !== 'complete' && outcome !== 'empty' && last !== null && last > patience + 1
    ? [{ key, severity: 'warning', text: `${id} was last read whole on ${lastComplete}${why}.` }]
    : []
}

/** A job's newest word, and whether its time has gone by without one. */
function jobCondition(entry: Entry, { jobs, now, overdueHours }: Standing): Condition[] {
  const own = jobs.filter(({ subject }) => subject === entry.job)
  const ended = own.find(({ outcome }) => outcome !== 'started' && outcome !== 'skipped' && outcome !== 'stopped')
  const severity = entry.job === 'backup' || entry.job === 'collect' ? 'problem' : 'warning'
  const bad = ended?.outcome === 'failed' || ended?.outcome === 'overran'
  const began = own.find(({ outcome }) => outcome === 'started')
  const due = began === undefined ? null : nextOf(entry, began.at)
  const late = due !== null && now - due > overdueHours * hour
  return [
    ...(bad
      ? [
          {
            key: `job:${entry.job}`,
            severity,
            text: `The ${entry.job} job ${ended.outcome}: ${ended.message}`,
          } as const,
        ]
      : []),
    ...(late && !entry.quiet
      ? [
          {
            key: `overdue:${entry.job}`,
            severity,
            text: `The ${entry.job} job is overdue: it was due at ${new Date(due).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
          } as const,
        ]
      : []),
  ]
}

/** A skill whose newest weekly label differs from the one before. */
function labelNews(labels: LabelRow[]): Condition[] {
  const bySkill = new Map<string, LabelRow[]>()
  for (const row of labels) bySkill.set(row.skill, [...(bySkill.get(row.skill) ?? []), row])
  return [...bySkill].flatMap(([skill, rows]) => {
    const [newest, before] = rows.sort((left, right) => (left.week < right.week ? 1 : -1))
    if (newest === undefined || before === undefined || newest.label === before.label) return []
    return [
      {
        key: `label:${skill}:${newest.population}:${newest.week}`,
        severity: 'news' as const,
        text: `${skill} is now "${newest.label}" (week ${newest.week}); it was "${before.label}".`,
      },
    ]
  })
}

/** What is told already: the newest event of each key, with the channels that have not taken it yet. */
export interface Told {
  open: boolean
  text: string
  severity: Condition['severity']
  owed: string[]
  tries: number
}

/** Tries to deliver one notice over a channel that fails. */
const triesAtMost = 20

export function toldSoFar(events: EventRow[]): Map<string, Told> {
  const told = new Map<string, Told>()
  for (const { subject, outcome, message, data } of events) {
    if (subject === null || told.has(subject)) continue
    const { severity = 'warning', owed = [], tries = 0 } = (data ?? {}) as Partial<Told>
    told.set(subject, { open: outcome === 'began', text: message, severity, owed, tries })
  }
  return told
}

export interface Telling extends Notice {
  /** Null: every channel. */
  channels: string[] | null
  tries: number
}

/** What to tell now: what began, what ended, and what a channel still owes. News is told once and never ends. */
export function tellings(conditions: Condition[], told: ReadonlyMap<string, Told>): Telling[] {
  const holding = new Map(conditions.map((condition) => [condition.key, condition]))
  const began = conditions.filter(({ key, severity }) => {
    const before = told.get(key)
    return before === undefined || (!before.open && severity !== 'news')
  })
  const fresh = began.map((condition): Telling => ({ ...condition, kind: 'began', channels: null, tries: 0 }))
  const rest = [...told].flatMap(([key, before]): Telling[] => {
    const { open, text, severity, owed, tries } = before
    const ended = open && !holding.has(key) && severity !== 'news'
    if (ended) return [{ key, text, severity, kind: 'ended', channels: null, tries: 0 }]
    const again = owed.length > 0 && tries < triesAtMost && !began.some((own) => own.key === key)
    return again ? [{ key, text, severity, kind: open ? 'began' : 'ended', channels: owed, tries }] : []
  })
  return [...fresh, ...rest]
}
