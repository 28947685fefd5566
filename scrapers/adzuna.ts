import { UserError } from '../src/domain.ts'
import { harvest } from './kit/harvest.ts'
import { payOf } from './kit/pay.ts'
import { json } from './kit/reading.ts'
import { type BoardAddress, defineScraper, type Page, type PageRequest } from './kit/scraper.ts'

const currencies: Record<string, string> = {
  ...{ at: 'EUR', au: 'AUD', be: 'EUR', br: 'BRL', ca: 'CAD', ch: 'CHF', de: 'EUR', es: 'EUR', fr: 'EUR', gb: 'GBP' },
  ...{ in: 'INR', it: 'EUR', mx: 'MXN', nl: 'EUR', nz: 'NZD', pl: 'PLN', sg: 'SGD', us: 'USD', za: 'ZAR' },
}
const pageSize = 50
/** Two hundred and fifty requests a day are allowed, for all countries together. */
const pagesAtMost = 20

// A board is a country: `adzuna:gb`. Texts are cut at some five hundred characters, and a cut text cannot say what the job
// does not ask for, so it is not kept. Pay that Adzuna has only predicted is not pay. Both keys travel in the address.
export default defineScraper({
  source: {
    id: 'adzuna',
    title: 'Adzuna',
    homepage: 'https://www.adzuna.com',
    access: 'api',
    coverage: 'sample',
    every: 'week',
    terms: {
      url: 'https://developer.adzuna.com/docs/terms_of_service',
      asks: 'no use beyond a trial of 14 days, nor of any aggregate, without written consent; name "Jobs by Adzuna"',
    },
    robots: 'documented-api',
    documentation: 'https://developer.adzuna.com/overview',
    manyEmployers: true,
    byDefault: false,
    offBecause: 'its terms forbid storing its data or aggregates of it without written consent',
    credentials: ['SKILLTIDE_KEY_ADZUNA_ID', 'SKILLTIDE_KEY_ADZUNA'],
    minDelaySeconds: 3,
    attribution: 'Jobs by Adzuna, https://www.adzuna.com',
    settings: { what: { about: 'The words to search for; "machine learning" unless said.', kind: 'text' } },
  },

  start: (board, keys) => {
    if (currencies[board.token] === undefined) {
      throw new UserError(`"adzuna:${board.token}" is no country there; it has ${Object.keys(currencies).join(', ')}`)
    }
    const query = new URLSearchParams({
      app_id: keys['SKILLTIDE_KEY_ADZUNA_ID'] ?? '',
      app_key: keys['SKILLTIDE_KEY_ADZUNA'] ?? '',
      results_per_page: String(pageSize),
      what: whatOf(board),
      sort_by: 'date',
      'content-type': 'application/json',
    })
    return [pageRequest(board.token, 1, String(query))]
  },

  read: (page: Page) => {
    const answer = json(page)
    const rows = answer.list('results')
    const { number, query } = page.request.context as { number: number; query: string }
    const over = rows.length < pageSize || number >= pagesAtMost
    return harvest(
      rows,
      (job) => {
        const text = job.maybeText('description')
        const stated = job.maybeText('salary_is_predicted') !== '1'
        return {
          externalId: job.text('id'),
          url: job.text('redirect_url'),
          title: job.text('title'),
          company: job.maybeText('company.display_name'),
          body: text === null || /(?:…|\.\.\.)\s*$/.test(text) ? null : text,
          locations: [job.maybeText('location.display_name')],
          countries: [page.board.token],
          employment: [job.maybeText('contract_type'), job.maybeText('contract_time')]
            .filter((part) => part !== null)
            .join(' '),
          department: job.maybeText('category.label'),
          pay: stated
            ? payOf(job.maybeNumber('salary_min'), job.maybeNumber('salary_max'), currencies[page.board.token], 'year')
            : null,
          publishedAt: job.maybeText('created'),
        }
      },
      { next: over ? [] : [pageRequest(page.board.token, number + 1, query)], end: over },
    )
  },
})

const whatOf = ({ settings }: BoardAddress) => {
  const asked = settings['what']
  return typeof asked === 'string' ? asked : 'machine learning'
}

const pageRequest = (country: string, number: number, query: string): PageRequest => ({
  url: `https://api.adzuna.com/v1/api/jobs/${country}/search/${number}?${query}`,
  context: { number, query },
})
