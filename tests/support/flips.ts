/** A store's file with a bit turned over: whether any answer changed, and whether that is noticed. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openStore } from '../../db/open.ts'

export type Found = 'silent' | 'at opening' | 'by integrity_check' | 'by verify' | 'missed'

/** Turns bits of a sound store over, one at a time and back; `path` is the copy that is damaged. */
export function flipper(sound: string, path: string): { bits: number; flip(bit: number): Promise<Found> } {
  const bytes = readFileSync(sound)
  const answers = seenOf(sound)
  return {
    bits: bytes.length * 8,
    flip: async (bit) => {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      writeFileSync(path, flipped)
      if (seenOf(path) === answers) return 'silent'
      const damage = await verified(path)
      if (damage === null) return 'at opening'
      if (damage.length === 0) return 'missed'
      return damage.some((line) => line.startsWith('pages:')) ? 'by integrity_check' : 'by verify'
    },
  }
}

/** Everything that a reader could see of every table, in the order in which the tables would give it. */
function seenOf(path: string): string {
  try {
    const copy = `${path}.read`
    copyFileSync(path, copy)
    const database = new Database(copy, { readonly: true })
    const tables = database
      .prepare<[], { name: string; sql: string }>(
        "select name, sql from sqlite_master where type = 'table' order by name",
      )
      .all()
    const rows = tables.map(({ name, sql }) => {
      const hidden = name.startsWith('sqlite_') || name === '__drizzle_migrations'
      return hidden ? '' : sql + JSON.stringify(database.prepare(`select * from "${name}"`).all())
    })
    const indexed = database.prepare('select no from texts where hash = (select max(hash) from texts)').all()
    database.close()
    return JSON.stringify([rows, indexed])
  } catch (error) {
    return `unreadable: ${(error as Error).message}`
  }
}

/** The lines of damage, or null where the store does not open. */
async function verified(path: string): Promise<string[] | null> {
  try {
    const store = await openStore(path, { now: Date.now, readOnly: true })
    const damage = await store.verify()
    await store.close()
    return damage
  } catch {
    // Any refusal is a finding: nothing wrong was answered.
    return null
  }
}
