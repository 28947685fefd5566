/** What every page of the site shares, and the file that a page becomes. Pages are made from views alone: no store, no clock. */
import type { Day } from '../../days.ts'
import type { SkillId } from '../../domain.ts'

export interface SiteFile {
  /** From the root of the site, without a slash before it: `skills/pytorch/index.html`. */
  path: string
  type: string
  body: string | Uint8Array
}

export interface Site {
  /** The site's own address with a slash at its end, where it knows it: canonical links and the feed need one. */
  base: string | null
  asOf: Day
  /** Skills that have a page here: only they are linked. */
  pages: ReadonlySet<SkillId>
  licence: Licence
}

export interface Licence {
  name: string
  /** Where its words are; null where the owner of the site gave a name alone. */
  url: string | null
}

export const skillPath = (skill: SkillId): string => `skills/${encodeURIComponent(skill)}/index.html`

/** The way from one page back to the root: pages work under any prefix, and opened as files. */
export const rootFrom = (path: string): string => '../'.repeat(path.split('/').length - 1)
