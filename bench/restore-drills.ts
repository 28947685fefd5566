/** Restores: many drills of a small store in both forms, each compared row by row; and one large store against the clock. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../db/open.ts'
import { copyStore, writePortable } from '../jobs/backup.ts'
import { restoreStore } from '../jobs/restore.ts'
import { addDays, day } from '../src/days.ts'
import { fill, lastDay } from '../tests/support/filled.ts'
import { random } from '../tests/support/market.ts'
import { board, noon, posting, snapshot } from '../tests/support/store.ts'

const now = Date.now

/** `restore-drills [drills=100] [megabytes of the large store=1024]`. */
export default async function measure([drills = '100', megabytes = '1024']: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-restore-'))
  try {
    return [await small(folder, Number(drills)), await large(folder, Number(megabytes))].join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Between two drills the store moves on: each copies another state, half of them as a file, half as lines. */
async function small(folder: string, drills: number): Promise<string> {
  const store = await openStore(join(folder, 'small.sqlite'), { now })
  await fill(store, 4, 30)
  let equal = 0
  let sound = 0
  for (let drill = 0; drill < drills; drill++) {
    const on = addDays(lastDay, drill + 1)
    const listed = Array.from({ length: 20 + (drill % 11) }, (_, at) =>
      posting(`d${drill % 7}-${at}`, { employer: 'tide-0' }),
    )
    await store.storeSnapshot(snapshot('greenhouse:tide0', on, 'complete', listed), noon(on))
    const wanted = JSON.stringify(await store.contents())
    const copy = join(folder, drill % 2 === 0 ? `copy-${drill}.sqlite` : `copy-${drill}.jsonl.gz`)
    await (drill % 2 === 0 ? copyStore(store, copy) : writePortable(store, copy))
    const to = join(folder, `restored-${drill}.sqlite`)
    await restoreStore(copy, to, { now })
    const restored = await openStore(to, { readOnly: true, now })
    if (JSON.stringify(await restored.contents()) === wanted) equal += 1
    if ((await restored.verify()).length === 0) sound += 1
    await restored.close()
    for (const path of [copy, `${copy}.sha256`, to, `${to}-shm`, `${to}-wal`]) rmSync(path, { force: true })
  }
  await store.close()
  return `${drills} drills, half from copies and half from portable lines: ${equal} equal to the source in every table, ${sound} sound in every row`
}

async function large(folder: string, megabytes: number): Promise<string> {
  const path = join(folder, 'large.sqlite')
  const store = await openStore(path, { now })
  const next = random(3)
  const word = () => Math.floor(next() * 2 ** 32).toString(36)
  let bytes = 0
  for (let turn = 0; bytes < megabytes * 1_048_576; turn++) {
    const id = `greenhouse:big${turn}`
    const on = day('2026-11-01')
    await store.registerBoards([board(id)], on)
    const postings = Array.from({ length: 1000 }, (_, at) =>
      posting(`${turn}-${at}`, {
        employer: `big-${turn}`,
        text: { role: Array.from({ length: 700 }, word).join(' '), company: '' },
      }),
    )
    await store.storeSnapshot(snapshot(id, on, 'complete', postings), noon(on))
    bytes = statSync(path).size
  }
  const lines: string[] = []
  const timed = async (what: string, work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    lines.push(`  ${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`)
  }
  const copy = join(folder, 'large-copy.sqlite')
  await timed('copy while in use, with checksum', () => copyStore(store, copy))
  await store.close()
  await timed('restore, checked by checksum', () => restoreStore(copy, join(folder, 'large-1.sqlite'), { now }))
  rmSync(join(folder, 'large-1.sqlite'))
  await timed('restore, every row checked', () =>
    restoreStore(copy, join(folder, 'large-2.sqlite'), { now, everyRow: true }),
  )
  return [`a store of ${(statSync(path).size / 1_048_576).toFixed(0)} MB:`, ...lines].join('\n')
}
