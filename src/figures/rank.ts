/** Ranks of skills, with the range that the data cannot tell apart. */
import type { EmployerKey, SkillId } from '../domain.ts'
import { minimum } from './method.ts'
import { ratio } from './ratio.ts'
import { sum } from './sums.ts'

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

/** Competition ranks by vacancies of the last 13 weeks (docs/method.md, "Rank"), among the skills that meet the minimum. */
export function ranks(rows: readonly NamedBy[], skills: readonly SkillId[]): Ranked[] {
  const counted = skills.map((skill) => countOf(rows, skill))
  const qualified = counted.filter(({ n, employers }) => n >= minimum.rank.n && employers >= minimum.rank.employers)
  const ranked = new Map(
    rankAll(
      rows,
      qualified.map(({ skill }) => skill),
    ).map((own) => [own.skill, own]),
  )
  return counted.map((own) => ranked.get(own.skill) ?? { ...own, rank: null, range: null })
}

/** The same for all the skills, however few vacancies name them. */
export function rankAll(rows: readonly NamedBy[], skills: readonly SkillId[]): Ranked[] {
  const counted = skills.map((skill) => countOf(rows, skill))
  return counted.map((own) => {
    const others = skills.filter((skill) => skill !== own.skill).map((skill) => against(rows, skill, own.skill))
    const above = others.filter((interval) => interval !== null && interval.low > 1).length
    const below = others.filter((interval) => interval !== null && interval.high < 1).length
    return {
      ...own,
      rank: 1 + counted.filter(({ n }) => n > own.n).length,
      range: [1 + above, skills.length - below],
    }
  })
}

/** Vacancies naming a skill, and its place among those that meet the minimum; null where it does not. */
export interface Place {
  n: number
  rank: number | null
}

/** The places without the ranges, which cost a head-to-head of every pair: for many periods. An employer may have several rows. */
export function places(rows: readonly NamedBy[], skills: readonly SkillId[]): Map<SkillId, Place> {
  const counted = new Map(skills.map((skill) => [skill, { n: 0, employers: new Set<EmployerKey>() }]))
  for (const { employer, naming } of rows) {
    for (const [skill, n] of Object.entries(naming)) {
      const own = counted.get(skill)
      if (own === undefined || n === 0) continue
      own.n += n
      own.employers.add(employer)
    }
  }
  const may = ({ n, employers }: { n: number; employers: Set<EmployerKey> }) =>
    n >= minimum.rank.n && employers.size >= minimum.rank.employers
  const ranked = [...counted.values()].filter(may).map(({ n }) => n)
  return new Map(
    [...counted].map(([skill, own]) => [
      skill,
      { n: own.n, rank: may(own) ? 1 + ranked.filter((n) => n > own.n).length : null },
    ]),
  )
}

function countOf(rows: readonly NamedBy[], skill: SkillId): { skill: SkillId; n: number; employers: number } {
  const naming = rows.filter((row) => (row.naming[skill] ?? 0) > 0)
  return {
    skill,
    n: sum(naming, (row) => row.naming[skill]!),
    employers: new Set(naming.map((row) => row.employer)).size,
  }
}

/** Two ranks a year apart differ only where their ranges do not meet; null where either is unranked. */
export function rankChange(then: Ranked, now: Ranked): number | null {
  if (then.range === null || now.range === null) return null
  const apart = then.range[1] < now.range[0] || now.range[1] < then.range[0]
  return apart ? now.rank! - then.rank! : 0
}

const against = (rows: readonly NamedBy[], left: SkillId, right: SkillId) =>
  ratio(rows.map(({ employer, naming }) => ({ employer, a: naming[left] ?? 0, b: naming[right] ?? 0 })))?.interval ??
  null
