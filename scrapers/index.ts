/** Every source, one line each. A test holds this list and the folder together. */
import ashby from './ashby.ts'
import bamboohr from './bamboohr.ts'
import breezy from './breezy.ts'
import gem from './gem.ts'
import greenhouse from './greenhouse.ts'
import hackernews from './hackernews.ts'
import type { Scraper } from './kit/scraper.ts'
import lever from './lever.ts'
import personio from './personio.ts'
import pinpoint from './pinpoint.ts'
import recruitee from './recruitee.ts'
import rippling from './rippling.ts'
import smartrecruiters from './smartrecruiters.ts'
import teamtailor from './teamtailor.ts'
import workable from './workable.ts'
import workday from './workday.ts'

export const scrapers: readonly Scraper[] = [
  ashby,
  bamboohr,
  breezy,
  gem,
  greenhouse,
  hackernews,
  lever,
  personio,
  pinpoint,
  recruitee,
  rippling,
  smartrecruiters,
  teamtailor,
  workable,
  workday,
]
