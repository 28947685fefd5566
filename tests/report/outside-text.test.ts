import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutContacts } from '../../src/report/contacts.ts'
import { escapeHtml } from '../../src/report/html-text.ts'
import { jsonText } from '../../src/report/json-text.ts'
import { fileName, linkable } from '../../src/report/links.ts'
import { escapeSequences, hostileText, markup } from '../support/hostile.ts'

test('G2: JSON keeps one value to one line, with nothing in it that a terminal acts on', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const line = jsonText({ title: text })
      expect(line).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b]/)
      expect(JSON.parse(line)).toEqual({ title: text })
    }),
    { numRuns: 1_000 },
  )
  for (const sequence of escapeSequences) expect(jsonText(sequence)).not.toMatch(/[\0-\x1f\x7f-\x9f]/)
})

test('G4: escaped text has no character that opens markup or ends an attribute', () => {
  for (const text of [...markup, ...escapeSequences]) expect(escapeHtml(text)).not.toMatch(/[<>"'`]/)
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'https://user:pass@evil.example/',
  'https://jobs.example/\u0000',
  'https://jobs.example/a b',
  '//evil.example/',
  'blob:https://jobs.example/1',
  'not an address',
  '',
])('G6: %j is no address to link', (url) => {
  expect(linkable(url)).toBeNull()
})

test('G6: only http and https are linked, of anything that is put together of schemes', () => {
  const scheme = fc.constantFrom(
    'javascript',
    'data',
    'vbscript',
    'file',
    'about',
    'blob',
    'http',
    'https',
    'ftp',
    'view-source',
  )
  fc.assert(
    fc.property(
      fc.tuple(fc.constantFrom('', ' ', '\t', '\n', '\x01'), scheme, fc.constantFrom(':', '://', ':\t//'), hostileText),
      (parts) => {
        const linked = linkable(parts.join(''))
        if (linked !== null) expect(linked).toMatch(/^https?:\/\//)
      },
    ),
    { numRuns: 1_000 },
  )
  expect(linkable('https://jobs.example/1?a=b#c')).toBe('https://jobs.example/1?a=b#c')
})

test('G9: a file name is made of our own letters, whatever it is made from', () => {
  const wild = fc.oneof(
    hostileText,
    fc.constantFrom(
      '../',
      '..\\',
      '/etc/passwd',
      'CON',
      'con.txt',
      'nul',
      'LPT1',
      '-rf',
      '.',
      '..',
      '',
      '%2e%2e%2f',
      'a'.repeat(300),
      'C:\\x',
      '~root',
      'COM¹',
    ),
  )
  fc.assert(
    fc.property(fc.array(wild, { minLength: 1, maxLength: 4 }), (parts) => {
      const name = fileName(parts.join(''))
      expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,59}[a-z0-9])?$/)
      expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)$/)
    }),
    { numRuns: 5_000 },
  )
})

test('G9: 23,000 ways to lead out of a folder stay within it', () => {
  const ups = ['../', '..\\', '..%2f', '%2e%2e/', '..%c0%af', '..;/', '....//', '%252e%252e%252f', '.\u0000./', '‥/']
  const ends = [
    'etc/passwd',
    'boot.ini',
    'CON',
    '-rf',
    'NUL.txt',
    '~/.ssh/id',
    '',
    '\u0000',
    'a'.repeat(300),
    '\u202etxt.exe',
  ]
  const starts = ['', '/', 'C:\\', 'file://', '\\\\host\\', './', 'x/', '%00', '?', '#']
  const lines = starts.flatMap((start) =>
    ups.flatMap((up) => ends.flatMap((end) => Array.from({ length: 23 }, (_, deep) => start + up.repeat(deep) + end))),
  )
  expect(lines).toHaveLength(23_000)
  const out = lines.filter((line) => {
    const place = join('/srv/out', `${fileName(line)}.html`)
    return dirname(place) !== '/srv/out' || !/^\/srv\/out\/[a-z0-9][a-z0-9-]*\.html$/.test(place)
  })
  expect(out).toEqual([])
})

test.each([
  ['Write to anna.tide@jobs.example now', 'Write to [address removed] now'],
  ['anna (at) jobs (dot) example', '[address removed]'],
  ['Call +47 22 12 34 56 today', 'Call [number removed] today'],
  ['2026-11-24 to 2026-12-24, 10 000 000 NOK', '2026-11-24 to 2026-12-24, 10 000 000 NOK'],
])('an address or telephone number does not leave the store: %s', (text, left) => {
  expect(withoutContacts(text)).toBe(left)
})
