import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json, type Reader } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One answer holds the whole board. `updated_at` moves for every posting when an employer edits a template, so it is no
// publication date. A posting without an internal job ("general interest", talent community) is no vacancy.
export default defineScraper({
  source: {
    id: 'greenhouse',
    title: 'Greenhouse',
    homepage: 'https://www.greenhouse.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://developers.greenhouse.io/job-board.html',
      asks: 'nothing: board data is public and needs no key',
    },
    robots: 'documented-api',
    documentation: 'https://developers.greenhouse.io/job-board.html',
    byDefault: true,
  },

  start: ({ token }) => [
    {
      url: `https://boards-api.greenhouse.io/v1/boards/${encodeURIComponent(token)}/jobs?content=true&pay_transparency=true`,
    },
  ],

  read: (page) => {
    const answer = json(page)
    const rows = answer.list('jobs')
    const general = rows.filter((job) => job.has('internal_job_id') && job.maybeText('internal_job_id') === null)
    const total = answer.maybeNumber('meta.total')
    return harvest(
      rows.filter((job) => !general.includes(job)),
      (job) => ({
        externalId: job.text('id'),
        url: job.text('absolute_url'),
        title: job.text('title'),
        company: job.maybeText('company_name'),
        body: job.maybeText('content'),
        companyClasses: ['content-intro', 'content-conclusion', 'content-pay-transparency'],
        locations: locations(job),
        employment: employment(job),
        department: job.maybeList('departments')[0]?.maybeText('name') ?? null,
        pay: pay(job),
        publishedAt: job.maybeText('first_published'),
        updatedAt: job.maybeText('updated_at'),
        language: job.maybeText('language'),
      }),
      total === null ? {} : { total: total - general.length },
    )
  },
})

/** Some boards write only "Hybrid" or "Remote" as the location and keep the city in the offices. */
function locations(job: Reader): (string | null)[] {
  const named = job.maybeText('location.name')
  const offices = job.maybeList('offices').map((office) => office.maybeText('location') ?? office.maybeText('name'))
  if (named === null) return offices
  return /^(?:hybrid|remote|on-?site|in-?office|multiple locations|various)$/i.test(named.trim())
    ? [named, ...offices]
    : [named]
}

/** Not a field of the platform, but many employers show one of their own. */
function employment(job: Reader): string | null {
  const field = job
    .maybeList('metadata')
    .find((each) => /^(?:employment|job|worker) ?type$/i.test(each.maybeText('name') ?? ''))
  return field?.texts('value')[0] ?? null
}

/** Whole amounts in cents, one range for each region; the first is taken, and its period is told by title or size. */
function pay(job: Reader) {
  const range = job.maybeList('pay_input_ranges')[0]
  if (range === undefined) return null
  const amount = (key: string) => {
    const cents = range.maybeNumber(key)
    return cents === null ? null : cents / 100
  }
  const most = Math.max(amount('min_cents') ?? 0, amount('max_cents') ?? 0)
  const stated = payPeriod(range.maybeText('title')) ?? payPeriod(range.maybeText('blurb'))
  const guess = most >= 10_000 ? 'year' : most > 0 && most < 500 ? 'hour' : null
  return payOf(amount('min_cents'), amount('max_cents'), range.maybeText('currency_type'), stated ?? guess)
}
