/** Where the migrations of both stores are, and what program this is. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Those of SQLite lie in it, those of PostgreSQL in the folder below. */
export function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'migrations', 'meta', '_journal.json'))) folder = dirname(folder)
  return join(folder, 'migrations')
}

/** The newest migration of the tables, by its instant: it names the version of a portable copy, whichever store wrote it. */
export const newestSchema = (): number =>
  Math.max(
    ...(
      JSON.parse(readFileSync(join(migrationsFolder(), 'meta', '_journal.json'), 'utf8')) as {
        entries: { when: number }[]
      }
    ).entries.map(({ when }) => when),
  )

/** The version of this program. */
export function programVersion(): string {
  return (JSON.parse(readFileSync(join(migrationsFolder(), '..', 'package.json'), 'utf8')) as { version: string })
    .version
}
