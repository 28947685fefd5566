import { expect, test } from 'vitest'
import { type CollectedBoard, collectedText } from '../../src/report/collected.ts'

const failed = (board: string, host: string, reason: string): CollectedBoard => ({
  ...{ board, host, reason, outcome: 'failed', unchanged: false, listed: 0, rejects: [] },
  result: { opened: 0, reopened: 0, ended: 0 },
})

test('a run without a network says once for each host what is wrong, and what to do', () => {
  const at = 'api.tide.example'
  const boards = [
    failed('tide:a', at, `https://${at}/boards/a ${at}: the name has no address (ENOTFOUND) (3 tries)`),
    failed(
      'tide:b',
      at,
      `${at} is not asked before 2026-11-24T12:00:00.000Z: ${at}: the name has no address (ENOTFOUND)`,
    ),
    ...Array.from({ length: 9 }, (_, number) =>
      failed(`harbour:${number}`, `h${number}.example`, `h${number}.example: the name has no address (ENOTFOUND)`),
    ),
  ]
  expect(collectedText(boards, boards.length)).toBe(
    [
      'None of 11 boards could be read; nothing was stored as seen and nothing was closed.',
      '  failed: 2 boards on api.tide.example: the name has no address (ENOTFOUND)',
      ...[0, 1, 2, 3, 4, 5, 6].map((number) => `  failed: harbour:${number}: the name has no address (ENOTFOUND)`),
      '  and 2 boards on 2 other hosts; "skilltide status" lists each.',
      'Check the network (a proxy, a firewall, DNS) and run "skilltide collect" again: it asks the boards that are still due.',
    ].join('\n'),
  )
})

test('a run that read some boards gives the totals first, then what went wrong', () => {
  const good: CollectedBoard = {
    ...{ board: 'tide:a', host: 'a.example', reason: null, outcome: 'complete', unchanged: false },
    ...{ listed: 1200, rejects: ['x'] },
    result: { opened: 3, reopened: 1, ended: 2 },
  }
  const still = { ...good, unchanged: true, listed: 30, rejects: [], result: { opened: 0, reopened: 0, ended: 0 } }
  expect(collectedText([good, still, failed('tide:b', 'a.example', 'the list is no list')], 3)).toBe(
    [
      '2 of 3 boards read whole: 1,230 postings, 3 first seen, 1 back, 2 ended.',
      'Unchanged since they were read before, as their sources say: 1 board.',
      '1 row could not be read; "skilltide status" names them by board.',
      '  failed: tide:b: the list is no list',
      'Their figures stay as they were, flagged with their age. "skilltide status" says what to do for each.',
    ].join('\n'),
  )
})
