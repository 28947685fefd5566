/**
 * What SQLite's planner is told of the store: the sizes that a store of a few years comes to, and never what one was measured
 * to have. Measured while it fills up, they hide the indexes of columns that are still empty; without any, the planner reads
 * all mentions of an edition to find those of one text. So every store is planned alike, from its first row on.
 * The form is that of ANALYZE (https://www.sqlite.org/fileformat2.html#stat1tab): rows, then rows for each prefix of the key.
 */
import type { Connection } from './connection.ts'

const sizes: Record<string, Record<string, string>> = {
  boards: { boards_id_unique: '3000 1' },
  counted_days: { sqlite_autoindex_counted_days_1: '2000 1000 1' },
  daily_counts: { daily_counts: '2000000 1000000 500000 1000 1' },
  editions: { editions_name_unique: '2 1' },
  employers: { employers_key_unique: '50000 1' },
  events: { events_by_kind: '50000 5000 1' },
  figures: { figures_key: '500000 2000 20 10 1' },
  former_postings: { former_postings: '50000 1 1' },
  labels: { labels: '200000 500 250 250 200 1' },
  mentions: { mentions: '5000000 2500000 8000 1', mentions_by_text: '5000000 10 5 3' },
  opened_pages: { '': '100000' },
  packed_endings: { '': '500' },
  packed_open: { sqlite_autoindex_packed_open_1: '1 1 1' },
  packed_reads: { '': '500' },
  packed_runs: { sqlite_autoindex_packed_runs_1: '1000 500 500 1' },
  packed_weeks: { sqlite_autoindex_packed_weeks_1: '1000 500 1' },
  postings: {
    postings_by_employer: '1000000 20 2',
    postings_by_text: '1000000 2',
    postings_by_vacancy: '1000000 2',
    postings_key: '1000000 330 1',
  },
  seals: { seals: '10000 500 1' },
  skills: { skills_id_unique: '400 1' },
  snapshots: {
    snapshots_by_day: '2000000 700 1',
    snapshots_gone: '10000 5 1',
    snapshots_key: '2000000 700 1',
    snapshots_on_day: '2000000 2000 1 1',
  },
  spells: { spells_by_day: '1000000 900 30', spells_key: '1000000 1 1', spells_open: '1000000 900 30' },
  stale_postings: { '': '1000' },
  texts: { texts_hash_unique: '900000 1', texts_wordless: '100000 1' },
  traits: { traits: '1800000 2 1' },
  vacancies: { vacancies_by_end: '900000 900', vacancies_by_first_seen: '900000 900', vacancies_by_text: '900000 1' },
  validators: { sqlite_autoindex_validators_1: '3000 1', validators_by_board: '3000 1' },
  wordings: { wordings: '1100000 1 1' },
}

const assumed = Object.entries(sizes).flatMap(([table, indexes]) =>
  Object.entries(indexes).map(([index, stat]) => [table, index === '' ? null : index, stat] as const),
)

/** Tells the planner the sizes, where the store tells it others. */
export function assumeSizes(connection: Connection): void {
  if (isTold(connection)) return
  connection
    .transaction(() => {
      // Only ANALYZE may make the table of statistics, and of a table this small it does so at once.
      connection.exec('analyze facts')
      connection.exec('delete from sqlite_stat1')
      const tell = connection.prepare('insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)')
      for (const row of assumed) tell.run(...row)
    })
    .immediate()
  connection.exec('analyze sqlite_master')
}

const isTold = (connection: Connection): boolean => {
  const has = connection.prepare("select 1 from sqlite_master where name = 'sqlite_stat1'").get() !== undefined
  const told = has ? connection.prepare('select tbl, idx, stat from sqlite_stat1 order by rowid').raw().all() : []
  return JSON.stringify(told) === JSON.stringify(assumed)
}
