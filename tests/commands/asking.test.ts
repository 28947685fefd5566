/** The commands that answer: whole answers where they are short, and never a number for what was not measured. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { day } from '../../src/days.ts'
import type { Figure } from '../../src/domain.ts'
import type { CompareView, Point, SkillReportView, StatusView, TrendView } from '../../src/report/views.ts'
import { ask, asked, collected, days, newPath, numbers, refused } from '../support/asking.ts'
import { parseCsv } from '../support/parse-csv.ts'
import { emptyStore, noon, scratchFolder } from '../support/store.ts'

const today = '2026-11-24'
const figure = ({ figures }: { figures: Figure[] }, wanted: string) =>
  figures.find(({ measure }) => measure === wanted)!
const pointsOf = (view: TrendView, wanted: string): Point[] =>
  view.series.find(({ measure }) => measure === wanted)!.points

afterEach(() => {
  vi.unstubAllEnvs()
})

const questions = [
  ['report', 'pytorch'],
  ['trend', 'pytorch'],
  ['compare', 'pytorch', 'jax'],
  ['top'],
  ['explain', 'pytorch'],
]

describe('before anything was collected', () => {
  test.each([...questions, ['label'], ['export']])('%s says so, ends with 3 and makes no store', async (...words) => {
    const path = newPath()
    expect(await ask(path, today, ...words)).toEqual({
      text: `Not measured: nothing has been collected yet (there is no store at ${path}). "skilltide collect" reads the boards, "skilltide backfill hackernews" their past.`,
      exitCode: 3,
    })
    expect(existsSync(path)).toBe(false)
  })

  test.each(questions)('%s says the same as data', async (...words) => {
    const { text, exitCode } = await ask(newPath(), today, ...words, '--json')
    expect(JSON.parse(text)).toEqual({ status: 'missing', text: expect.stringMatching(/^Not measured: nothing/) })
    expect(exitCode).toBe(3)
  })

  test.each(questions)('of an empty store %s gives no number', async (...words) => {
    const path = newPath()
    await (await emptyStore(path)).close()
    const { text, exitCode } = await ask(path, today, ...words)
    expect(exitCode).toBe(3)
    expect(text).not.toMatch(/\b0 open|\b0%|Emerging|Stable|of 0/)
    if (words[0] === 'explain') expect(text).toBe('PyTorch: Not measured: no board has been read yet.')
  })

  test('of an empty store every figure of a report is missing', async () => {
    const path = newPath()
    await (await emptyStore(path)).close()
    const { figures, series, coverage } = await asked<SkillReportView>(path, today, 'report', 'pytorch')
    expect(figures.length).toBeGreaterThan(20)
    for (const { value, status, text } of figures) {
      expect({ value, status, text }).toEqual({
        ...{ value: null, status: 'missing' },
        text: 'Not measured: no board has been read yet.',
      })
    }
    expect({ series, coverage }).toEqual({
      series: [],
      coverage: {
        ...{ asOf: today, boardsRead: 0, boardsActive: 0, employers: null, vacancies: null, postings: null },
        missing: [],
      },
    })
    expect(await refused(path, today, 'label')).toBe('2: Nothing is tagged yet: run "skilltide refresh" first.')
  })
})

test('status says that there is no store, and ends with 3 where boards fail', async () => {
  const path = newPath()
  expect(await ask(path, today, 'status')).toEqual({
    text: `Nothing has been collected yet: there is no store at ${path}. "skilltide collect" reads the boards for the first time.`,
    exitCode: 3,
  })
  await collected(path, 2, [
    { on: day('2026-11-23'), jobs: numbers(1, 4) },
    { on: day(today), outcome: 'failed', jobs: [] },
  ])
  const { troubles, coverage } = await asked<StatusView>(path, today, 'status')
  expect(troubles.map(({ board, outcome, reason, since }) => [board, outcome, reason, since])).toEqual([
    ['greenhouse:tide0', 'failed', 'the host answered 503', '2026-11-23'],
    ['greenhouse:tide1', 'failed', 'the host answered 503', '2026-11-23'],
  ])
  expect(coverage).toMatchObject({ boardsRead: 2, boardsActive: 2, vacancies: 8, employers: 2 })
  expect((await ask(path, today, 'status')).exitCode).toBe(3)
})

describe('a store of one day', () => {
  test('tells what is open, and neither a flow nor a direction: all of it is stock', async () => {
    const path = newPath()
    await collected(path, 3, [{ on: day(today), jobs: numbers(1, 4) }])
    const { text, exitCode } = await ask(path, today, 'report', 'pytorch')
    expect(exitCode).toBe(0)
    expect(text.split('\n').slice(0, 20)).toEqual([
      'PyTorch: what the job market asks',
      expect.stringMatching(
        /^As of 2026-11-24: 3 of 3 boards read in the last 7 days; 12 open vacancies, 12 postings, 3$/,
      ),
      'employers.',
      expect.stringMatching(
        /^Population: AI jobs \(ai\)\. Made with catalog [\d.]+-[0-9a-f]{8}, method [\d.]+, panel [0-9a-f]{12}\.$/,
      ),
      '',
      'Now',
      '  Open now             6 of 12 open AI jobs, of 3 employers',
      '  Open now, required   6 of 6',
      '  Postings             6 postings',
      '  Share of open jobs   Not enough data: 12 of 200 open AI jobs, 3 of 20 employers. Counted: 6 of 12.',
      '                       [low]',
      '  Employers naming it  Not enough data: 12 of 200 open AI jobs, 3 of 20 employers. Counted: 3 of 3.',
      '                       [low]',
      '  Newly opened         Not measured: no week has been read whole, and no month lately.',
      '  Rank                 Unranked: 0 of 20 naming jobs, 0 of 5 employers in the last 13 weeks. [low]',
      '  Change in a year     Not enough data: no new job has been seen yet, and 26 weeks are needed. [low]',
      '  Hiring trajectory    Not enough data: no new job has been seen yet, and 26 weeks are needed. [low]',
      '  Open over 6 months   0 of 6 open for more than 6 months',
      '  Days open            Not enough data: 0 of 30 closings, 0 of 10 employers. [low]',
      '',
    ])
    for (const by of ['week', 'month', 'year']) {
      const view = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', by)
      for (const { points } of view.series) {
        expect(points.map(({ value, status }) => ({ value, status }))).toEqual([{ value: null, status: 'missing' }])
      }
    }
    const daily = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', 'day')
    expect(
      daily.series.map(({ measure, points }) => [measure, points.map(({ value, status }) => [value, status])]),
    ).toEqual([
      ['share', [[null, 'low']]],
      ['open', [[6, 'observed']]],
      ['opened', [[null, 'missing']]],
      ['closed', [[null, 'missing']]],
    ])
    expect(
      (await asked<SkillReportView>(path, today, 'report', 'pytorch', '--as-of', '2026-11-23')).figures[0],
    ).toMatchObject({ measure: 'open', value: null, status: 'missing' })
  })

  test('has nothing to say of a population without a job, and calls no such 0 a zero', async () => {
    const path = newPath()
    await collected(path, 3, [{ on: day(today), jobs: numbers(1, 4) }])
    const view = await asked<SkillReportView>(path, today, 'report', 'pytorch', '--population', 'country:de')
    expect(view.population).toBe('country:DE')
    for (const measure of ['open', 'open.required', 'open.postings', 'open.stale', 'share', 'employers']) {
      expect([measure, figure(view, measure).status, figure(view, measure).value]).toEqual([measure, 'missing', null])
    }
    expect(figure(view, 'open').text).toBe('Not measured: the 3 boards read have no open jobs in DE.')
  })
})

describe('a store whose boards fail', () => {
  const read = (to: string) => days('2026-10-26', to).map((on) => ({ on, jobs: numbers(1, 10) }))
  const failed = (from: string, to = today) =>
    days(from, to).map((on) => ({ on, outcome: 'failed' as const, jobs: numbers(1, 10) }))

  test('since yesterday keeps its figures, flagged as carried, and sees nothing fall or rise', async () => {
    const path = newPath()
    await collected(path, 6, [...read('2026-11-22'), ...failed('2026-11-23')])
    const { text, exitCode } = await ask(path, today, 'report', 'pytorch')
    expect(exitCode).toBe(0)
    expect(text).toContain('Open now             30 of 60 open AI jobs, of 6 employers [carried]')
    expect(text).toContain('6 boards were not read whole at the last try and stand at an earlier list')
    expect(text).not.toMatch(/Emerging|Declining|Rising|Gone/)
    const daily = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', 'day', '--since', '2026-11-22')
    expect(pointsOf(daily, 'open').map(({ value, status, flags }) => [value, status, flags])).toEqual([
      [30, 'observed', []],
      [30, 'observed', ['carried']],
      [30, 'observed', ['carried']],
    ])
    expect(pointsOf(daily, 'opened').map(({ value, status }) => [value, status])).toEqual([
      [0, 'zero'],
      [null, 'missing'],
      [null, 'missing'],
    ])
  })

  test('for more than a week is not measured, in every command, and never 0', async () => {
    const path = newPath()
    await collected(path, 6, [...read('2026-11-08'), ...failed('2026-11-09')])
    const report = await ask(path, today, 'report', 'pytorch')
    expect(report.exitCode).toBe(3)
    expect(report.text.replace(/\s+/g, ' ')).toContain(
      'Open now Not measured: 0 of 6 boards read in the last 7 days. Last measured on 2026-11-15: 30.',
    )
    expect(report.text).not.toMatch(/Emerging|Declining|Rising|Gone|\b0 of 0|\b0%/)
    expect(await ask(path, today, 'explain', 'pytorch')).toEqual({
      text: 'PyTorch: Not measured: 0 of 6 boards read in the last 7 days. Last measured on 2026-11-15: 30.',
      exitCode: 3,
    })
    expect(await asked(path, today, 'explain', 'pytorch')).toMatchObject({ status: 'missing', total: null, rows: [] })
    const { rows } = await asked<CompareView>(path, today, 'compare', 'pytorch', 'jax')
    expect(rows[0]!.cells.map((cell) => [cell!.value, cell!.status])).toEqual([
      [null, 'missing'],
      [null, 'missing'],
    ])
    expect((await ask(path, today, 'top')).exitCode).toBe(3)
    const weekly = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', 'week')
    expect(pointsOf(weekly, 'opened').map(({ period, value, status }) => [period, value, status])).toEqual([
      ['2026-W44', 0, 'zero'],
      ['2026-W45', 0, 'zero'],
      ['2026-W46', null, 'missing'],
      ['2026-W47', null, 'missing'],
      ['2026-W48', null, 'missing'],
    ])
    expect(pointsOf(weekly, 'opened.share').slice(2)).toEqual(
      ['2026-W46', '2026-W47', '2026-W48'].map((period) => ({
        ...{ period, value: null, status: 'missing', flags: [], interval: null, n: null, denominator: null },
      })),
    )
    const out = scratchFolder()
    await ask(path, today, 'export', 'employers', 'skills', '--skill', 'pytorch', '--out', out)
    expect(parseCsv(readFileSync(join(out, 'employers-latest.csv'), 'utf8'))).toHaveLength(1)
  })
})

describe('what an earlier day knew', () => {
  test('reads the same to the last byte after later days were added, in every command', async () => {
    const path = newPath()
    const before = days('2026-11-02', '2026-11-17').map((on, at) => ({ on, jobs: numbers(1 + at, 8 + at) }))
    await collected(path, 5, before)
    const words = [
      ...questions.map((asking) => [...asking, '--as-of', '2026-11-17']),
      ...questions.map((asking) => [...asking, '--as-of', '2026-11-17', '--json']),
      ['trend', 'pytorch', '--by', 'day', '--as-of', '2026-11-17'],
      ['trend', 'pytorch', '--by', 'week', '--as-of', '2026-11-17'],
    ]
    const answers = async (on: string) => {
      const given = []
      for (const asking of words) given.push(await ask(path, on, ...asking))
      return given
    }
    const then = await answers('2026-11-17')
    expect(then[0]!.text).toContain('of 40 open AI jobs, of 5 employers')
    const after = days('2026-11-18', today).map((on, at) => ({ on, jobs: numbers(17 + at, 30 + at) }))
    await collected(path, 5, after)
    expect(await answers(today)).toEqual(then)
    expect((await ask(path, today, 'report', 'pytorch')).text).toContain('of 70 open AI jobs, of 5 employers')
  })
})

test('a skill that the stored edition may not know is not tracked, and never 0', async () => {
  const path = newPath()
  await collected(path, 3, [{ on: day(today), jobs: numbers(1, 4) }])
  const store = await emptyStore(path)
  await store.adoptEdition('2019.1', noon(day(today)) + 3_600_000)
  await store.close()
  const { figures, subSkills, evidence } = await asked<SkillReportView>(path, today, 'report', 'jax')
  for (const { measure, value, status } of figures) {
    expect({ measure, value, status }).toEqual({ measure, value: null, status: 'not_tracked' })
  }
  expect({ subSkills, evidence }).toEqual({ subSkills: [], evidence: [] })
  const sentence =
    /^JAX: Not tracked yet: the texts were read with catalog 2019\.1, which may not know JAX\. "skilltide refresh" reads them again with [\d.]+-[0-9a-f]{8}\.$/
  const explained = await ask(path, today, 'explain', 'jax')
  expect(explained).toEqual({ text: expect.stringMatching(sentence), exitCode: 3 })
})

test('a program with a newer catalog answers by the stored edition of what that one found', async () => {
  const path = newPath()
  await collected(path, 3, [{ on: day(today), jobs: numbers(1, 4) }])
  const open = async (skill: string) => {
    const { figures } = await asked<SkillReportView>(path, today, 'report', skill)
    const { value, status, vintage } = figures.find(({ measure }) => measure === 'open')!
    return { value, status, edition: vintage.edition }
  }
  const before = await open('pytorch')
  const config = join(scratchFolder(), 'skilltide.yaml')
  writeFileSync(join(config, '..', 'mine.yaml'), '- id: gauge\n  name: Gauge\n  group: agents\n  aliases: [gauge]\n')
  writeFileSync(config, 'skills:\n  file: mine.yaml\n')
  vi.stubEnv('SKILLTIDE_CONFIG', config)
  expect(before).toMatchObject({ value: 6, status: 'observed' })
  expect(await open('pytorch')).toEqual(before)
  expect(await open('gauge')).toEqual({ value: null, status: 'not_tracked', edition: before.edition })
})

describe('labels', () => {
  test('are stored once: a second run adds nothing and rewrites nothing', async () => {
    const path = newPath()
    const reads = days('2026-10-26', today).map((on, at) => ({ on, jobs: numbers(1 + at, 8 + at) }))
    await collected(path, 5, reads)
    const stored = async () => {
      const store = await emptyStore(path)
      const found = (await store.contents()).find(({ table }) => table === 'labels')
      await store.close()
      return found!
    }
    const first = await ask(path, today, 'label')
    expect(first.exitCode).toBe(0)
    expect(first.text).toMatch(/^\d+ weekly runs stored, up to 2026-W47\.$/)
    const once = await stored()
    expect(once.rows).toBeGreaterThan(0)
    expect(await ask(path, today, 'label')).toEqual({ text: 'Every week up to 2026-W47 has its labels.', exitCode: 0 })
    expect(await stored()).toEqual(once)
    expect(await ask(path, '2026-11-30', 'label')).toMatchObject({ exitCode: 0 })
  })
})

test('export writes what the report says, once for the day and once as the latest', async () => {
  const path = newPath()
  await collected(path, 3, [{ on: day(today), jobs: numbers(1, 4) }])
  const out = scratchFolder()
  const { exitCode } = await ask(path, today, 'export', '--skill', 'pytorch', '--out', out)
  expect(exitCode).toBe(0)
  const names = ['employers', 'figures', 'postings', 'series', 'skills']
  expect(readdirSync(out).sort()).toEqual(names.flatMap((name) => [`${name}-${today}.csv`, `${name}-latest.csv`]))
  const [head, ...rows] = parseCsv(readFileSync(join(out, 'figures-latest.csv'), 'utf8'))
  const { figures } = await asked<SkillReportView>(path, today, 'report', 'pytorch')
  const column = (name: string) => head!.indexOf(name)
  for (const { measure, value, status } of figures) {
    const row = rows.find((cells) => cells[column('measure')] === measure)!
    expect([measure, row[column('status')], row[column('value')]]).toEqual([
      measure,
      status,
      value === null ? '' : String(value),
    ])
  }
})

const roles =
  'role:ml_engineer, role:ai_engineer, role:research, role:data_scientist, role:data_engineer, role:ml_platform, role:software_engineer, role:other'

test.each([
  [
    ['report', 'pytroch'],
    'There is no skill "pytroch" in the catalog. Did you mean "pytorch"? "skilltide skills" lists them.',
  ],
  [
    ['explain', 'pytroch'],
    'There is no skill "pytroch" in the catalog. Did you mean "pytorch"? "skilltide skills" lists them.',
  ],
  [
    ['report', 'pytorch', '--population', 'nope'],
    `There is no population "nope". There are all, ai, ${roles}, country:DE and so on, source:hackernews and so on.`,
  ],
  [
    ['top', '--population', 'role:ml_enginer'],
    `There is no population "role:ml_enginer". Did you mean "role:ml_engineer"? There are all, ai, ${roles}, country:DE and so on, source:hackernews and so on.`,
  ],
  [['report', 'pytorch', '--as-of', 'yesterday'], '--as-of takes a day such as 2026-11-24, not "yesterday"'],
  [['compare', 'pytorch', 'jax', '--as-of', '2026-11-25'], '--as-of 2026-11-25 lies ahead: today is 2026-11-24.'],
  [
    ['trend', 'pytorch', '--since', '19'],
    '--since takes a day, month or year such as 2019-01-31, 2019-01 or 2019, not "19"',
  ],
  [['trend', 'pytorch', '--since', '2027'], '--since 2027-01-01 lies after 2026-11-24; there is nothing between.'],
  [['compare', 'pytorch', 'PyTorch'], 'compare takes two to eight different skills, not 1.'],
  [['top', '--most', '0'], '--most takes a whole number from 1 to 1000, not "0"'],
  [
    ['export', 'figure'],
    'There is no dataset "figure". Did you mean "figures"? There are figures, skills, series, postings, employers.',
  ],
])('%j is refused in one line, with a store or without', async (words, message) => {
  const path = newPath()
  expect(await refused(path, today, ...words)).toBe(`2: ${message}`)
  await (await emptyStore(path)).close()
  expect(await refused(path, today, ...words)).toBe(`2: ${message}`)
})

test('a source or posting that is not there is named with what to do', async () => {
  const path = newPath()
  await (await emptyStore(path)).close()
  expect(await refused(path, today, 'report', 'pytorch', '--population', 'source:greenhose')).toBe(
    '2: There is no source "greenhose". Did you mean "greenhouse"? "skilltide sources" lists them.',
  )
  expect(await refused(path, today, 'explain', 'greenhouse:tide/7')).toBe(
    '2: The store has no posting "7" on a board "greenhouse:tide". "skilltide boards" lists boards.',
  )
})
