/** The files of the site by their paths, made of the live store as `page` makes them for a folder. */
import { type Asking, skillName } from '../answers/asking.ts'
import { vintageOf } from '../answers/figure.ts'
import { ranking } from '../answers/ranking.ts'
import { skillReport } from '../answers/skill-report.ts'
import { templateFigures } from '../answers/template-figures.ts'
import { csvHead, csvLines } from '../report/csv.ts'
import { dataset, type Row } from '../report/datasets.ts'
import { atomFeed } from '../report/embed/feed.ts'
import { embedFiles } from '../report/embed/files.ts'
import { figuresOf } from '../report/figures-in.ts'
import { dataPage } from '../report/page/data-page.ts'
import { indexPage } from '../report/page/index-page.ts'
import { methodPage } from '../report/page/method-page.ts'
import { hasPreview, indexPreview, indexPreviewPath, previewFile, skillPreview } from '../report/page/preview.ts'
import type { Site, SiteFile } from '../report/page/site.ts'
import { skillPage } from '../report/page/skill-page.ts'
import { statusPage } from '../report/page/status-page.ts'
import { reviewHtml } from '../report/review.ts'
import { figureRow, seriesRows } from '../report/rows.ts'
import type { SkillReportView } from '../report/views.ts'
import { changesOf } from './changes.ts'
import type { Ground, Made } from './ground.ts'

/** Null where the site has no such file. */
export async function siteFile(path: string, ground: Ground, asking: Asking): Promise<Made | null> {
  const { base, site: given } = ground
  const site: Site = { base, licence: given.licence, asOf: asking.asOf, pages: new Set(given.pages) }
  const fixed = Object.hasOwn(pages, path) ? pages[path] : undefined
  if (fixed !== undefined) return fixed(ground, asking, site)
  const page = /^skills\/([^/]+)\/index\.html$/.exec(path)?.[1]
  if (page !== undefined) {
    if (!site.pages.has(page)) return null
    const view = await skillReport(asking, page)
    const review = await reviewHtml(given.reviewTemplate(page), page, templateFigures(asking, view))
    return skillPage(view, site, review)
  }
  const pictured = /^preview\/([^/]+)\.png$/.exec(path)?.[1]
  if (pictured !== undefined) {
    if (base === null || !site.pages.has(pictured)) return null
    const view = await skillReport(asking, pictured)
    return hasPreview(view) ? previewFile(path, skillPreview(view)) : null
  }
  const rows = /^data\/([^/.]+)\.(figures|series)\.csv$/.exec(path)
  if (rows !== null) {
    if (!site.pages.has(rows[1]!)) return null
    const name = rows[2] as (typeof ownRows)[number]
    const lines = csvLines(dataset(name), rowsOf[name](await skillReport(asking, rows[1]!)))
    return { type: 'text/csv; charset=utf-8', body: csvHead(dataset(name)) + lines }
  }
  const file = /^(?:badge|figure|embed)\/([^/]+)$/.exec(path)?.[1]
  if (file !== undefined) return embedded(path, file, ground, asking)
  return given.assets.find((asset) => asset.path === path) ?? null
}

const ownRows = ['figures', 'series'] as const

const rowsOf: Record<(typeof ownRows)[number], (view: SkillReportView) => Row[]> = {
  figures: (view) => figuresOf(view).map(figureRow),
  series: (view) => view.series.flatMap((series) => seriesRows(series, view.vintage)),
}

const pages: Record<string, (ground: Ground, asking: Asking, site: Site) => Promise<Made | null>> = {
  'index.html': async ({ site: { pages: ids } }, asking, site) => {
    const ranked = await ranking(asking, ids, ids.length)
    const shown = new Set(ranked.rows.map(({ skill }) => skill.id))
    const others = ids.filter((id) => !shown.has(id)).map((id) => skillName(asking, id))
    const lower = ({ name }: { name: string }) => name.toLowerCase()
    return indexPage(
      ranked,
      others.toSorted((left, right) => (lower(left) < lower(right) ? -1 : 1)),
      site,
    )
  },
  [indexPreviewPath]: async ({ base, site: { pages: ids } }, asking) =>
    base === null ? null : previewFile(indexPreviewPath, indexPreview(await ranking(asking, ids, ids.length))),
  'method.html': async ({ site: { method } }, asking, site) => methodPage(method, site, await vintageOf(asking)),
  'status.html': async ({ status }, asking, site) => statusPage(await status(), site, await vintageOf(asking)),
  'data.html': async ({ status }, asking, site) => {
    const { sources } = await status()
    const skills = asking.skills.filter(({ id }) => site.pages.has(id))
    return dataPage({ downloads: [], sources, each: { skills, datasets: ownRows } }, site, await vintageOf(asking))
  },
  'feed.xml': async (ground, asking) => {
    const { changes, revisions } = await changesOf(asking, await ground.status())
    const names = new Map(ground.skills.map(({ id, name }) => [id, name]))
    const feed = { base: ground.base, asOf: asking.asOf, changes, revisions }
    const body = atomFeed({ ...feed, nameOf: (skill) => names.get(skill) ?? skill })
    return { type: 'application/atom+xml; charset=utf-8', body }
  },
}

async function embedded(path: string, file: string, ground: Ground, asking: Asking): Promise<SiteFile | null> {
  const skill = ground.skills.find(({ id }) => file.startsWith(`${id}.`))
  if (skill === undefined) return null
  const found = embedFiles(await skillReport(asking, skill.id), ground.base)
  return found.find((each) => each.path === path) ?? null
}
