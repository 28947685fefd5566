/** From raw labels to the published one: slow to change, so that luck at a threshold does not make it flicker. */
import { labelRule } from './method.ts'
import type { Label } from './trajectory.ts'

/** Plain data, kept from week to week. */
export interface LabelState {
  label: Label
  /** The raw label that would come next, and for how many runs in a row it has been said. */
  candidate: Label | null
  streak: number
  /** Weeks in a row without a run. */
  missed: number
  /** Runs in a row in which the last half year went the other way. */
  against: number
  /** "Reversing lately": the label is directional, and the last half year has gone the other way in four runs. */
  reversing: boolean
}

/** What a run says of a skill, as far as its label cares. */
export interface Run {
  raw: Label
  /** Null where the gates are not met. */
  ratio: number | null
  p: number | null
  interval90: { low: number; high: number } | null
  /** The last half year against the half before; null where it cannot be told. */
  lately: { ratio: number; p: number } | null
}

export const unlabelled: LabelState = {
  ...{ label: 'Not enough data', candidate: null, streak: 0, missed: 0, against: 0, reversing: false },
}

const { keeps, runsToAdopt, weeksToForget } = labelRule

/** One week on; null is a week without a run, because too little was read. */
export function step(state: LabelState, run: Run | null): LabelState {
  if (run === null) {
    const missed = state.missed + 1
    return missed >= weeksToForget ? { ...unlabelled, missed } : { ...state, missed }
  }
  const { label, candidate, streak } = labelled(state, run)
  const against = goesAgainst(label, run) ? (label === state.label ? state.against : 0) + 1 : 0
  return { label, candidate, streak, missed: 0, against, reversing: against >= runsToAdopt }
}

function labelled(state: LabelState, run: Run): Pick<LabelState, 'label' | 'candidate' | 'streak'> {
  // A run that upholds the label breaks the streak of what would take its place.
  if (run.raw === state.label || upholds(state.label, run)) return { label: state.label, candidate: null, streak: 0 }
  const streak = run.raw === state.candidate ? state.streak + 1 : 1
  return streak >= runsToAdopt
    ? { label: run.raw, candidate: null, streak: 0 }
    : { label: state.label, candidate: run.raw, streak }
}

const isUp = (label: Label) => label === 'Rising' || label === 'Emerging'

function upholds(label: Label, { raw, ratio, p, interval90 }: Run): boolean {
  if (ratio === null || p === null) return false
  if (isUp(label)) return !isUp(raw) && p < keeps.p && ratio > keeps.moves
  if (label === 'Declining') return p < keeps.p && ratio < 1 / keeps.moves
  if (label !== 'Stable' || raw !== 'No clear trend' || interval90 === null) return false
  return interval90.low > 1 / keeps.stable && interval90.high < keeps.stable
}

function goesAgainst(label: Label, { lately }: Run): boolean {
  if (lately === null || lately.p >= keeps.p) return false
  return isUp(label) ? lately.ratio < 1 : label === 'Declining' && lately.ratio > 1
}
