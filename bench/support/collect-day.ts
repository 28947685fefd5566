/**
 * Run by the measurements in a process of its own: stores one day's list of every board, as collecting does. The lists stand
 * in files of lines as `import` reads them; the boards' own order is that of the files.
 */
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openStore } from '../../db/open.ts'
import { normalize } from '../../scrapers/kit/normalize.ts'
import { dayNumber, maybeDay } from '../../src/days.ts'
import type { Posting } from '../../src/domain.ts'
import { boardOf, known, scrapersById } from '../../src/in-force.ts'

const today = maybeDay(process.env.SKILLTIDE_TODAY ?? '')!
const startedAt = dayNumber(today) * 86_400_000 + 21_600_000
const folder = process.argv[2]!
const store = await openStore(process.env.SKILLTIDE_DB!, { now: () => startedAt })
const told = { boards: 0, postings: 0, opened: 0, ended: 0 }

for (const file of readdirSync(folder).sort()) {
  const lists = new Map<string, Posting[]>()
  for await (const line of createInterface({ input: createReadStream(join(folder, file)) })) {
    const { board: id, externalId, title, company, text, location } = JSON.parse(line) as Record<string, string>
    const list = lists.get(id!) ?? []
    lists.set(id!, list)
    const board = boardOf(id!)
    const { source } = scrapersById.get(board.source)!
    if (externalId === undefined) {
      await store.registerBoards([known(board, source)], today)
      continue
    }
    const raw = { externalId, title: title!, company: company!, body: text!, locations: [location!] }
    list.push(normalize(raw, source, board, today))
  }
  for (const [board, postings] of lists) {
    const snapshot = { board, startedAt, day: today, outcome: postings.length === 0 ? 'empty' : 'complete' } as const
    const { opened, ended } = await store.storeSnapshot(
      { ...snapshot, reason: null, postings, total: null, rejects: [], fills: {}, run: null, origin: 'collected' },
      startedAt,
    )
    told.boards += 1
    told.postings += postings.length
    told.opened += opened
    told.ended += ended
  }
}
await store.close()
console.error(`${told.boards} boards, ${told.postings} listed, ${told.opened} new, ${told.ended} ended`)
