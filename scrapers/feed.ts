import { UserError } from '../src/domain.ts'
import { workplaceOf } from './kit/employment.ts'
import { harvest } from './kit/harvest.ts'
import { payFromText } from './kit/pay.ts'
import { pathOf, unlike } from './kit/reading.ts'
import { type XmlReader, xml } from './kit/reading-xml.ts'
import { defineScraper, type RawPosting } from './kit/scraper.ts'

/** The names under which feeds write each field, the likeliest first: Indeed's, then those of RSS and its relatives. */
const names = {
  id: ['requisitionid', 'referencenumber', 'guid', 'id', 'link', 'url'],
  url: ['url', 'link'],
  title: ['title', 'name'],
  company: ['company'],
  body: ['description', 'body'],
  place: ['location'],
  city: ['city'],
  state: ['state'],
  country: ['country'],
  date: ['date', 'pubDate'],
  pay: ['salary'],
  employment: ['jobtype'],
  department: ['category'],
  workplace: ['remotetype'],
} as const
type Field = keyof typeof names

// One document in the manner of Indeed's: <source> with a <job> for each place of a job, which share its requisition. Feeds
// with other names say so in their settings.
export default defineScraper({
  source: {
    id: 'feed',
    title: 'XML feeds of jobs',
    homepage: 'https://docs.indeed.com/indeed-apply/xml-feed',
    access: 'feed',
    coverage: 'complete',
    every: 'day',
    terms: {
      url: 'https://docs.indeed.com/indeed-apply/xml-feed',
      asks: 'what each site asks; its robots.txt is obeyed',
    },
    robots: 'obey',
    byDefault: true,
    settings: {
      address: { about: 'Where the feed is.', kind: 'address', required: true },
      root: { about: 'Its outermost element; "source" unless said.', kind: 'text' },
      item: { about: 'The element of a job, "channel.item" in RSS; "job" unless said.', kind: 'text' },
      names: {
        about: 'The elements of fields that have other names there.',
        kind: 'selectors',
        choices: Object.keys(names),
      },
    },
  },

  start: ({ token, settings }) => {
    const { address } = settings
    if (typeof address !== 'string')
      throw new UserError(`"feed:${token}" needs the "address" of the feed in its settings`)
    return [{ url: address }]
  },

  read: (page) => {
    const {
      root = 'source',
      item = 'job',
      names: own = {},
    } = page.board.settings as {
      root?: string
      item?: string
      names?: Partial<Record<Field, string>>
    }
    const document = xml(page, root)
    const jobs = document.list(item)
    const others = jobs.length > 0 ? [] : document.holders().filter((name) => !item.startsWith(`${name}.`))
    if (others[0] !== undefined) throw unlike(`${pathOf(page)} <${root}>`, `elements <${item}>`, `<${others[0]}>`)
    return harvest(jobs, (job) => posting(job, own))
  },
})

function posting(job: XmlReader, own: Partial<Record<Field, string>>): RawPosting {
  const said = (field: Field) =>
    [own[field] ?? names[field]].flat().reduce<string | null>((found, name) => found ?? job.maybeText(name), null)
  const insist = (field: Field) => said(field) ?? job.text(own[field] ?? names[field][0])
  const parts = [said('city'), said('state'), said('country')].filter((part) => part !== null)
  return {
    externalId: insist('id'),
    url: insist('url'),
    title: insist('title'),
    company: said('company'),
    body: said('body'),
    locations: [parts.length > 0 ? parts.join(', ') : said('place')],
    countries: [said('country')],
    workplace: workplaceOf(said('workplace')),
    employment: said('employment'),
    department: said('department'),
    pay: payFromText(said('pay')),
    publishedAt: said('date'),
  }
}
