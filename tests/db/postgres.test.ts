/** What only PostgreSQL can do wrong: servers that are gone or unfit, two runs at once, and whole stores that go there. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore, shownPlace } from '../../db/open.ts'
import { refuseUnfit } from '../../db/postgres/driver.ts'
import { statementOf, valuesOf } from '../../db/postgres/statement.ts'
import { UserError } from '../../src/domain.ts'
import { ask, refused } from '../support/asking.ts'
import { fill, lastDay } from '../support/filled.ts'
import { noPostgres, type Server, startServer } from '../support/postgres.ts'
import { board, noon, posting, scratchFolder, snapshot } from '../support/store.ts'

const now = () => noon(lastDay)

const messageOf = (work: Promise<unknown> | (() => unknown)): Promise<string> =>
  Promise.resolve(typeof work === 'function' ? new Promise((resolve) => resolve(work())) : work).then(
    () => 'not refused',
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error
      return `${error.exitCode}: ${error.message}`
    },
  )

test('H14: a server that is not there is told in one line, without the password', async () => {
  const address = 'postgres://tide:secret@127.0.0.1:1/market'
  expect(shownPlace(address)).toBe('postgres://127.0.0.1:1/market')
  expect(await messageOf(openStore(address, { now }))).toBe(
    '6: The store postgres://127.0.0.1:1/market cannot be reached: is the server running, and the address right? (ECONNREFUSED).',
  )
})

test.each([
  [{ version: 130011, encoding: 'UTF8' }, 'runs on PostgreSQL 13; skilltide needs 14 or later.'],
  [{ version: 150011, encoding: 'SQL_ASCII' }, 'is encoded in SQL_ASCII'],
])('a server of %o is refused', async (found, message) => {
  expect(await messageOf(() => refuseUnfit('postgres://h/market', found))).toContain(message)
})

test('places and names become numbers, and what stands in quotes stays', () => {
  const statement = statementOf(
    `select '?', "@a", x from t where a = ? and b = @day or c > @day and d = ? and e = 'it''s ?'`,
  )
  expect(statement.text).toBe(
    `select '?', "@a", x from t where a = $1 and b = $2 or c > $3 and d = $4 and e = 'it''s ?'`,
  )
  expect(valuesOf(statement, [1, 2, { day: 7 }])).toEqual([1, 7, 7, 2])
})

describe.skipIf(noPostgres !== null)('on a server', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({ durable: true })
  })
  afterAll(() => server?.stop())

  const query = async (address: string, sql: string) => {
    const client = new pg.Client({ connectionString: address })
    await client.connect()
    const { rows } = await client.query<Record<string, unknown>>(sql)
    await client.end()
    return rows
  }

  test('a database that is not there, or has another program’s schema, is told and left alone', async () => {
    const address = await server.database()
    expect(await messageOf(openStore(address.replace(/tide\d+$/, 'nowhere'), { now }))).toMatch(
      /^6: .*\/nowhere is no database of that server/,
    )
    await query(address, 'create schema skilltide; create table skilltide.boats (name text)')
    expect(await messageOf(openStore(address, { now }))).toMatch(
      /^6: .*a schema "skilltide" that skilltide did not make/,
    )
    expect(await query(address, "select tablename from pg_tables where schemaname = 'skilltide'")).toEqual([
      { tablename: 'boats' },
    ])
  })

  test('a reader finds no store where none was made, and one of a newer version is refused untouched', async () => {
    const address = await server.database()
    expect(await messageOf(openStore(address, { readOnly: true, now }))).toMatch(/^6: There is no store at/)
    await (await openStore(address, { now })).close()
    await query(
      address,
      "update skilltide.migrations set created_at = 9e15; update skilltide.facts set value = '9.9.9'",
    )
    expect(await messageOf(openStore(address, { now }))).toMatch(/^6: .*was made by skilltide 9\.9\.9; this is \d/)
  })

  test('a second run is told who is writing, one short write and readers are not held up', async () => {
    const address = await server.database()
    const first = await openStore(address, { now })
    await first.registerBoards([board('greenhouse:tide')], lastDay)
    expect(await messageOf(openStore(address, { now }))).toMatch(
      /^8: Another run \(server process \d+, .*\) is writing to/,
    )
    const reader = await openStore(address, { readOnly: true, now })
    expect(await reader.boards()).toHaveLength(1)
    const brief = await openStore(address, { lock: 'brief', now })
    await brief.record({ at: 1, run: null, kind: 'job', subject: null, outcome: null, message: 'beside it' })
    expect(await reader.events({ limit: 5 })).toHaveLength(1)
    for (const store of [first, reader, brief]) await store.close()
    await (await openStore(address, { now })).close()
  })

  test('of eight that write at once, each event is kept under a number of its own', async () => {
    const address = await server.database()
    await (await openStore(address, { now })).close()
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        const store = await openStore(address, { lock: 'brief', now })
        for (let at = 0; at < 20; at++)
          await store.record({ at, run: `${writer}`, kind: 'job', subject: null, outcome: null, message: 'x' })
        await store.close()
      }),
    )
    const [row] = await query(address, 'select count(*)::int as n, max(no)::int as last from skilltide.events')
    expect(row).toEqual({ n: 160, last: 160 })
  })

  test('H8: a server that is killed at once is told, and what was committed stands when it is back', async () => {
    const address = await server.database()
    const store = await openStore(address, { now })
    await fill(store, 1, 3)
    const before = await store.contents()
    await server.kill()
    const write = snapshot('greenhouse:tide0', lastDay, 'complete', [posting('late')], { startedAt: noon(lastDay) + 1 })
    expect(await messageOf(store.storeSnapshot(write, now()))).toMatch(
      /^6: The store .* (?:broke off|cannot be reached)/,
    )
    await store.close()
    await server.start()
    const again = await openStore(address, { now })
    expect(await again.contents()).toEqual(before)
    expect(await again.verify()).toEqual([])
    expect((await again.storeSnapshot(write, now())).stored).toBe(true)
    await again.close()
  })

  test('an import that is given up leaves no trace, and verify names what nobody of us wrote', async () => {
    const address = await server.database()
    const store = await openStore(address, { now })
    await fill(store, 1, 3)
    const before = await store.contents()
    const importing = await store.beginImport(now(), 'imported')
    await importing.board(board('greenhouse:old'), lastDay)
    await importing.posting({ board: 'greenhouse:old', posting: posting('x'), seen: [[lastDay, null]] })
    await importing.abandon()
    expect(await store.contents()).toEqual(before)
    await query(address, "update skilltide.postings set title = 'Pirate' where no = 1")
    expect(await store.verify()).toEqual([expect.stringMatching(/^postings: posting 1 .* is not what its hash says$/)])
    await store.close()
  })

  test('move takes a file there and back; a copy and the portable lines of the database are those of the file', async () => {
    const folder = scratchFolder()
    const [file, back] = [join(folder, 'store.sqlite'), join(folder, 'back.sqlite')]
    const store = await openStore(file, { now })
    await fill(store, 2, 4)
    const held = await store.contents()
    await store.close()
    const address = await server.database()
    const moved = await ask(file, lastDay, 'move', '--to', address)
    expect(moved.text).toContain(`rows of ${held.length} tables are in ${shownPlace(address)}`)
    expect(await refused(file, lastDay, 'move', '--to', address)).toMatch(/^6: There is a store at .* already/)
    await ask(address, lastDay, 'move', '--to', back)
    expect(await refused(address, lastDay, 'move', '--to', back)).toBe(
      `2: ${back} is there already; name another file.`,
    )
    const copy = join(folder, 'copy.sqlite')
    await ask(address, lastDay, 'backup', copy)
    const lines = join(folder, 'lines.jsonl.gz')
    await ask(address, lastDay, 'backup', '--portable', lines)
    for (const [from, to] of [
      [copy, await server.database()],
      [lines, await server.database()],
      [lines, join(folder, 'again.sqlite')],
    ] as const)
      await ask(address, lastDay, 'restore', from, '--to', to)
    for (const place of [back, copy, join(folder, 'again.sqlite'), address]) {
      const open = await openStore(place, { readOnly: true, now })
      expect(await open.contents(), place).toEqual(held)
      await open.close()
    }
    expect(existsSync(`${back}.moving`)).toBe(false)
  })
})
