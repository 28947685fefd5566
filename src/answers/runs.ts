/** The weekly runs of the trajectory rule: the stored ones where a job has kept them, else made from the panel anew. */
import type { LabelRow } from '../../db/store.ts'
import { addDays, type Day, daysBetween, maybeMonday, mondayOf, type Week, weekOf } from '../days.ts'
import type { SkillId } from '../domain.ts'
import { type LabelState, step, unlabelled } from '../figures/label-steps.ts'
import { labelRule, methodVersion } from '../figures/method.ts'
import type { Panel } from '../figures/panel.ts'
import type { Judgement } from '../figures/trajectory.ts'
import { type WeeklyRun, weeklyRuns } from '../figures/weekly-runs.ts'
import { type Asking, shared } from './asking.ts'
import { panelSince } from './opened.ts'

/** What a run said of a skill, and what the label became by it. */
export interface Verdict {
  week: Week
  judgement: Judgement
  state: LabelState
}

/** The last week that is over on the day. */
export const lastWholeWeek = (asOf: Day): Week => weekOf(addDays(mondayOf(addDays(asOf, 1)), -7))

/** By skill the last run up to the day, with the label that is in force after the weeks since. */
export const verdictsOf = shared(async (asking: Asking): Promise<Map<SkillId, Verdict>> => {
  const { store, population, asOf } = asking
  const edition = (await store.edition()) ?? ''
  const through = lastWholeWeek(asOf)
  const stored = await store.lastLabels({ population, edition, method: methodVersion, upTo: through })
  const verdicts =
    stored.length > 0
      ? stored.map(verdictOf)
      : isLabelled(population)
        ? await madeAnew(asking, through)
        : await lately(asking, through)
  return new Map(verdicts.map((verdict) => [verdict.judgement.skill, aged(verdict, through)]))
})

/** Over all jobs no label is given: a share of them moves too with whom else the boards hire. Their changes are still told. */
export const isLabelled = (population: string): boolean => population !== 'all'

/** Weeks without a run pass over the label too: after eight of them nothing is said any more. */
function aged(verdict: Verdict, through: Week): Verdict {
  const missed = daysBetween(maybeMonday(verdict.week)!, maybeMonday(through)!) / 7
  let { state } = verdict
  for (let week = 0; week < missed; week++) state = step(state, null)
  return { ...verdict, state }
}

/** By the runs that refresh has kept, and those since. Where it has kept none that takes seconds over many years: said on the way. */
async function madeAnew(asking: Asking, through: Week): Promise<Verdict[]> {
  const weeks = (await keptWeeks(asking)).filter((week) => week <= through)
  let last = weeks.length === 0 ? null : await keptRun(asking, weeks.at(-1)!)
  for await (const run of runsSince(asking, last)) {
    if (run.judgements !== null) last = run
    asking.progress?.(`directions in ${asking.population}: the run of ${run.week}`)
    if (run.week === through) break
  }
  return last === null ? [] : verdictsIn(last)
}

/** The newest run that still speaks, where no label is carried from week to week. */
async function lately(asking: Asking, through: Week): Promise<Verdict[]> {
  const from = weekOf(addDays(maybeMonday(through)!, -7 * (labelRule.weeksToForget - 1)))
  const skills = asking.skills.map(({ id }) => id)
  const runs = [...weeklyRuns(await panelOf(asking), skills, from, through)]
  const last = runs.findLast(({ judgements }) => judgements !== null)
  return last === undefined ? [] : verdictsIn(last)
}

export const verdictsIn = ({ week, judgements, states }: WeeklyRun): Verdict[] =>
  (judgements ?? []).map((judgement) => ({ week, judgement, state: states.get(judgement.skill) ?? unlabelled }))

/** The runs of the weeks after `after` (all there are, for null) up to the last that is over on the day. */
export async function* runsSince(
  asking: Asking,
  after: { week: Week; states: ReadonlyMap<SkillId, LabelState> } | null,
): AsyncGenerator<WeeklyRun> {
  const span = await asking.store.questions.span(asking.asOf)
  if (span === null) return
  const through = lastWholeWeek(asking.asOf)
  let last = after
  if (after === null) {
    for (const week of await keptWeeks(asking)) {
      if (week > through) break
      const run = await keptRun(asking, week)
      yield run
      last = run
    }
  }
  const from = last === null ? weekOf(span.first) : weekOf(addDays(maybeMonday(last.week)!, 7))
  if (from > through) return
  const skills = asking.skills.map(({ id }) => id)
  yield* weeklyRuns(await panelSince(asking, span.first), skills, from, through, last?.states)
}

// ---- kept by refresh -------------------------------------------------------------------------------------------------

const ofRuns = ({ population, edition }: Asking) => ({ population, edition, method: methodVersion })

/** None where the store was tagged by another edition than this program's: it may not know all skills. */
const keptWeeks = async (asking: Asking): Promise<Week[]> =>
  (await asking.store.edition()) === asking.edition ? asking.store.keptWeeks(ofRuns(asking)) : []

async function keptRun(asking: Asking, week: Week): Promise<WeeklyRun> {
  const run = JSON.parse((await asking.store.keptRun(ofRuns(asking), week))!) as {
    judgements: Judgement[]
    states: [SkillId, LabelState][]
  }
  return { week, judgements: run.judgements.map(withRatio), states: new Map(run.states) }
}

/** Makes the runs of the weeks that are over and keeps them, so that no question makes them; weeks without a run are none. */
export async function keepRuns(asking: Asking, goOn: () => Promise<boolean>): Promise<void> {
  if (!isLabelled(asking.population)) return
  const week = (await keptWeeks(asking)).at(-1)
  const last = week === undefined ? null : await keptRun(asking, week)
  for await (const { week, judgements, states } of runsSince(asking, last)) {
    if (judgements !== null) {
      await asking.store.keepRun(ofRuns(asking), week, JSON.stringify({ judgements, states: [...states] }))
    }
    if (!(await goOn())) break
  }
}

/** Two windows of a year, and the weeks before them that pair with none: all that one run looks at. */
const panelDays = 7 * 120

/** The panel that the last run rests on. */
export const panelOf = shared(async (asking: Asking): Promise<Panel> => {
  const { store, asOf } = asking
  const span = await store.questions.span(asOf)
  const back = addDays(asOf, -panelDays)
  return panelSince(asking, span === null || span.first > back ? (span?.first ?? asOf) : back)
})

/** A run as the store keeps it. Infinity is no JSON, so that the ratio of the near-zero rule is left out and put back. */
export const labelRowOf = (verdict: Verdict, population: string, edition: string): LabelRow => ({
  skill: verdict.judgement.skill,
  population,
  week: verdict.week,
  edition,
  method: methodVersion,
  raw: verdict.judgement.raw,
  label: verdict.state.label,
  state: { state: verdict.state, judgement: verdict.judgement },
})

export function verdictOf(row: LabelRow): Verdict {
  const { state, judgement } = row.state as { state: LabelState; judgement: Judgement }
  return { week: row.week, state, judgement: withRatio(judgement) }
}

function withRatio(judgement: Judgement): Judgement {
  const { nearZero } = judgement
  const ratio = nearZero === null ? judgement.ratio : nearZero.direction === 'up' ? Number.POSITIVE_INFINITY : 0
  return { ...judgement, ratio }
}
