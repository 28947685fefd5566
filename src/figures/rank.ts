/** Ranks of skills, with the range that the data cannot tell apart. */
import type { EmployerKey, Interval, SkillId } from '../domain.ts'
import { minimum } from './method.ts'
import { ratioOf } from './ratio.ts'

/** One employer's newly opened vacancies naming each skill; skills that none name may be left out. */
export interface NamedBy {
  employer: EmployerKey
  naming: Readonly<Record<SkillId, number>>
}

export interface Ranked {
  skill: SkillId
  /** Vacancies naming it, and the employers they are of. */
  n: number
  employers: number
  /** Null under the minimum of 20 vacancies and 5 employers: unranked. */
  rank: number | null
  /** The best and the worst rank that the head-to-head intervals leave open; null where unranked. */
  range: [best: number, worst: number] | null
}

/** Competition ranks by vacancies of the last 13 weeks (docs/method.md, "Rank"). */
export interface Ranking {
  /** The skills that meet the minimum. */
  ranked: readonly SkillId[]
  rank(skill: SkillId): number | null
  /** With its range, which costs a head-to-head with every other ranked skill. */
  of(skill: SkillId): Ranked
}

export const ranks = (rows: readonly NamedBy[], skills: readonly SkillId[]): Ranking => ranksOf(namedIn(rows), skills)

/** The same of what employers name, skill by skill. */
export function ranksOf(named: Named, skills: readonly SkillId[]): Ranking {
  const counted = new Map(skills.map((skill) => [skill, countOf(named, skill)]))
  const qualified = skills.filter((skill) => {
    const { n, employers } = counted.get(skill)!
    return n >= minimum.rank.n && employers >= minimum.rank.employers
  })
  const isRanked = new Set(qualified)
  return {
    ranked: qualified,
    rank: (skill) => (isRanked.has(skill) ? rankAmong(named, qualified, skill) : null),
    of: (skill) =>
      isRanked.has(skill)
        ? rankedAmong(named, qualified, skill)
        : { ...(counted.get(skill) ?? countOf(named, skill)), rank: null, range: null },
  }
}

/** The skills among each other, however few vacancies name them. */
export function rankAll(rows: readonly NamedBy[], skills: readonly SkillId[]): Ranked[] {
  const named = namedIn(rows)
  return skills.map((skill) => rankedAmong(named, skills, skill))
}

function rankedAmong(named: Named, skills: readonly SkillId[], skill: SkillId): Ranked {
  const own = named.get(skill) ?? nobody
  const others = skills.filter((other) => other !== skill).map((other) => against(named.get(other) ?? nobody, own))
  const above = others.filter((interval) => interval !== null && interval.low > 1).length
  const below = others.filter((interval) => interval !== null && interval.high < 1).length
  return {
    ...countOf(named, skill),
    rank: rankAmong(named, skills, skill),
    range: [1 + above, skills.length - below],
  }
}

function rankAmong(named: Named, skills: readonly SkillId[], skill: SkillId): number {
  const total = (of: SkillId) => named.get(of)?.total ?? 0
  const own = total(skill)
  return 1 + skills.filter((other) => total(other) > own).length
}

/** By skill the employers that name it, by their places in the order of their keys, and how many vacancies of each do. */
type Named = ReadonlyMap<SkillId, NamedOf>
export interface NamedOf {
  employers: number[]
  n: number[]
  total: number
}
const nobody: NamedOf = { employers: [], n: [], total: 0 }

/** Employers in order, with how many vacancies of each name the skill; those with none are left out. */
export function namedOf(employers: readonly number[], n: readonly number[]): NamedOf {
  const own: NamedOf = { employers: [], n: [], total: 0 }
  for (let at = 0; at < employers.length; at++) {
    if (n[at] === 0) continue
    own.employers.push(employers[at]!)
    own.n.push(n[at]!)
    own.total += n[at]!
  }
  return own
}

function namedIn(rows: readonly NamedBy[]): Named {
  const named = new Map<SkillId, NamedOf>()
  const inOrder = [...rows].sort((left, right) => (left.employer < right.employer ? -1 : 1))
  let [employer, place]: [EmployerKey | null, number] = [null, -1]
  for (const row of inOrder) {
    if (row.employer !== employer) {
      employer = row.employer
      place += 1
    }
    for (const skill in row.naming) {
      const n = row.naming[skill]!
      if (n === 0) continue
      let own = named.get(skill)
      if (own === undefined) {
        own = { employers: [], n: [], total: 0 }
        named.set(skill, own)
      }
      const last = own.employers.length - 1
      if (own.employers[last] === place) own.n[last]! += n
      else {
        own.employers.push(place)
        own.n.push(n)
      }
      own.total += n
    }
  }
  return named
}

/** Vacancies naming a skill, and its place among those that meet the minimum; null where it does not. */
export interface Place {
  n: number
  rank: number | null
}

/** The places without the ranges: for many periods. */
export function places(
  counted: ReadonlyMap<SkillId, { n: number; employers: number }>,
  skills: readonly SkillId[],
): Map<SkillId, Place> {
  const none = { n: 0, employers: 0 }
  const may = ({ n, employers }: { n: number; employers: number }) =>
    n >= minimum.rank.n && employers >= minimum.rank.employers
  const ranked = skills.flatMap((skill) => {
    const own = counted.get(skill) ?? none
    return may(own) ? [own.n] : []
  })
  return new Map(
    skills.map((skill) => {
      const own = counted.get(skill) ?? none
      return [skill, { n: own.n, rank: may(own) ? 1 + ranked.filter((n) => n > own.n).length : null }]
    }),
  )
}

const countOf = (named: Named, skill: SkillId): { skill: SkillId; n: number; employers: number } => {
  const { total, employers } = named.get(skill) ?? nobody
  return { skill, n: total, employers: employers.length }
}

/** Two ranks a year apart differ only where their ranges do not meet; null where either is unranked. */
export function rankChange(then: Ranked, now: Ranked): number | null {
  if (then.range === null || now.range === null) return null
  const apart = then.range[1] < now.range[0] || now.range[1] < then.range[0]
  return apart ? now.rank! - then.rank! : 0
}

/** The head-to-head of two skills. */
const against = (left: NamedOf, right: NamedOf): Interval | null => ratioOf(...pairsOf(left, right))?.interval ?? null

/** What each of the employers that name either has of both, in order. */
export function pairsOf(left: NamedOf, right: NamedOf): [a: number[], b: number[]] {
  const [a, b]: [number[], number[]] = [[], []]
  let [one, other] = [0, 0]
  while (one < left.employers.length || other < right.employers.length) {
    const [from, to] = [
      left.employers[one] ?? Number.POSITIVE_INFINITY,
      right.employers[other] ?? Number.POSITIVE_INFINITY,
    ]
    a.push(from <= to ? left.n[one++]! : 0)
    b.push(to <= from ? right.n[other++]! : 0)
  }
  return [a, b]
}
