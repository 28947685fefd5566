import { harvest } from './kit/harvest.ts'
import { json } from './kit/reading.ts'
import { defineScraper, type PageRequest } from './kit/scraper.ts'

/** Where a framework may be asked for; all categories together would be twenty thousand pages. */
const categories = ['Data and Analytics', 'Data Science', 'Software Engineering', 'Science and Engineering']
/** The site answers no page from this one on, and a tracker needs no more. */
const pagesAtMost = 99

// Pages of twenty, counted from zero, in an order that nobody promises: a sample, not a list. It answers 403 when asked too
// often. The key travels in the address and is masked wherever addresses are shown.
export default defineScraper({
  source: {
    id: 'themuse',
    title: 'The Muse',
    homepage: 'https://www.themuse.com',
    access: 'api',
    coverage: 'sample',
    every: 'week',
    terms: {
      url: 'https://www.themuse.com/developers/api/v2',
      asks: 'register the application for a key, link back to its page, no copy of the site',
    },
    robots: 'documented-api',
    documentation: 'https://www.themuse.com/developers/api/v2',
    singleList: true,
    byDefault: false,
    offBecause: 'its terms ask for a registered application',
    credentials: ['SKILLTIDE_KEY_THEMUSE'],
    minDelaySeconds: 2,
    attribution: 'The Muse, https://www.themuse.com',
  },

  start: (_, { SKILLTIDE_KEY_THEMUSE: key = '' }) => [pageRequest(0, key)],

  read: (page) => {
    const answer = json(page)
    const rows = answer.list('results')
    const { page: number, key } = page.request.context as { page: number; key: string }
    const over = number + 1 >= Math.min(answer.number('page_count'), pagesAtMost)
    return harvest(
      rows,
      (job) => {
        const places = job.maybeList('locations').map((place) => place.maybeText('name'))
        return {
          externalId: job.text('id'),
          url: job.text('refs.landing_page'),
          title: job.text('name'),
          company: job.maybeText('company.name'),
          body: job.maybeText('contents'),
          locations: places.map((place) => place?.replace(/^Flexible \/ Remote$/, 'Remote')),
          department: job.maybeList('categories')[0]?.maybeText('name') ?? null,
          publishedAt: job.maybeText('publication_date'),
        }
      },
      { next: over ? [] : [pageRequest(number + 1, key)], end: over },
    )
  },
})

function pageRequest(page: number, key: string): PageRequest {
  const query = new URLSearchParams({ page: String(page) })
  for (const category of categories) query.append('category', category)
  query.append('api_key', key)
  return { url: `https://www.themuse.com/api/public/jobs?${query}`, context: { page, key } }
}
