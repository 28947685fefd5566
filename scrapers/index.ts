/** Every source, one line each. A test holds this list and the folder together. */
import adzuna from './adzuna.ts'
import arbeitnow from './arbeitnow.ts'
import ashby from './ashby.ts'
import bamboohr from './bamboohr.ts'
import breezy from './breezy.ts'
import browser from './browser.ts'
import feed from './feed.ts'
import gem from './gem.ts'
import greenhouse from './greenhouse.ts'
import hackernews from './hackernews.ts'
import himalayas from './himalayas.ts'
import jobicy from './jobicy.ts'
import jsonld from './jsonld.ts'
import type { Scraper } from './kit/scraper.ts'
import lever from './lever.ts'
import personio from './personio.ts'
import pinpoint from './pinpoint.ts'
import recruitee from './recruitee.ts'
import remoteok from './remoteok.ts'
import remotive from './remotive.ts'
import rippling from './rippling.ts'
import smartrecruiters from './smartrecruiters.ts'
import teamtailor from './teamtailor.ts'
import themuse from './themuse.ts'
import usajobs from './usajobs.ts'
import weworkremotely from './weworkremotely.ts'
import workable from './workable.ts'
import workday from './workday.ts'
import workingnomads from './workingnomads.ts'

export const scrapers: readonly Scraper[] = [
  adzuna,
  arbeitnow,
  ashby,
  bamboohr,
  breezy,
  browser,
  feed,
  gem,
  greenhouse,
  hackernews,
  himalayas,
  jobicy,
  jsonld,
  lever,
  personio,
  pinpoint,
  recruitee,
  remoteok,
  remotive,
  rippling,
  smartrecruiters,
  teamtailor,
  themuse,
  usajobs,
  weworkremotely,
  workable,
  workday,
  workingnomads,
]
