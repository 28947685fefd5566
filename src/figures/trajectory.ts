/** Which way demand for a skill moves: the gates, the family of tests and the raw label of one weekly run. */
import type { Week } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { adjusted } from './benjamini-hochberg.ts'
import { type Change, type ChangeEstimate, changeEstimate, type PairedCounts } from './change.ts'
import { labelRule, minimum } from './method.ts'
import { type Mixture, mixture } from './mixture.ts'
import { type NearZero, nearZero, nearZeroDirection } from './near-zero.ts'
import { type PairedCells, type Pooled, pairedCells, pooled } from './paired.ts'
import { completeWeeks, namingSoFar, type Panel } from './panel.ts'
import { lately, type Windows, windowsFor } from './windows.ts'

export const labels = ['Rising', 'Emerging', 'Declining', 'Stable', 'No clear trend', 'Not enough data'] as const
export type Label = (typeof labels)[number]

/** One thing that a change needs, and how much of it there is. */
export interface Gate {
  what: 'naming jobs' | 'employers' | 'employers then' | 'employers now' | 'weeks' | 'effective employers' | 'estimate'
  have: number
  need: number
}

/** What one run says of one skill. */
export interface Judgement {
  skill: SkillId
  raw: Label
  /** How many complete weeks there are, and the windows that they allow; null under 26. */
  weeks: number
  windows: Windows | null
  change: Change
  /** Set where the near-zero rule judged in place of the estimate. */
  nearZero: NearZero | null
  /** Infinity and 0 where the near-zero rule judged; null where the gates are not met. */
  ratio: number | null
  p: number | null
  adjustedP: number | null
  /** The raw change beside the same-employer one; null where either is none. */
  mixture: Mixture | null
  /** Gates that are not met; none where the skill was judged. What rests on an estimate is only asked where there may be one. */
  gates: Gate[]
}

/** Judges all skills of a run as one family; `through` is the last complete week. */
export function judge(panel: Panel, skills: readonly SkillId[], through: Week): Judgement[] {
  const weeks = completeWeeks(panel, through)
  const windows = windowsFor(weeks)
  if (windows === null) return skills.map((skill) => tooYoung(panel, skill, through, weeks))
  const paired = pairedCells(panel, through, windows)
  const all = pooled(panel, through, windows)
  const found = skills.map((skill) => judgedAlone(skill, weeks, windows, paired))
  return withLabels(found.map((own) => ({ ...own, mixture: mixtureOf(own, all, windows) })))
}

function mixtureOf({ skill, change }: Judgement, { n0, n1, naming }: Pooled, { distance }: Windows): Mixture | null {
  if (change.estimate === null) return null
  return mixture([{ n0, n1, ...naming(skill) }], change.estimate.ratio, distance)
}

/** One skill by its gates and its test; the label waits for the family. */
function judgedAlone(skill: SkillId, weeks: number, windows: Windows, paired: PairedCells): Judgement {
  const counts = paired.counts(skill)
  const base = { skill, weeks, windows, raw: 'Not enough data' as const, adjustedP: null, mixture: null }
  const direction = nearZeroDirection(counts)
  if (direction !== null) {
    const found = nearZero(paired.cells(skill), counts, direction)
    const ratio = direction === 'up' ? Number.POSITIVE_INFINITY : 0
    return { ...base, change: { counts, estimate: null }, nearZero: found, ratio, p: found.p, gates: [] }
  }
  const few = countGates(counts)
  if (few.length > 0) {
    return { ...base, change: { counts, estimate: null }, nearZero: null, ratio: null, p: null, gates: few }
  }
  const { cells, others } = paired.onNamingBoards(skill)
  const change = { counts, estimate: changeEstimate(cells, windows.distance, { others }) }
  const gates = estimateGates(change.estimate)
  if (gates.length > 0) return { ...base, change, nearZero: null, ratio: null, p: null, gates }
  return { ...base, change, nearZero: null, ratio: change.estimate!.ratio, p: change.estimate!.p, gates: [] }
}

/** The same-employer change of the last half year against the half before; null where it cannot be told. */
export function changeLately(
  panel: Panel,
  skills: readonly SkillId[],
  through: Week,
): Map<SkillId, { ratio: number; p: number } | null> {
  const paired = pairedCells(panel, through, lately)
  return new Map(
    skills.map((skill) => {
      const { cells, others } = paired.onNamingBoards(skill)
      const estimate = changeEstimate(cells, lately.distance, { others })
      return [skill, estimate === null ? null : { ratio: estimate.ratio, p: estimate.p }]
    }),
  )
}

const shortOf = (what: Gate['what'], have: number, need: number): Gate[] => (have >= need ? [] : [{ what, have, need }])

function countGates(counts: PairedCounts): Gate[] {
  const least = minimum.change
  return [
    ...shortOf('naming jobs', counts.x0 + counts.x1, least.n),
    ...shortOf('employers', counts.naming, least.employers),
    ...shortOf('employers then', counts.namingThen, least.employersEachWindow),
    ...shortOf('employers now', counts.namingNow, least.employersEachWindow),
  ]
}

const estimateGates = (estimate: ChangeEstimate | null): Gate[] =>
  estimate === null
    ? shortOf('estimate', 0, 1)
    : shortOf('effective employers', estimate.effectiveEmployers, minimum.change.effectiveEmployers)

/** Before there is anything to pair: what has been seen so far, against what will be needed. */
function tooYoung(panel: Panel, skill: SkillId, through: Week, weeks: number): Judgement {
  const soFar = namingSoFar(panel, skill, through)
  return {
    ...{ skill, raw: 'Not enough data', weeks, windows: null, nearZero: null, ratio: null, p: null, adjustedP: null },
    mixture: null,
    change: { counts: { n0: 0, x0: 0, n1: 0, x1: 0, naming: 0, namingThen: 0, namingNow: 0 }, estimate: null },
    gates: [
      ...shortOf('naming jobs', soFar.n, minimum.change.n),
      ...shortOf('employers', soFar.employers, minimum.change.employers),
      ...shortOf('weeks', weeks, minimum.change.weeks),
    ],
  }
}

function withLabels(found: Judgement[]): Judgement[] {
  const family = found.filter(({ p }) => p !== null)
  const ps = adjusted(family.map(({ p }) => p!))
  const bySkill = new Map(family.map(({ skill }, at) => [skill, ps[at]!]))
  return found.map((own) => {
    const adjustedP = bySkill.get(own.skill)
    if (adjustedP === undefined) return own
    const { counts, estimate } = own.change
    const raw = rawLabel({
      ratio: own.ratio!,
      significant: adjustedP <= labelRule.falseFinds,
      interval90: own.nearZero === null ? estimate!.interval90 : null,
      earlierShare: counts.n0 === 0 ? 0 : counts.x0 / counts.n0,
    })
    return { ...own, adjustedP, raw }
  })
}

/** The label that one run would give, from the change alone. */
export function rawLabel(found: {
  ratio: number
  significant: boolean
  interval90: { low: number; high: number } | null
  /** The uncapped share in the earlier window. */
  earlierShare: number
}): Exclude<Label, 'Not enough data'> {
  const { ratio, significant, interval90, earlierShare } = found
  const { moves, common, stable } = labelRule
  if (significant && ratio >= moves) return earlierShare >= common ? 'Rising' : 'Emerging'
  if (significant && ratio <= 1 / moves) return 'Declining'
  return interval90 !== null && interval90.low > 1 / stable && interval90.high < stable ? 'Stable' : 'No clear trend'
}
