/** Runs that are kept for a population are those that a question would make anew, and are made once. */
import { afterEach, expect, test, vi } from 'vitest'
import { openStore } from '../../db/open.ts'
import { labelRowOf } from '../../src/answers/runs.ts'
import { day, type Week } from '../../src/days.ts'
import { type LabelState, unlabelled } from '../../src/figures/label-steps.ts'
import { methodVersion } from '../../src/figures/method.ts'
import type { Judgement, Label } from '../../src/figures/trajectory.ts'
import type { RankingView, SkillReportView } from '../../src/report/views.ts'
import { ask, asked, collected, days, newPath, numbers, refused } from '../support/asking.ts'
import { board, noon, snapshot } from '../support/store.ts'

const today = '2026-11-24'

afterEach(() => {
  vi.unstubAllEnvs()
})

test('labels kept for one population leave its figures as they were and those of no other population touched', async () => {
  const path = newPath()
  const read = days('2026-11-02', today).map((on, at) => ({ on, jobs: numbers(1 + at, 20 + at) }))
  await collected(path, 12, read)
  const among = ['--population', 'role:ml_engineer']
  const directions = async () => {
    const { figures } = await asked<SkillReportView>(path, today, 'report', 'pytorch', ...among)
    return figures.filter(({ measure }) => measure === 'change' || measure === 'trajectory')
  }
  const anew = await directions()
  expect(anew.map(({ text }) => text)).toEqual([
    ...Array.from({ length: 2 }, () => expect.stringMatching(/^Not enough data: .* of 26 weeks\.$/)),
  ])
  expect((await ask(path, today, 'label', ...among)).text).toBe('3 weekly runs stored, up to 2026-W47.')
  expect(await directions()).toEqual(anew)
  expect((await ask(path, today, 'label', ...among)).text).toBe('Every week up to 2026-W47 has its labels.')
  const store = await openStore(path, { readOnly: true, now: () => noon(day(today)) })
  const filter = { edition: (await store.edition())!, upTo: '2026-W47' as never }
  expect(await store.labels({ ...filter, population: 'ai' })).toEqual([])
  expect((await store.labels({ ...filter, population: 'role:ml_engineer' })).length).toBeGreaterThan(0)
  await store.close()
  expect(await refused(path, today, 'label', '--population', 'ml')).toMatch(/^2: There is no population "ml"/)
})

test('all jobs have a change and no word, and no label is kept for them', async () => {
  const path = newPath()
  const read = days('2026-11-02', today).map((on, at) => ({ on, jobs: numbers(1 + at, 20 + at) }))
  await collected(path, 12, read)
  const { figures } = await asked<SkillReportView>(path, today, 'report', 'pytorch', '--population', 'all')
  const told = (measure: string) => {
    const { status, text } = figures.find((figure) => figure.measure === measure)!
    return [status, text]
  }
  expect(told('change')).toEqual(['low', expect.stringMatching(/^Not enough data: .* of 26 weeks\.$/)])
  expect(told('trajectory')).toEqual([
    'not_tracked',
    'No word: over all jobs none is given, since a share of them also moves with whom else the boards hire.',
  ])
  const label = await ask(path, today, 'label', '--population', 'all')
  expect([label.exitCode, label.text]).toEqual([0, 'Over all jobs no label is given, so that none is settled.'])
  const store = await openStore(path, { readOnly: true, now: () => noon(day(today)) })
  expect(
    await store.labels({ edition: (await store.edition())!, upTo: '2026-W47' as never, population: 'all' }),
  ).toEqual([])
  await store.close()
})

test('a word that is only kept stands in the ranking and in the report with what the last run says, and moves nobody', async () => {
  const path = newPath()
  const read = days('2026-11-02', today).map((on, at) => ({ on, jobs: numbers(1 + at, 20 + at) }))
  await collected(path, 12, read)
  const store = await openStore(path, { now: () => noon(day(today)) })
  const edition = (await store.edition())!
  const run = (skill: string, label: Label, raw: Label) =>
    labelRowOf({ week: '2026-W47' as Week, judgement: judged(skill, raw), state: named(label) }, 'ai', edition)
  await store.saveLabels([run('pytorch', 'Rising', 'Rising'), run('jax', 'Rising', 'No clear trend')], 1)
  await store.close()
  const { rows, up, down } = await asked<RankingView>(path, today, 'top')
  const word = (skill: string) => rows.find((row) => row.skill.id === skill)!.trajectory.text.split(':')[0]
  expect([word('pytorch'), word('jax')]).toEqual(['Rising', 'Rising'])
  expect([up, down].map((moving) => moving.map(({ skill }) => skill.id))).toEqual([['pytorch'], []])
  expect((await ask(path, today, 'report', 'jax')).text.replace(/\s+/g, ' ')).toContain(
    'The last run alone says no clear trend (2 of 4 in a row).',
  )
})

test('the runs that refresh has kept are those that a question makes anew, and go with what they were made from', async () => {
  const path = newPath()
  const read = days('2026-11-02', today).map((on, at) => ({ on, jobs: numbers(1 + at, 20 + at) }))
  await collected(path, 12, read)
  const run = async () => {
    const store = await openStore(path, { now: () => noon(day(today)) })
    const of = { population: 'ai', edition: (await store.edition())!, method: methodVersion }
    return { store, of, weeks: await store.keptWeeks(of) }
  }
  const kept = await run()
  expect(kept.weeks).toEqual(['2026-W45', '2026-W46', '2026-W47'])
  const runs = [await kept.store.keptRun(kept.of, kept.weeks[0]!), await kept.store.keptRun(kept.of, kept.weeks[2]!)]
  await kept.store.close()
  const before = await ask(path, '2026-11-10', 'report', 'jax')

  const store = await openStore(path, { now: () => noon(day(today)) })
  await store.registerBoards([board('greenhouse:late')], day('2026-11-12'))
  await store.storeSnapshot(snapshot('greenhouse:late', day('2026-11-12'), 'empty', []), noon(day(today)))
  await store.close()
  const left = await run()
  expect(left.weeks).toEqual(['2026-W45'])
  await left.store.close()
  const report = await ask(path, today, 'report', 'pytorch')
  expect(await ask(path, '2026-11-10', 'report', 'jax')).toEqual(before)

  await ask(path, today, 'refresh')
  const again = await run()
  expect(again.weeks).toEqual(kept.weeks)
  expect([
    await again.store.keptRun(again.of, kept.weeks[0]!),
    await again.store.keptRun(again.of, kept.weeks[2]!),
  ]).toEqual(runs)
  await again.store.close()
  expect((await ask(path, today, 'label')).text).toBe('3 weekly runs stored, up to 2026-W47.')
  expect(await ask(path, today, 'report', 'pytorch')).toEqual(report)
})

const named = (label: Label): LabelState => ({ ...unlabelled, label, candidate: 'No clear trend', streak: 2 })

const judged = (skill: string, raw: Label): Judgement => ({
  ...{ skill, raw, weeks: 110, windows: { length: 52, distance: 52, mode: 'year over year' } },
  ...{ nearZero: null, ratio: 1.09, p: 0.1, adjustedP: 0.2, mixture: null, gates: [] },
  change: {
    counts: { n0: 500, x0: 50, n1: 500, x1: 55, naming: 20, namingThen: 15, namingNow: 16 },
    estimate: {
      ...{ ratio: 1.09, weightedNow: 54, weightedThen: 50, logRatio: Math.log(1.09), se: 0.1, df: 20, p: 0.1 },
      interval: { low: 0.89, high: 1.34, confidence: 0.95 },
      interval90: { low: 0.92, high: 1.3, confidence: 0.9 },
      ...{ employers: 40, effectiveEmployers: 20, maxEvidence: 0.1 },
    },
  },
})
