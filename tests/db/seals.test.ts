import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { keepSeals } from '../../db/sqlite/seals.ts'

/** FNV-1a over the row as JSON, as the first seals were made. */
function sealOf(row: unknown[]): number {
  let hash = 0x811c9dc5
  for (const character of JSON.stringify(row)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return hash >>> 0
}

test('a row of bytes is sealed as its JSON is, so that the seals of older versions hold', () => {
  const connection = new Database(':memory:')
  connection.exec('create table seals (name text, block integer, sum integer, primary key (name, block))')
  connection.exec('create table packed_reads (monday integer primary key, body blob)')
  keepSeals(connection)
  const add = connection.prepare('insert into packed_reads (monday, body) values (?, ?)')
  const bodies = [Buffer.alloc(0), Buffer.of(7), Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte))]
  const sum = bodies.reduce((seal, body, at) => {
    add.run(at, body)
    return (seal ^ sealOf([at, body])) >>> 0
  }, 0)
  expect(connection.prepare('select * from seals').all()).toEqual([{ name: 'packed_reads', block: 0, sum }])
  connection.close()
})
