/** A section of a skill's page, and what it is made from. */
import type { Markup } from '../html-text.ts'
import type { SkillReportView } from '../views.ts'
import type { Marks } from './figure-html.ts'
import type { Site } from './site.ts'

/** What each section is made from. */
export interface Told {
  view: SkillReportView
  site: Site
  used: Marks
  /** `AI jobs`. */
  jobs: string
}

export interface Section {
  id: string
  title: string
  /** A string is the reason why there is nothing to tell; null leaves the section out. */
  body: Markup | string | null
}
