import { expect, test } from 'vitest'
import { scrapers } from '../../scrapers/index.ts'
import { sourcesPage } from '../../src/report/sources-page.ts'

test('docs/sources.md says what the sources declare', async () => {
  await expect(sourcesPage(scrapers.map(({ source }) => source))).toMatchFileSnapshot('../../docs/sources.md')
})
