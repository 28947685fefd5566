/** Single bits flipped in a store's file: how many of those that change an answer verify notices. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../db/open.ts'
import { seeded } from '../tests/support/faultd.ts'
import { fill } from '../tests/support/filled.ts'
import { type Found, flipper } from '../tests/support/flips.ts'

/** `store-flips [flips that change an answer=1000] [seed=1] [boards in the store=20]` */
export default async function measure([count = '1000', seed = '1', boards = '20']: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-flips-'))
  const path = join(folder, 'store.sqlite')
  try {
    const store = await openStore(path, { now: Date.now })
    await fill(store, Number(boards), 40)
    await store.close()
    const { bits, flip } = flipper(path, join(folder, 'flipped.sqlite'))
    const random = seeded(Number(seed))
    const found: Record<Found, number> = {
      ...{ silent: 0, 'at opening': 0, 'by integrity_check': 0, 'by verify': 0, missed: 0 },
    }
    const missed: string[] = []
    let flips = 0
    while (flips - found.silent < Number(count)) {
      flips += 1
      const bit = Math.floor(random() * bits)
      const how = await flip(bit)
      found[how] += 1
      if (how === 'missed') missed.push(`  missed: bit ${bit}`)
    }
    return [
      `${flips} flips in a store of ${(bits / 8e6).toFixed(1)} MB, until ${count} changed an answer`,
      `  changed nothing that is kept        ${found.silent}`,
      `  refused at opening                  ${found['at opening']}`,
      `  named by verify                     ${found['by integrity_check'] + found['by verify']}`,
      `    of these also by integrity_check  ${found['by integrity_check']}`,
      `  missed                              ${found.missed}`,
      ...missed,
    ].join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
