/** Everything that other people's pages take of one skill, by where a site has it. */
import { figureOf } from '../measures.ts'
import type { SkillReportView } from '../views.ts'
import { badgeJson, badgeOf, badgeSvg } from './badge.ts'
import { embedPage } from './block.ts'
import { pageOf } from './feed.ts'
import { figureJson } from './figure-json.ts'

export interface EmbedFile {
  /** From the root of the site, without a slash before it. */
  path: string
  type: string
  body: string
}

/** Figures that have a badge: `badge/pytorch.svg`, `badge/pytorch.trajectory.svg`. */
const badges = { open: '', share: '.share', trajectory: '.trajectory' } as const

/** The badges, the figures and the block of one skill. `base` is the site's absolute address with a slash at its end, where it knows it. */
export function embedFiles(view: SkillReportView, base: string | null): EmbedFile[] {
  const { id } = view.skill
  const made = Object.entries(badges).flatMap(([measure, ending]) => {
    const figure = figureOf(view.figures, measure)
    if (figure === null) return []
    const badge = badgeOf(figure, view.skill)
    return [
      { path: `badge/${id}${ending}.svg`, type: 'image/svg+xml', body: badgeSvg(badge) },
      { path: `badge/${id}${ending}.json`, type: 'application/json', body: badgeJson(badge) },
    ]
  })
  return [
    ...made,
    { path: `figure/${id}.json`, type: 'application/json', body: figureJson(view) },
    {
      path: `embed/${id}.html`,
      type: 'text/html; charset=utf-8',
      body: embedPage(view, base === null ? null : `${base}${pageOf(id)}`),
    },
  ]
}
