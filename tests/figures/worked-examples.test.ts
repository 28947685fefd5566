/** The worked examples of the method, computed by an independent program: to four decimals. */
import { describe, expect, test } from 'vitest'
import { adjusted } from '../../src/figures/benjamini-hochberg.ts'
import { type Cell, evidenceCap, sameEmployerChange } from '../../src/figures/change.ts'
import { type LabelState, step, unlabelled } from '../../src/figures/label-steps.ts'
import { onlyP } from '../../src/figures/near-zero.ts'
import { datedBetween, openingDays } from '../../src/figures/opened.ts'
import { rankAll } from '../../src/figures/rank.ts'
import { ratio } from '../../src/figures/ratio.ts'
import { clusteredShare, employersNaming } from '../../src/figures/share.ts'
import { type Label, rawLabel } from '../../src/figures/trajectory.ts'
import { wilson } from '../../src/figures/wilson.ts'
import { windowsFor } from '../../src/figures/windows.ts'

const rounded = (value: number) => Math.round(value * 1e4) / 1e4
const ends = ({ low, high }: { low: number; high: number }) => [rounded(low), rounded(high)]

type CellRow = [string, string, number, number, number, number]
const cellsOf = (rows: CellRow[]): Cell[] =>
  rows.map(([board, employer, n0, x0, n1, x1]) => ({ board, employer, n0, x0, n1, x1 }))

const e1: CellRow[] = [
  ['A', 'A', 40, 8, 44, 14],
  ['B', 'B', 25, 3, 20, 4],
  ['C', 'C', 300, 60, 320, 96],
  ['D', 'D', 12, 0, 10, 1],
  ['E', 'E', 0, 0, 30, 25],
  ['F', 'F', 18, 9, 15, 0],
  ['G', 'G', 8, 1, 9, 2],
  ['H', 'H', 30, 6, 33, 9],
  ['I', 'I', 22, 2, 25, 5],
  ['J', 'J', 15, 5, 12, 5],
  ['K', 'K', 16, 4, 20, 6],
  ['L', 'L', 10, 0, 14, 0],
  ['hn', 'h1', 2, 1, 1, 1],
  ['hn', 'h2', 3, 0, 2, 1],
  ['hn', 'h3', 0, 0, 2, 1],
  ['hn', 'h4', 1, 1, 0, 0],
]

describe('E1: change at the same employers', () => {
  test.each([
    {
      name: 'a year apart, capped',
      ...{ distance: 52, cap: evidenceCap, sums: [31.5825, 24.7044], ratio: [1.2784, 0.2456] },
      ...{ effective: 7.4664, most: 0.2215, se: 0.1934, df: 6.4664, p: 0.2478, ci95: [0.803, 2.0354] },
      ci90: [0.8822, 1.8527],
    },
    {
      name: 'half a year apart, capped',
      ...{ distance: 26, cap: evidenceCap, sums: [31.5825, 24.7044], ratio: [1.6344, 0.4912] },
      ...{ effective: 7.4664, most: 0.2215, se: 0.3868, df: 6.4664, p: 0.2478, ci95: [0.6448, 4.1428] },
      ci90: [0.7782, 3.4323],
    },
    {
      name: 'a year apart, where one giant may weigh what it likes',
      ...{ distance: 52, cap: Infinity, sums: [70.5341, 50.6721], ratio: [1.392, 0.3307] },
      ...{ effective: 2.3507, most: 0.638, se: 0.1517, df: 1.3507, p: 0.2188, ci95: [0.4784, 4.0505] },
      ci90: [0.7425, 2.6095],
    },
  ])('$name', ({ distance, cap, ...wanted }) => {
    const { counts, estimate } = sameEmployerChange(cellsOf(e1), distance, cap)
    expect(counts).toEqual({ n0: 502, x0: 100, n1: 527, x1: 145, naming: 14, namingThen: 11, namingNow: 12 })
    const found = estimate!
    expect([found.weightedNow, found.weightedThen].map(rounded)).toEqual(wanted.sums)
    expect([found.ratio, found.logRatio].map(rounded)).toEqual(wanted.ratio)
    expect(found.employers).toBe(15)
    expect([found.effectiveEmployers, found.maxEvidence, found.se, found.df, found.p].map(rounded)).toEqual([
      ...[wanted.effective, wanted.most, wanted.se, wanted.df, wanted.p],
    ])
    expect(ends(found.interval)).toEqual(wanted.ci95)
    expect(ends(found.interval90)).toEqual(wanted.ci90)
  })

  test('E1b: three employers give an estimate, and too little to print it', () => {
    const { estimate } = sameEmployerChange(
      cellsOf([
        ['a', 'a', 10, 2, 10, 4],
        ['b', 'b', 20, 4, 10, 3],
        ['c', 'c', 10, 1, 30, 6],
      ]),
      52,
    )
    const found = estimate!
    expect([found.weightedNow, found.weightedThen, found.ratio].map(rounded)).toEqual([5.5, 3.0833, 1.7838])
    expect([found.effectiveEmployers, found.se, found.p].map(rounded)).toEqual([2.9848, 0.1103, 0.035])
    expect(ends(found.interval)).toEqual([1.1057, 2.8777])
    expect(ends(found.interval90)).toEqual([1.2903, 2.4661])
  })
})

test.each([
  { onlyNow: 11, onlyThen: 1, n0: 900, n1: 1000, p: 0.0107 },
  { onlyNow: 10, onlyThen: 0, n0: 1000, n1: 1000, p: 0.002 },
  { onlyNow: 2, onlyThen: 12, n0: 1000, n1: 800, p: 0.0376 },
  { onlyNow: 0, onlyThen: 0, n0: 10, n1: 10, p: 1 },
])('E2: $onlyNow began and $onlyThen stopped', ({ onlyNow, onlyThen, n0, n1, p }) => {
  expect(rounded(onlyP(onlyNow, onlyThen, n0, n1))).toBe(p)
})

test('E4: openings are dated to the days on which they may have happened', () => {
  const wholeDays = [10, 11, 12, 16, 17]
  const dated = openingDays(wholeDays, [
    { firstSeen: 10, published: null },
    { firstSeen: 11, published: null },
    { firstSeen: 16, published: null },
    { firstSeen: 16, published: 14 },
    { firstSeen: 16, published: 9 },
    { firstSeen: 17, published: null },
  ])
  expect([datedBetween(dated, 7, 13), datedBetween(dated, 14, 20)]).toEqual([2.25, 2.75])
  expect(dated[0]).toEqual([])
  expect(dated[4]).toEqual([{ day: 13, weight: 1 }])
})

describe('E6: a share with clustered employers', () => {
  const clustered = (rows: number[][]) =>
    clusteredShare(rows.map(([x, n], at) => ({ employer: `e${at}`, x: x!, n: n! })))!
  const sizes = [20, 30, 15, 10, 25, 40, 12, 8, 20, 20]
  const rows = (xs: number[]) => xs.map((x, at) => [x, sizes[at]!])

  test('some name it often, some never', () => {
    const found = clustered(rows([12, 3, 0, 5, 2, 0, 7, 1, 4, 0]))
    expect([found.share, found.x, found.n, found.employers, found.naming]).toEqual([0.17, 34, 200, 10, 7])
    expect([found.deff, found.effectiveN, found.effectiveEmployers].map(rounded)).toEqual([7.6108, 26.2785, 8.2338])
    expect(ends(found.interval)).toEqual([0.0606, 0.3939])
    expect(ends(wilson(0.17, 200))).toEqual([0.1243, 0.2282])
  })
  test('none names it', () => {
    const found = clustered(rows([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
    expect([found.deff, found.effectiveN].map(rounded)).toEqual([2.1645, 92.4001])
    expect(ends(found.interval)).toEqual([0, 0.0564])
  })
  test('two name it', () => {
    const found = clustered(rows([6, 0, 0, 2, 0, 0, 0, 0, 0, 0]))
    expect([found.share, found.deff, found.effectiveN].map(rounded)).toEqual([0.04, 5.3779, 37.1893])
    expect(ends(found.interval)).toEqual([0.0073, 0.1916])
  })
  test('employers naming it, 7 of 10; and 10 of 100', () => {
    const clusters = Array.from({ length: 10 }, (_, at) => ({ employer: `e${at}`, x: at < 7 ? 1 : 0, n: 2 }))
    expect(ends(employersNaming(clusters)!.interval)).toEqual([0.3968, 0.8922])
    expect(ends(wilson(0.1, 100))).toEqual([0.0552, 0.1744])
  })
})

test('E7: of ten tests two are finds', () => {
  const ps = adjusted([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216])
  expect(ps.map(rounded)).toEqual([0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.1057, 0.216, 0.216, 0.216])
  expect(ps.filter((p) => p <= 0.05)).toHaveLength(2)
})

test.each([
  { ratio: 1.5, significant: true, interval90: [1.2, 1.88], earlierShare: 0.2, raw: 'Rising' },
  { ratio: 1.5, significant: true, interval90: [1.2, 1.88], earlierShare: 0.004, raw: 'Emerging' },
  { ratio: 1.08, significant: true, interval90: [1.03, 1.13], earlierShare: 0.2, raw: 'Stable' },
  { ratio: 1.08, significant: false, interval90: [0.9, 1.29], earlierShare: 0.2, raw: 'No clear trend' },
  { ratio: 0.7, significant: true, interval90: [0.55, 0.89], earlierShare: 0.2, raw: 'Declining' },
  { ratio: 0.92, significant: true, interval90: [0.88, 0.96], earlierShare: 0.2, raw: 'Stable' },
  { ratio: 1.02, significant: false, interval90: [0.85, 1.22], earlierShare: 0.2, raw: 'Stable' },
])('E8a: $ratio with $interval90 from $earlierShare is $raw', ({ interval90, raw, ...found }) => {
  expect(rawLabel({ ...found, interval90: { low: interval90[0]!, high: interval90[1]! } })).toBe(raw)
})

test('E8b: a label takes four runs to adopt, and holds while the data still lean its way', () => {
  const weekly: [Label, number, number][] = [
    ['No clear trend', 0.2, 1.1],
    ['Rising', 0.01, 1.3],
    ['Rising', 0.01, 1.31],
    ['Rising', 0.02, 1.28],
    ['No clear trend', 0.12, 1.15],
    ['Rising', 0.01, 1.3],
    ['Rising', 0.01, 1.31],
    ['Rising', 0.01, 1.31],
    ['Rising', 0.01, 1.33],
    ['No clear trend', 0.15, 1.12],
    ['No clear trend', 0.25, 1.09],
    ['No clear trend', 0.3, 1.07],
    ['No clear trend', 0.4, 1.05],
    ['No clear trend', 0.45, 1.04],
  ]
  const published: Label[] = []
  let state: LabelState = { ...unlabelled, label: 'No clear trend' }
  for (const [raw, p, ratio] of weekly) {
    state = step(state, { raw, p, ratio, interval90: { low: 0.5, high: 2 }, lately: null })
    published.push(state.label)
  }
  expect(published).toEqual([
    ...Array.from({ length: 8 }, () => 'No clear trend'),
    ...Array.from({ length: 5 }, () => 'Rising'),
    'No clear trend',
  ])
})

test('E9: head to head', () => {
  const pairs = [
    [14, 5],
    [4, 4],
    [20, 12],
    [1, 0],
    [0, 3],
    [2, 1],
    [9, 6],
    [5, 2],
    [5, 4],
    [6, 1],
  ]
  const found = ratio(pairs.map(([a, b], at) => ({ employer: `e${at}`, a: a!, b: b! })))!
  expect([found.a, found.b, found.employers, found.enough]).toEqual([66, 38, 10, true])
  expect([found.ratio, found.se, found.effectiveEmployers].map(rounded)).toEqual([1.7368, 0.1536, 5.7778])
  expect(ends(found.interval)).toEqual([1.1638, 2.5921])
})

test('E12: the windows that so many weeks allow', () => {
  const of = (weeks: number) => {
    const found = windowsFor(weeks)
    return found && [found.length, found.distance, found.mode]
  }
  expect([10, 26, 40, 52, 77, 78, 90, 104, 200].map(of)).toEqual([
    null,
    [13, 13, 'provisional'],
    [20, 20, 'provisional'],
    [26, 26, 'provisional'],
    [26, 26, 'provisional'],
    [26, 52, 'year over year'],
    [38, 52, 'year over year'],
    [52, 52, 'year over year'],
    [52, 52, 'year over year'],
  ])
})

test('E13: ranks, with the range that cannot be told apart', () => {
  const perEmployer = [
    [10, 6, 1, 0],
    [8, 7, 2, 1],
    [12, 4, 0, 1],
    [9, 9, 3, 0],
    [11, 5, 1, 2],
    [7, 8, 2, 0],
    [10, 6, 0, 1],
    [9, 5, 2, 1],
  ]
  const skills = ['s1', 's2', 's3', 's4']
  const rows = perEmployer.map((counts, at) => ({
    employer: `e${at}`,
    naming: Object.fromEntries(skills.map((skill, column) => [skill, counts[column]!])),
  }))
  expect(rankAll(rows, skills).map(({ skill, n, rank, range }) => [skill, n, rank, range])).toEqual([
    ['s1', 76, 1, [1, 1]],
    ['s2', 50, 2, [2, 2]],
    ['s3', 11, 3, [3, 4]],
    ['s4', 6, 4, [3, 4]],
  ])
})
