import { boardHost } from './kit/address.ts'
import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json, type Reader } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One answer holds every offer. Amounts are texts in whole units. From 10 February 2027 on, calls without a key answer 401:
// then the source has ended, not the board.
export default defineScraper({
  source: {
    id: 'recruitee',
    title: 'Recruitee',
    homepage: 'https://recruitee.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://docs.recruitee.com/reference/intro-to-careers-site-api',
      asks: 'nothing until 10 February 2027, then a key',
    },
    robots: 'documented-api',
    documentation: 'https://docs.recruitee.com/reference/intro-to-careers-site-api',
    byDefault: true,
    endsOn: '2027-02-10',
    settings: { host: { about: 'The host of a board that lives under another name than its own.', kind: 'text' } },
  },

  start: (board) => [{ url: `https://${boardHost(board, 'recruitee.com')}/api/offers/` }],

  read: (page) =>
    harvest(json(page).list('offers'), (offer) => {
      if ((offer.maybeText('status') ?? 'published') !== 'published') return null
      return {
        externalId: offer.text('id'),
        url: offer.text('careers_url'),
        title: offer.text('title'),
        company: offer.maybeText('company_name'),
        roleParts: [offer.maybeText('description'), offer.maybeText('requirements')],
        companyParts: [offer.maybeText('highlight')],
        ...whereabouts(offer),
        workplace: workplace(offer),
        employment: employment(offer.maybeText('employment_type_code')),
        department: offer.maybeText('department'),
        pay: pay(offer.maybeObject('salary')),
        publishedAt: offer.maybeText('published_at') ?? offer.maybeText('created_at'),
        updatedAt: offer.maybeText('updated_at'),
      }
    }),
})

function whereabouts(offer: Reader) {
  const named = (place: Reader, state: string) =>
    ['city', state, 'country']
      .map((key) => place.maybeText(key))
      .filter((part) => part !== null)
      .join(', ')
  const all = offer.maybeList('locations')
  return {
    locations:
      all.length > 0
        ? all.map((place) => named(place, 'state'))
        : [offer.maybeText('location') ?? named(offer, 'state_name')],
    countries: (all.length > 0 ? all : [offer]).map(
      (place) => place.maybeText('country_code') ?? place.maybeText('country'),
    ),
  }
}

/** Several flags at once are a choice that the text explains. */
function workplace(offer: Reader) {
  const said = (['remote', 'hybrid', 'on_site'] as const).filter((key) => offer.maybeFlag(key) === true)
  if (said.length !== 1) return null
  return said[0] === 'on_site' ? 'onsite' : (said[0] ?? null)
}

/** `fulltime_permanent`, `parttime_fixed_term`, `internship`, `freelance`. */
const employment = (code: string | null) =>
  code?.replace(/fulltime/, 'full-time').replace(/parttime/, 'part-time') ?? null

const pay = (salary: Reader | null) =>
  salary === null
    ? null
    : payOf(
        salary.maybeNumber('min'),
        salary.maybeNumber('max'),
        salary.maybeText('currency'),
        payPeriod(salary.maybeText('period')),
      )
