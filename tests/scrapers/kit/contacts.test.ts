import { expect, test } from 'vitest'
import { withoutContacts } from '../../../scrapers/kit/scrub.ts'

test.each([
  ['Write to jobs@mills.example or jobs [at] mills [dot] example.', 'Write to [e-mail] or [e-mail].'],
  ['Call +32 9 123 45 67 now', 'Call [telephone] now'],
  ['Call (555) 010-0199', 'Call [telephone]'],
  [
    '$150,000 - $190,000, 2026-11-24, 10 000 000 users, CUDA 12.4.1',
    '$150,000 - $190,000, 2026-11-24, 10 000 000 users, CUDA 12.4.1',
  ],
  ['@torch.compile and torch.nn', '@torch.compile and torch.nn'],
])('%j is stored as %j', (text, stored) => {
  expect(withoutContacts(text)).toBe(stored)
})
