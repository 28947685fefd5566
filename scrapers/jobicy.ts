import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One answer with the newest hundred, six hours late. Pay is there only where it is known.
export default defineScraper({
  source: {
    id: 'jobicy',
    title: 'Jobicy',
    homepage: 'https://jobicy.com',
    access: 'api',
    coverage: 'recent',
    every: 'day',
    terms: {
      url: 'https://github.com/Jobicy/remote-jobs-api',
      asks: 'name Jobicy and link to its page, at most one request an hour, no posting to other job boards',
    },
    robots: 'documented-api',
    documentation: 'https://github.com/Jobicy/remote-jobs-api',
    singleList: true,
    byDefault: false,
    offBecause: 'its jobs may only be shown with a link back to Jobicy',
    attribution: 'Jobicy, https://jobicy.com',
  },

  start: () => [{ url: 'https://jobicy.com/api/v2/remote-jobs?count=100' }],

  read: (page) =>
    harvest(json(page).list('jobs'), (job) => ({
      externalId: job.text('id'),
      url: job.text('url'),
      title: job.text('jobTitle'),
      company: job.maybeText('companyName'),
      body: job.maybeText('jobDescription'),
      locations: (job.maybeText('jobGeo') ?? '').split(/,\s+/),
      workplace: 'remote',
      employment: job.texts('jobType').join(', '),
      department: job.texts('jobIndustry')[0] ?? null,
      pay: payOf(
        job.maybeNumber('salaryMin'),
        job.maybeNumber('salaryMax'),
        job.maybeText('salaryCurrency'),
        payPeriod(job.maybeText('salaryPeriod')),
      ),
      publishedAt: job.maybeText('pubDate'),
    })),
})
