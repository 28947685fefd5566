import { workplaceOf } from './kit/employment.ts'
import { headed } from './kit/escape.ts'
import { harvest } from './kit/harvest.ts'
import { payOf, payPeriod } from './kit/pay.ts'
import { json, type Reader, unlike } from './kit/reading.ts'
import { defineScraper, type PageRequest, type RawPosting } from './kit/scraper.ts'

/** Occupations in which a framework may be asked for: data science, computer science and engineering, IT, mathematics, operations research, statistics. */
const occupations = ['1560', '1550', '0854', '2210', '1520', '1515', '1529', '1530']

const pageSize = 500

/** Which page of which occupation. */
interface Place {
  at: number
  page: number
  headers: Record<string, string>
}

// Occupation by occupation, since a query ends at 10,000 rows; five hundred a page. The announcement's number repeats, so
// the number in the address is the id. Amounts are texts.
export default defineScraper({
  source: {
    id: 'usajobs',
    title: 'USAJOBS',
    homepage: 'https://www.usajobs.gov',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://developer.usajobs.gov/apirequest/',
      asks: 'a key, sent with the e-mail address that it was issued to; name USAJOBS',
    },
    robots: 'documented-api',
    documentation: 'https://developer.usajobs.gov/api-reference/get-api-search',
    singleList: true,
    byDefault: false,
    offBecause: 'robots.txt of data.usajobs.gov disallows everything, while a key is issued for this very use',
    credentials: ['SKILLTIDE_KEY_USAJOBS', 'SKILLTIDE_KEY_USAJOBS_EMAIL'],
    attribution: 'USAJOBS, https://www.usajobs.gov',
    caps: [10_000],
  },

  start: (_, keys) => {
    const headers = {
      'user-agent': keys['SKILLTIDE_KEY_USAJOBS_EMAIL'] ?? '',
      'authorization-key': keys['SKILLTIDE_KEY_USAJOBS'] ?? '',
    }
    return [pageRequest({ at: 0, page: 1, headers })]
  },

  read: (page) => {
    const result = json(page).object('SearchResult')
    const items = result.list('SearchResultItems')
    const place = page.request.context as Place
    const due = Math.min(pageSize, result.number('SearchResultCountAll') - (place.page - 1) * pageSize)
    if (items.length < due) throw unlike(`${result.path}.SearchResultItems`, `${due} announcements`, items.length)
    const morePages = place.page < result.object('UserArea').number('NumberOfPages')
    const next = morePages ? { ...place, page: place.page + 1 } : { ...place, at: place.at + 1, page: 1 }
    const over = next.at >= occupations.length
    return harvest(items, (item) => posting(item.object('MatchedObjectDescriptor')), {
      next: over ? [] : [pageRequest(next)],
      end: over,
    })
  },
})

function pageRequest(place: Place): PageRequest {
  const query = `JobCategoryCode=${occupations[place.at]}&ResultsPerPage=${pageSize}&Page=${place.page}&Fields=full`
  return {
    url: `https://data.usajobs.gov/api/Search?${query}`,
    headers: { ...place.headers, accept: 'application/json' },
    context: place,
    // Some announcements are for several occupations.
    overlaps: true,
  }
}

function posting(job: Reader): RawPosting {
  const url = job.text('PositionURI')
  const places = job.maybeList('PositionLocation')
  const details = job.maybeObject('UserArea')?.maybeObject('Details') ?? null
  const remote = details?.maybeFlag('RemoteIndicator') ?? null
  return {
    externalId: /\/(\d+)(?:[?#]|$)/.exec(url)?.[1] ?? job.text('PositionID'),
    url,
    title: job.text('PositionTitle'),
    company: job.maybeText('OrganizationName') ?? job.maybeText('DepartmentName'),
    roleParts: [
      details?.texts('JobSummary').join('\n'),
      headed('Duties', details?.texts('MajorDuties').join('<br>') || null),
      headed('Qualifications', job.maybeText('QualificationSummary')),
    ],
    locations: places.map((each) => each.maybeText('LocationName')),
    countries: places.map((each) => each.maybeText('CountryCode')),
    workplace: remote === true ? 'remote' : workplaceOf(places[0]?.maybeText('LocationName')),
    employment: job.maybeList('PositionSchedule')[0]?.maybeText('Name') ?? null,
    department: job.maybeList('JobCategory')[0]?.maybeText('Name') ?? null,
    pay: pay(job.maybeList('PositionRemuneration')[0]),
    publishedAt: job.maybeText('PublicationStartDate'),
  }
}

/** "PA" a year, "PH" an hour; older answers write "Per Year". */
const periods: Record<string, string> = { PA: 'year', PH: 'hour', PM: 'month', PW: 'week', PD: 'day', BW: '2 week' }

const pay = (range: Reader | undefined) => {
  const code = range?.maybeText('RateIntervalCode') ?? ''
  return range === undefined
    ? null
    : payOf(
        range.maybeNumber('MinimumRange'),
        range.maybeNumber('MaximumRange'),
        'USD',
        payPeriod(periods[code] ?? code),
      )
}
