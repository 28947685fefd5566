import { detailOf, detailRequest } from './kit/detail.ts'
import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json, type Reader } from './kit/reading.ts'
import { defineScraper, type Page, type PageRequest, type RawPosting } from './kit/scraper.ts'

const pageSize = 100

// Pages of a hundred, and one request more for each posting's text. A company that is not there answers like one without
// postings: a total of 0. The same advert in several languages is several postings.
export default defineScraper({
  source: {
    id: 'smartrecruiters',
    title: 'SmartRecruiters',
    homepage: 'https://www.smartrecruiters.com',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://developers.smartrecruiters.com/docs/posting-api',
      asks: 'the posting API is documented as public, while robots.txt of its host disallows everything',
    },
    robots: 'documented-api',
    documentation: 'https://developers.smartrecruiters.com/docs/posting-api',
    byDefault: false,
    offBecause:
      'robots.txt of api.smartrecruiters.com disallows everything, though the posting API is documented as public',
  },

  start: ({ token }) => [listRequest(token, 0)],
  read: (page) => (page.request.kind === 'detail' ? readDetail(page) : readList(page)),
})

const company = (token: string) => `https://api.smartrecruiters.com/v1/companies/${encodeURIComponent(token)}/postings`
const listRequest = (token: string, offset: number): PageRequest => ({
  url: `${company(token)}?limit=${pageSize}&offset=${offset}`,
})

function readList(page: Page) {
  const answer = json(page)
  const rows = answer.list('content')
  const total = answer.number('totalFound')
  const read = answer.number('offset') + rows.length
  const { token } = page.board
  const found = harvest(rows, (row) => posting(row, token))
  const next = found.postings.map((each) =>
    detailRequest(`${company(token)}/${encodeURIComponent(each.externalId)}`, each),
  )
  if (rows.length > 0 && read < total) next.unshift(listRequest(token, read))
  return { ...found, next, total, end: read >= total }
}

function posting(row: Reader, token: string): RawPosting {
  const place = row.maybeObject('location')
  const parts = ['city', 'region', 'country'].map((key) => place?.maybeText(key) ?? null)
  const flags = { remote: place?.maybeFlag('remote'), hybrid: place?.maybeFlag('hybrid') }
  return {
    externalId: row.text('id'),
    title: row.text('name'),
    company: row.maybeText('company.name'),
    url:
      row.maybeText('postingUrl') ?? `https://jobs.smartrecruiters.com/${encodeURIComponent(token)}/${row.text('id')}`,
    locations: [place?.maybeText('fullLocation') ?? parts.filter((part) => part !== null).join(', ')],
    countries: [place?.maybeText('country')],
    workplace: flags.hybrid ? 'hybrid' : flags.remote ? 'remote' : null,
    employment: row.maybeText('typeOfEmployment.label') ?? row.maybeText('typeOfEmployment.id'),
    department: row.maybeText('department.label'),
    publishedAt: row.maybeText('releasedDate'),
    language: row.maybeText('language.code'),
  }
}

function readDetail(page: Page) {
  const answer = json(page)
  const sections = answer.object('jobAd').object('sections')
  const text = (key: string) => sections.maybeText(`${key}.text`)
  const salary = answer.maybeObject('compensation.salary')
  return detailOf(page, {
    url: answer.maybeText('postingUrl'),
    roleParts: [text('jobDescription'), text('qualifications')],
    companyParts: [text('companyDescription'), text('additionalInformation')],
    pay:
      salary &&
      payOf(
        salary.maybeNumber('min'),
        salary.maybeNumber('max'),
        salary.maybeText('currency'),
        payPeriod(salary.maybeText('period')),
      ),
  })
}
