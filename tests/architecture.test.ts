/** Who may import whom, and who keeps which outside door. The reason stands in the failure's text. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

const files = ['src', 'scrapers', 'db', 'jobs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
)

interface Import {
  from: string
  to: string
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')

const imports: Import[] = files.flatMap((file) => {
  const text = withoutComments(readFileSync(join(root, file), 'utf8'))
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!)
  return named.map((name) => ({
    from: file,
    to: name.startsWith('.') ? relative(root, resolve(root, file, '..', name)) : name,
  }))
})

const inside = (path: string, ...places: string[]) =>
  places.some((place) => path === place || path.startsWith(`${place}/`))

/** Everyone may use the words and the days; `may` lists what else of ours each part may import. */
const parts: { part: string; may: string[]; because: string }[] = [
  { part: 'src/text', may: ['src/text'], because: 'text knows only how adverts are written' },
  {
    part: 'src/skills',
    may: ['src/skills', 'src/nearest.ts'],
    because: 'the tagger reads a text and knows no source, store or report',
  },
  { part: 'src/vacancies', may: ['src/vacancies'], because: 'merging is a rule over rows, whoever stores them' },
  { part: 'src/figures', may: ['src/figures'], because: 'statistics are pure functions over counts' },
  {
    part: 'src/answers',
    may: ['src/answers', 'src/figures', 'src/report', 'src/nearest.ts', 'db/store.ts'],
    because: 'an answer asks the store and the figures, whoever prints it',
  },
  {
    part: 'src/report',
    may: ['src/report', 'src/figures', 'src/nearest.ts'],
    because: 'reports draw figures and make none',
  },
  {
    part: 'src/serve',
    may: ['src/serve', 'src/answers', 'src/figures', 'src/report', 'src/nearest.ts', 'db/store.ts'],
    because: 'the server shows what every report shows; who opens the store is the business of jobs',
  },
  { part: 'src/http', may: ['src/http', 'src/text'], because: 'HTTP knows addresses and bodies, not postings' },
  { part: 'scrapers', may: ['scrapers', 'src/text'], because: 'a scraper is pure: no store, no network, no clock' },
  { part: 'db', may: ['db'], because: 'the store keeps what it is told; deciding is the job of those who tell it' },
]
const forAll = ['src/domain.ts', 'src/days.ts']

describe('who may import whom', () => {
  test.each(parts)('$part stays within its bounds, for $because', ({ part, may, because }) => {
    const wrong = imports
      .filter(({ from, to }) => inside(from, part) && /^(src|scrapers|db|jobs)\//.test(to))
      .filter(({ to }) => !inside(to, ...may, ...forAll))
      .map(({ from, to }) => `${from} imports ${to}, but ${because}`)
    expect(wrong).toEqual([])
  })

  test('jobs are where parts meet, and know no command', () => {
    const wrong = imports.filter(
      ({ from, to }) => inside(from, 'jobs') && inside(to, 'src/commands', 'src/cli.ts', 'src/words.ts'),
    )
    expect(wrong).toEqual([])
  })

  test('the table saw the whole house', () => {
    expect(files.length).toBeGreaterThan(60)
    expect(imports.length).toBeGreaterThan(150)
  })
})

const doors: { door: string; opens: RegExp; keepers: string[] }[] = [
  {
    door: 'the network',
    opens: /from 'undici'|\bfetch\(|from 'node:(?:https?|net|tls)'/,
    keepers: ['src/http', 'src/serve/listen.ts'],
  },
  { door: 'the browser', opens: /(?:from|import\() ?'playwright'/, keepers: ['src/http/browser.ts'] },
  { door: 'the database', opens: /from '(?:drizzle-orm|better-sqlite3|pg')/, keepers: ['db'] },
  { door: 'the queue', opens: /(?:from|import\() ?'pg-boss'/, keepers: ['db/postgres/queue.ts'] },
  { door: 'cron', opens: /(?:from|import\() ?'node-cron'/, keepers: ['jobs/schedule.ts'] },
  { door: 'mail', opens: /(?:from|import\() ?'nodemailer'/, keepers: ['src/notices/mail.ts'] },
  { door: 'the library of the log', opens: /(?:from|import\() ?'pino'/, keepers: ['src/log/log.ts'] },
  { door: 'the environment', opens: /process\.env\b/, keepers: ['src/config.ts'] },
  {
    door: 'standard output and the exit code',
    opens: /\bconsole\.|process\.(?:exit|stdout|stderr)\b/,
    keepers: ['src/cli.ts'],
  },
  { door: 'the clock', opens: /\bDate\.now\(|new Date\(\)/, keepers: ['src/app.ts'] },
]

test.each(doors)('$door has one keeper', ({ opens, keepers }) => {
  const wrong = files.filter(
    (file) => !inside(file, ...keepers) && opens.test(withoutComments(readFileSync(join(root, file), 'utf8'))),
  )
  expect(wrong, `ask ${keepers.join(' or ')} instead`).toEqual([])
})
