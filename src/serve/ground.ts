/** What answers are made from, and what they come to. */
import type { Store } from '../../db/store.ts'
import type { KnownSkill } from '../answers/asking.ts'
import type { Day } from '../days.ts'
import type { SkillId } from '../domain.ts'
import type { Licence, SiteFile } from '../report/page/site.ts'
import type { ReviewTemplate } from '../report/review.ts'
import type { StatusView } from '../report/views.ts'

/** What answers stand on: opened by whoever knows the settings. */
export interface Ground {
  store: Store
  skills: readonly KnownSkill[]
  /** Skills that a ranking covers. */
  followed: readonly string[]
  edition: string
  population: string
  today(): Day
  /** Absolute address of the site with a slash at its end; null where it was not told. */
  base: string | null
  status(): Promise<StatusView>
  /** What the pages need besides figures. */
  site: {
    licence: Licence
    pages: readonly string[]
    method: string
    assets: readonly SiteFile[]
    reviewTemplate(skill: SkillId): ReviewTemplate
  }
}

export interface Made {
  type: string
  body: string | Uint8Array
}
