import { workplaceOf } from './kit/employment.ts'
import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json, type Reader } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One answer holds the whole board, after several seconds. `isRemote` is true for hybrid jobs as well, so only
// `workplaceType` counts. Names keep the case in which they are listed and may hold dots and spaces.
export default defineScraper({
  source: {
    id: 'ashby',
    title: 'Ashby',
    homepage: 'https://www.ashbyhq.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://developers.ashbyhq.com/docs/public-job-posting-api',
      asks: 'nothing: the posting API is public and needs no key',
    },
    robots: 'documented-api',
    documentation: 'https://developers.ashbyhq.com/docs/public-job-posting-api',
    byDefault: true,
  },

  start: ({ token }) => [
    { url: `https://api.ashbyhq.com/posting-api/job-board/${encodeURIComponent(token)}?includeCompensation=true` },
  ],

  read: (page) =>
    harvest(json(page).list('jobs'), (job) => {
      if (job.maybeFlag('isListed') === false) return null
      const elsewhere = job.maybeList('secondaryLocations')
      return {
        externalId: job.text('id'),
        url: job.text('jobUrl'),
        title: job.text('title'),
        body: job.maybeText('descriptionHtml') ?? job.maybeText('descriptionPlain'),
        locations: [job.maybeText('location'), ...elsewhere.map((place) => place.maybeText('location'))],
        countries: [job, ...elsewhere].map((place) => country(place) ?? place.maybeText('location')),
        workplace: workplaceOf(job.maybeText('workplaceType')),
        employment: job.maybeText('employmentType'),
        department: job.maybeText('department') ?? job.maybeText('team'),
        pay: pay(job.maybeObject('compensation')),
        publishedAt: job.maybeText('publishedAt'),
      }
    }),
})

/** The documentation shows a flat address, the answers a nested one. */
const country = (place: Reader) =>
  place.maybeText('address.postalAddress.addressCountry') ?? place.maybeText('address.addressCountry')

/** Salary components only, spanned over the tiers within the first one's currency and interval. */
function pay(compensation: Reader | null) {
  if (compensation === null) return null
  const summary = compensation.maybeList('summaryComponents')
  const tiers = compensation.maybeList('compensationTiers').flatMap((tier) => tier.maybeList('components'))
  const salaries = [...summary, ...tiers].filter(
    (part) =>
      part.maybeText('compensationType') === 'Salary' &&
      (part.maybeNumber('minValue') ?? part.maybeNumber('maxValue')) !== null,
  )
  const first = salaries[0]
  if (first === undefined) return null
  const [currency, interval] = [first.maybeText('currencyCode'), first.maybeText('interval')]
  const alike = salaries.filter(
    (part) => part.maybeText('currencyCode') === currency && part.maybeText('interval') === interval,
  )
  const stated = (key: string) => alike.map((part) => part.maybeNumber(key)).filter((value) => value !== null)
  const [least, most] = [stated('minValue'), stated('maxValue')]
  return payOf(
    least.length > 0 ? Math.min(...least) : null,
    most.length > 0 ? Math.max(...most) : null,
    currency,
    payPeriod(interval),
  )
}
