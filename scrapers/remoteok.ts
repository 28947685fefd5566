import { harvest } from './kit/harvest.ts'
import { payOf } from './kit/pay.ts'
import { json } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// About a hundred of the newest, as a bare array whose first element is the terms. Pay is in dollars a year, and 0 means
// that none is stated. Tags are the site's guesses (a sales job is "technical"), so they speak for no skill.
export default defineScraper({
  source: {
    id: 'remoteok',
    title: 'Remote OK',
    homepage: 'https://remoteok.com',
    access: 'api',
    coverage: 'recent',
    every: 'day',
    terms: {
      url: 'https://remoteok.com/api',
      asks: 'name Remote OK and link back to it, with a link that is followed',
    },
    robots: 'obey',
    singleList: true,
    byDefault: false,
    offBecause: 'its jobs may only be shown with a followed link back to Remote OK',
    attribution: 'Remote OK, https://remoteok.com',
  },

  start: () => [{ url: 'https://remoteok.com/api' }],

  read: (page) => {
    const rows = json(page).rows()
    return harvest(
      rows.filter((row) => !row.has('legal') || row.has('position')),
      (job) => ({
        externalId: job.text('id'),
        url: ownPage(job.maybeText('url'), job.text('slug')),
        title: job.text('position'),
        company: job.maybeText('company'),
        body: unmarked(job.maybeText('description')),
        locations: [job.maybeText('location')],
        workplace: 'remote',
        pay: payOf(job.maybeNumber('salary_min'), job.maybeNumber('salary_max'), 'USD', 'year'),
        publishedAt: job.maybeText('date') ?? job.maybeNumber('epoch'),
      }),
    )
  },
})

/** The address is sometimes that of the whole list. */
const ownPage = (url: string | null, slug: string) =>
  url !== null && /\/remote-jobs\/[^/]+/.test(url)
    ? url
    : `https://remoteok.com/remote-jobs/${encodeURIComponent(slug)}`

/** Every advert ends with a sentence against robots; its tag is the asker's own address, in base64. */
const unmarked = (body: string | null) =>
  body
    ?.replace(
      /(?:<br\s*\/?>|\s)*Please mention the word\b[\s\S]{0,600}?(?:see they(?:'|’|&#39;|&rsquo;)re human\.?|$)/i,
      '',
    )
    .replace(/#R[A-Za-z0-9+/]{6,}={0,2}/g, '') ?? null
