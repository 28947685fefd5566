/** The files that every page of the site uses, and the document of the method, from where the program is installed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './config.ts'
import type { SiteFile } from './report/page/site.ts'

const types = {
  'site.css': 'text/css; charset=utf-8',
  'site.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const

export const siteAssets = (): SiteFile[] =>
  Object.entries(types).map(([path, type]) => ({ path, type, body: readFileSync(join(packageRoot(), 'web', path)) }))

/** docs/method.md as it stands. */
export const methodText = (): string => readFileSync(join(packageRoot(), 'docs', 'method.md'), 'utf8')
