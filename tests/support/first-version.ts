/** A store as the first version of the program made it. */
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'

export function firstVersion(path: string): void {
  const old = new Database(path)
  const sql = readFileSync(new URL('../../migrations/0000_first.sql', import.meta.url), 'utf8')
  old.pragma(`application_id = ${0x736b7469}`)
  old.pragma('journal_mode = WAL')
  for (const statement of sql.split('--> statement-breakpoint')) old.exec(statement)
  old.exec(
    `create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric);
     insert into __drizzle_migrations (hash, created_at) values ('first', 1795536520186);
     insert into facts values ('version', '0.0.9');
     insert into employers (no, key, name) values (1, 'tide', 'Tide');
     insert into boards (no, id, source, token, added_on) values (1, 'greenhouse:tide', 'greenhouse', 'tide', 20000);
     insert into postings (no, board_no, external_id, employer_no, title, company, locations, countries, workplace, content_hash)
       values (1, 1, 'a', 1, 'Engineer', 'Tide', '[]', '[]', 'remote', 'unknown');
     insert into spells (no, posting_no, not_before, first_seen, last_seen, stock) values (1, 1, 20000, 20000, 20001, 1)`,
  )
  old.close()
}
