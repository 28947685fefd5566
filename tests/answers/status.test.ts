/** What the status says of days that nobody speaks for. */
import { expect, test } from 'vitest'
import { statusView } from '../../src/answers/status.ts'
import { day } from '../../src/days.ts'
import { board, emptyStore, noon, posting, snapshot } from '../support/store.ts'

/** A store whose only board is a monthly thread, read whole on one day. */
async function afterThread(asOf: string) {
  const store = await emptyStore(undefined, day(asOf))
  await store.registerBoards([board('hackernews', { every: 'month', coverage: 'sample' })], day('2026-05-31'))
  await store.storeSnapshot(snapshot('hackernews', '2026-05-31', 'complete', [posting('1')]), noon(day('2026-05-31')))
  const view = await statusView({ store, asOf: day(asOf), now: noon(day(asOf)), sources: new Map(), timetable: [] })
  await store.close()
  return view
}

test('a thread speaks for its month and a week beyond, and from then on there is a gap', async () => {
  const then = await afterThread('2026-07-08')
  expect([then.coverage.boardsRead, then.gaps, then.coverage.missing]).toEqual([1, [], []])
  const later = await afterThread('2026-09-20')
  expect([later.coverage.boardsRead, later.gaps, later.coverage.missing]).toEqual([
    0,
    [{ what: 'every board', from: '2026-07-09', to: '2026-09-20', reason: 'no board was read whole lately' }],
    ['1 board was last read whole too long ago to speak for this day: hackernews.'],
  ])
})
