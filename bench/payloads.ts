/** Reads every real payload of ../shared/data/payloads with its scraper: what came out, field by field. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { scrapers } from '../scrapers/index.ts'
import { normalize } from '../scrapers/kit/normalize.ts'
import type { Harvest, Page, PageRequest, Scraper } from '../scrapers/kit/scraper.ts'
import { day } from '../src/days.ts'
import type { Posting } from '../src/domain.ts'

const folder = new URL('../../shared/data/payloads/', import.meta.url)
const today = day('2026-11-24')

/** Settings and tokens that a payload's board needs where its name alone does not do. */
const boards: Record<string, { token?: string; settings?: Record<string, unknown> }> = {
  'workday/': { token: 'acme/wd5/External' },
  'teamtailor/career_teamtailor_jobs.json': { settings: { feed: 'json' } },
  'rippling/v2_list.json': { settings: { list: 'v2' } },
  'adzuna/': { token: 'in' },
  'jsonld/': { settings: { listing: 'https://careers.example.com/jobs' } },
}
/** Pages of one posting. */
const details = /detail|position_jsonld|^jsonld\//

const fields: [string, (posting: Posting) => boolean][] = [
  ['url', (posting) => posting.url !== null],
  ['title', (posting) => posting.title !== ''],
  ['role', (posting) => (posting.text?.role ?? '') !== ''],
  ['co.text', (posting) => (posting.text?.company ?? '') !== ''],
  ['places', (posting) => posting.locations.length > 0],
  ['country', (posting) => posting.countries.length > 0],
  ['where', (posting) => posting.workplace !== 'unspecified'],
  ['form', (posting) => posting.employment !== null],
  ['dept', (posting) => posting.department !== null],
  ['pay', (posting) => posting.pay !== null],
  ['date', (posting) => posting.publishedOn !== null],
]

export default async function payloads(args: string[]): Promise<string> {
  if (!existsSync(folder)) return 'skipped: no shared data'
  const only = args.filter((arg) => !arg.startsWith('-'))
  const header = ['source/file', 'postings', 'rejects', 'next', 'total', ...fields.map(([name]) => name)]
  const rows = [header]
  const notes: string[] = []
  for (const source of readdirSync(folder).filter((name) => !name.includes('.'))) {
    const scraper = scrapers.find((each) => each.source.id === source)
    for (const file of readdirSync(new URL(`${source}/`, folder))) {
      const name = `${source}/${file}`
      if (only.length > 0 && !only.some((each) => name.startsWith(each))) continue
      if (scraper === undefined) {
        rows.push([name, 'no scraper'])
        continue
      }
      try {
        for (const [label, harvest] of read(scraper, name, readFileSync(new URL(name, folder), 'utf8'))) {
          const postings = harvest.postings.map((raw) => normalize(raw, scraper.source, board(scraper, name), today))
          rows.push([
            label,
            String(postings.length),
            String(harvest.rejects.length),
            String(harvest.next.length),
            String(harvest.total ?? ''),
            ...fields.map(([, filled]) => String(postings.filter(filled).length)),
          ])
          notes.push(...harvest.rejects.map((reason) => `${label}: ${reason}`))
          if (args.includes('--all')) notes.push(`${label}: ${JSON.stringify(postings, null, 1)}`)
        }
      } catch (error) {
        rows.push([name, error instanceof Error ? `${error.name}: ${error.message}` : String(error)])
      }
    }
  }
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => (row.length > 2 ? (row[column]?.length ?? 0) : 0))),
  )
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
  return [...table, ...notes].join('\n')
}

const board = (scraper: Scraper, name: string) => {
  const own = Object.entries(boards).find(([prefix]) => name.startsWith(prefix))?.[1]
  const token = own?.token ?? 'acme'
  return {
    id: `${scraper.source.id}:${token}`,
    source: scraper.source.id,
    token,
    employer: null,
    settings: own?.settings ?? {},
  }
}

/** A payload may hold a list and a detail in one file, as its collector wrote them. */
function read(scraper: Scraper, name: string, body: string): [string, Harvest][] {
  const address = board(scraper, name)
  const credentials = Object.fromEntries((scraper.source.credentials ?? []).map((key) => [key, 'key']))
  const first = scraper.start(address, credentials)[0]
  if (first === undefined) throw new Error('start() asks for nothing')
  const page = (request: PageRequest, text: string): Page => ({ request, body: text, url: request.url, board: address })
  if (name.startsWith('smartrecruiters/bosch')) {
    const { list_page, detail } = JSON.parse(body) as { list_page: unknown; detail: unknown }
    const list = scraper.read(page(first, JSON.stringify(list_page)))
    const asked = list.next.find((request) => request.kind === 'detail')
    if (asked === undefined) throw new Error('the list asks for no detail')
    return [
      [`${name} list`, list],
      [`${name} detail`, scraper.read(page(asked, JSON.stringify(detail)))],
    ]
  }
  if (name.startsWith('hackernews/')) {
    return [[name, scraper.read(page({ url: 'https://hn.algolia.com/api/v1/items/49522897' }, body))]]
  }
  if (!details.test(name)) return [[name, scraper.read(page(first, body))]]
  const context = { externalId: '1', title: 'from the list', url: 'https://example.com/1' }
  return [[name, scraper.read(page({ url: first.url, kind: 'detail', externalId: '1', context }, body))]]
}
