/** Every source, one line each. A test holds this list and the folder together. */
import greenhouse from './greenhouse.ts'
import type { Scraper } from './kit/scraper.ts'

export const scrapers: readonly Scraper[] = [greenhouse]
