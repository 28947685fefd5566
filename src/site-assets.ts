/** The files that every page of the site uses, and the document of the method, and the reviews, from where the program is installed. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './config.ts'
import type { SkillId } from './domain.ts'
import type { SiteFile } from './report/page/site.ts'
import type { ReviewTemplate } from './report/review.ts'

const types = {
  'site.css': 'text/css; charset=utf-8',
  'site.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const

export const siteAssets = (): SiteFile[] =>
  Object.entries(types).map(([path, type]) => ({ path, type, body: readFileSync(join(packageRoot(), 'web', path)) }))

/** docs/method.md as it stands. */
export const methodText = (): string => readFileSync(join(packageRoot(), 'docs', 'method.md'), 'utf8')

/** The skill's own review where one ships, else the one that serves for any. */
export function reviewTemplate(skill: SkillId): ReviewTemplate {
  const folder = join(packageRoot(), 'templates', 'reviews')
  const own = `${skill}.md.liquid`
  const file = existsSync(join(folder, own)) ? own : 'any.md.liquid'
  return { file: `templates/reviews/${file}`, source: readFileSync(join(folder, file), 'utf8') }
}
