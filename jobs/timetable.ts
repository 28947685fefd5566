/** The declared timetable: which job runs when, how long it may take, and what it is for. Plain data. */
import { UserError } from '../src/domain.ts'
import { didYouMean } from '../src/nearest.ts'
import { knownZone, parseCron } from './cron.ts'
import { nextRun } from './occurrences.ts'

export const jobNames = [
  'collect',
  'refresh',
  'labels',
  'exports',
  'digest',
  'page',
  'backup',
  'prune',
  'watch',
] as const
export type JobName = (typeof jobNames)[number]

export interface Entry {
  job: JobName
  /** Five fields: minute hour day-of-month month day-of-week. */
  cron: string
  about: string
  /** A run that takes longer is stopped: a hanging job must not hold up the next. */
  deadlineMinutes: number
  /** Jobs that write the store run one after another; one that only looks runs beside them. */
  beside?: true
  /** Runs so often that only its failures are worth an event. */
  quiet?: true
  /** Begins up to so much later, by a number of the installation's own: not all of the world asks at the same minute. */
  spreadMinutes?: number
  /** Where it is owed: the time of the timetable that it is owed for, the same for every schedule, however its clock goes. */
  slot?: number
}

export const defaultTimetable: Entry[] = [
  { job: 'collect', cron: '17 * * * *', about: 'read the boards that are due', deadlineMinutes: 50, spreadMinutes: 10 },
  { job: 'refresh', cron: '12 5 * * *', about: 'tag, merge, count', deadlineMinutes: 180 },
  { job: 'labels', cron: '40 5 * * 1', about: 'settle the weekly trajectory labels', deadlineMinutes: 60 },
  { job: 'exports', cron: '10 6 * * *', about: 'write the CSV files', deadlineMinutes: 60 },
  { job: 'digest', cron: '20 6 * * 1', about: 'write the weekly digest', deadlineMinutes: 30 },
  { job: 'page', cron: '30 6 * * *', about: 'write the public site', deadlineMinutes: 60 },
  {
    job: 'backup',
    cron: '30 4 * * *',
    about: 'copy the store, try the copy, keep the last ones',
    deadlineMinutes: 120,
  },
  { job: 'prune', cron: '50 4 * * 0', about: 'bound the archive, old events and copies', deadlineMinutes: 60 },
  {
    job: 'watch',
    cron: '*/15 * * * *',
    about: 'tell of what changed, write the metrics',
    deadlineMinutes: 5,
    beside: true,
    quiet: true,
  },
]

/** What the config changes: a job's expression, or false to switch it off; and the zone of expressions that name none. */
export type TimetableChanges = Partial<Record<JobName, string | false | undefined>> & { zone?: string | undefined }

/** The timetable with the config's changes; a wrong job, zone or expression is an error that names it. */
export function timetableOf({ zone, ...changes }: TimetableChanges = {}): Entry[] {
  for (const name of Object.keys(changes)) {
    if (jobNames.includes(name as JobName)) continue
    throw new UserError(
      `timetable: there is no job "${name}".${didYouMean(name, jobNames)} The jobs are ${jobNames.join(', ')}.`,
    )
  }
  if (zone !== undefined) knownZone(zone, 'timetable.zone')
  return defaultTimetable.flatMap((entry) => {
    const change = changes[entry.job]
    if (change === false) return []
    const cron = change ?? entry.cron
    const ownZone = parseCron(cron, `timetable.${entry.job}`).zone
    return [{ ...entry, cron: ownZone !== null || zone === undefined || zone === 'UTC' ? cron : `TZ=${zone} ${cron}` }]
  })
}

/** When an entry is due next after an instant; null where its expression names no day that comes. */
export const nextOf = ({ job, cron }: Pick<Entry, 'job' | 'cron'>, after: number): number | null =>
  nextRun(parseCron(cron, `timetable.${job}`), after)
