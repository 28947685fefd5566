import { boardHost } from './kit/address.ts'
import { workplaceOf } from './kit/employment.ts'
import { headed } from './kit/escape.ts'
import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { type XmlReader, xml } from './kit/reading-xml.ts'
import { defineScraper, type RawPosting } from './kit/scraper.ts'

// One document holds every position, in the board's own language; a position written only in English is empty there, so
// English is asked for as well when texts are missing. `name` also stands inside each text block. A company that is not
// there leads to the marketing site. Boards that live under .com have `host: acme.jobs.personio.com` in their settings.
export default defineScraper({
  source: {
    id: 'personio',
    title: 'Personio',
    homepage: 'https://www.personio.com',
    access: 'feed',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://developer.personio.de/docs/retrieving-open-job-positions',
      asks: 'nothing: the feed is made for other sites',
    },
    robots: 'documented-api',
    documentation: 'https://developer.personio.de/docs/retrieving-open-job-positions',
    byDefault: true,
    settings: { host: { about: 'The host of a board that lives under another name than its own.', kind: 'text' } },
  },

  start: (board) => [{ url: `https://${boardHost(board, 'jobs.personio.de')}/xml` }],

  read: (page) => {
    const host = new URL(page.request.url).host
    const found = harvest(xml(page, 'workzag-jobs').list('position'), (position) => read(position, host))
    const silent = found.postings.some(({ roleParts }) => roleParts?.length === 0)
    const inEnglish = page.request.kind === 'detail'
    // Named a detail because it completes postings and never ends one.
    const next = silent && !inEnglish ? [{ url: `https://${host}/xml?language=en`, kind: 'detail' as const }] : []
    return { ...found, next }
  },
})

function read(position: XmlReader, host: string): RawPosting {
  const id = position.text('id')
  return {
    externalId: id,
    url: `https://${host}/job/${encodeURIComponent(id)}`,
    title: position.text('name'),
    company: position.maybeText('subcompany'),
    roleParts: position
      .list('jobDescriptions.jobDescription')
      .map((block) => headed(block.maybeText('name'), block.maybeText('value')))
      .filter((block) => block !== null),
    locations: [position.maybeText('office'), ...position.texts('additionalOffices.office')],
    workplace: workplaceOf(position.maybeText('workplaceType')),
    employment: [position.maybeText('employmentType'), position.maybeText('schedule')]
      .filter((part) => part !== null)
      .join(' '),
    department: position.maybeText('department'),
    pay: pay(position.list('salaryInformation')[0]),
    publishedAt: position.maybeText('createdAt'),
  }
}

const pay = (salary: XmlReader | undefined) =>
  salary === undefined
    ? null
    : payOf(
        salary.maybeNumber('min'),
        salary.maybeNumber('max'),
        salary.maybeText('currencyCode'),
        payPeriod(salary.maybeText('type')),
      )
