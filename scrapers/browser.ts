import { defineScraper, type PageRequest } from './kit/scraper.ts'
import { readSite, siteSettings, siteStart } from './kit/site.ts'

// A career page that shows nothing without its scripts: opened in a browser, without images and fonts, and read when the
// named selector is there. Linked data comes first, then the selectors of the config. Slow: a browser for each posting.
export default defineScraper({
  source: {
    id: 'browser',
    title: 'Career pages that need a browser',
    homepage: 'https://schema.org/JobPosting',
    access: 'browser',
    coverage: 'complete',
    every: 'day',
    terms: { url: 'https://schema.org/JobPosting', asks: 'what each site asks; its robots.txt is obeyed' },
    robots: 'obey',
    byDefault: true,
    minDelaySeconds: 2,
    missTolerance: 2,
    settings: {
      ...siteSettings,
      waitFor: { about: 'A selector that is on the listing once its script has run.', kind: 'text', required: true },
      waitForPosting: {
        about: 'The same on the page of a posting; the selector of its title unless said.',
        kind: 'text',
      },
    },
  },

  start: (board) => siteStart(board).map((request) => waiting(request, board.settings)),
  read: (page) => {
    const found = readSite(page)
    return { ...found, next: found.next.map((request) => waiting(request, page.board.settings)) }
  },
})

/** Sitemaps are no pages: they are asked for as they are. */
function waiting(request: PageRequest, settings: Record<string, unknown>): PageRequest {
  if (request.kind !== 'detail' && request.context !== undefined) return { ...request, plain: true }
  const { title } = (settings['selectors'] ?? {}) as { title?: string }
  const own = request.kind === 'detail' ? (settings['waitForPosting'] ?? title?.split('@')[0]) : settings['waitFor']
  return typeof own === 'string' && own !== '' ? { ...request, waitFor: own } : request
}
