/** `npm run migration NAME`: generates the SQL for the tables as they are now, and keeps the keyed tables without row ids. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must, root } from './setup.mjs'

/** Tables read by their whole key: storing them in its order saves the second tree. */
const keyed = ['mentions', 'traits', 'daily_counts', 'wordings', 'former_postings', 'labels']

const before = new Set(readdirSync(join(root, 'migrations')))
must('npx', ['drizzle-kit', 'generate', '--name', process.argv[2] ?? 'change'], 'See the message above.')
for (const file of readdirSync(join(root, 'migrations')).filter((name) => name.endsWith('.sql') && !before.has(name))) {
  const path = join(root, 'migrations', file)
  let sql = readFileSync(path, 'utf8')
  for (const table of keyed)
    sql = sql.replace(new RegExp(`(CREATE TABLE \`${table}\` \\([\\s\\S]*?\\n\\));`), '$1 WITHOUT ROWID;')
  writeFileSync(path, sql)
}
