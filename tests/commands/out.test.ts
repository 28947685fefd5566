/** Commands that write several files take a folder, and never take the standard output for one. */
import { expect, test } from 'vitest'
import { newPath, refused } from '../support/asking.ts'

test.each([['export', 'figures'], ['export', 'lake'], ['digest'], ['page'], ['render', 'review.md.liquid']])(
  '"%s" refuses "--out -" in a line that says what it takes, before it asks for anything',
  async (...words) => {
    expect(await refused(newPath(), '2026-11-24', ...words, '--out', '-')).toBe(
      '2: --out takes a folder: several files are written, so "-" cannot be it (./- can).',
    )
  },
)
