/** Which sub-skills are asked of beginners and which of the experienced: a tier only where the data tell it. */
import type { EmployerKey, Seniority, SkillId } from '../domain.ts'
import { tierNaming } from './method.ts'
import { tQuantile } from './student.ts'
import { grouped, sum } from './sums.ts'

export const tiers = ['junior', 'mid', 'senior'] as const
export type Tier = (typeof tiers)[number]

const tierBySeniority: Record<Seniority, Tier | null> = {
  ...{ intern: 'junior', junior: 'junior', mid: 'mid', senior: 'senior', staff: 'senior', principal: 'senior' },
  ...{ lead: 'senior', manager: 'senior', director: 'senior', executive: 'senior', unspecified: null },
}
/** Null where the advert states no seniority. */
export const tierOf = (seniority: Seniority | null): Tier | null => seniority && tierBySeniority[seniority]

export interface Tiered {
  skill: SkillId
  /** How many of the vacancies of each tier name it. */
  by: Record<Tier, { x: number; n: number }>
  /** The one tier whose share lies above that of both others beyond luck; null where none does. */
  tier: Tier | null
}

interface Row {
  employer: EmployerKey
  tier: Tier | null
  skills: readonly SkillId[]
}

/** Places each sub-skill in at most one tier, from the vacancies that name the main skill. */
export function tiersOf(rows: readonly Row[], skills: readonly SkillId[]): Tiered[] {
  const told = rows.filter(({ tier }) => tier !== null)
  return skills.map((skill) => {
    const counts = (tier: Tier) => {
      const own = told.filter((row) => row.tier === tier)
      return { x: own.filter((row) => row.skills.includes(skill)).length, n: own.length }
    }
    const by = { junior: counts('junior'), mid: counts('mid'), senior: counts('senior') }
    const home = tiers.find(
      (tier) => by[tier].x >= tierNaming && tiers.every((other) => other === tier || isAbove(told, skill, tier, other)),
    )
    return { skill, by, tier: home ?? null }
  })
}

/** Whether the share in one tier exceeds that in another: their log ratio, each employer left out in turn, above 0 at 95%. */
function isAbove(rows: readonly Row[], skill: SkillId, tier: Tier, other: Tier): boolean {
  const clusters = [...grouped(rows, ({ employer }) => employer).values()].map((own) => {
    const of = (at: Tier) => own.filter((row) => row.tier === at)
    const naming = (at: Tier) => of(at).filter((row) => row.skills.includes(skill)).length
    return { xa: naming(tier), na: of(tier).length, xb: naming(other), nb: of(other).length }
  })
  const totals = clusters.reduce((left, right) => add(left, right, 1), { xa: 0, na: 0, xb: 0, nb: 0 })
  // Half a vacancy on either side keeps a tier that never names it comparable.
  const log = (of: typeof totals) => Math.log((of.xa + 0.5) / (of.na + 1)) - Math.log((of.xb + 0.5) / (of.nb + 1))
  const count = clusters.length
  if (count < 2 || totals.na === 0 || totals.nb === 0) return false
  const centre = log(totals)
  const variance = ((count - 1) / count) * sum(clusters, (cluster) => (log(add(totals, cluster, -1)) - centre) ** 2)
  const weight = (cluster: typeof totals) => cluster.na + cluster.nb
  const effective = sum(clusters, weight) ** 2 / sum(clusters, (cluster) => weight(cluster) ** 2)
  return centre - tQuantile(0.975, Math.max(1, effective - 1)) * Math.sqrt(variance) > 0
}

type Four = { xa: number; na: number; xb: number; nb: number }
const add = (left: Four, right: Four, sign: 1 | -1): Four => ({
  xa: left.xa + sign * right.xa,
  na: left.na + sign * right.na,
  xb: left.xb + sign * right.xb,
  nb: left.nb + sign * right.nb,
})
