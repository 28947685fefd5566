import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
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

test('E9: words kept as bytes and bytes kept as words, which one bit makes of each other, are noticed in every column', async () => {
  const folder = scratchFolder()
  const path = join(folder, 'store.sqlite')
  const store = await emptyStore(path)
  await fill(store, 1, 3)
  await store.close()
  const sound = new Database(path, { readonly: true })
  const places = sound
    .prepare<[], { tab: string; col: string }>(
      `select m.name as tab, c.name as col from sqlite_master m, pragma_table_info(m.name) c
       where m.type = 'table' and m.name not like 'sqlite%' and m.name <> '__drizzle_migrations'`,
    )
    .all()
  sound.close()
  const unnoticed: string[] = []
  let turned = 0
  for (const { tab, col } of places) {
    const copy = join(folder, 'turned.sqlite')
    copyFileSync(path, copy)
    const database = new Database(copy)
    database.pragma('foreign_keys = off')
    const { changes } = database
      .prepare(
        `update "${tab}" set "${col}" = case typeof("${col}") when 'text' then cast("${col}" as blob) else cast("${col}" as text) end
         where "${col}" = (select "${col}" from "${tab}" where typeof("${col}") in ('text', 'blob') limit 1)`,
      )
      .run()
    database.close()
    if (changes === 0) continue
    turned += 1
    const damage = await emptyStore(copy).then(
      async (opened) => {
        const lines = await opened.verify()
        await opened.close()
        return lines
      },
      (error: Error) => [error.message],
    )
    if (damage.length === 0) unnoticed.push(`${tab}.${col}`)
  }
  expect(unnoticed).toEqual([])
  expect(turned).toBeGreaterThan(50)
})
