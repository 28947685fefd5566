/** One number is one number: the figure, its rows, its employers, its text and its data agree. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openStore } from '../../db/open.ts'
import { addDays, day } from '../../src/days.ts'
import type { CompareView, SkillReportView, TrendView } from '../../src/report/views.ts'
import { count } from '../../src/report/wording.ts'
import { ask, asked, collected, days, jobsOf, newPath, numbers } from '../support/asking.ts'
import { parseCsv } from '../support/parse-csv.ts'
import { board, emptyStore, noon, scratchFolder, snapshot } from '../support/store.ts'

const today = '2026-11-24'
const skills = ['pytorch', 'jax', 'keras']
const populations = ['ai', 'all', 'country:NO', 'source:greenhouse', 'source:remotive']

interface Explained {
  total: number
  rows: { vacancy: number; level: string; board: string }[]
}

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Boards of many kinds: read today, carried, too old to speak, given up, a list that copies others, one job on two boards. */
async function mixedStore(path: string): Promise<void> {
  const store = await openStore(path, { now: () => noon(day(today)) })
  const first = day('2026-11-01')
  const boards = ['fresh', 'carried', 'old', 'gone', 'second'].map((token) => board(`greenhouse:${token}`))
  await store.registerBoards([...boards, board('remotive', { token: '' })], first)
  const write = async (id: string, on: string, at: number, jobs: readonly number[]) =>
    store.storeSnapshot(snapshot(id, on, 'complete', jobsOf(at, jobs)), noon(day(on)))
  for (let turn = 0; turn < 23; turn++) {
    const on = addDays(first, turn + 1)
    await write('greenhouse:fresh', on, 0, numbers(1 + turn, 20 + turn))
    await write('remotive', on, 1, numbers(1, 6))
    if (on <= day('2026-11-20')) await write('greenhouse:carried', on, 1, numbers(1, 12))
    if (on <= day('2026-11-12')) await write('greenhouse:old', on, 2, numbers(1, 2))
    if (on <= day('2026-11-21')) await write('greenhouse:gone', on, 3, numbers(1, 9))
    // The employer of the first board, on a second one: some of the same jobs, some others.
    await write('greenhouse:second', on, 0, numbers(18 + turn, 24 + turn))
  }
  await store.setBoardState('greenhouse:gone', 'gone')
  await store.close()
  await ask(path, today, 'refresh')
}

describe('on a store of boards of many kinds', () => {
  let path = ''

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skilltide-'))
    path = join(folder, 'store.sqlite')
    await mixedStore(path)
    return () => rmSync(folder, { recursive: true, force: true })
  })

  test.each(populations)('open, its rows, its levels and its employers are one number: %s', async (population) => {
    for (const skill of skills) {
      const among = ['--population', population]
      const report = await asked<SkillReportView>(path, today, 'report', skill, ...among)
      const value = (wanted: string) => report.figures.find(({ measure }) => measure === wanted)!.value
      const { total, rows } = await asked<Explained>(path, today, 'explain', skill, '--all', ...among)
      expect([skill, rows.length, total]).toEqual([skill, value('open'), value('open')])
      expect(new Set(rows.map(({ vacancy }) => vacancy)).size).toBe(rows.length)
      for (const level of ['required', 'preferred', 'mentioned']) {
        expect([skill, level, rows.filter((row) => row.level === level).length]).toEqual([
          ...[skill, level],
          value(`open.${level}`),
        ])
      }
      const required = await asked<Explained>(path, today, 'explain', skill, '--level', 'required', ...among)
      expect([skill, required.total]).toEqual([skill, value('open.required')])
      expect(report.employers.reduce((sum, { naming }) => sum + naming, 0)).toBe(value('open'))
      const { denominator } = report.figures.find(({ measure }) => measure === 'open')!
      expect(denominator).toBe(report.coverage.vacancies)
      expect(rows.map(({ board: of }) => of)).not.toContain('greenhouse:old')
      expect(rows.map(({ board: of }) => of)).not.toContain('greenhouse:gone')
    }
  })

  test('the figures are there to agree on, and a copying list is in none but its own', async () => {
    const open = async (population: string) =>
      (await asked<SkillReportView>(path, today, 'report', 'pytorch', '--population', population)).figures[0]
    expect(await open('ai')).toMatchObject({ status: 'observed', flags: expect.arrayContaining(['carried']) })
    expect(await open('source:remotive')).toMatchObject({ value: 3, denominator: 6 })
    expect((await open('ai'))!.value).toBe((await open('source:greenhouse'))!.value)
  })

  test('a report as data holds the values that its text prints', async () => {
    const { text } = await ask(path, today, 'report', 'pytorch')
    const view = await asked<SkillReportView>(path, today, 'report', 'pytorch')
    const flat = text.replace(/\s+/g, ' ')
    for (const wanted of [
      'open',
      'open.required',
      'open.postings',
      'share',
      'employers',
      'opened',
      'rank',
      'trajectory',
    ]) {
      const figure = view.figures.find(({ measure }) => measure === wanted)!
      expect(flat).toContain(figure.text)
    }
    expect(flat).toContain(`${count(view.coverage.vacancies!)} open vacancies`)
  })

  test('compare and the employers’ file say what the reports say', async () => {
    const compared = await asked<CompareView>(path, today, 'compare', ...skills)
    const out = scratchFolder()
    const named = skills.flatMap((skill) => ['--skill', skill])
    await ask(path, today, 'export', 'employers', ...named, '--out', out)
    const [head, ...rows] = parseCsv(readFileSync(join(out, 'employers-latest.csv'), 'utf8'))
    const column = (name: string) => head!.indexOf(name)
    for (const [at, skill] of skills.entries()) {
      const { figures } = await asked<SkillReportView>(path, today, 'report', skill)
      for (const { measure, cells } of compared.rows) {
        expect(cells[at]).toEqual(figures.find((figure) => figure.measure === measure))
      }
      const own = rows.filter((row) => row[column('skill')] === skill)
      expect(own.reduce((sum, row) => sum + Number(row[column('naming')]), 0)).toBe(figures[0]!.value)
      expect(own.reduce((sum, row) => sum + Number(row[column('required')]), 0)).toBe(
        figures.find(({ measure }) => measure === 'open.required')!.value,
      )
    }
  })
})

test('the last day of the daily series is the figure, and its new jobs are those of the week', async () => {
  const path = newPath()
  const reads = days('2026-11-09', '2026-11-22').map((on, at) => ({ on, jobs: numbers(1 + at, 8 + at) }))
  await collected(path, 4, reads)
  const sunday = '2026-11-22'
  const daily = await asked<TrendView>(path, sunday, 'trend', 'pytorch', '--by', 'day')
  const { figures } = await asked<SkillReportView>(path, sunday, 'report', 'pytorch')
  const points = (wanted: string) => daily.series.find(({ measure }) => measure === wanted)!.points
  expect(points('open').at(-1)!.value).toBe(16)
  expect(figures[0]).toMatchObject({ measure: 'open', value: 16, denominator: 32 })
  expect(points('share').at(-1)).toMatchObject({ n: 16, denominator: 32 })
  const opened = points('opened')
    .slice(-7)
    .reduce((sum, { value }) => sum + value!, 0)
  expect(figures.find(({ measure }) => measure === 'opened')).toMatchObject({ period: '2026-W47', value: opened })
})

test('a gap in the reading is null in every series and its weeks are missing', async () => {
  const path = newPath()
  const store = await emptyStore(path)
  await store.registerBoards([board('greenhouse:tide')], day('2026-09-28'))
  for (let on = day('2026-09-28'); on <= day(today); on = addDays(on, 1)) {
    const down = on >= day('2026-10-12') && on < day('2026-11-02')
    const write = snapshot('greenhouse:tide', on, down ? 'failed' : 'complete', down ? [] : jobsOf(0, numbers(1, 10)))
    await store.storeSnapshot(write, noon(on))
  }
  await store.close()
  await ask(path, today, 'refresh')
  const weekly = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', 'week')
  for (const { points } of weekly.series) {
    const gaps = points.filter(({ status }) => status === 'missing')
    expect(gaps.map(({ period }) => period)).toEqual(['2026-W42', '2026-W43', '2026-W44'])
    for (const { value, n } of gaps) expect({ value, n }).toEqual({ value: null, n: null })
  }
  const daily = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', 'day')
  const missing = (wanted: string) =>
    daily.series
      .find(({ measure }) => measure === wanted)!
      .points.filter(({ value }) => value === null)
      .map(({ period }) => period)
  // A list is carried for seven days; what opened is known of no day that was not read.
  expect([missing('open')[0], missing('open').at(-1), missing('open').length]).toEqual(['2026-10-19', '2026-11-01', 14])
  expect([missing('opened')[1], missing('opened').at(-1), missing('opened').length]).toEqual([
    ...['2026-10-12', '2026-11-01', 22],
  ])
})
