import { describe, expect, test } from 'vitest'
import { harvest } from '../../../scrapers/kit/harvest.ts'
import { html, json, Reader, ShapeError } from '../../../scrapers/kit/reading.ts'
import { xml } from '../../../scrapers/kit/reading-xml.ts'
import type { Page } from '../../../scrapers/kit/scraper.ts'

const page = (body: string): Page => ({
  request: { url: 'https://api.example.com/jobs?key=secret' },
  url: 'https://api.example.com/jobs?key=secret',
  body,
  board: { token: 'acme', employer: null, settings: {} },
})

describe('a reader of JSON', () => {
  const job = new Reader(
    { id: 7, title: ' ', place: { name: 'Berlin' }, none: null, pay: '60000.00', tags: ['a', null, ''], on: 1 },
    'jobs[0]',
  )

  test('reads what is there and allows what may be missing', () => {
    expect(job.text('id')).toBe('7')
    expect(job.text('place.name')).toBe('Berlin')
    expect(job.maybeText('title')).toBeNull()
    expect(job.maybeText('none.name')).toBeNull()
    expect(job.maybeText('absent.deep')).toBeNull()
    expect(job.number('pay')).toBe(60000)
    expect(job.texts('tags')).toEqual(['a'])
    expect(job.maybeFlag('on')).toBe(true)
    expect(job.maybeList('absent')).toEqual([])
    expect(job.maybeText('constructor')).toBeNull()
    expect(job.maybeText('__proto__')).toBeNull()
  })

  test.each([
    [() => job.text('title'), 'jobs[0].title: expected text, found empty text'],
    [() => job.text('absent'), 'jobs[0].absent: expected text, found nothing'],
    [() => job.maybeText('place'), 'jobs[0].place: expected text or nothing, found an object'],
    [() => job.list('place'), 'jobs[0].place: expected a list, found an object'],
    [() => job.maybeText('id.name'), 'jobs[0].id.name: expected an object around "name", found nothing'],
    [() => job.number('title'), 'jobs[0].title: expected a number or nothing, found empty text'],
    [() => job.flag('none'), 'jobs[0].none: expected true or false, found null'],
    [() => job.rows(), 'jobs[0]: expected a list, found an object'],
    [() => json(page('[]')).list('jobs'), 'https://api.example.com/jobs: expected an object, found a list'],
    [() => html(page('{}')), 'https://api.example.com/jobs: expected an HTML page, found the text "{}"'],
  ])('says where, what it expected and what it found', (read, message) => {
    expect(read).toThrow(
      new ShapeError(message.slice(0, message.indexOf(': ')), message.slice(message.indexOf(': ') + 2)),
    )
  })

  test('never repeats the keys of an address', () => {
    expect(() => json(page('<html>'))).toThrow(/^https:\/\/api\.example\.com\/jobs: expected JSON/)
  })
})

describe('a reader of XML', () => {
  test('reads direct children, CDATA, entities and attributes', () => {
    const root = xml(
      page(
        '\ufeff<?xml version="1.0"?><r><p id="1"><n>A &amp; B</n><d><n>not this</n><v><![CDATA[<b>x</b>]]></v></d><e/></p></r>',
      ),
      'r',
    )
    const [p] = root.list('p')
    expect(p?.text('n')).toBe('A & B')
    expect(p?.text('d.v')).toBe('<b>x</b>')
    expect(p?.maybeText('e')).toBeNull()
    expect(p?.attribute('id')).toBe('1')
    expect(() => p?.text('absent')).toThrow('r/p[0]/absent: expected text, found nothing')
    expect(() => root.element('q')).toThrow('r/q: expected an element, found nothing')
  })

  test.each([
    ['another document', '<html></html>'],
    ['a document type', '<!DOCTYPE r [<!ENTITY a "b">]><r></r>'],
    ['a document cut short', '<r><p>one</p><p>tw'],
    ['a document without its end', '<r><p>one</p>'],
  ])('refuses %s', (_, body) => {
    expect(() => xml(page(body), 'r')).toThrow(ShapeError)
  })

  test('notices a cut at every byte', () => {
    const body = '<r><p>one</p><p>two</p></r>'
    for (let length = 0; length < body.length; length++) {
      expect(() => xml(page(body.slice(0, length)), 'r')).toThrow(ShapeError)
    }
  })
})

describe('a harvest', () => {
  const rows = (count: number, bad: number) =>
    Array.from(
      { length: count },
      (_, index) => new Reader(index < bad ? {} : { id: index, title: 't' }, `rows[${index}]`),
    )
  const read = (row: Reader) => ({ externalId: row.text('id'), title: row.text('title') })

  test('counts a bad row with its reason and keeps the others', () => {
    const { postings, rejects } = harvest(rows(10, 2), read)
    expect(postings).toHaveLength(8)
    expect(rejects).toEqual(['rows[0].id: expected text, found nothing', 'rows[1].id: expected text, found nothing'])
  })

  test('says that the source changed when more than a fifth of the rows is bad', () => {
    expect(() => harvest(rows(10, 3), read)).toThrow(/3 of 10 could not be read, first rows\[0\]\.id/)
  })

  test('makes one posting of rows with one id, in all their places', () => {
    const { postings } = harvest(
      [
        {
          externalId: '1',
          title: 'A',
          locations: ['Berlin'],
          countries: ['DE'],
          workplace: 'remote' as const,
          department: null,
        },
        {
          externalId: '1',
          title: 'A',
          locations: ['Paris'],
          countries: ['FR'],
          workplace: 'onsite' as const,
          department: 'R&D',
        },
        { externalId: '2', title: 'B' },
      ],
      (row) => row,
    )
    expect(postings).toEqual([
      {
        externalId: '1',
        title: 'A',
        locations: ['Berlin', 'Paris'],
        countries: ['DE', 'FR'],
        workplace: 'unspecified',
        department: 'R&D',
      },
      { externalId: '2', title: 'B' },
    ])
  })

  test('passes on an error of the reader itself', () => {
    expect(() =>
      harvest([1], () => {
        throw new TypeError('bug')
      }),
    ).toThrow(TypeError)
  })
})
