/** What a store knows, in words that two stores can be compared by. */
import Database from 'better-sqlite3'

/** All that the store knows, without numbers and instants, which differ from run to run. */
export function contents(path: string): string {
  const db = new Database(path, { readonly: true })
  const rows = (sql: string) =>
    db
      .prepare(sql)
      .raw()
      .all()
      .map((row) => JSON.stringify(row))
      .sort()
  const key = "b.id || ' ' || p.external_id"
  const all = [
    ...rows(`select ${key}, p.content_hash, t.hash, e.key, e.kind, p.merged_because,
      (select count(*) from postings o where o.vacancy_no = p.vacancy_no)
      from postings p join boards b on b.no = p.board_no join employers e on e.no = p.employer_no left join texts t on t.no = p.text_no`),
    ...rows(`select ${key}, s.not_before, s.first_seen, s.last_seen, s.ended_on, s.stock, s.misses
      from spells s join postings p on p.no = s.posting_no join boards b on b.no = p.board_no`),
    ...rows(
      'select b.id, s.day, s.outcome, s.listed, s.with_text, s.rejects, s.origin from snapshots s join boards b on b.no = s.board_no',
    ),
    ...rows(
      `select t.hash, k.id, m.level, m.field, m.offset, m.length from mentions m join texts t on t.no = m.text_no join skills k on k.no = m.skill_no`,
    ),
    ...rows('select t.hash, r.role, r.ai, r.multi from traits r join texts t on t.no = r.text_no'),
    ...rows(
      `select d.population, coalesce(k.id, ''), d.day, d.open, d.open_postings, d.opened, d.employers from daily_counts d left join skills k on k.no = d.skill_no`,
    ),
    ...rows('select day, boards_read, boards_active, coverage from counted_days'),
  ]
  db.close()
  return all.join('\n')
}
