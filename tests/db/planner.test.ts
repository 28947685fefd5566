import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import { firstVersion } from '../support/first-version.ts'
import { scratchFolder } from '../support/store.ts'

const now = () => 1_795_500_000_000

async function opened(make: (path: string) => void = () => {}): Promise<Database.Database> {
  const path = join(scratchFolder(), 'store.sqlite')
  make(path)
  await (await openStore(path, { now })).close()
  return new Database(path, { readonly: true })
}

const told = (connection: Database.Database) =>
  connection.prepare('select tbl, idx, stat from sqlite_stat1 order by rowid').raw().all() as [string, string, string][]

test('the planner is told a size for every index, of as many columns as it has', async () => {
  const store = await opened()
  const tables = store
    .prepare("select name, sql from sqlite_master where type = 'table' and name not like 'sqlite%'")
    .all() as { name: string; sql: string }[]
  const known = new Map(told(store).map(([, index, stat]) => [index, stat.split(' ').length - 1]))
  for (const { name } of tables.filter(({ name }) => !/^(?:__drizzle_migrations|facts|hosts|robots)$/.test(name))) {
    for (const index of store.pragma(`index_list("${name}")`) as { name: string; origin: string }[]) {
      const columns = (store.pragma(`index_info("${index.name}")`) as unknown[]).length
      const ownKey = index.origin === 'pk' && known.has(name) ? name : index.name
      expect([ownKey, known.get(ownKey)]).toEqual([ownKey, columns])
    }
  }
  store.close()
})

test('what an older version measured of a half-filled store gives way', async () => {
  const usual = await opened()
  const older = await opened((path) => {
    firstVersion(path)
    const measured = new Database(path)
    measured.exec('analyze')
    measured.close()
  })
  expect(told(older)).toEqual(told(usual))
  usual.close()
  older.close()
})

test.each([
  [
    'what one text names, by the text',
    'select m.level, m.field from mentions m join skills k on k.no = m.skill_no where m.text_no = ? and m.edition_no = ? order by k.id',
    'mentions_by_text (text_no=? AND edition_no=?)',
  ],
  [
    'the postings of one job, by the job',
    'select s.no from postings m join spells s on s.posting_no = m.no join boards b on b.no = m.board_no where m.vacancy_no = ?',
    'postings_by_vacancy (vacancy_no=?)',
  ],
  [
    'the employer’s postings, by the employer',
    'select p.no from employers e join postings p on p.employer_no = e.no join stale_postings s on s.posting_no = p.no where e.key = ?',
    'postings_by_employer (employer_no=?)',
  ],
])('an empty store is planned as a full one: %s', async (_, sql, index) => {
  const store = await opened()
  const plan = store
    .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
    .all(...(sql.match(/\?/g) ?? []))
  store.close()
  expect(plan.map(({ detail }) => detail).join('\n')).toContain(index)
})
