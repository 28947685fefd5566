/** Boards as their user meets them: an address becomes a line of the config, a name is tried, the gone are named. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { UserError } from '../../src/domain.ts'
import { runWords } from '../../src/words.ts'
import { answer, type Faultd, startFaultd } from '../support/faultd.ts'
import { scratchFolder } from '../support/store.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const json = (value: unknown) => answer({ body: JSON.stringify(value) })
const page = (body: string) => answer({ body, headers: { 'Content-Type': 'text/html' } })
const ashby = (...titles: string[]) =>
  json({
    apiVersion: '1',
    jobs: titles.map((title, at) => ({
      ...{ id: `a-${at}`, title, jobUrl: `https://jobs.ashbyhq.com/tideline/a-${at}`, location: 'Bergen, Norway' },
      ...{ descriptionHtml: '<p>You measure tides with Python.</p>', publishedAt: '2026-11-20T08:00:00Z' },
    })),
  })
const ashbyPath = (token: string) => `/https/api.ashbyhq.com/posting-api/job-board/${token}`
const gemPath = (token: string) => `/https/api.gem.com/job_board/v0/${token}/job_posts/`

interface World {
  server: Faultd
  /** The config, and what it holds now. */
  path: string
  config(): string
  /** What is printed and the exit code, or the refusal behind its own. */
  boards(...words: string[]): Promise<{ text: string; exitCode: number } | string>
  said: string[]
}

/** A config that names these lines, and a mirror in which every host is faultd. */
async function world(config = 'boards:\n  defaults: false # ours alone\n'): Promise<World> {
  const folder = scratchFolder()
  const path = join(folder, 'skilltide.yaml')
  writeFileSync(path, config)
  const server = await startFaultd()
  onTestFinished(() => server.close())
  vi.stubEnv('SKILLTIDE_MIRROR', server.origin)
  const said: string[] = []
  return {
    ...{ server, path, said },
    config: () => readFileSync(path, 'utf8'),
    boards: (...words) =>
      runWords(['boards', ...words, '--config', path, '--db', join(folder, 'store.sqlite')], {
        stdin: Readable.from([]),
        signal: new AbortController().signal,
        terminal: { width: 100, colour: false, interactive: false },
        write: () => {},
        say: (line) => void said.push(line),
        progress: () => {},
      }).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error
        return `${error.exitCode}: ${error.message}`
      }),
  }
}
const textOf = (output: Awaited<ReturnType<World['boards']>>) => (typeof output === 'string' ? output : output.text)

describe('boards add', () => {
  test('recognises the board behind an address, shows what it read, and keeps the comments of the config', async () => {
    const { server, boards, config, path } = await world()
    server.play(ashbyPath('tideline'), ashby('Gauge Engineer', 'Data Scientist'))
    const output = await boards('add', 'https://jobs.ashbyhq.com/tideline/a-0?utm_source=x')
    expect(output).toEqual({ text: expect.any(String), exitCode: 0 })
    const lines = textOf(output).split('\n')
    expect(lines[0]).toBe('ashby:tideline: 2 postings, 1 page read')
    expect(lines).toContain('title         2 of 2    Gauge Engineer')
    expect(lines.at(-1)).toBe(`Added ashby:tideline to ${path}.`)
    expect(config()).toBe('boards:\n  defaults: false # ours alone\n  add:\n    - ashby:tideline\n')
    expect(await boards('add', 'https://jobs.ashbyhq.com/tideline')).toEqual({
      ...{ text: 'ashby:tideline is read already.', exitCode: 0 },
    })
    expect(server.seen.length).toBe(1)
  })

  test('adds to the boards that are named, with the settings that the address tells', async () => {
    const { server, boards, config } = await world('boards:\n  defaults: false\n  add: [gem:reef]\n')
    const xml = readFileSync(join(import.meta.dirname, '../fixtures/personio/english.xml'), 'utf8')
    server.play('/https/tideline.jobs.personio.com/xml', answer({ body: xml }))
    expect(textOf(await boards('add', 'https://tideline.jobs.personio.com/job/1'))).toContain('Added personio:tideline')
    expect(config()).toContain('add:\n    [\n      gem:reef,\n      { board: personio:tideline')
    expect(config()).toContain('host: tideline.jobs.personio.com')
    expect(textOf(await boards())).toMatch(/personio:tideline/)
  })

  test('finds the board in the career page of an employer', async () => {
    const { server, boards, config } = await world()
    server.play('/https/tideline.example/careers', page('<a href="https://jobs.ashbyhq.com/tideline">Jobs</a></html>'))
    server.play(ashbyPath('tideline'), ashby('Gauge Engineer'))
    expect(textOf(await boards('add', 'tideline.example/careers'))).toContain('Added ashby:tideline')
    expect(config()).toContain('- ashby:tideline')
  })

  test('writes nothing for a board that is not there or that cannot be read, and ends with 4', async () => {
    const { server, boards, config } = await world()
    const before = config()
    const gone = await boards('add', 'https://jobs.ashbyhq.com/nobody')
    expect(gone).toEqual({ text: expect.stringMatching(/stopped, gone: .*404\nNot added\.$/), exitCode: 4 })
    server.play(ashbyPath('odd'), json({ positions: [] }))
    const odd = await boards('add', 'https://jobs.ashbyhq.com/odd')
    expect(odd).toEqual({ text: expect.stringMatching(/stopped, changed: .*jobs.*\nNot added\.$/), exitCode: 4 })
    expect(config()).toBe(before)
  })

  test('of an address of no platform says why the page did not help, and what to do', async () => {
    const { server, boards, said } = await world()
    const refusal =
      '2: No board of a known platform is behind https://tideline.example/. For a career page of its own, see the sources jsonld and browser: "skilltide sources jsonld".'
    expect(await boards('add', 'https://tideline.example/')).toBe(refusal)
    expect(said).toEqual(['https://tideline.example/: https://tideline.example/ answered 404'])
    server.play('/https/tideline.example/', page('<p>Write to us.</p></html>'))
    expect(await boards('add', 'https://tideline.example/')).toBe(refusal)
  })

  test('without an address is refused, and a wrong action gets the nearest right one', async () => {
    const { boards } = await world()
    expect(await boards('add')).toBe('2: boards add takes an address')
    expect(await boards('ad', 'x')).toBe(
      '2: "boards" has no action "ad". Did you mean "add"? It has add, check, discover, clear.',
    )
  })
})

describe('boards check', () => {
  const three =
    'boards: {defaults: false, add: [ashby:tideline, ashby:nobody, gem:reef]}\nsources: {disable: [hackernews]}\n'

  test('names the boards that do not answer as boards, and ends with 3', async () => {
    const { server, boards } = await world(three)
    server.play(ashbyPath('tideline'), ashby('Gauge Engineer'))
    server.play(gemPath('reef'), json({ jobs: [] }))
    const output = await boards('check')
    expect(output).toEqual({ text: expect.any(String), exitCode: 3 })
    const [changed, gone, summary] = textOf(output).split('\n')
    expect(changed).toMatch(/^changed {2}gem:reef: .*expected/)
    expect(gone).toMatch(/^gone {5}ashby:nobody: .*answered 404$/)
    expect(summary).toBe('1 of 3 boards answer as boards.')
  })

  test('asks only the source that is named; all good is 0, none good is 4', async () => {
    const { server, boards } = await world(three)
    server.play(gemPath('reef'), json([]))
    expect(await boards('check', '--source', 'gem')).toEqual({ text: '1 of 1 boards answer as boards.', exitCode: 0 })
    expect(server.seen.length).toBe(1)
    expect(await boards('check', '--source', 'ashby')).toMatchObject({ exitCode: 4 })
    expect(await boards('check', '--source', 'lever')).toBe('2: No boards of "lever" are in force.')
  })

  test('stores no snapshot and no posting: the boards are as unread as before', async () => {
    const { server, boards } = await world(three)
    server.play(ashbyPath('tideline'), ashby('Gauge Engineer'))
    await boards('check')
    const rows = JSON.parse(textOf(await boards('--json'))) as { state: string; open: number | null }[]
    expect(rows.map(({ state, open }) => [state, open])).toEqual(Array(3).fill(['not read yet', null]))
  })
})

describe('boards discover', () => {
  test('tries the platforms for a name and shows whose postings it found', async () => {
    const { server, boards, config } = await world()
    const before = config()
    server.play(ashbyPath('tideline'), ashby('Gauge \u001b[31mEngineer'))
    const output = await boards('discover', 'Tideline')
    expect(output).toEqual({ text: expect.any(String), exitCode: 0 })
    const lines = textOf(output).split('\n')
    expect(lines[0]).toMatch(/^ashby:tideline {2}1 posting of tideline, such as "Gauge .*Engineer"$/)
    expect(lines[0]).not.toContain('\u001b')
    expect(lines.at(-1)).toMatch(/^A name may be another’s/)
    expect(config()).toBe(before)
    // Every platform whose names are free words was asked, each once.
    expect(new Set(server.seen.map(({ path }) => path)).size).toBe(server.seen.length)
    expect(server.seen.length).toBeGreaterThan(12)
  })

  test('reads the page of a company for the boards that it leads to', async () => {
    const { server, boards } = await world()
    server.play('/https/tideline.example/', page('<a href="https://jobs.ashbyhq.com/tideline">Jobs</a></html>'))
    server.play(ashbyPath('tideline'), ashby('Gauge Engineer'))
    expect(textOf(await boards('discover', 'https://tideline.example/'))).toMatch(/^ashby:tideline {2}1 posting of/)
    expect(server.seen.map(({ path }) => path)).toEqual([
      '/https/tideline.example/',
      `${ashbyPath('tideline')}?includeCompensation=true`,
    ])
  })

  test('finds nothing without calling that a failure, and says so when nobody could be asked', async () => {
    const { server, boards } = await world()
    const none = await boards('discover', 'Tideline')
    expect(none).toEqual({
      ...{ text: expect.stringMatching(/^No board with postings was found for "Tideline" among \d+ tried\.$/) },
      exitCode: 0,
    })
    server.play('*', answer({ status: 403 }))
    const refused = await boards('discover', 'Tideline')
    expect(refused).toEqual({
      text: expect.stringMatching(/among (\d+) tried\. \1 of \1 could not be asked\.$/),
      exitCode: 4,
    })
    expect(await boards('discover', '!!')).toBe(
      '2: "!!" names no company; write a name, or the address of its career page',
    )
  })
})

test('a config that is not there yet is made', async () => {
  const { server, boards, path } = await world('')
  server.play(ashbyPath('tideline'), ashby('Gauge Engineer'))
  expect(textOf(await boards('add', 'https://jobs.ashbyhq.com/tideline'))).toContain('Added')
  expect(existsSync(path)).toBe(true)
  expect(readFileSync(path, 'utf8')).toBe('boards:\n  add:\n    - ashby:tideline\n')
})
