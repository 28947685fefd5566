import { harvest } from './kit/harvest.ts'
import { json } from './kit/reading.ts'
import { defineScraper, type PageRequest } from './kit/scraper.ts'

// Pages of a hundred, newest first; the page after the last is empty. Neither `links` nor `meta` can be relied on: the link
// to the next page carries a search word that changes. Some texts are escaped, with a live footer of the site behind.
export default defineScraper({
  source: {
    id: 'arbeitnow',
    title: 'Arbeitnow',
    homepage: 'https://www.arbeitnow.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: { url: 'https://www.arbeitnow.com/blog/job-board-api', asks: 'name Arbeitnow and link back to it' },
    robots: 'documented-api',
    documentation: 'https://www.arbeitnow.com/blog/job-board-api',
    singleList: true,
    byDefault: false,
    offBecause: 'most of its jobs are copies from employers’ own boards, in Germany',
    attribution: 'Arbeitnow, https://www.arbeitnow.com',
  },

  start: () => [pageRequest(1)],

  read: (page) => {
    const rows = json(page).list('data')
    const number = Number(new URL(page.request.url).searchParams.get('page'))
    return harvest(
      rows,
      (job) => ({
        externalId: job.text('slug'),
        url: job.text('url'),
        title: job.text('title'),
        company: job.maybeText('company_name'),
        body: job.maybeText('description')?.replace(footer, '') ?? null,
        locations: [job.maybeText('location')],
        workplace: job.maybeFlag('remote') === true ? 'remote' : null,
        employment: job.texts('job_types').join(', '),
        department: job.texts('tags')[0] ?? null,
        publishedAt: job.maybeNumber('created_at'),
      }),
      { next: rows.length > 0 ? [pageRequest(number + 1)] : [], end: rows.length === 0 },
    )
  },
})

const pageRequest = (number: number): PageRequest => ({
  url: `https://www.arbeitnow.com/api/job-board-api?page=${number}`,
})

const footer =
  /\s*<p>\s*Find\s+(?:more\s+)?<a\b[^<]*<\/a>\s*(?:on\s+|at\s+|in\s+[^<]*)?(?:<a\b[^<]*<\/a>|Arbeitnow)?[^<]{0,40}<\/p>\s*$/i
