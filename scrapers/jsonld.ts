import { defineScraper } from './kit/scraper.ts'
import { readSite, siteSettings, siteStart } from './kit/site.ts'

// A career page of the employer's own, with schema.org JobPosting in its linked data. The config says where its postings
// are listed; each costs a request. A listing without a posting is never an empty board, unless it says so in the words of
// `emptyWhen`: most such pages are filled in by a script, and belong to the source `browser`.
export default defineScraper({
  source: {
    id: 'jsonld',
    title: 'Career pages with linked data',
    homepage: 'https://schema.org/JobPosting',
    access: 'html',
    coverage: 'complete',
    every: 'day',
    terms: { url: 'https://schema.org/JobPosting', asks: 'what each site asks; its robots.txt is obeyed' },
    robots: 'obey',
    byDefault: true,
    // Expired pages drop their markup or their line in the sitemap for a while.
    missTolerance: 2,
    settings: siteSettings,
  },

  start: siteStart,
  read: readSite,
})
