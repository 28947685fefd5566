/** A reader that stays: what it sees, and what becomes of the log that is kept for it. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import { createSession } from '../../db/sql/session.ts'
import { connect } from '../../db/sqlite/connection.ts'
import { createDriver } from '../../db/sqlite/driver.ts'
import { keepSeals } from '../../db/sqlite/seals.ts'
import { day } from '../../src/days.ts'
import { board, emptyStore, noon, scratchFolder } from '../support/store.ts'

const bound = 4 * 2 ** 20
const oneWrite = 100_000

test('E16: while a reader stays, the log keeps below its bound, and the writer says why it cannot go on', async () => {
  const path = join(scratchFolder(), 'store.sqlite')
  const made = await emptyStore(path)
  await made.registerBoards([board('greenhouse:tide')], day('2026-01-01'))
  await made.close()
  const connection = connect(path, { readOnly: false, forceNetworkFs: false })
  keepSeals(connection)
  const session = createSession(createDriver(connection, path, { bytes: bound, wait: 300 }), () => 1)
  const log = () => (existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0)
  const write = (at: number) =>
    session.write((session) =>
      session.run(
        "insert into events (at, kind, message) values (?, 'soak', ?)",
        ...[at, `${at}`.repeat(oneWrite).slice(0, oneWrite)],
      ),
    )
  const reader = await openStore(path, { now: () => noon(day('2026-01-01')), readOnly: true })
  const dump = reader.dump()[Symbol.asyncIterator]()
  await dump.next()

  let written = 0
  let refusal: unknown = null
  for (; written < 200 && refusal === null; written++)
    refusal = await write(written).then(
      () => null,
      (error) => error,
    )
  expect(refusal).toMatchObject({
    exitCode: 6,
    message: expect.stringMatching(/log .* grown to [45] MiB.*end that one/),
  })
  expect(log()).toBeLessThan(bound + 3 * oneWrite)

  // The reader was never disturbed, and sees the state that it began with.
  let events = 0
  let table = ''
  for (let line = await dump.next(); line.done !== true; line = await dump.next()) {
    const row = JSON.parse(line.value) as { table?: string } | unknown[]
    if (!Array.isArray(row)) table = row.table ?? table
    else if (table === 'events') events += 1
  }
  expect(events).toBe(0)
  await reader.close()
  for (let turn = 0; turn < 100; turn++) {
    await write(1000 + turn)
    expect(log()).toBeLessThan(bound + 3 * oneWrite)
  }
  connection.close()
  const after = await openStore(path, { now: () => 1, readOnly: true })
  expect((await after.events({ kind: 'soak', limit: 1000 })).length).toBe(written - 1 + 100)
  expect(await after.verify()).toEqual([])
  await after.close()
})
