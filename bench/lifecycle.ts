/** Generated histories against the plain model: how many boards end with a spell that should not be, or lack one that should. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { openStore } from '../db/open.ts'
import { expected, histories, lived } from '../tests/support/histories.ts'

/** `lifecycle [histories=10000] [seed=1]` */
export default async function measure([count = '10000', seed = '1']: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-lifecycle-'))
  const wrong = { closings: 0, openings: 0, 'counted twice or lost': 0, 'new or stock': 0 }
  let steps = 0
  const began = performance.now()
  try {
    const store = await openStore(join(folder, 'store.sqlite'), { now: Date.now })
    for (const [index, history] of fc.sample(histories, { numRuns: Number(count), seed: Number(seed) }).entries()) {
      const wanted = expected(history)
      const found = await lived(store, `greenhouse:board${index}`, history)
      steps += history.steps.length
      if (found.size !== wanted.size) wrong['counted twice or lost'] += 1
      for (const [id, spells] of wanted) {
        const made = found.get(id) ?? []
        if (made.length !== spells.length) wrong['counted twice or lost'] += 1
        for (const [at, spell] of spells.entries()) {
          if (made[at]?.firstSeen !== spell.firstSeen) wrong.openings += 1
          if (made[at]?.endedOn !== spell.endedOn || made[at]?.lastSeen !== spell.lastSeen) wrong.closings += 1
          if (made[at]?.stock !== spell.stock) wrong['new or stock'] += 1
        }
      }
    }
    const damage = await store.verify()
    await store.close()
    return [
      `${count} histories, ${steps} snapshots, ${((performance.now() - began) / 1000).toFixed(0)} s`,
      ...Object.entries(wrong).map(([what, times]) => `  wrong: ${what.padEnd(24)}${times}`),
      `  lines of damage by verify       ${damage.length}`,
    ].join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
