/** How things stand as Prometheus metrics, for a textfile collector or a scrape. Names are stable; units stand in them. */
import type { StatusView } from './views.ts'

interface Sample {
  labels?: Record<string, string>
  /** Null: not known, and so not written; a missing sample is no zero. */
  value: number | null
}

export function metricsText(view: StatusView): string {
  const { store, coverage, disk } = view
  const seconds = (text: string | null) => (text === null ? null : Date.parse(`${text.replace(' ', 'T')}Z`) / 1000)
  const outcomes = new Map<string, number>()
  for (const { outcome } of view.troubles) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  return [
    metric('skilltide_boards', 'Boards that are active.', [{ value: coverage.boardsActive }]),
    metric('skilltide_boards_read', 'Boards read whole lately.', [{ value: coverage.boardsRead }]),
    metric(
      'skilltide_boards_troubled',
      'Boards in trouble, by what came of the last try.',
      [...outcomes].map(([outcome, value]) => ({ labels: { outcome }, value })),
    ),
    metric('skilltide_open_vacancies', 'Vacancies on lists at most seven days old.', [{ value: coverage.vacancies }]),
    metric('skilltide_postings', 'Postings in the store.', [{ value: store.postings }]),
    metric('skilltide_snapshots', 'Snapshots in the store.', [{ value: store.snapshots }]),
    metric('skilltide_store_bytes', 'Size of the store.', [{ value: store.bytes }]),
    metric('skilltide_disk_free_bytes', 'Free disk where the store lies.', [{ value: disk?.freeBytes ?? null }]),
    metric('skilltide_archive_bytes', 'Size of the archive of raw answers.', [{ value: disk?.archiveBytes ?? null }]),
    metric(
      'skilltide_job_last_run_timestamp_seconds',
      'When each job last ended.',
      view.jobs.map(({ job, lastRun }) => ({ labels: { job }, value: seconds(lastRun) })),
    ),
    metric(
      'skilltide_job_failed',
      'Whether the last run of each job failed.',
      view.jobs.map(({ job, lastRun, outcome }) => ({
        labels: { job },
        value: lastRun === null ? null : /failed|overran/.test(outcome) ? 1 : 0,
      })),
    ),
    metric(
      'skilltide_source_last_read_timestamp_seconds',
      'The day of the newest whole list of each source.',
      view.sources.map(({ source, lastRead }) => ({
        labels: { source },
        value: lastRead === null ? null : Date.parse(lastRead) / 1000,
      })),
    ),
    metric('skilltide_taken_timestamp_seconds', 'When these were taken.', [{ value: Date.parse(view.takenAt) / 1000 }]),
  ].join('')
}

function metric(name: string, help: string, samples: Sample[]): string {
  const lines = samples
    .filter((sample) => sample.value !== null)
    .map(({ labels = {}, value }) => {
      const named = Object.entries(labels).map(([label, text]) => `${label}="${quoted(text)}"`)
      return `${name}${named.length === 0 ? '' : `{${named.join(',')}}`} ${value}\n`
    })
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`
}

const quoted = (text: string) => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
