/** What the weekly digest tells: one skill's headlines, against its alternatives, with what moves. */
import type { Week } from '../days.ts'
import type { SkillId } from '../domain.ts'
import type { DigestView } from '../report/views.ts'
import { alternativesTo } from './alternatives.ts'
import type { Asking } from './asking.ts'
import { compare } from './compare.ts'
import { ranking } from './ranking.ts'
import { healthOf } from './reading.ts'
import { skillReport } from './skill-report.ts'

const headlines = ['open', 'open.required', 'share', 'employers', 'opened', 'rank', 'trajectory']
const pay = ['pay.median', 'pay.p25', 'pay.p75']

export interface DigestAsked {
  skill: SkillId
  week: Week
  /** The skills that may be named among the movers. */
  followed: readonly SkillId[]
  /** Titles and attribution lines of sources by id. */
  sources: ReadonlyMap<string, { title: string; homepage: string; attribution?: string }>
}

export async function digestOf(asking: Asking, { skill, week, followed, sources }: DigestAsked): Promise<DigestView> {
  const report = await skillReport(asking, skill)
  const named = (ids: string[]) => ids.flatMap((id) => report.figures.find(({ measure }) => measure === id) ?? [])
  const { up, down } = await ranking(asking, followed, 0)
  const used = new Set((await healthOf(asking)).map(({ source }) => source))
  const others = alternativesTo(asking, skill)
  return {
    week,
    vintage: report.vintage,
    coverage: report.coverage,
    skill: report.skill,
    headlines: named(headlines),
    movers: { up, down },
    compare: others.length === 0 ? null : await compare(asking, [skill, ...others]),
    pay: named(pay),
    chart: report.series[0] ?? null,
    sources: [...used].sort().flatMap((id) => {
      const source = sources.get(id)
      return source === undefined
        ? []
        : [{ title: source.title, homepage: source.homepage, attribution: source.attribution ?? null }]
    }),
  }
}
