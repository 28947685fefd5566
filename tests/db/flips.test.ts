import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seeded } from '../support/faultd.ts'
import { fill } from '../support/filled.ts'
import { flipper } from '../support/flips.ts'
import { emptyStore, scratchFolder } from '../support/store.ts'

test('E9: whichever single bit of the file is turned over, no answer changes unnoticed', async () => {
  const folder = scratchFolder()
  const path = join(folder, 'store.sqlite')
  const store = await emptyStore(path)
  await fill(store, 4, 40)
  await store.close()
  const { bits, flip } = flipper(path, join(folder, 'flipped.sqlite'))
  const random = seeded(9)
  const missed: number[] = []
  let changed = 0
  for (let turn = 0; turn < 50; turn++) {
    const bit = Math.floor(random() * bits)
    const how = await flip(bit)
    if (how !== 'silent') changed += 1
    if (how === 'missed') missed.push(bit)
  }
  expect(missed).toEqual([])
  expect(changed).toBeGreaterThan(8)
})
