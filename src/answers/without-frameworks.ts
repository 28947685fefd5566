/** How many of the jobs that ask for a tool of classical machine learning name no framework of deep learning. */
import type { NamingRow } from '../../db/store.ts'
import type { Figure, SkillId } from '../domain.ts'
import { clusteredShare, clustersOf } from '../figures/share.ts'
import { type Asking, shared, skillName } from './asking.ts'
import { figuresOf } from './figure.ts'
import { namingOf } from './naming-rows.ts'
import { namingShare } from './naming-share.ts'
import { flagsOf, openNowOf } from './open-figures.ts'
import { notMeasured, readingOf } from './reading.ts'
import { tracked } from './tracked.ts'

const measure = 'without_frameworks'

const frameworksOf = shared(
  async (asking: Asking) => new Set(asking.skills.filter(({ group }) => group === 'frameworks').map(({ id }) => id)),
)

/** Whether a job names none of them. */
export async function namesNoFramework(asking: Asking): Promise<(row: NamingRow) => boolean> {
  const frameworks = await frameworksOf(asking)
  return ({ skills }) => !skills.some((id) => frameworks.has(id))
}

/** `without_frameworks` of a skill of classical machine learning; null for any other, where it would say nothing. */
export async function withoutFrameworks(asking: Asking, skill: SkillId): Promise<Figure | null> {
  if (skillName(asking, skill).group !== 'classical-ml') return null
  const make = await figuresOf(asking, skill)
  const untracked = await tracked(asking, skill)
  const reading = await readingOf(asking)
  const withheld = (status: 'missing' | 'not_tracked', text: string) => make({ measure, unit: 'share', status, text })
  if (untracked !== null) return withheld('not_tracked', untracked)
  if (!reading.enough) return withheld('missing', notMeasured(reading))
  const without = await namesNoFramework(asking)
  const clusters = clustersOf(
    await namingOf(asking, skill),
    (row) => (without(row) ? 1 : 0),
    () => 1,
  )
  const flags = flagsOf(reading, clusteredShare((await openNowOf(asking, skill)).clusters))
  return make(namingShare({ measure, flags, text: 'of the jobs naming it name no deep-learning framework' }, clusters))
}
