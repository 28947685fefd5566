import { expect, test } from 'vitest'
import { employerKey } from '../../../scrapers/kit/employer.ts'

test.each([
  ['an employer under all the ways its name is written', ['Krea', 'krea.ai', 'Krea AI', 'KREA AI, Inc.'], 'krea'],
  ['its web address', ['https://www.halden.com/jobs', 'Halden.io', 'halden'], 'halden'],
  ['an agency on its behalf', ['Talent Partners on behalf of Halden GmbH', 'Halden via Talent Partners'], 'halden'],
  ['a name that AI is most of', ['x.ai', 'X AI'], 'xai'],
  ['three characters', ['H2O.ai', 'H2O'], 'h2o'],
  ['two characters', ['C3.ai', 'C3 AI'], 'c3ai'],
  ['an institute for it', ['Harbour Institute for AI', 'The Harbour Institute for AI'], 'harbourinstituteforai'],
  ['a word too common to stand alone', ['Open AI', 'OpenAI'], 'openai'],
])('one key for %s', (_, names, key) => {
  expect(names.map(employerKey)).toEqual(names.map(() => key))
})
