/** The weekly runs: every skill judged once a week, each label one step on. */
import { addDays, type Week, weekOf } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { type LabelState, step, unlabelled } from './label-steps.ts'
import { minimum, rememberedWeeks } from './method.ts'
import { boardsRead, isThreadRead, type Panel } from './panel.ts'
import { changeLately, type Judgement, judge } from './trajectory.ts'
import { lastWholeMonth, mondayOfWeek } from './windows.ts'

export interface WeeklyRun {
  week: Week
  /** Null in a week without a run: too little was read, or nothing new. */
  judgements: Judgement[] | null
  /** The state of every skill after the week. */
  states: ReadonlyMap<SkillId, LabelState>
}

/** Runs the weeks from `from` to `through`, both included, on from the states before; skills without one begin unlabelled. */
export function* weeklyRuns(
  panel: Panel,
  skills: readonly SkillId[],
  from: Week,
  through: Week,
  before: ReadonlyMap<SkillId, LabelState> = new Map(),
  covered: (week: Week) => boolean = (week) => weekCoverage(panel, week) >= minimum.coverage,
): Generator<WeeklyRun> {
  let states = before
  for (let monday = mondayOfWeek(from); monday <= mondayOfWeek(through); monday = addDays(monday, 7)) {
    const week = weekOf(monday)
    const judgements = covered(week) ? judge(panel, skills, week) : null
    states = stepped(states, panel, skills, week, judgements)
    yield { week, judgements, states }
  }
}

function stepped(
  states: ReadonlyMap<SkillId, LabelState>,
  panel: Panel,
  skills: readonly SkillId[],
  week: Week,
  judgements: Judgement[] | null,
): Map<SkillId, LabelState> {
  const stateOf = (skill: SkillId) => states.get(skill) ?? unlabelled
  if (judgements === null) return new Map(skills.map((skill) => [skill, step(stateOf(skill), null)]))
  const directional = judgements
    .filter(({ skill, raw }) => isDirectional(stateOf(skill).label) || isDirectional(raw))
    .map(({ skill }) => skill)
  const lately = directional.length === 0 ? new Map() : changeLately(panel, directional, week)
  return new Map(
    judgements.map(({ skill, raw, ratio, p, change, nearZero }) => {
      const interval90 = nearZero === null ? (change.estimate?.interval90 ?? null) : null
      return [skill, step(stateOf(skill), { raw, ratio, p, interval90, lately: lately.get(skill) ?? null })]
    }),
  )
}

const isDirectional = (label: Judgement['raw']) => label === 'Rising' || label === 'Emerging' || label === 'Declining'

/**
 * The part of the boards read in the week or the four before that was read in the week itself. Where only monthly
 * threads are read, a week in which a month ended is covered if its thread was read; the other weeks bring nothing new.
 */
export function weekCoverage(panel: Panel, week: Week): number {
  const { read, known } = boardsRead(panel, week, rememberedWeeks)
  if (known > 0) return read / known
  const month = lastWholeMonth(week)
  const isNew = month !== lastWholeMonth(weekOf(addDays(mondayOfWeek(week), -7)))
  return isNew && isThreadRead(panel, month) ? 1 : 0
}
