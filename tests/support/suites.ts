/** Test suites of others, kept outside the project: a test that reads one passes, saying so, where the folder is absent. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../../../shared/suites')

/** The file's text, or null where there is no shared data. */
export function suite(...path: string[]): string | null {
  const file = join(folder, ...path)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  console.warn(`skipped: no shared data (${path.join('/')})`)
  return null
}
