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

/** Every text that comes from outside, as `words` changes it. */
export function hostileViews(words: (plain: string) => string): Views {
  const plain = views()
  const [report, ...rest] = plain.reports
  return {
    ...plain,
    reports: [
      {
        ...report!,
        coverage: { ...report!.coverage, missing: report!.coverage.missing.map(words) },
        employers: report!.employers.map((row) => ({ ...row, name: words(row.name) })),
        evidence: report!.evidence.map((row) => ({
          ...{ ...row, title: words(row.title), company: words(row.company), cue: `${words('cue')} x` },
          board: words(row.board),
        })),
        figures: report!.figures.map((each) =>
          each.measure === 'employers' ? { ...each, text: words('83 employers') } : each,
        ),
      },
      ...rest,
    ],
    status: {
      ...plain.status,
      coverage: { ...plain.status.coverage, missing: plain.status.coverage.missing.map(words) },
      troubles: plain.status.troubles.map((each) => ({
        ...each,
        board: words(each.board),
        reason: words(each.reason),
      })),
      sources: plain.status.sources.map((each) => ({ ...each, title: words(each.title), attribution: words('by us') })),
      gaps: plain.status.gaps.map((each) => ({ ...each, what: words(each.what), reason: words(each.reason) })),
      revisions: plain.status.revisions.map((each) => ({
        ...each,
        before: words('1'),
        after: words('2'),
        reason: words('late'),
      })),
    },
  }
}
