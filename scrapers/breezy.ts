import { boardHost } from './kit/address.ts'
import { detailOf, detailRequest } from './kit/detail.ts'
import { harvest } from './kit/harvest.ts'
import { isOfType, linkedData } from './kit/json-ld.ts'
import { payFromText } from './kit/pay.ts'
import { html, json, pathOf, Reader, unlike } from './kit/reading.ts'
import { defineScraper, type Page } from './kit/scraper.ts'

// The list has no text; it stands on each posting's page, in one of three ways. A page that a script fills in shows
// placeholders such as %BODY%. A name that is not there redirects to breezy.hr; 403 comes from the edge's limiter.
export default defineScraper({
  source: {
    id: 'breezy',
    title: 'Breezy HR',
    homepage: 'https://breezy.hr',
    access: 'api',
    coverage: 'complete',
    every: 'day',
    terms: { url: 'https://breezy.hr/terms', asks: 'not stated for this address; robots.txt of each host is obeyed' },
    robots: 'obey',
    byDefault: false,
    offBecause: 'the address behind the career pages is not documented, and each posting costs a request',
    settings: { host: { about: 'The host of a board that lives under another name than its own.', kind: 'text' } },
  },

  start: (board) => [{ url: `https://${boardHost(board, 'breezy.hr')}/json` }],
  read: (page) => (page.request.kind === 'detail' ? readDetail(page) : readList(page)),
})

function readList(page: Page) {
  const found = harvest(json(page).rows(), (position) => {
    const all = position.maybeList('locations')
    const places = all.length > 0 ? all : [position.maybeObject('location')]
    const country = position.maybeText('location.country.id')
    return {
      externalId: position.text('id'),
      url: position.text('url'),
      title: position.text('name'),
      company: position.maybeText('company.name'),
      locations: places.map((place) => place?.maybeText('name') ?? null),
      countries: places.map((place) => place?.maybeText('country.id') ?? null),
      workplace: places.some((place) => place?.maybeFlag('is_remote') === true) ? 'remote' : null,
      employment: position.maybeText('type.name'),
      department: position.maybeText('department'),
      pay: payFromText(position.maybeText('salary'), country),
      publishedAt: position.maybeText('published_date'),
    }
  })
  // Only pages of this board's own host are asked for.
  const own = new URL(page.request.url).host
  const next = found.postings
    .filter(({ url }) => url && URL.canParse(url) && new URL(url).host === own)
    .map((each) => detailRequest(each.url!, each))
  return { ...found, next }
}

function readDetail(page: Page) {
  const $ = html(page)
  const fromScript = linkedData(page)
    .nodes.find((each) => isOfType(each, 'JobPosting'))
    ?.maybeText('description')
  const data = $('[data-position]').first().attr('data-position')
  const fromAttribute =
    data === undefined ? null : new Reader(parsed(data), `${pathOf(page)} data-position`).maybeText('description')
  const body = fromScript ?? fromAttribute ?? $('.description').first().html()
  if (!body || /%[A-Z_]{3,}%/.test(body)) throw unlike(pathOf(page), 'the text of the position', body ?? null)
  return detailOf(page, { body })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The next way of finding the text is tried.
    return {}
  }
}
