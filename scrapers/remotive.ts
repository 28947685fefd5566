import { harvest } from './kit/harvest.ts'
import { payFromText } from './kit/pay.ts'
import { json } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One answer holds every posting, a day late. More than two requests a minute are blocked. Dates have no zone: read as UTC.
export default defineScraper({
  source: {
    id: 'remotive',
    title: 'Remotive',
    homepage: 'https://remotive.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://github.com/remotive-com/remote-jobs-api',
      asks: 'name Remotive, link back to its page, at most four requests a day, no posting to other job boards',
    },
    robots: 'documented-api',
    documentation: 'https://github.com/remotive-com/remote-jobs-api',
    singleList: true,
    byDefault: false,
    offBecause: 'its README invites the use of the API, while robots.txt of remotive.com disallows /api/',
    minDelaySeconds: 60,
    attribution: 'Remotive, https://remotive.com',
  },

  start: () => [{ url: 'https://remotive.com/api/remote-jobs' }],

  read: (page) => {
    const answer = json(page)
    const total = answer.maybeNumber('job-count')
    return harvest(
      answer.list('jobs'),
      (job) => ({
        externalId: job.text('id'),
        url: job.text('url'),
        title: job.text('title'),
        company: job.maybeText('company_name'),
        body: job.maybeText('description'),
        locations: [job.maybeText('candidate_required_location')],
        workplace: 'remote',
        employment: job.maybeText('job_type'),
        department: job.maybeText('category'),
        pay: payFromText(job.maybeText('salary')),
        publishedAt: job.maybeText('publication_date'),
      }),
      total === null ? {} : { total },
    )
  },
})
