/** `npm run migration NAME`: generates the SQL for the tables as they are now, for both stores, each in its own way. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must, root } from './setup.mjs'

/** Tables read by their whole key: storing them in its order saves the second tree. */
const keyed = ['mentions', 'traits', 'daily_counts', 'wordings', 'former_postings', 'labels']

const stores = [
  {
    database: 'sqlite',
    folder: join(root, 'migrations'),
    mend: (sql) =>
      keyed.reduce(
        (text, table) =>
          text.replace(new RegExp(`(CREATE TABLE \`${table}\` \\([\\s\\S]*?\\n\\));`), '$1 WITHOUT ROWID;'),
        sql,
      ),
  },
  {
    database: 'postgres',
    folder: join(root, 'migrations', 'postgres'),
    // The tables stand in a schema of their own, which every connection looks into.
    mend: (sql) => sql.replaceAll('"public".', ''),
  },
]

for (const { database, folder, mend } of stores) {
  const before = new Set(readdirSync(folder))
  process.env.DATABASE = database
  must('npx', ['drizzle-kit', 'generate', '--name', process.argv[2] ?? 'change'], 'See the message above.')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql') && !before.has(name))) {
    writeFileSync(join(folder, file), mend(readFileSync(join(folder, file), 'utf8')))
  }
}
