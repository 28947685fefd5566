/** Which way demand moves: the change at the same employers, and the word that the rule has for it. */
import { addDays, lastOfMonth } from '../days.ts'
import type { Figure, Flag, SkillId } from '../domain.ts'
import { labelRule, minimum } from '../figures/method.ts'
import { isTelling, mixtureSentence } from '../figures/mixture.ts'
import type { Gate, Judgement } from '../figures/trajectory.ts'
import { windowNames } from '../figures/windows.ts'
import { count, counted } from '../report/wording.ts'
import { type Asking, skillName } from './asking.ts'
import { type Draft, figuresOf } from './figure.ts'
import { needsText, notEnough } from './needs.ts'
import { jobsOf } from './population.ts'
import { notMeasured, readingOf } from './reading.ts'
import { isLabelled, type Verdict, verdictsOf } from './runs.ts'
import { tracked, untoldText, untoldThrough } from './tracked.ts'

export interface Direction {
  change: Figure
  trajectory: Figure
  /** The newest run alone says the same word, so that the change itself is told from luck; a word outlives such runs for a while. */
  agreed: boolean
}

export async function directionOf(asking: Asking, skill: SkillId): Promise<Direction> {
  const judged = await judgedDirection(asking, skill)
  if (isLabelled(asking.population)) return judged
  const make = await figuresOf(asking, skill)
  return { ...judged, agreed: false, trajectory: make({ ...word, text: noWord, status: 'not_tracked' }) }
}

const word = { measure: 'trajectory', unit: 'word' } as const
const noWord = 'No word: over all jobs none is given, since a share of them also moves with whom else the boards hire.'

async function judgedDirection(asking: Asking, skill: SkillId): Promise<Direction> {
  const make = await figuresOf(asking, skill)
  const untracked = await tracked(asking, skill)
  if (untracked !== null) return both(make, { text: untracked, status: 'not_tracked' })
  const untold = await untoldThrough(asking, skill)
  // Two windows of a year reach back so far.
  if (untold !== null && addDays(lastOfMonth(untold), 2 * 371) >= asking.asOf) {
    return both(make, { text: untoldText(asking, skill, untold), status: 'not_tracked' })
  }
  const verdict = (await verdictsOf(asking)).get(skill)
  if (verdict === undefined) {
    const reading = await readingOf(asking)
    const text = reading.read === 0 ? notMeasured(reading) : nothingYet
    return both(make, { text, status: reading.read === 0 ? 'missing' : 'low' })
  }
  const drafts = draftsOf(asking, skill, verdict)
  const agreed = verdict.judgement.raw === verdict.state.label
  return { change: make(drafts.change), trajectory: make(drafts.trajectory), agreed }
}

const both = (make: (draft: Draft) => Figure, draft: Pick<Draft, 'text' | 'status'>): Direction => ({
  change: make({ measure: 'change', unit: 'percent', ...draft }),
  trajectory: make({ ...word, ...draft }),
  agreed: false,
})

const nothingYet = `Not enough data: no new job has been seen yet, and ${minimum.change.weeks} weeks are needed.`

function draftsOf(asking: Asking, skill: SkillId, verdict: Verdict): { change: Draft; trajectory: Draft } {
  const { judgement, state, week } = verdict
  const { estimate, counts } = judgement.change
  const flags: Flag[] = judgement.windows?.mode === 'provisional' ? ['provisional'] : []
  const enough = judgement.gates.length === 0
  const base = { period: week, flags, n: counts.x0 + counts.x1, denominator: counts.n0 + counts.n1 }
  const employers = estimate?.employers ?? null
  const named = enough && state.label !== 'Not enough data'
  const trajectory: Draft = {
    ...{ ...base, ...word, employers },
    status: named ? 'observed' : 'low',
    text: trajectoryText(asking, skill, verdict),
  }
  const told = enough && state.missed < labelRule.weeksToForget && judgement.nearZero === null && estimate !== null
  const percent = told ? changePercent(judgement) : null
  const change: Draft = {
    ...{ ...base, measure: 'change', unit: 'percent', employers },
    ...(percent === null
      ? {
          status: 'low',
          text:
            enough && state.missed >= labelRule.weeksToForget
              ? forgottenText(verdict)
              : noPercentText(asking, skill, judgement),
        }
      : {
          value: percent.value,
          interval: percent.interval,
          status: 'observed',
          text: `${signed(percent.value)} in a year at the same employers${mixtureText(judgement)}`,
        }),
  }
  return { change, trajectory }
}

function changePercent({ change }: Judgement) {
  const { ratio, interval } = change.estimate!
  const of = (value: number) => 100 * (value - 1)
  return { value: of(ratio), interval: { low: of(interval.low), high: of(interval.high), confidence: 0.95 } }
}

/** Where other boards moved the raw share by more than 5%, how much of its change is theirs. */
const mixtureText = ({ mixture }: Judgement): string =>
  // Runs stored by earlier versions know no raw change.
  mixture == null || !isTelling(mixture) ? '' : `. ${mixtureSentence(mixture).replace(/\.$/, '')}`

const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(0).replace('-', '−')}%`

/** `31 of 50 naming jobs, 7 of 10 employers, 22 of 26 weeks`. */
export function gatesText(gates: readonly Gate[]): string {
  const unspread = gates.some(({ what }) => what === 'estimate')
  const counted = gates.filter(({ what }) => what !== 'estimate')
  if (!unspread) return notEnough(counted)
  const told = [...(counted.length > 0 ? [needsText(counted)] : []), 'no spread between employers to judge luck by']
  return `Not enough data: ${told.join(', ')}.`
}

function newText(asking: Asking, skill: SkillId, { change, nearZero }: Judgement): string {
  const { namingNow, namingThen } = change.counts
  const { name } = skillName(asking, skill)
  const up = nearZero?.direction === 'up'
  const [many, few] = up ? [namingNow, namingThen] : [namingThen, namingNow]
  const fewText = few === 0 ? 'none' : count(few)
  return up
    ? `New: ${name} is named by ${counted(many, 'employer')} now, by ${fewText} of the same employers a year ago.`
    : `Gone: ${name} was named by ${counted(many, 'employer')} a year ago, by ${fewText} of the same employers now.`
}

const noPercentText = (asking: Asking, skill: SkillId, judgement: Judgement): string =>
  judgement.nearZero === null ? gatesText(judgement.gates) : newText(asking, skill, judgement)

/** A run of long ago says nothing of today. */
const forgottenText = ({ state, week }: Verdict): string =>
  `Not enough data: too little was read in the ${count(state.missed)} weeks since ${week} to judge.`

function trajectoryText(asking: Asking, skill: SkillId, verdict: Verdict): string {
  const { judgement, state, week } = verdict
  const { gates, change, windows, raw } = judgement
  if (gates.length > 0) return gatesText(gates)
  if (state.missed >= labelRule.weeksToForget) return forgottenText(verdict)
  if (state.label === 'Not enough data') {
    return `Not enough data: the rule asks for 4 runs in a row that agree; ${state.streak} so far ${state.streak === 1 ? 'says' : 'say'} ${raw}.`
  }
  const { now, earlier } = windowNames(week, windows!)
  const periods = `new ${jobsOf(asking.population)} of ${now} against ${earlier}`
  const held =
    raw === state.label ? '' : ` The last run alone says ${raw.toLowerCase()} (${state.streak} of 4 in a row).`
  const turning = state.reversing ? ' Reversing lately.' : ''
  if (judgement.nearZero !== null) return `${state.label}: ${newText(asking, skill, judgement)}${held}`
  const { interval, employers } = change.estimate!
  const percent = changePercent(judgement)
  const range = `${signed(100 * (interval.low - 1))} to ${signed(100 * (interval.high - 1))}`
  return `${state.label}: ${signed(percent.value)} (95% range ${range}), ${periods}, ${counted(employers, 'employer')} observed in both.${held}${turning}`
}
