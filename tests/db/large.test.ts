/** Stores larger than the page that SQLite locks by (at 1 GiB) and than 32 bits can count: sparse files, so that no disk is filled. */
import { closeSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import { addDays } from '../../src/days.ts'
import { edition, fill, lastDay } from '../support/filled.ts'
import { board, emptyStore, noon, posting, scratchFolder, snapshot } from '../support/store.ts'

const pageSize = 4096
const lockPage = 2 ** 30 / pageSize + 1

/**
 * Makes the file `pages` long by free pages that are holes: all that SQLite needs is the list of them. The last ones are
 * taken first, so that new rows lie at the end of the file and around the lock page.
 */
function grow(path: string, pages: number): void {
  const file = openSync(path, 'r+')
  const head = Buffer.alloc(100)
  readSync(file, head, 0, 100, 0)
  const [from, trunk, known] = [head.readUInt32BE(28), head.readUInt32BE(32), head.readUInt32BE(36)]
  const free = Array.from({ length: pages - from }, (_, at) => from + 1 + at).filter((page) => page !== lockPage)
  let next = trunk
  const perTrunk = pageSize / 4 - 8
  for (let at = 0; at < free.length; at += perTrunk + 1) {
    const [own, ...leaves] = free.slice(at, at + perTrunk + 1)
    const page = Buffer.alloc(pageSize)
    page.writeUInt32BE(next, 0)
    page.writeUInt32BE(leaves.length, 4)
    for (const [index, leaf] of leaves.entries()) page.writeUInt32BE(leaf, 8 + 4 * index)
    writeSync(file, page, 0, pageSize, (own! - 1) * pageSize)
    next = own!
  }
  head.writeUInt32BE(pages, 28)
  head.writeUInt32BE(next, 32)
  head.writeUInt32BE(known + free.length, 36)
  writeSync(file, head, 0, 100, 0)
  ftruncateSync(file, pages * pageSize)
  closeSync(file)
}

/** Pages of a stretch that hold anything. */
function written(path: string, from: number, to: number): number {
  const bytes = Buffer.alloc((to - from) * pageSize)
  const file = openSync(path, 'r')
  readSync(file, bytes, 0, bytes.length, from * pageSize)
  closeSync(file)
  return Array.from({ length: to - from }, (_, at) => bytes.subarray(at * pageSize, (at + 1) * pageSize)).filter(
    (page) => page.some((byte) => byte !== 0),
  ).length
}

test.each([
  ['just above 1 GiB, over the page that locks are taken on', lockPage + 600],
  ['above 4 GiB', Math.ceil((4.2 * 2 ** 30) / pageSize)],
])('E17: a store %s is written, read, counted and verified like any other', async (_, pages) => {
  const path = join(scratchFolder(), 'store.sqlite')
  const small = await emptyStore(path)
  await fill(small, 2, 10)
  const before = await small.contents()
  await small.close()
  grow(path, pages)

  const store = await emptyStore(path)
  expect(await store.contents()).toEqual(before)
  await store.registerBoards([board('lever:large')], lastDay)
  const words = 'The sea is wide and the river long. '
  const text = (at: number) => ({
    role: Array.from({ length: 400 }, (_, turn) => `${words}${at * 7919 + turn * 104_729}`).join('\n'),
    company: '',
  })
  const listed = Array.from({ length: 300 }, (_, at) => posting(`large-${at}`, { text: text(at) }))
  await store.storeSnapshot(snapshot('lever:large', addDays(lastDay, 1), 'complete', listed), noon(addDays(lastDay, 1)))
  await store.close()
  expect(statSync(path).size).toBe(pages * pageSize)
  expect(written(path, pages - 500, pages)).toBeGreaterThan(100)

  const again = await openStore(path, { now: () => noon(lastDay), readOnly: true })
  expect(await again.verify()).toEqual([])
  expect((await again.size()).postings).toBe(330)
  expect((await again.posting('lever:large', 'large-299'))!.text).toEqual(text(299))
  expect((await again.untagged(edition, 0, 1000)).length).toBe(300)
  await again.close()
})
