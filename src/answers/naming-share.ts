/** A part of the jobs that name a skill, told as a share where enough of them stand behind it. */
import type { Flag } from '../domain.ts'
import { minimum } from '../figures/method.ts'
import { type Cluster, clusteredShare } from '../figures/share.ts'
import { sum } from '../figures/sums.ts'
import { percent } from '../report/wording.ts'
import type { Draft } from './figure.ts'
import { needs, notEnough } from './needs.ts'

/** The part `x` of each employer's naming jobs `n`; `text` follows the percentage. */
export function namingShare(
  { measure, text, flags }: { measure: string; text: string; flags: Flag[] },
  clusters: readonly Cluster[],
): Draft {
  const [n, denominator] = [sum(clusters, ({ x }) => x), sum(clusters, (cluster) => cluster.n)]
  const base = { measure, unit: 'share' as const, flags, n, denominator }
  const share = clusteredShare(clusters)
  const unmet = [
    ...needs('naming jobs', denominator, minimum.level.n),
    ...needs('employers', clusters.length, minimum.level.employers),
  ]
  if (share === null || unmet.length > 0) {
    return { ...base, status: 'low', text: notEnough(unmet), employers: clusters.length }
  }
  const { interval, employers } = share
  return {
    ...base,
    status: 'observed',
    value: share.share,
    text: `${percent(share.share)} ${text}`,
    interval,
    employers,
  }
}
