import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { scrapers } from '../../scrapers/index.ts'
import { ShapeError } from '../../scrapers/kit/reading.ts'
import type { Scraper } from '../../scrapers/kit/scraper.ts'
import { bodyOf, type Fixture, fixtures, fixturesOf, pageOf, postingsOf } from '../support/contract.ts'

const foreign = [
  '',
  'null',
  '{}',
  '{"error":"not found"}',
  '"a text"',
  '{"jobs":',
  '<html><head><title>Just a moment...</title></head><body></body></html>',
  '<!doctype html><html><body><h1>Scheduled maintenance</h1></body></html>',
]

describe('the list of sources', () => {
  test('names every file of the folder, once, under its own name', () => {
    const files = readdirSync(new URL('../../scrapers/', import.meta.url))
      .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
      .map((file) => file.slice(0, -3))
    expect(scrapers.map(({ source }) => source.id).sort()).toEqual(files.sort())
  })

  test('has a folder of fixtures for every source, and none without a source', () => {
    const folders = readdirSync(fixtures, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && fixturesOf(entry.name).length > 0)
      .map((entry) => entry.name)
    expect(folders.sort()).toEqual(scrapers.map(({ source }) => source.id).sort())
  })
})

describe.each(scrapers.map((scraper): [string, Scraper] => [scraper.source.id, scraper]))('%s', (id, scraper) => {
  const { source } = scraper
  const known = fixturesOf(id)

  test('says whose it is, what it asks of its readers, and why it is off where it is off', () => {
    expect(source.title).not.toBe('')
    expect(source.homepage).toMatch(/^https:\/\//)
    expect(source.terms.url).toMatch(/^https:\/\//)
    expect(source.terms.asks).not.toBe('')
    if (source.robots === 'documented-api') expect(source.documentation).toMatch(/^https:\/\//)
    if (!source.byDefault) expect(source.offBecause).toMatch(/\w+ \w+/)
    if (source.endsOn !== undefined) expect(source.endsOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  test.each(known.map((fixture): [string, Fixture] => [fixture.shows, fixture]))('reads %s', async (_, fixture) => {
    const page = Object.freeze(pageOf(scraper, fixture, bodyOf(id, fixture)))

    const harvest = scraper.read(page)
    const postings = postingsOf(scraper, fixture, harvest)

    const ids = postings.map((posting) => posting.externalId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const posting of postings) {
      expect(posting.externalId).not.toBe('')
      expect(posting.title).not.toBe('')
      expect(posting.url).toMatch(/^https?:\/\//)
    }
    for (const request of harvest.next) expect(request.url).toMatch(/^https:\/\//)
    expect(scraper.read(page)).toEqual(harvest)
    const { rejects, next, total, end } = harvest
    await expect(JSON.stringify({ postings, rejects, next, total, end }, null, 2) + '\n').toMatchFileSnapshot(
      `../fixtures/${id}/${fixture.file}.expected`,
    )
  })

  test('shows at least one posting with its text', () => {
    const texts = known.flatMap((fixture) =>
      postingsOf(scraper, fixture, scraper.read(pageOf(scraper, fixture, bodyOf(id, fixture)))).map(
        ({ text }) => text?.role ?? '',
      ),
    )
    expect(texts.some((text) => text !== '')).toBe(true)
  })

  test.each(foreign)('reports a page that is not its own: %j', (body) => {
    // Hacker News answers the bare word null for a comment that is gone.
    const asked = body === 'null' ? known.filter(({ request }) => request?.kind !== 'detail') : known
    for (const fixture of asked) expect(() => scraper.read(pageOf(scraper, fixture, body))).toThrow(ShapeError)
  })

  test('reports an answer whose fields got other names, instead of fewer postings', () => {
    for (const fixture of known) {
      const body = bodyOf(id, fixture)
      if (!/^\ufeff?\s*[[{]/.test(body)) continue
      const answer: unknown = JSON.parse(body.replace(/^\ufeff/, ''))
      if (scraper.read(pageOf(scraper, fixture, body)).postings.length === 0) continue
      expect(() => scraper.read(pageOf(scraper, fixture, JSON.stringify(renamed(answer))))).toThrow(ShapeError)
    }
  })

  test('reports an answer that was cut in the middle', () => {
    for (const fixture of known) {
      const body = bodyOf(id, fixture)
      // Only JSON and XML show where they end.
      if (/<(?:!doctype )?html/i.test(body) || !/^[\s\ufeff]*[[{<]/.test(body)) continue
      expect(() => scraper.read(pageOf(scraper, fixture, body.slice(0, body.length * 0.6)))).toThrow(ShapeError)
    }
  })
})

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [`${key}_v2`, renamed(each)]))
}
