import { harvest } from './kit/harvest.ts'
import { xml } from './kit/reading-xml.ts'
import { defineScraper } from './kit/scraper.ts'

/** The newest of all, and of the categories in which a framework may be asked for; they overlap. */
const feeds = [
  'categories/remote-programming-jobs',
  'categories/remote-full-stack-programming-jobs',
  'categories/remote-back-end-programming-jobs',
  'categories/remote-front-end-programming-jobs',
  'categories/remote-devops-sysadmin-jobs',
  'categories/remote-product-jobs',
  'categories/all-other-remote-jobs',
  'remote-jobs',
]

// Feeds of the newest hundred each, without pages. The title is "Company: Role". Texts copied from Greenhouse keep that
// platform's marks of the company's own words; a line on the headquarters stands before, one on applying behind.
export default defineScraper({
  source: {
    id: 'weworkremotely',
    title: 'We Work Remotely',
    homepage: 'https://weworkremotely.com',
    access: 'feed',
    coverage: 'recent',
    every: 'day',
    terms: { url: 'https://weworkremotely.com/remote-job-rss-feed', asks: 'name We Work Remotely and link back to it' },
    robots: 'obey',
    singleList: true,
    byDefault: false,
    offBecause: 'many of its jobs are copies from employers’ own boards',
    minDelaySeconds: 2,
    attribution: 'We Work Remotely, https://weworkremotely.com',
  },

  start: () => feeds.map((feed) => ({ url: `https://weworkremotely.com/${feed}.rss`, overlaps: true })),

  read: (page) =>
    harvest(xml(page, 'rss').element('channel').list('item'), (item) => {
      const words = item.text('title')
      const at = words.indexOf(': ')
      const body = item.maybeText('description')
      return {
        externalId: item.maybeText('guid') ?? item.text('link'),
        url: item.text('link'),
        title: at > 0 ? words.slice(at + 2) : words,
        company: at > 0 ? words.slice(0, at) : null,
        body: body?.replace(headquarters, '').replace(applying, '') ?? null,
        companyClasses: ['content-intro', 'content-conclusion', 'content-pay-transparency'],
        locations: [item.maybeText('region'), item.maybeText('country')],
        workplace: 'remote',
        employment: item.maybeText('type'),
        department: item.maybeText('category'),
        publishedAt: item.maybeText('pubDate'),
      }
    }),
})

const headquarters = /^\s*(?:<img[^>]*>\s*)?<p>\s*<strong>\s*Headquarters:\s*<\/strong>[\s\S]{0,300}?<\/p>/i
const applying = /<p>\s*<strong>\s*To apply:\s*<\/strong>[\s\S]{0,1000}$/i
