/** A whole site of invented figures, as `skilltide page` writes one: what pages and browsers are tried on. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Figure, Status } from '../../src/domain.ts'
import { atomFeed } from '../../src/report/embed/feed.ts'
import { embedFiles } from '../../src/report/embed/files.ts'
import { dataPage } from '../../src/report/page/data-page.ts'
import { indexPage } from '../../src/report/page/index-page.ts'
import { methodPage } from '../../src/report/page/method-page.ts'
import type { Site, SiteFile } from '../../src/report/page/site.ts'
import { skillPage } from '../../src/report/page/skill-page.ts'
import { statusPage } from '../../src/report/page/status-page.ts'
import type { RankingView, SkillReportView, StatusView } from '../../src/report/views.ts'
import { siteAssets } from '../../src/site-assets.ts'
import { asOf, rankingView, reportView, skillName, statusView, vintage, withheld } from './views.ts'

export const site = (over: Partial<Site> = {}): Site => ({
  base: null,
  asOf,
  pages: new Set(['python', 'pytorch', 'tensorflow', 'jax']),
  licence: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
  ...over,
})

export interface Views {
  ranking: RankingView
  reports: SkillReportView[]
  status: StatusView
}

export const views = (over: Partial<Views> = {}): Views => ({
  ranking: rankingView(),
  reports: [
    reportView(),
    ...(['python', 'tensorflow', 'jax'] as const).map((id) => nothingKnown(skillName(id, id === 'jax' ? 'JAX' : id))),
  ],
  status: statusView(),
  ...over,
})

/** A skill of which no figure can be told. */
export const nothingKnown = (skill: SkillReportView['skill'], status: Status = 'missing'): SkillReportView => {
  const view = reportView({ skill })
  const out = (figure: Figure) => ({ ...withheld(figure, status), skill: skill.id })
  return {
    ...view,
    figures: view.figures.map(out),
    alternatives: view.alternatives.map((each) => ({
      ...each,
      figures: each.figures.map(out),
      ratio: out(each.ratio),
      both: null,
    })),
    ...{ series: [], coNamed: [], roles: [], patterns: [], seniority: [], subSkills: [], employers: [], evidence: [] },
  }
}

export function siteOf({ ranking, reports, status }: Views = views(), of: Site = site()): SiteFile[] {
  const method = readFileSync(resolve(import.meta.dirname, '../../docs/method.md'), 'utf8')
  const downloads = (['skills', 'figures', 'series'] as const).map((name) => ({
    ...{ name, format: 'csv', path: `data/${name}.csv`, rows: 4, bytes: 1200 },
  }))
  return [
    indexPage(ranking, [], of),
    ...reports.flatMap((view) => [skillPage(view, of), ...embedFiles(view, of.base)]),
    methodPage(method, of, vintage),
    statusPage(status, of, vintage),
    dataPage({ downloads, sources: status.sources }, of, vintage),
    ...downloads.map(({ path }) => ({ path, type: 'text/csv', body: '' })),
    {
      path: 'feed.xml',
      type: 'application/atom+xml',
      body: atomFeed({ base: of.base, asOf, changes: [], revisions: [], nameOf: (id) => id }),
    },
    ...siteAssets(),
  ]
}

export const textOf = (files: readonly SiteFile[], path: string): string =>
  String(files.find((file) => file.path === path)!.body)
