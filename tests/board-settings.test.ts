import { expect, test } from 'vitest'
import browser from '../scrapers/browser.ts'
import greenhouse from '../scrapers/greenhouse.ts'
import { checkSettings } from '../src/board-settings.ts'

const good = {
  listing: 'https://careers.example.com/jobs',
  match: ['/jobs/'],
  waitFor: 'a.job',
  selectors: { title: 'h1' },
}

test.each<[Record<string, unknown>, RegExp]>([
  [{ ...good, mach: '/jobs/' }, /browser:mills: there is no setting "mach" for it\. Did you mean "match"\?/],
  [{ ...good, listing: 'http://careers.example.com' }, /"listing" takes an address that begins with https:\/\//],
  [{ ...good, match: [] }, /"match" takes a text or a list of texts, not \[\]/],
  [{ ...good, selectors: { titel: 'h1' } }, /"selectors" has no "titel"\. Did you mean "title"\?/],
  [{ listing: good.listing }, /needs the setting "waitFor": A selector/],
])('the settings %j of a board are refused', (settings, message) => {
  expect(() => checkSettings('browser:mills', browser.source, settings)).toThrow(message)
})

test('right settings pass, and a source without settings takes none', () => {
  expect(checkSettings('browser:mills', browser.source, good)).toBeUndefined()
  expect(() => checkSettings('greenhouse:mills', greenhouse.source, { host: 'x' })).toThrow(/greenhouse take none/)
})
