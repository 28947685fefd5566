import { boardHost } from './kit/address.ts'
import { harvest } from './kit/harvest.ts'
import { json, type Reader } from './kit/reading.ts'
import { type XmlReader, xml } from './kit/reading-xml.ts'
import { defineScraper, type Page, type RawPosting } from './kit/scraper.ts'

const pageSize = 100
const workplaces: Record<string, RawPosting['workplace']> = { none: 'onsite', hybrid: 'hybrid', fully: 'remote' }

// A feed in pages of a hundred; a page that is not full is the last. Companies in North America are written
// `teamtailor:acme.na`. With the setting `feed: json` the JSON feed is read, which only some companies serve.
export default defineScraper({
  source: {
    id: 'teamtailor',
    title: 'Teamtailor',
    homepage: 'https://www.teamtailor.com',
    access: 'feed',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://support.teamtailor.com/',
      asks: 'no training of models on the text (robots.txt: ai-train=no)',
    },
    robots: 'obey',
    byDefault: true,
    settings: {
      host: { about: 'The host of a board that lives under another name than its own.', kind: 'text' },
      feed: { about: 'The feed that is read; rss unless said.', kind: 'text', choices: ['rss', 'json'] },
    },
  },

  start: (board) => {
    const jobs = `https://${boardHost(board, 'teamtailor.com')}/jobs`
    return [{ url: board.settings['feed'] === 'json' ? `${jobs}.json` : `${jobs}.rss?offset=0&per_page=${pageSize}` }]
  },
  read: (page) => (new URL(page.request.url).pathname.endsWith('.json') ? readJson(page) : readRss(page)),
})

function readRss(page: Page) {
  const channel = xml(page, 'rss').element('channel')
  const company = channel.maybeText('title')
  const items = channel.list('item')
  const offset = Number(new URL(page.request.url).searchParams.get('offset'))
  const full = items.length >= pageSize
  const following = page.request.url.replace(/offset=\d+/, `offset=${offset + items.length}`)
  return harvest(items, (item) => ({ ...posting(item), company }), {
    next: full ? [{ url: following }] : [],
    end: !full,
  })
}

function posting(item: XmlReader): RawPosting {
  const url = item.text('link')
  const places = item.list('tt:locations.tt:location')
  const named = (place: XmlReader) => [
    place.maybeText('tt:city') ?? place.maybeText('tt:name'),
    place.maybeText('tt:country'),
  ]
  return {
    externalId: numberIn(url) ?? item.text('guid'),
    url,
    title: item.text('title'),
    body: item.maybeText('description'),
    locations: places.map((place) =>
      named(place)
        .filter((part) => part !== null)
        .join(', '),
    ),
    countries: places.map((place) => place.maybeText('tt:country')),
    // `temporary` is a promise about some months, so it says nothing.
    workplace: workplaces[item.maybeText('remoteStatus') ?? ''] ?? null,
    department: item.maybeText('tt:department'),
    publishedAt: item.maybeText('pubDate'),
  }
}

/** The number in `/jobs/8323453-business-analyst` outlives a change of the title. */
const numberIn = (url: string) => /\/jobs\/(\d+)/.exec(url)?.[1] ?? null

function readJson(page: Page) {
  const feed = json(page)
  const company = feed.maybeText('title')
  return harvest(feed.list('items'), (item) => {
    const url = item.text('url')
    const job = item.maybeObject('_jobposting')
    const addresses = job?.maybeList('jobLocation').map((place) => place.maybeObject('address')) ?? []
    const named = (address: Reader | null) =>
      ['addressLocality', 'addressCountry']
        .map((key) => address?.maybeText(key) ?? null)
        .filter((part) => part !== null)
    return {
      externalId: numberIn(url) ?? item.text('id'),
      url,
      title: item.text('title'),
      company,
      body: item.maybeText('content_html') ?? job?.maybeText('description') ?? null,
      locations: addresses.map((address) => named(address).join(', ')),
      countries: addresses.map((address) => address?.maybeText('addressCountry') ?? null),
      publishedAt: item.maybeText('date_published'),
    }
  })
}
