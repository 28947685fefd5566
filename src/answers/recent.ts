/** The last 13 weeks' new jobs by employer: what ranks and head-to-heads are made of. */
import { addDays, type Day, dayNumber, maybeMonday } from '../days.ts'
import type { Figure, SkillId } from '../domain.ts'
import { minimum } from '../figures/method.ts'
import { firstAt } from '../figures/new-vacancies.ts'
import { pairedCells } from '../figures/paired.ts'
import { type NamedBy, type NamedOf, namedOf, pairsOf, type Ranking, rankChange, ranksOf } from '../figures/rank.ts'
import { type Ratio, ratioOf } from '../figures/ratio.ts'
import { count, counted } from '../report/wording.ts'
import { type Asking, shared, sharedBy, skillName } from './asking.ts'
import { figuresOf } from './figure.ts'
import { needs, needsText } from './needs.ts'
import { openedNaming, openedOf } from './opened.ts'
import { notMeasured, readingOf } from './reading.ts'
import { lastWholeWeek, panelOf } from './runs.ts'
import { tracked } from './tracked.ts'

const weeks = 13

/** From the Monday of the first to the Sunday of the last whole week. */
export function recentSpan(asOf: Day): { from: Day; to: Day; period: string } {
  const last = lastWholeWeek(asOf)
  const from = addDays(maybeMonday(last)!, -7 * (weeks - 1))
  const to = addDays(maybeMonday(last)!, 6)
  return { from, to, period: `${from}/${to}` }
}

export const recentRows = shared(async (asking: Asking): Promise<NamedBy[]> => {
  const { from, to } = recentSpan(asking.asOf)
  const opened = await openedOf(asking)
  const [first, end] = [firstAt(opened.firstSeen, dayNumber(from)), firstAt(opened.firstSeen, dayNumber(to) + 1)]
  const rows: ({ employer: string; naming: Record<SkillId, number> } | undefined)[] = []
  for (let at = first; at < end; at++) {
    const employer = opened.employer[at]!
    let row = rows[employer]
    if (row === undefined) {
      row = { employer: opened.employers[employer]!, naming: {} }
      rows[employer] = row
    }
    for (let next = opened.skillsFrom[at]!; next < opened.skillsFrom[at + 1]!; next++) {
      const skill = opened.skills[opened.skill[next]!]!
      row.naming[skill] = (row.naming[skill] ?? 0) + 1
    }
  }
  return rows.filter((row) => row !== undefined)
})

/** The new jobs of these weeks that name a skill, by employer: places in the order of their keys. */
const recentNaming = sharedBy(async (asking, skill): Promise<NamedOf> => {
  const { from, to } = recentSpan(asking.asOf)
  const { firstSeen, employer, employers } = await openedOf(asking)
  const rows = await openedNaming(asking, skill)
  const [first, end] = [firstAt(firstSeen, dayNumber(from)), firstAt(firstSeen, dayNumber(to) + 1)]
  const own: NamedOf = { employers: [], n: [], total: 0 }
  let next = firstAt(rows, first)
  if (next === rows.length || rows[next]! >= end) return own
  const counts = new Uint32Array(employers.length)
  for (; next < rows.length && rows[next]! < end; next++) counts[employer[rows[next]!]!]! += 1
  for (let place = 0; place < counts.length; place++) {
    if (counts[place] === 0) continue
    own.employers.push(place)
    own.n.push(counts[place]!)
    own.total += counts[place]!
  }
  return own
})

/** The skills ranked by them. */
export const rankedOf = shared(async (asking: Asking) => {
  const skills = asking.skills.map(({ id }) => id)
  const named = new Map<SkillId, NamedOf>()
  for (const skill of skills) named.set(skill, await recentNaming(asking, skill))
  return ranksOf(named, skills)
})

export async function rankFigure(asking: Asking, skill: SkillId): Promise<Figure> {
  const make = await figuresOf(asking, skill)
  const { period } = recentSpan(asking.asOf)
  const base = { measure: 'rank', unit: 'rank' as const, period }
  const untracked = await tracked(asking, skill)
  if (untracked !== null) return make({ ...base, text: untracked, status: 'not_tracked' })
  const reading = await readingOf(asking)
  if (!reading.enough) return make({ ...base, text: notMeasured(reading) })
  const ranked = await rankedOf(asking)
  const own = ranked.of(skill)
  const { n, employers } = own
  if (own.rank === null || own.range === null) {
    const unmet = [...needs('naming jobs', n, minimum.rank.n), ...needs('employers', employers, minimum.rank.employers)]
    const text = `Unranked: ${needsText(unmet)} in the last ${weeks} weeks.`
    return make({ ...base, text, status: 'low', n, employers })
  }
  const of = ranked.ranked.length
  const [best, worst] = own.range
  const moved = changeText(await rankChangeOf(asking, skill))
  const text = `${count(own.rank)} of ${count(of)} by jobs opened in the last ${weeks} weeks (95%: ${best === worst ? count(best) : `${count(best)} to ${count(worst)}`})${moved}`
  const interval = { low: best, high: worst, confidence: 0.95 }
  return make({ ...base, value: own.rank, text, n, denominator: null, employers, interval })
}

/** The ranks of the last 13 weeks and of those a year before, at the same employers and in the same weeks. */
const ranksYearApart = shared(async (asking: Asking): Promise<[then: Ranking, now: Ranking]> => {
  const panel = await panelOf(asking)
  const week = lastWholeWeek(asking.asOf)
  const skills = (await rankedOf(asking)).ranked
  const paired = pairedCells(panel, week, { length: weeks, distance: 52, mode: 'year over year' })
  const sums = new Map(skills.map((skill) => [skill, paired.byEmployer(skill)]))
  const side = (of: 'x0' | 'x1') =>
    ranksOf(new Map([...sums].map(([skill, { employers, ...x }]) => [skill, namedOf(employers, x[of])])), skills)
  return [side('x0'), side('x1')]
})

/** Places that the skill has moved in a year; null where nobody can tell. */
async function rankChangeOf(asking: Asking, skill: SkillId): Promise<number | null> {
  const [then, now] = await ranksYearApart(asking)
  return rankChange(then.of(skill), now.of(skill))
}

const changeText = (places: number | null): string =>
  places === null
    ? ''
    : places === 0
      ? '; no clear change in a year at the same employers'
      : `; ${places < 0 ? 'up' : 'down'} ${counted(Math.abs(places), 'place')} in a year at the same employers`

/** How many jobs name `left` for every one that names `right`. */
export async function ratioFigure(asking: Asking, left: SkillId, right: SkillId): Promise<Figure> {
  const make = await figuresOf(asking, left)
  const { period } = recentSpan(asking.asOf)
  const base = { measure: `ratio.${right}`, unit: 'ratio' as const, period }
  const untracked = (await tracked(asking, left)) ?? (await tracked(asking, right))
  if (untracked !== null) return make({ ...base, text: untracked, status: 'not_tracked' })
  const reading = await readingOf(asking)
  if (!reading.enough) return make({ ...base, text: notMeasured(reading) })
  const [own, other] = [await recentNaming(asking, left), await recentNaming(asking, right)]
  const found = ratioOf(...pairsOf(own, other))
  const names = [skillName(asking, left).name, skillName(asking, right).name] as const
  if (found === null || !found.enough) {
    const text = tooFew([own, other], names)
    return make({ ...base, status: 'low', text, n: own.total, denominator: other.total })
  }
  const { interval, employers } = found
  return make({
    ...base,
    value: found.ratio,
    text: ratioText(found, names),
    interval,
    employers,
    n: found.a,
    denominator: found.b,
  })
}

function tooFew([a, b]: readonly [NamedOf, NamedOf], [left, right]: readonly [string, string]): string {
  const side = ({ total, employers }: NamedOf, name: string) =>
    `${counted(total, 'job')} at ${counted(employers.length, 'employer')} ${total === 1 ? 'names' : 'name'} ${name}`
  const { n, employers } = minimum.ratio
  return `Not enough data: in the last ${weeks} weeks ${side(a, left)}, ${side(b, right)} (${n} at ${employers} employers needed of each).`
}

function ratioText({ ratio: value, interval }: Ratio, [left, right]: readonly [string, string]): string {
  const of100 = (number: number) => count(Math.round(100 * number))
  return `${of100(value)} jobs name ${left} for every 100 that name ${right} (95%: ${of100(interval.low)} to ${of100(interval.high)})`
}
