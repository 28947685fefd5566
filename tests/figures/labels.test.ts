/** From counts to the published word: gates, the family of tests, hysteresis, weeks without a run. */
import { describe, expect, test } from 'vitest'
import { addDays, day, type Month, type Week, weekOf } from '../../src/days.ts'
import { type LabelState, type Run, step, unlabelled } from '../../src/figures/label-steps.ts'
import { completeWeeks, createPanel } from '../../src/figures/panel.ts'
import { judge, type Label } from '../../src/figures/trajectory.ts'
import { weeklyRuns } from '../../src/figures/weekly-runs.ts'
import { windowNames } from '../../src/figures/windows.ts'
import { type Market, read, row, steady, weekAt } from './markets.ts'

const judged = ({ rows, observed }: Market, through: number, skills = ['pytorch']) =>
  judge(createPanel(rows, observed), skills, weekAt(through))

/** Twenty boards with four openings a week; each names the skill in one of them, in `growing` of them from week 52 on. */
const market = (weeks: number, growing: (board: number) => number) =>
  steady(20, weeks, 4, (board, week) => (week < 52 ? 1 : growing(board)))

describe('the gates', () => {
  test('under 26 weeks, what has been seen is set against what will be needed', () => {
    const [found] = judged(
      steady(7, 22, 3, (board, week) => (board < 6 && week < 5 ? 1 : 0)),
      21,
    )
    // Seven boards are never ten employers, so that not one week counts.
    expect(found!.gates).toEqual([
      { what: 'naming jobs', have: 30, need: 50 },
      { what: 'employers', have: 6, need: 10 },
      { what: 'weeks', have: 0, need: 26 },
    ])
    expect([found!.raw, found!.windows, found!.p]).toEqual(['Not enough data', null, null])
  })

  test('from 26 weeks on, halves are compared, and too few naming jobs or employers are told', () => {
    const [found] = judged(
      steady(12, 30, 3, (board, week) => (board < 4 && week % 5 === 0 ? 1 : 0)),
      29,
    )
    expect(found!.windows).toEqual({ length: 15, distance: 15, mode: 'provisional' })
    expect(found!.gates).toEqual([
      { what: 'naming jobs', have: 24, need: 50 },
      { what: 'employers', have: 4, need: 10 },
    ])
  })

  test('one employer with nearly all the naming jobs is not enough evidence, however many there are', () => {
    const { rows, observed } = steady(20, 104, 1, (board, week) => (board < 12 && week % 26 === board ? 1 : 0))
    const giant = Array.from({ length: 104 }, (_, at) => row('giant', at, 1, { pytorch: at % 9 < 8 ? 1 : 0 }))
    const more = Array.from({ length: 104 }, (_, at) => read('giant', at))
    const [found] = judged({ rows: [...rows, ...giant], observed: [...observed, ...more] }, 103)
    expect(found!.gates.map(({ what }) => what)).toEqual(['effective employers'])
    expect(found!.raw).toBe('Not enough data')
  })

  test('weeks are counted from the first in which ten employers were watched together', () => {
    const { rows, observed } = steady(9, 60, 1, () => 1)
    const tenth = Array.from({ length: 20 }, (_, at) => read('tenth', 40 + at))
    expect(completeWeeks(createPanel(rows, observed), weekAt(59))).toBe(0)
    expect(completeWeeks(createPanel(rows, [...observed, ...tenth]), weekAt(59))).toBe(20)
    expect(completeWeeks(createPanel(rows, [...observed, ...tenth]), weekAt(39))).toBe(0)
  })

  test('a monthly thread counts for the employers who post in it', () => {
    const month = '2024-03' as Month
    const observed = [{ board: 'thread', week: weekOf(day('2024-03-01')), month }]
    const post = (at: number) => ({
      board: 'thread',
      employer: `e${at}`,
      week: observed[0]!.week,
      month,
      n: 1,
      naming: {},
    })
    const posts = Array.from({ length: 10 }, (_, at) => post(at))
    const through = weekOf(day('2024-03-31'))
    expect(completeWeeks(createPanel(posts, observed), through)).toBe(5)
    expect(completeWeeks(createPanel(posts.slice(1), observed), through)).toBe(0)
  })
})

describe('the raw label', () => {
  test('a doubled share at most employers is a rise', () => {
    const [found] = judged(
      market(104, (board) => (board % 4 === 0 ? 1 : 2)),
      103,
    )
    expect(found!.raw).toBe('Rising')
    expect(found!.ratio).toBeCloseTo(1.75, 9)
    expect(found!.adjustedP).toBeLessThan(0.01)
  })
  test('a halved share is a fall', () => {
    const { rows, observed } = steady(20, 104, 4, (board, week) => (week < 52 ? 2 : board % 4 === 0 ? 2 : 1))
    expect(judged({ rows, observed }, 103)[0]!.raw).toBe('Declining')
  })
  test('hardly any change is stable, and that has to be earned', () => {
    const [found] = judged(
      steady(20, 104, 4, (board, week) => (week === 60 && board % 2 === 0 ? 2 : 1)),
      103,
    )
    expect(found!.raw).toBe('Stable')
    expect(found!.change.estimate!.interval90.high).toBeLessThan(1.25)
  })
  test('named by nobody a year ago and by fourteen of the same employers now is a rise without a percentage', () => {
    const [found] = judged(
      steady(20, 104, 4, (board, week) => (board < 14 && week >= 80 && week % 5 === 0 ? 1 : 0)),
      103,
    )
    expect(found!.nearZero).toMatchObject({ direction: 'up', onlyNow: 14, onlyThen: 0 })
    expect([found!.raw, found!.ratio, found!.change.estimate]).toEqual(['Emerging', Number.POSITIVE_INFINITY, null])
  })
  test('a skill that fails its gates is no member of the family', () => {
    const { rows, observed } = market(104, (board) => (board % 4 === 0 ? 1 : 2))
    const withRare = rows.map((own, at) => (at === 3 ? { ...own, naming: { ...own.naming, jax: 1 } } : own))
    const [alone] = judged({ rows, observed }, 103)
    const [beside, rare] = judged({ rows: withRare, observed }, 103, ['pytorch', 'jax'])
    expect(beside!.adjustedP).toBe(alone!.adjustedP)
    expect([rare!.raw, rare!.adjustedP]).toEqual(['Not enough data', null])
  })
})

const run = (raw: Label, p: number, ratio: number, more: Partial<Run> = {}): Run => ({
  ...{ raw, p, ratio, interval90: { low: 0.7, high: 1.4 }, lately: null, ...more },
})
const stateAfter = (state: LabelState, runs: (Run | null)[]) => runs.reduce(step, state)
const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item)

describe('hysteresis', () => {
  const rising = stateAfter(unlabelled, times(4, run('Rising', 0.001, 1.5)))

  test('three runs are not enough, the fourth is', () => {
    expect(stateAfter(unlabelled, times(3, run('Rising', 0.001, 1.5))).label).toBe('Not enough data')
    expect(rising.label).toBe('Rising')
  })
  test('weeks without a run neither count nor break what runs in a row say; eight of them end the label', () => {
    const two = times(2, run('Rising', 0.001, 1.5))
    expect(stateAfter(unlabelled, [...two, null, null, ...two]).label).toBe('Rising')
    expect(stateAfter(rising, times(7, null)).label).toBe('Rising')
    expect(stateAfter(rising, times(8, null)).label).toBe('Not enough data')
    expect(stateAfter(rising, [...times(7, null), run('Rising', 0.001, 1.5), ...times(7, null)]).label).toBe('Rising')
  })
  test('a rise holds while the data lean its way, and not against a fall', () => {
    expect(stateAfter(rising, times(30, run('No clear trend', 0.19, 1.06))).label).toBe('Rising')
    expect(stateAfter(rising, times(4, run('No clear trend', 0.21, 1.06))).label).toBe('No clear trend')
    expect(stateAfter(rising, times(4, run('Declining', 0.001, 0.5))).label).toBe('Declining')
  })
  test('a rise whose skill grew common is told as the rise of a common one after four runs', () => {
    const emerging = stateAfter(unlabelled, times(4, run('Emerging', 0.001, 2)))
    expect(stateAfter(emerging, times(4, run('Rising', 0.001, 1.5))).label).toBe('Rising')
  })
  test('stable holds against no clear trend while a change of a third can be ruled out', () => {
    const stable = stateAfter(unlabelled, times(4, run('Stable', 0.9, 1)))
    const wide = (high: number) => run('No clear trend', 0.6, 1.05, { interval90: { low: 0.8, high } })
    expect(stateAfter(stable, times(9, wide(1.34))).label).toBe('Stable')
    expect(stateAfter(stable, times(4, wide(1.36))).label).toBe('No clear trend')
  })
  test('a label falls when its gates fail in four runs', () => {
    const failing: Run = { raw: 'Not enough data', p: null, ratio: null, interval90: null, lately: null }
    expect(stateAfter(rising, times(3, failing)).label).toBe('Rising')
    expect(stateAfter(rising, times(4, failing)).label).toBe('Not enough data')
  })
  test('a half year that went the other way in four runs marks the label as reversing', () => {
    const turned = run('Rising', 0.001, 1.3, { lately: { ratio: 0.7, p: 0.1 } })
    expect(stateAfter(rising, times(3, turned)).reversing).toBe(false)
    expect(stateAfter(rising, times(4, turned))).toMatchObject({ label: 'Rising', reversing: true })
    expect(
      stateAfter(rising, [...times(4, turned), run('Rising', 0.001, 1.3, { lately: { ratio: 0.7, p: 0.3 } })]),
    ).toMatchObject({
      reversing: false,
    })
  })
})

describe('weekly runs', () => {
  const growing = market(120, (board) => (board % 4 === 0 ? 1 : 2))
  const labelsOf = ({ rows, observed }: Market, from = 0, to = 119) =>
    [...weeklyRuns(createPanel(rows, observed), ['pytorch'], weekAt(from), weekAt(to))].map(
      ({ states }) => states.get('pytorch')!.label,
    )

  test('a week in which too few boards were read gives no run, and a collector that is down for two months no label', () => {
    const down = {
      ...growing,
      observed: growing.observed.filter(({ week }) => week < weekAt(100) || week >= weekAt(110)),
    }
    const labels = labelsOf(down)
    expect([labels[99], labels[106], labels[107], labels[112], labels[113]]).toEqual([
      ...['Rising', 'Rising', 'Not enough data', 'Not enough data', 'Rising'],
    ])
  })
  test('runs that go on from a kept state say what one long run says', () => {
    const panel = createPanel(growing.rows, growing.observed)
    const whole = [...weeklyRuns(panel, ['pytorch'], weekAt(0), weekAt(119))]
    const kept = JSON.parse(JSON.stringify([...whole[80]!.states])) as [string, LabelState][]
    const resumed = [...weeklyRuns(panel, ['pytorch'], weekAt(81), weekAt(119), new Map(kept))]
    expect(resumed).toEqual(whole.slice(81))
  })
  test('what comes later changes no label that was made before', () => {
    const early = {
      rows: growing.rows.filter(({ week }) => week <= weekAt(90)),
      observed: growing.observed.filter(({ week }) => week <= weekAt(90)),
    }
    expect(labelsOf(early, 0, 90)).toEqual(labelsOf(growing, 0, 90))
  })
  test('a thread alone is judged once a month: repeating one month makes no label', () => {
    const months = Array.from(
      { length: 30 },
      (_, at) => new Date(Date.UTC(2022, at, 1)).toISOString().slice(0, 7) as Month,
    )
    const observed = months.map((month) => ({ board: 'thread', week: weekOf(day(`${month}-01`)), month }))
    const rows = months.flatMap((month, at) =>
      Array.from({ length: 60 }, (_, employer) => ({
        ...{ board: 'thread', employer: `e${employer}`, week: observed[at]!.week, month, n: 1 },
        naming: employer < (at < 15 ? 12 : 30) + (at % 3) ? { pytorch: 1 } : {},
      })),
    ) as Market['rows']
    const runs = [
      ...weeklyRuns(createPanel(rows, observed), ['pytorch'], weekOf(day('2022-01-03')), weekOf(day('2024-06-24'))),
    ]
    const judgedIn = runs.filter(({ judgements }) => judgements !== null).map(({ week }) => week)
    expect(judgedIn).toHaveLength(30)
    expect(judgedIn.slice(0, 2)).toEqual(['2022-W05', '2022-W09'] as Week[])
    const first = runs.findIndex(({ judgements }) => (judgements ?? []).some(({ raw }) => raw === 'Rising'))
    const label = runs.findIndex(({ states }) => states.get('pytorch')!.label === 'Rising')
    expect(label - first).toBeGreaterThanOrEqual(12)
  })
})

test('windows are named by the months that hold most of their first and last week', () => {
  const through = weekOf(day('2026-02-26'))
  expect(windowNames(through, { length: 52, distance: 52, mode: 'year over year' })).toEqual({
    ...{ now: 'Mar 2025–Feb 2026', earlier: 'Mar 2024–Feb 2025' },
  })
  expect(windowNames(weekOf(addDays(day('2026-02-26'), 0)), { length: 13, distance: 13, mode: 'provisional' })).toEqual(
    {
      ...{ now: 'Dec 2025–Feb 2026', earlier: 'Sep 2025–Nov 2025' },
    },
  )
})
