import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvHead, csvLines, csvText, exactNumber } from '../../src/report/csv.ts'
import type { Row } from '../../src/report/datasets.ts'
import { formulas, hostileText } from '../support/hostile.ts'
import { notes } from '../support/notes.ts'
import { parseCsv } from '../support/parse-csv.ts'
import { suite } from '../support/suites.ts'

const csvOf = (rows: Row[], options = {}) => csvHead(notes, options) + csvLines(notes, rows, options)
const lineOf = (text: string): Row => ({ text, number: 0.1, last: 'end' })

/** What a spreadsheet sees at the start of a cell after what it skips. */
const carriesOut = (cell: string) => /^[\s"\u00a0\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell)

describe('G7: no text of others is a formula in a spreadsheet', () => {
  test.each(formulas)('%j', (formula) => {
    const [, row] = parseCsv(csvOf([lineOf(formula)]))
    expect(carriesOut(row![0]!)).toBe(false)
    expect(row).toHaveLength(3)
  })

  test('whatever it is put together of (2,000 generated)', () => {
    const starts = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', ' ', '"', "'", '＝', '\u00a0', '\ufeff', '\n')
    fc.assert(
      fc.property(fc.tuple(starts, starts, hostileText), (parts) => {
        const [, row] = parseCsv(csvOf([lineOf(parts.join(''))]))
        expect(carriesOut(row![0]!)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  test('of the public payload list', () => {
    const list = suite('csv-injection-payloads', 'Intruder', 'csv-payload.txt')
    if (list === null) return
    const payloads = list.split('\n').filter((line) => line !== '')
    expect(payloads.length).toBeGreaterThan(0)
    for (const [, row] of payloads.map((payload) => parseCsv(csvOf([lineOf(payload)])))) {
      expect(carriesOut(row![0]!)).toBe(false)
    }
  })

  test('while numbers stay exact, and never become texts', () => {
    const values = [-2, 0.1 + 0.2, 1e-7, 1e21, 123456789.123456, -0.000001234]
    const rows = parseCsv(csvOf(values.map((number) => ({ text: 'a', number, last: 'end' })))).slice(1)
    expect(rows.map((row) => row[1])).toEqual([
      '-2',
      '0.30000000000000004',
      '0.0000001',
      '1000000000000000000000',
      '123456789.123456',
      '-0.000001234',
    ])
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(exactNumber(value)).not.toMatch(/e/)
        expect(Object.is(Number(exactNumber(value)), value === 0 ? 0 : value)).toBe(true)
      }),
    )
  })

  test('and --raw gives it as it came, which is what it gives up', () => {
    expect(parseCsv(csvOf([lineOf('=1+1')], { raw: true }))[1]![0]).toBe('=1+1')
  })

  test('by taking off one apostrophe a program has the text again', () => {
    const plain = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/\p{Cs}|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/u.test(text))
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom('', '=', "'", '-'), plain), (parts) => {
        const text = parts.join('')
        expect(csvText(text).replace(/^'/, '')).toBe(text)
      }),
    )
  })
})

describe('G8: quoting after RFC 4180', () => {
  test('gives back every row that went in, whatever its text holds', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 20 }), (texts) => {
        const rows = parseCsv(csvOf(texts.map(lineOf)))
        expect(rows.slice(1)).toEqual(texts.map((text) => [csvText(text), '0.1', 'end']))
      }),
      { numRuns: 300 },
    )
  })

  test('reads back what csv-spectrum holds', () => {
    if (suite('csv-spectrum', 'package.json') === null) return
    const folder = resolve(import.meta.dirname, '../../../shared/suites/csv-spectrum')
    const files = readdirSync(join(folder, 'json'))
    expect(files).toHaveLength(12)
    for (const file of files) {
      const read = JSON.parse(readFileSync(join(folder, 'json', file), 'utf8')) as Record<string, string>[]
      const records = Array.isArray(read) ? read : [read as Record<string, string>]
      const names = Object.keys(records[0] ?? {})
      const columns = names.map((name) => ({ name, type: 'text' as const, about: '' }))
      const dataset = { ...notes, columns }
      const again = parseCsv(csvHead(dataset) + csvLines(dataset, records))
      expect(again).toEqual([names, ...records.map((record) => names.map((name) => csvText(record[name]!)))])
    }
  })

  test('ends every line with CRLF, and begins with a byte order mark only where asked', () => {
    expect(csvOf([lineOf('a')])).toBe('text,number,last\r\na,0.1,end\r\n')
    expect(csvOf([], { bom: true })).toBe('\ufefftext,number,last\r\n')
  })

  test('an empty cell is no value: a number that is not there is never 0', () => {
    expect(csvOf([{ text: 'a', number: null, last: 'end' }])).toBe('text,number,last\r\na,,end\r\n')
  })
})
