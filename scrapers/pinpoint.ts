import { boardHost } from './kit/address.ts'
import { workplaceOf } from './kit/employment.ts'
import { headed } from './kit/escape.ts'
import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json, type Reader } from './kit/reading.ts'
import { defineScraper } from './kit/scraper.ts'

// One answer holds every posting. It carries no publication date: the first sight of a posting is all there is.
export default defineScraper({
  source: {
    id: 'pinpoint',
    title: 'Pinpoint',
    homepage: 'https://www.pinpointhq.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://www.pinpointhq.com/terms/',
      asks: 'not stated for this address; robots.txt of each host is obeyed',
    },
    robots: 'obey',
    byDefault: false,
    offBecause: 'the address is not documented, and the robots.txt of many boards disallows it',
    settings: { host: { about: 'The host of a board that lives under another name than its own.', kind: 'text' } },
  },

  start: (board) => [{ url: `https://${boardHost(board, 'pinpointhq.com')}/postings.json` }],

  read: (page) =>
    harvest(json(page).list('data'), (posting) => ({
      externalId: posting.text('id'),
      url: posting.maybeText('url') ?? new URL(posting.text('path'), page.request.url).href,
      title: posting.text('title'),
      roleParts: [
        posting.maybeText('description'),
        headed(posting.maybeText('key_responsibilities_header'), posting.maybeText('key_responsibilities')),
        headed(posting.maybeText('skills_knowledge_expertise_header'), posting.maybeText('skills_knowledge_expertise')),
      ],
      companyParts: [headed(posting.maybeText('benefits_header'), posting.maybeText('benefits'))],
      locations: [place(posting.maybeObject('location'))],
      workplace: workplaceOf(posting.maybeText('workplace_type')),
      employment: posting.maybeText('employment_type'),
      department: posting.maybeText('department.name') ?? posting.maybeText('job.department.name'),
      pay: pay(posting),
    })),
})

/** The name is the employer's own ("CAN - Ottawa"); a city and its province say the same in common words. */
function place(location: Reader | null): string | null {
  const [city, province] = [location?.maybeText('city') ?? null, location?.maybeText('province') ?? null]
  return city === null
    ? (location?.maybeText('name') ?? null)
    : [city, province].filter((part) => part !== null).join(', ')
}

const pay = (posting: Reader) =>
  posting.maybeFlag('compensation_visible') === true
    ? payOf(
        posting.maybeNumber('compensation_minimum'),
        posting.maybeNumber('compensation_maximum'),
        posting.maybeText('compensation_currency'),
        payPeriod(posting.maybeText('compensation_frequency')),
      )
    : null
