import { workplaceOf } from './kit/employment.ts'
import { headed } from './kit/escape.ts'
import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json, type Reader } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One answer holds the whole board, as a bare array. Boards of the European instance are written `lever:eu/acme`.
// The skills stand in `lists`, whose content is a run of <li> without a list around it.
export default defineScraper({
  source: {
    id: 'lever',
    title: 'Lever',
    homepage: 'https://www.lever.co',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://github.com/lever/postings-api',
      asks: 'nothing: published postings may be read by anyone; one request a second',
    },
    robots: 'documented-api',
    documentation: 'https://github.com/lever/postings-api',
    byDefault: true,
    minDelaySeconds: 1,
  },

  start: ({ token }) => {
    const european = token.startsWith('eu/')
    const site = encodeURIComponent(european ? token.slice(3) : token)
    return [{ url: `https://api${european ? '.eu' : ''}.lever.co/v0/postings/${site}?mode=json` }]
  },

  read: (page) =>
    harvest(json(page).rows(), (posting) => {
      const body = posting.maybeText('descriptionBody')
      const place = posting.maybeText('categories.location')
      const all = posting.texts('categories.allLocations')
      const country = posting.maybeText('country')
      return {
        externalId: posting.text('id'),
        url: posting.text('hostedUrl'),
        title: posting.text('text'),
        // Without a body of its own, the description holds the opening as well.
        roleParts: [
          body ?? posting.maybeText('description') ?? posting.maybeText('descriptionPlain'),
          ...posting.maybeList('lists').map(list),
        ],
        companyParts: [
          body === null ? null : posting.maybeText('opening'),
          posting.maybeText('salaryDescription'),
          posting.maybeText('additional'),
        ],
        locations: [place, ...all],
        countries: country === null ? [] : [country, ...all.filter((each) => each !== place)],
        workplace: workplaceOf(posting.maybeText('workplaceType')),
        employment: posting.maybeText('categories.commitment'),
        department: posting.maybeText('categories.department') ?? posting.maybeText('categories.team'),
        pay: pay(posting.maybeObject('salaryRange')),
        publishedAt: posting.maybeNumber('createdAt'),
      }
    }),
})

const list = (part: Reader) => headed(part.maybeText('text'), `<ul>${part.maybeText('content') ?? ''}</ul>`)

const pay = (range: Reader | null) =>
  range === null
    ? null
    : payOf(
        range.maybeNumber('min'),
        range.maybeNumber('max'),
        range.maybeText('currency'),
        payPeriod(range.maybeText('interval')),
      )
