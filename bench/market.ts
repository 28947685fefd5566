/**
 * How often the published words are wrong, on markets whose truth is known. Most runs go through the figures alone, from
 * counts by board and week; some go through the whole product: import, refresh, label, and what `trend` then says.
 */

import { type Week, weekOf } from '../src/days.ts'
import type { SkillId } from '../src/domain.ts'
import { sameEmployerChange } from '../src/figures/change.ts'
import { pairedCells } from '../src/figures/paired.ts'
import { createPanel, type Panel } from '../src/figures/panel.ts'
import { judge, type Label } from '../src/figures/trajectory.ts'
import { weeklyRuns } from '../src/figures/weekly-runs.ts'
import { dayAt, rowsOf, type Shape, type SkillTruth, simulate } from './support/jobs-market.ts'
import { productLabels } from './support/market-product.ts'

/** New jobs a week, and boards that bring them. */
const sizes = [
  { perWeek: 20, boards: 60 },
  { perWeek: 100, boards: 150 },
  { perWeek: 500, boards: 350 },
]
const weekAt = (at: number): Week => weekOf(dayAt(7 * at))

/** Names of the catalog that need no company to be recognised and that no other of them implies; their shares go from 0.5% to 30%. */
const names =
  'pytorch tensorflow jax keras scikit-learn pandas xgboost spark kafka airflow snowflake mlflow postgresql kubernetes docker terraform aws gcp sql java'.split(
    ' ',
  )
const shareAt = (at: number) => 0.005 * 60 ** (at / (names.length - 1))
const flat: SkillTruth[] = names.map((id, at) => ({ id, share: shareAt(at), rate: 1 }))
const moves = [1.2, 1 / 1.2, 1.5, 1 / 1.5]
/** Two in five move; which, changes from market to market. */
const mixed = (seed: number): SkillTruth[] =>
  flat.map((skill, at) => {
    const turn = (at + seed) % 10
    return turn < 4 ? { ...skill, rate: moves[turn]! } : skill
  })

/** `market [markets=60] [markets for labels=16] [whole-product markets=2] [most jobs a week there=500]`; 0 leaves a part out. */
export default async function measure([
  tests = '60',
  labels = '16',
  whole = '2',
  most = '500',
]: string[]): Promise<string> {
  const told = (text: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
  const out: string[] = []
  const add = (title: string, lines: string[]) => {
    out.push(title, ...lines, '')
    told([title, ...lines].join('\n'))
  }
  if (Number(tests) > 0) {
    add('Flat skills, two years, 52 against 52 weeks (figures alone)', falsePositives(Number(tests), false))
    add('The same, 30% more boards of another mix since half a year', falsePositives(Number(tests), true))
    add('Moving skills, two years (figures alone)', power(Number(tests)))
  }
  if (Number(labels) > 0) {
    add('Labels over a year of weekly runs, 30% more boards at its middle (figures alone)', labelled(Number(labels)))
  }
  if (Number(whole) > 0) {
    const product: string[] = []
    for (const size of sizes.filter(({ perWeek }) => perWeek <= Number(most))) {
      product.push(await throughProduct(size, Number(whole)))
      told(product.at(-1)!)
    }
    add('The same through the whole product: import, refresh, label', product)
  }
  return out.join('\n')
}

const panelOf = (shape: Shape): Panel => {
  const { rows, observed } = rowsOf(simulate(shape))
  return createPanel(rows, observed)
}

const percent = (part: number, of: number) => (of === 0 ? 'none' : `${((100 * part) / of).toFixed(1)}%`)

/** Every skill with an estimate, gates or not: how often p < 0.05 and how often the interval holds the truth. */
function falsePositives(markets: number, more: boolean): string[] {
  return sizes.map(({ perWeek, boards }) => {
    let [tested, found, held, gated, foundGated, heldGated] = [0, 0, 0, 0, 0, 0]
    for (let seed = 1; seed <= markets; seed++) {
      const panel = panelOf({ boards, perWeek, weeks: 105, skills: flat, seed, ...(more ? { moreBoardsAt: 79 } : {}) })
      const windows = { length: 52, distance: 52, mode: 'year over year' as const }
      const paired = pairedCells(panel, weekAt(104), windows)
      const passed = new Set(
        judge(panel, names, weekAt(104))
          .filter(({ gates }) => gates.length === 0)
          .map(({ skill }) => skill),
      )
      for (const { id } of flat) {
        const { estimate } = sameEmployerChange(paired.cells(id), 52)
        if (estimate === null) continue
        const wrong = estimate.p < 0.05
        const holds = estimate.interval.low <= 1 && estimate.interval.high >= 1
        tested += 1
        found += wrong ? 1 : 0
        held += holds ? 1 : 0
        if (!passed.has(id)) continue
        gated += 1
        foundGated += wrong ? 1 : 0
        heldGated += holds ? 1 : 0
      }
    }
    return `  ${perWeek} a week: ${tested} tests, ${percent(found, tested)} false, coverage ${percent(held, tested)}; ${gated} within their gates, ${percent(foundGated, gated)} false, coverage ${percent(heldGated, gated)}`
  })
}

const classes = [
  { name: 'to 1%', below: 0.01 },
  { name: '1 to 7%', below: 0.07 },
  { name: '7 to 30%', below: 1 },
]

/** Bias, coverage and how often a single test at 5% finds the direction, by rate and share. */
function power(markets: number): string[] {
  return sizes.flatMap(({ perWeek, boards }) =>
    moves.map((rate) => {
      const skills = flat.map((skill) => ({ ...skill, rate }))
      const cells = classes.map(() => ({ tests: 0, found: 0, held: 0, log: 0 }))
      for (let seed = 1; seed <= Math.ceil(markets / 2); seed++) {
        const paired = pairedCells(panelOf({ boards, perWeek, weeks: 105, skills, seed: 1000 + seed }), weekAt(104), {
          ...{ length: 52, distance: 52, mode: 'year over year' },
        })
        for (const { id, share } of skills) {
          const cell = cells[classes.findIndex(({ below }) => share <= below)]!
          cell.tests += 1
          const { estimate } = sameEmployerChange(paired.cells(id), 52)
          if (estimate === null) continue
          const { ratio, p, interval } = estimate
          cell.found += p < 0.05 && ratio > 1 === rate > 1 ? 1 : 0
          cell.held += interval.low <= rate && interval.high >= rate ? 1 : 0
          cell.log += estimate.logRatio - Math.log(rate)
        }
      }
      const told = cells.map(
        ({ tests, found, held, log }, at) =>
          `share ${classes[at]!.name}: found ${percent(found, tests)}, coverage ${percent(held, tests)}, bias ${(100 * (Math.exp(log / tests) - 1)).toFixed(1)}%`,
      )
      return `  ${perWeek} a week, ${rateText(rate)}: ${told.join('; ')}`
    }),
  )
}

const rateText = (rate: number) => `${rate > 1 ? '+' : '−'}${Math.abs(100 * (rate - 1)).toFixed(0)}% a year`

/** What labels come to over a year of weekly runs. */
export interface Tally {
  flat: { weeks: number; wrong: number; skills: number; ever: number; stable: number; unclear: number; few: number }
  moving: Map<number, { weeks: number; right: number; opposite: number }>
  changes: number
  skills: number
}

const isUp = (label: Label) => label === 'Rising' || label === 'Emerging'

export function tally(
  skills: readonly SkillTruth[],
  labelsOf: (skill: SkillId) => readonly Label[],
  into: Tally,
): void {
  for (const { id, share, rate } of skills) {
    const labels = labelsOf(id)
    into.skills += 1
    into.changes += labels.filter((label, at) => at > 0 && label !== labels[at - 1]).length
    const wrong = labels.filter((label) => isUp(label) || label === 'Declining').length
    if (rate === 1) {
      into.flat.weeks += labels.length
      into.flat.wrong += wrong
      into.flat.skills += 1
      into.flat.ever += wrong > 0 ? 1 : 0
      into.flat.stable += labels.filter((label) => label === 'Stable').length
      into.flat.unclear += labels.filter((label) => label === 'No clear trend').length
      into.flat.few += labels.filter((label) => label === 'Not enough data').length
      continue
    }
    const known = into.moving.get(rate) ?? { weeks: 0, right: 0, opposite: 0 }
    into.moving.set(rate, known)
    const opposite = labels.filter((label) => (rate > 1 ? label === 'Declining' : isUp(label))).length
    known.opposite += opposite
    if (share < 0.07) continue
    known.weeks += labels.length
    known.right += wrong - opposite
  }
}

export const emptyTally = (): Tally => ({
  flat: { weeks: 0, wrong: 0, skills: 0, ever: 0, stable: 0, unclear: 0, few: 0 },
  moving: new Map(),
  changes: 0,
  skills: 0,
})

export function tallyText({ flat: own, moving, changes, skills }: Tally): string {
  const right = moves.map((rate) => {
    const found = moving.get(rate)
    return `${rateText(rate)} ${found === undefined ? 'none' : percent(found.right, found.weeks)}`
  })
  const opposite = [...moving.values()].reduce((sum, found) => sum + found.opposite, 0)
  return `flat skills rising or declining in ${percent(own.wrong, own.weeks)} of weeks, ${percent(own.ever, own.skills)} at least once; stable ${percent(own.stable, own.weeks)}, no clear trend ${percent(own.unclear, own.weeks)}, not enough data ${percent(own.few, own.weeks)}; ${(changes / skills).toFixed(2)} label changes a skill and year; right word at shares from 7%: ${right.join(', ')}; opposite words in ${opposite} weeks`
}

const yearFrom = 105
const labelShape = ({ perWeek, boards }: (typeof sizes)[number], seed: number): Shape => ({
  ...{ boards, perWeek, weeks: yearFrom + 52, skills: mixed(seed), seed: 5000 + seed, moreBoardsAt: yearFrom + 26 },
})

function labelled(markets: number): string[] {
  return sizes.map((size) => {
    const found = emptyTally()
    for (let seed = 1; seed <= markets; seed++) {
      const shape = labelShape(size, seed)
      const { rows, observed } = rowsOf(simulate(shape))
      const byWeek = figuresLabels(createPanel(rows, observed), shape.weeks)
      tally(shape.skills, (skill) => byWeek.map((labels) => labels.get(skill)!), found)
    }
    return `  ${size.perWeek} a week: ${markets} markets; ${tallyText(found)}`
  })
}

/** The label of every skill after each week of the last year. */
function figuresLabels(panel: Panel, weeks: number): Map<SkillId, Label>[] {
  const found: Map<SkillId, Label>[] = []
  for (const { states } of weeklyRuns(panel, names, weekAt(0), weekAt(weeks - 1))) {
    found.push(new Map(names.map((skill) => [skill, states.get(skill)!.label])))
  }
  return found.slice(yearFrom)
}

async function throughProduct(size: (typeof sizes)[number], markets: number): Promise<string> {
  const found = emptyTally()
  let [same, all] = [0, 0]
  const times: string[] = []
  for (let seed = 1; seed <= markets; seed++) {
    const shape = labelShape(size, 100 + seed)
    const market = simulate(shape)
    const { rows, observed } = rowsOf(market)
    const alone = figuresLabels(createPanel(rows, observed), shape.weeks)
    const product = await productLabels(market, rows, yearFrom)
    times.push(product.told)
    tally(shape.skills, (skill) => product.labels.map((labels) => labels.get(skill)!), found)
    for (const [at, labels] of product.labels.entries()) {
      for (const skill of names) {
        all += 1
        same += labels.get(skill) === alone[at]!.get(skill) ? 1 : 0
      }
    }
  }
  return `  ${size.perWeek} a week: ${markets} markets (${times.join('; ')}); ${tallyText(found)}; the figures alone say the same word in ${percent(same, all)} of weeks`
}
