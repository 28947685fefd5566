import { workplaceOf } from './kit/employment.ts'
import { harvest } from './kit/harvest.ts'
import { json, type Reader } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One answer holds the whole account, with one row for each place of a posting under the same shortcode. Unset fields are
// empty text. The account's own description is the company's blurb. One address is blocked quickly: a slow single queue.
export default defineScraper({
  source: {
    id: 'workable',
    title: 'Workable',
    homepage: 'https://www.workable.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://help.workable.com/hc/en-us/articles/115012771647',
      asks: 'no training of models on the text (robots.txt: search=yes, ai-input=yes, ai-train=no)',
    },
    robots: 'documented-api',
    documentation: 'https://help.workable.com/hc/en-us/articles/115012771647',
    byDefault: true,
    minDelaySeconds: 2,
  },

  start: ({ token }) => [
    { url: `https://apply.workable.com/api/v1/widget/accounts/${encodeURIComponent(token)}?details=true` },
  ],

  read: (page) => {
    const account = json(page)
    const company = account.maybeText('name')
    return harvest(account.list('jobs'), (job) => ({
      externalId: job.text('shortcode'),
      url: job.text('url'),
      title: job.text('title'),
      company,
      body: job.maybeText('description'),
      ...whereabouts(job),
      workplace: workplaceOf(job.maybeText('workplace_type')) ?? (job.maybeFlag('telecommuting') ? 'remote' : null),
      employment: job.maybeText('employment_type'),
      department: job.texts('department').join(', '),
      publishedAt: job.maybeText('published_on') ?? job.maybeText('created_at'),
    }))
  },
})

/** Every place of the posting; of a hidden one the employer publishes only the country. */
function whereabouts(job: Reader) {
  const all = job.maybeList('locations')
  const named = (place: Reader, region: string) =>
    (place.maybeFlag('hidden') === true ? ['country'] : ['city', region, 'country'])
      .map((key) => place.maybeText(key))
      .filter((part) => part !== null)
      .join(', ')
  return {
    locations: all.length > 0 ? all.map((place) => named(place, 'region')) : [named(job, 'state')],
    countries:
      all.length > 0
        ? all.map((place) => place.maybeText('countryCode') ?? place.maybeText('country'))
        : [job.maybeText('country')],
  }
}
