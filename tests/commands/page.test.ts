/** `skilltide page` as its user runs it, on a store that was collected and refreshed. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'cheerio/slim'
import { afterEach, expect, test, vi } from 'vitest'
import { openStore } from '../../db/open.ts'
import { publicationsOf } from '../../jobs/publications.ts'
import type { FigureExplained, SkillReportView } from '../../src/report/views.ts'
import { ask, asked, collected, days, newPath, numbers, refused } from '../support/asking.ts'
import { scratchFolder } from '../support/store.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const today = '2026-11-24'

const textIn = (file: string) => load(readFileSync(file, 'utf8'))('main').text().replace(/\s+/g, ' ')

test('the site holds the figures that report prints, the same skills, and the same bytes when it is made again', async () => {
  const path = newPath()
  // Twenty-five employers with ten jobs each, half of which name PyTorch: enough for a share.
  await collected(
    path,
    25,
    days('2026-11-22', today).map((on) => ({ on, jobs: numbers(1, 10) })),
  )
  const out = join(scratchFolder(), 'site')
  const words = [
    'page',
    '--out',
    out,
    '--skill',
    'pytorch',
    '--skill',
    'keras',
    '--address',
    'https://tides.example/skills',
  ]
  const { text, exitCode } = await ask(path, today, ...words)
  expect([exitCode, text]).toEqual([0, expect.stringMatching(/index\.html: 2 skills, \d+ files, \d+ kB\.$/)])
  const report = await asked<{ figures: { measure: string; text: string }[] }>(path, today, 'report', 'pytorch')
  const page = textIn(join(out, 'skills/pytorch/index.html'))
  const open = report.figures.find(({ measure }) => measure === 'share')!
  expect(open.text).toMatch(/^50\.0%/)
  expect(page).toContain(open.text)
  expect(readFileSync(join(out, 'feed.xml'), 'utf8')).toContain('href="https://tides.example/skills/feed.xml"')
  expect(readFileSync(join(out, 'skills/pytorch/index.html'), 'utf8')).toContain(
    '<link rel="canonical" href="https://tides.example/skills/skills/pytorch/">',
  )
  expect(
    readFileSync(join(out, 'data/skills.csv'), 'utf8')
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[2]),
  ).toEqual(['pytorch', 'keras'])
  const bytes = () =>
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file, readFileSync(file, 'utf8')])
  const first = bytes()
  await ask(path, today, ...words)
  expect(bytes()).toEqual(first)
})

test('what is wrong is told in a line, and nothing is written', async () => {
  const path = newPath()
  const out = join(scratchFolder(), 'site')
  expect(await refused(path, today, 'page', '--out', out, '--address', 'tides.example')).toBe(
    '2: The site\'s address is written as https://example.com/skills/, not "tides.example"',
  )
  expect(await ask(path, today, 'page', '--out', out)).toMatchObject({
    exitCode: 3,
    text: expect.stringMatching(/^Not measured: nothing has been collected yet/),
  })
  expect(readdirSync(join(out, '..'))).toEqual([])
})

test('what the site tells is kept as published, and a site made twice keeps it once', async () => {
  const path = newPath()
  const read = days('2026-11-22', today).map((on) => ({ on, jobs: numbers(1, 10) }))
  await collected(path, 25, read)
  const out = join(scratchFolder(), 'site')
  const site = () => ask(path, today, 'page', '--out', out, '--skill', 'pytorch')
  const kept = async () => {
    const store = await openStore(path, { readOnly: true, now: () => Date.parse(today) })
    const found = await store.published({ skill: 'pytorch' })
    await store.close()
    return found
  }
  await site()
  const first = await kept()
  const view = await asked<SkillReportView>(path, today, 'report', 'pytorch')
  const told = publicationsOf(view).map(({ measure, text }) => [measure, text])
  expect(told.length).toBeGreaterThan(20)
  expect(first.map(({ measure, text }) => [measure, text]).sort()).toEqual(told.sort())
  await site()
  expect(await kept()).toEqual(first)
  const explained = await asked<FigureExplained>(path, today, 'explain', 'pytorch.open')
  expect(explained.published.map(({ text }) => text)).toEqual([explained.figure.text])
})
