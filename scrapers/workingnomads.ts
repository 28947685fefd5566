import { harvest } from './kit/harvest.ts'
import { json, unlike } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One bare array of the newest. A row has no id but the number in its address, and some titles begin with the company.
export default defineScraper({
  source: {
    id: 'workingnomads',
    title: 'Working Nomads',
    homepage: 'https://www.workingnomads.com',
    access: 'api',
    coverage: 'recent',
    every: 'day',
    terms: { url: 'https://www.workingnomads.com/terms', asks: 'not stated for this address; robots.txt is obeyed' },
    robots: 'obey',
    singleList: true,
    byDefault: false,
    offBecause: 'its terms say nothing of this address, and many of its jobs are copies from other boards',
    attribution: 'Working Nomads, https://www.workingnomads.com',
  },

  start: () => [{ url: 'https://www.workingnomads.com/api/exposed_jobs/' }],

  read: (page) =>
    harvest(json(page).rows(), (job) => {
      const url = job.text('url')
      const id = /\/(\d+)\/?(?:[?#]|$)/.exec(url)?.[1]
      if (id === undefined) throw unlike(`${job.path}.url`, 'an address that ends in a number', url)
      const company = job.maybeText('company_name')
      const title = job.text('title')
      return {
        externalId: id,
        url,
        title: company !== null && title.startsWith(`${company} - `) ? title.slice(company.length + 3) : title,
        company,
        body: job.maybeText('description'),
        locations: [job.maybeText('location')],
        workplace: 'remote',
        department: job.maybeText('category_name'),
        publishedAt: job.maybeText('pub_date'),
      }
    }),
})
