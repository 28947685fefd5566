import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json } from './kit/reading.ts'
import { type BoardAddress, defineScraper, type PageRequest } from './kit/scraper.ts'

/** Of some hundred thousand postings; what is older has been seen on an earlier day. */
const newestPages = 50

// Twenty postings a page, newest first, by a cursor; the whole would be thousands of pages, so the newest are read daily.
// No place named means that applicants may live anywhere.
export default defineScraper({
  source: {
    id: 'himalayas',
    title: 'Himalayas',
    homepage: 'https://himalayas.app',
    access: 'api',
    coverage: 'recent',
    every: 'day',
    terms: { url: 'https://himalayas.app/api', asks: 'name Himalayas and link back to its page' },
    robots: 'documented-api',
    documentation: 'https://himalayas.app/api',
    singleList: true,
    byDefault: false,
    offBecause: 'its jobs may only be shown with a link back, and many are copies from employers’ own boards',
    attribution: 'Himalayas, https://himalayas.app',
    settings: { pages: { about: `How many pages of twenty to read; ${newestPages} unless said.`, kind: 'number' } },
  },

  start: () => [pageRequest(1, null)],

  read: (page) => {
    const answer = json(page)
    const rows = answer.list('jobs')
    const number = page.request.context as number
    const cursor = answer.maybeText('nextCursor')
    const over = cursor === null || rows.length === 0 || number >= pagesOf(page.board)
    return harvest(
      rows,
      (job) => ({
        externalId: job.text('guid'),
        url: job.maybeText('applicationLink') ?? job.text('guid'),
        title: job.text('title'),
        company: job.maybeText('companyName'),
        body: job.maybeText('description'),
        locations: job.texts('locationRestrictions'),
        workplace: 'remote',
        employment: job.maybeText('employmentType'),
        department: job.texts('parentCategories')[0] ?? null,
        pay: payOf(
          job.maybeNumber('minSalary'),
          job.maybeNumber('maxSalary'),
          job.maybeText('currency'),
          payPeriod(job.maybeText('salaryPeriod')),
        ),
        publishedAt: job.maybeNumber('pubDate'),
        updatedAt: job.maybeNumber('updatedAt'),
      }),
      { next: over ? [] : [pageRequest(number + 1, cursor)], end: over },
    )
  },
})

const pagesOf = ({ settings }: BoardAddress) => {
  const asked = settings['pages']
  return typeof asked === 'number' ? asked : newestPages
}

const pageRequest = (number: number, cursor: string | null): PageRequest => ({
  url: `https://himalayas.app/jobs/api?limit=20${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
  context: number,
})
