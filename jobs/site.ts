/** The public site as files: made from the answers one skill at a time, and written by whoever asked. */
import type { Asking, KnownSkill } from '../src/answers/asking.ts'
import { skillName } from '../src/answers/asking.ts'
import { labelChanges } from '../src/answers/label-changes.ts'
import { ranking } from '../src/answers/ranking.ts'
import { skillReport } from '../src/answers/skill-report.ts'
import { templateFigures } from '../src/answers/template-figures.ts'
import { addDays, weekOf } from '../src/days.ts'
import type { SkillId } from '../src/domain.ts'
import { csvHead, csvLines } from '../src/report/csv.ts'
import { dataset, type Row } from '../src/report/datasets.ts'
import { atomFeed } from '../src/report/embed/feed.ts'
import { embedFiles } from '../src/report/embed/files.ts'
import { figuresOf } from '../src/report/figures-in.ts'
import { type Download, dataPage } from '../src/report/page/data-page.ts'
import { indexPage } from '../src/report/page/index-page.ts'
import { methodPage } from '../src/report/page/method-page.ts'
import {
  hasPreview,
  indexPreview,
  indexPreviewPath,
  previewFile,
  previewPath,
  skillPreview,
} from '../src/report/page/preview.ts'
import type { Licence, Site, SiteFile } from '../src/report/page/site.ts'
import { skillPage } from '../src/report/page/skill-page.ts'
import { statusPage } from '../src/report/page/status-page.ts'
import { type ReviewTemplate, reviewHtml } from '../src/report/review.ts'
import { figureRow, seriesRows, skillRow } from '../src/report/rows.ts'
import type { SkillReportView, StatusView } from '../src/report/views.ts'

export interface SiteOrder {
  /** Best one for many skills: each page asks the same questions. */
  asking: Asking
  /** The skills that get a page. */
  skills: readonly KnownSkill[]
  /** The site's own address with a slash at its end, or null. */
  base: string | null
  licence: Licence
  /** docs/method.md. */
  method: string
  assets: readonly SiteFile[]
  reviewTemplate(skill: SkillId): ReviewTemplate
  status: StatusView
  progress(line: string): void
  /** Hears each report that a page tells, so that what goes out can be kept. */
  told(view: SkillReportView): void
}

/** Every file of the site, pages first; the memory that it takes does not grow with the skills, save for the rows of the downloads. */
export async function* siteFiles(order: SiteOrder): AsyncGenerator<SiteFile> {
  const { asking, skills, status, base, licence } = order
  const site: Site = { base, licence, asOf: asking.asOf, pages: new Set(skills.map(({ id }) => id)) }
  order.progress('the ranking')
  const ids = skills.map(({ id }) => id)
  const ranked = await ranking(asking, ids, ids.length)
  const shown = new Set(ranked.rows.map(({ skill }) => skill.id))
  const others = ids.filter((id) => !shown.has(id)).map((id) => skillName(asking, id))
  yield indexPage(
    ranked,
    others.toSorted((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1)),
    site,
  )
  if (base !== null) yield await previewFile(indexPreviewPath, indexPreview(ranked))
  const data = downloads()
  for (const { id, name } of skills) {
    order.progress(`the page of ${name}`)
    const view = await skillReport(asking, id)
    data.add(view)
    order.told(view)
    const review = await reviewHtml(order.reviewTemplate(id), id, templateFigures(asking, view))
    yield skillPage(view, site, review)
    if (base !== null && hasPreview(view)) yield await previewFile(previewPath(id), skillPreview(view))
    yield* embedFiles(view, base)
  }
  const files = data.files()
  yield* files.map(({ file }) => file)
  yield methodPage(order.method, site, ranked.vintage)
  yield statusPage(status, site, ranked.vintage)
  yield dataPage({ downloads: files.map(({ download }) => download), sources: status.sources }, site, ranked.vintage)
  const names = new Map(asking.skills.map(({ id, name }) => [id, name]))
  const feed = {
    base,
    asOf: asking.asOf,
    changes: await labelChanges(asking, weekOf(addDays(asking.asOf, -365))),
    revisions: status.revisions,
    nameOf: (id: string) => names.get(id) ?? id,
  }
  yield { path: 'feed.xml', type: 'application/atom+xml; charset=utf-8', body: atomFeed(feed) }
  yield* order.assets
}

const names = ['skills', 'figures', 'series'] as const

const rowsOf: Record<(typeof names)[number], (view: SkillReportView) => Row[]> = {
  skills: (view) => [skillRow(view.skill, view.population, view.figures, view.vintage)],
  figures: (view) => figuresOf(view).map(figureRow),
  series: (view) => view.series.flatMap((series) => seriesRows(series, view.vintage)),
}

/** The figures of the pages as CSV, gathered while the pages are made. */
function downloads() {
  const parts = names.map((name) => ({ name, texts: [csvHead(dataset(name))], rows: 0 }))
  return {
    add(view: SkillReportView) {
      for (const part of parts) {
        const rows = rowsOf[part.name](view)
        part.texts.push(csvLines(dataset(part.name), rows))
        part.rows += rows.length
      }
    },
    files(): { file: SiteFile; download: Download }[] {
      return parts.map(({ name, texts, rows }) => {
        const body = Buffer.from(texts.join(''))
        const path = `data/${name}.csv`
        return {
          file: { path, type: 'text/csv; charset=utf-8', body },
          download: { name, format: 'csv', path, rows, bytes: body.length },
        }
      })
    },
  }
}
