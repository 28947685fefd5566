import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import { copyStore, writePortable } from '../../jobs/backup.ts'
import { restoreStore } from '../../jobs/restore.ts'
import { addDays } from '../../src/days.ts'
import { fill, lastDay } from '../support/filled.ts'
import { emptyStore, noon, posting, scratchFolder, snapshot } from '../support/store.ts'

const now = () => noon(lastDay)

test.each([
  ['a copy', 'sqlite', copyStore],
  ['portable lines', 'jsonl', writePortable],
] as const)(
  'E19: %s made while another writes restores to a state that was committed, and is not changed by it',
  async (_, ending, make) => {
    const folder = scratchFolder()
    const path = join(folder, 'store.sqlite')
    const writer = await emptyStore(path)
    await fill(writer, 4, 30)
    const states = new Set([JSON.stringify(await writer.contents())])
    for (let drill = 0; drill < 2; drill++) {
      const reader = await openStore(path, { now, readOnly: true })
      const copy = join(folder, `copy${drill}.${ending}`)
      let made = false
      const making = make(reader, copy).then(() => {
        made = true
      })
      for (let turn = 0; turn === 0 || (!made && turn < 12); turn++) {
        const listed = Array.from({ length: 3 }, (_, at) => posting(`${drill}-${turn}-${at}`))
        const on = addDays(lastDay, 1 + drill)
        const write = snapshot('greenhouse:tide0', on, 'partial', listed, { startedAt: noon(on) + turn })
        await writer.storeSnapshot(write, noon(on))
        states.add(JSON.stringify(await writer.contents()))
        await new Promise((turned) => setImmediate(turned))
      }
      await making
      await reader.close()
      const bytes = () => createHash('sha256').update(readFileSync(copy)).digest('hex')
      const before = bytes()
      const restored = join(folder, `restored${drill}.sqlite`)
      await restoreStore(copy, restored, { now })
      const store = await openStore(restored, { now, readOnly: true })
      expect(states).toContain(JSON.stringify(await store.contents()))
      expect(await store.verify()).toEqual([])
      await store.close()
      expect(bytes()).toBe(before)
    }
    expect(states.size).toBeGreaterThan(2)
  },
)
