/** Every published number is the sum of the rows that its explanation lists, and what was published stays told. */

import { afterEach, expect, test, vi } from 'vitest'
import { openStore } from '../../db/open.ts'
import type { Asking } from '../../src/answers/asking.ts'
import { explainFigure } from '../../src/answers/explain-figure.ts'
import { saysTheSame } from '../../src/answers/revisions.ts'
import { skillReport } from '../../src/answers/skill-report.ts'
import { addDays, day } from '../../src/days.ts'
import type { Figure } from '../../src/domain.ts'
import { figuresOf } from '../../src/report/figures-in.ts'
import type { FigureExplained, Revision, SkillReportView, TrendView } from '../../src/report/views.ts'
import { catalog } from '../../src/skills/catalog/index.ts'
import { ask, asked, collected, days, newPath, numbers, refused } from '../support/asking.ts'
import { noon, scratchFolder } from '../support/store.ts'
import { figure } from '../support/views.ts'

const today = '2026-11-24'

afterEach(() => {
  vi.unstubAllEnvs()
})

const sumOf = (view: FigureExplained, of: 'n' | 'denominator') => view.employers.reduce((sum, row) => sum + row[of], 0)

/** Twelve boards of thirty jobs, one more and one fewer each day. */
test('G14: every figure of a report, of a series and of an earlier day is the sum of the rows that explain lists', async () => {
  const path = newPath()
  await collected(
    path,
    12,
    days('2026-11-02', today).map((on, at) => ({ on, jobs: numbers(1 + at, 30 + at) })),
  )
  const store = await openStore(path, { readOnly: true, now: () => noon(day(today)) })
  const edition = (await store.edition())!
  const asking: Asking = { store, skills: catalog, edition, population: 'ai', asOf: day(today) }
  const checked: string[] = []
  for (const skill of ['pytorch', 'jax', 'keras']) {
    for (const figure of figuresOf(await skillReport(asking, skill))) {
      if (figure.n === null) continue
      const view = await explainFigure(asking, { skill, measure: figure.measure, period: null })
      expect([figure.measure, view.figure]).toEqual([figure.measure, figure])
      expect([figure.measure, sumOf(view, 'n')]).toEqual([figure.measure, figure.n])
      if (figure.denominator !== null) {
        expect([figure.measure, sumOf(view, 'denominator')]).toEqual([figure.measure, figure.denominator])
      }
      if (view.postings !== null) expect([figure.measure, view.postings.length]).toEqual([figure.measure, figure.n])
      checked.push(figure.measure)
    }
  }
  await store.close()
  const wanted = ['open', 'open.required', 'share', 'employers', 'level.required', 'opened', 'rank', 'ratio.tensorflow']
  expect(checked).toEqual(expect.arrayContaining([...wanted, 'both.jax', 'pay.stated', 'change', 'days_open.median']))
  expect(checked).toEqual(expect.arrayContaining(['role.ml_engineer', 'co_named.machine-learning', 'pattern.training']))

  const { series } = await asked<TrendView>(path, today, 'trend', 'pytorch', '--by', 'month')
  const shares = series.find(({ measure }) => measure === 'opened.share')!
  expect(shares.points.some(({ n }) => (n ?? 0) > 0)).toBe(true)
  for (const { period, value, n, denominator } of shares.points) {
    const view = await asked<FigureExplained>(path, today, 'explain', `pytorch.opened.share@${period}`)
    expect([period, view.figure.value, sumOf(view, 'n'), sumOf(view, 'denominator')]).toEqual([
      ...[period, value, n, denominator],
    ])
    expect(view.postings).toHaveLength(n!)
  }

  const earlier = await asked<FigureExplained>(path, today, 'explain', 'pytorch.open@2026-11-10')
  expect([earlier.figure.period, earlier.id]).toEqual(['2026-11-10', 'pytorch.open@2026-11-10'])
  expect(sumOf(earlier, 'n')).toBe(earlier.figure.value)
  expect(await refused(path, today, 'explain', 'pytorch.opne')).toBe(
    '2: There is no figure "opne". Did you mean "open"? docs/method.md names them.',
  )
  expect(await refused(path, today, 'explain', 'pytroch.open')).toMatch(/^2: There is no skill "pytroch"/)
  expect(await refused(path, today, 'explain', 'pytorch.open@2027-01-01')).toBe(
    `2: 2027-01-01 lies ahead: today is ${today}.`,
  )
  expect(await refused(path, today, 'explain', 'pytorch.rank@2026-W01')).toMatch(
    /^2: pytorch\.rank speaks of .* as of 2026-11-24; "2026-W01" is none of its periods\.$/,
  )
})

test('each quarter of the index and of the ranks is the sum of the rows that explain lists', async () => {
  const path = newPath()
  const weekly = Array.from({ length: 30 }, (_, week) => addDays(day(today), 7 * (week - 29)))
  await collected(
    path,
    12,
    weekly.map((on, at) => ({ on, jobs: numbers(1 + at, 6 + at) })),
  )
  const { series } = await asked<SkillReportView>(path, today, 'report', 'pytorch')
  const told = series.flatMap(({ measure, points }) =>
    measure === 'index' || measure === 'rank' ? points.map((point) => ({ measure, ...point })) : [],
  )
  for (const { measure, period, value, n, denominator, status } of told) {
    const view = await asked<FigureExplained>(path, today, 'explain', `pytorch.${measure}@${period}`)
    expect(view.id).toBe(`pytorch.${measure}@${period}`)
    expect([view.figure.value, view.figure.status]).toEqual([value, status])
    const sums = [sumOf(view, 'n'), sumOf(view, 'denominator')]
    expect([measure, period, ...sums]).toEqual([measure, period, n ?? 0, denominator ?? 0])
  }
  // Each board has a new job a week. The first quarter was read in three weeks, of which the first showed stock.
  expect(told.map(({ measure, period, n, denominator, status }) => [measure, period, n, denominator, status])).toEqual([
    ['index', '2026-W09/2026-W21', 12, 24, 'partial'],
    ['index', '2026-W22/2026-W34', 72, 156, 'observed'],
    ['index', '2026-W35/2026-W47', 84, 156, 'observed'],
    ['rank', '2026-Q2', 48, null, 'partial'],
    ['rank', '2026-Q3', 72, null, 'observed'],
    ['rank', '2026-Q4', 48, null, 'partial'],
  ])
  const early = await asked<FigureExplained>(path, today, 'explain', 'pytorch.opened.share@2026-01')
  expect([early.figure.status, early.figure.text]).toEqual(['missing', 'Not measured in this period.'])
  const { text } = await ask(path, today, 'report', 'pytorch')
  expect(text).toMatch(/\d\.\d+ \(2026-W09\/2026-W21, so far\) to 1\.000 \(2026-W35\/2026-W47\)/)
  expect(text).toMatch(/\(2026-Q2, so far\) to \d+ \(2026-Q4, so far\)/)
})

test('a figure that is said in other words is no revision; one whose numbers or whose word changed is', () => {
  const said = figure('lead.pattern', { unit: 'word', value: null, text: 'nlp leads: 140 jobs for 80 of inference' })
  const again = (over: Partial<Figure>) => saysTheSame(said, { ...said, ...over })
  expect(again({ text: 'NLP leads: 140 jobs, where 80 name inference' })).toBe(true)
  expect(again({ text: 'NLP leads: 141 jobs for 80 of inference' })).toBe(false)
  expect(again({ text: 'Inference leads: 140 jobs for 80 of nlp' })).toBe(false)
  expect(again({ status: 'low' })).toBe(false)
})

test('what is published again unchanged is no revision; what late jobs change is one, with old, new, day and cause', async () => {
  const path = newPath()
  const reads = days('2026-11-02', '2026-11-20').map((on, at) => ({ on, jobs: numbers(1 + at, 30 + at) }))
  await collected(path, 12, reads)
  const out = scratchFolder()
  const publish = (on: string) => ask(path, on, 'export', 'figures', '--skill', 'pytorch', '--out', out)
  const revisions = (on: string) => asked<Revision[]>(path, on, 'revisions')
  await publish('2026-11-20')
  await publish('2026-11-20')
  expect(await revisions('2026-11-20')).toEqual([])
  expect((await ask(path, '2026-11-20', 'revisions')).text).toBe('No published figure has been revised.')
  const before = await asked<FigureExplained>(path, '2026-11-20', 'explain', 'pytorch.opened.share@2026-11')
  expect(before.published.map(({ value }) => value)).toEqual([before.figure.value])

  await collected(
    path,
    12,
    days('2026-11-21', today).map((on, at) => ({ on, jobs: numbers(20 + at, 52 + 2 * at) })),
  )
  await publish(today)
  const found = (await revisions(today)).filter(({ measure }) => measure === 'opened.share')
  const after = await asked<FigureExplained>(path, today, 'explain', 'pytorch.opened.share@2026-11')
  expect(found).toEqual([
    {
      ...{ on: today, skill: 'pytorch', measure: 'opened.share', period: '2026-11', reason: 'late data' },
      before: before.published[0]!.text,
      after: after.published[1]!.text,
    },
  ])
  expect(after.published.map(({ value }) => value)).toEqual([before.figure.value, after.figure.value])
  expect(await revisions(today)).toEqual(await asked<Revision[]>(path, today, 'revisions', 'pytorch', '--since', today))
  expect(await asked<Revision[]>(path, today, 'revisions', 'jax')).toEqual([])
})
