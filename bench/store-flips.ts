/** Single bits flipped in a store's file: how many of those that change an answer verify notices. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openStore } from '../db/open.ts'
import { fill } from '../tests/support/filled.ts'

/** `store-flips [flips that change an answer=1000] [seed=1]` */
export default async function measure([count = '1000', seed = '1']: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-flips-'))
  const path = join(folder, 'store.sqlite')
  try {
    const store = await openStore(path, { now: Date.now })
    await fill(store, 20, 40)
    await store.close()
    const sound = readFileSync(path)
    const answers = contents(path)
    const random = numbers(Number(seed))
    const flipped = join(folder, 'flipped.sqlite')
    const found = { silent: 0, 'at opening': 0, 'by integrity_check alone': 0, 'by verify': 0, missed: 0 }
    const missed: string[] = []
    let flips = 0
    while (found['at opening'] + found['by verify'] + found.missed < Number(count)) {
      flips += 1
      const bit = Math.floor(random() * sound.length * 8)
      const bytes = Buffer.from(sound)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      writeFileSync(flipped, bytes)
      if (contents(flipped) === answers) {
        found.silent += 1
        continue
      }
      const damage = await verified(flipped)
      if (damage === null) found['at opening'] += 1
      else if (damage.length === 0) {
        found.missed += 1
        missed.push(`  missed: bit ${bit}`)
      } else {
        found['by verify'] += 1
        if (damage.some((line) => line.startsWith('pages:'))) found['by integrity_check alone'] += 1
      }
    }
    return [
      `${flips} flips in a store of ${(sound.length / 1e6).toFixed(1)} MB, until ${count} changed an answer`,
      `  changed nothing that is kept      ${found.silent}`,
      `  refused at opening                ${found['at opening']}`,
      `  named by verify                   ${found['by verify']}`,
      `    of these also by integrity_check ${found['by integrity_check alone']}`,
      `  missed                            ${found.missed}`,
      ...missed,
    ].join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Everything that a reader could see of every table, in the order in which the tables would give it. */
function contents(path: string): string {
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

function* lehmer(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 48271) % 0x7fffffff
    yield state / 0x7fffffff
  }
}
const numbers = (seed: number) => {
  const stream = lehmer(seed)
  return () => stream.next().value as number
}
