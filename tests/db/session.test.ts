/** The one session between the nouns and a database: transactions take turns, and misuse is told at once. */
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createSession, type RootSession } from '../../db/sql/session.ts'
import { connect } from '../../db/sqlite/connection.ts'
import { createDriver } from '../../db/sqlite/driver.ts'
import { scratchFolder } from '../support/store.ts'

async function tides(): Promise<RootSession> {
  const path = join(scratchFolder(), 'tides.sqlite')
  const connection = connect(path, { readOnly: false, forceNetworkFs: false })
  onTestFinished(() => void connection.close())
  const session = createSession(createDriver(connection, path), () => 0)
  await session.run('create table tides (no integer primary key, height integer not null)')
  return session
}

const heights = async (session: RootSession) =>
  (await session.all<{ height: number }>('select height from tides order by no')).map(({ height }) => height)

test('what is asked while a transaction runs waits for its end, and sees it whole', async () => {
  const session = await tides()
  const add = (from: number) =>
    session.write(async (session) => {
      for (let height = from; height < from + 3; height++) {
        await session.run('insert into tides (height) values (?)', height)
      }
    })
  const [, , seen] = await Promise.all([add(10), add(20), heights(session), add(30)])
  expect(seen).toEqual([10, 11, 12, 20, 21, 22])
  expect(await heights(session)).toEqual([10, 11, 12, 20, 21, 22, 30, 31, 32])
})

test('a transaction that waits for the outer session is told so and taken back, and the next one goes on', async () => {
  const session = await tides()
  const wrong = session.write(async (inner) => {
    await inner.run('insert into tides (height) values (1)')
    await session.run('insert into tides (height) values (2)')
  })
  await expect(wrong).rejects.toThrow('A transaction waits for the session that it came from')
  expect(await heights(session)).toEqual([])
  await session.write((session) => session.run('insert into tides (height) values (3)'))
  expect(await heights(session)).toEqual([3])
})

test('a transaction begun within another on the outer session is told the same', async () => {
  const session = await tides()
  const wrong = session.read(() => session.write((inner) => inner.run('insert into tides (height) values (1)')))
  await expect(wrong).rejects.toThrow('A transaction waits for the session that it came from')
  expect(await heights(session)).toEqual([])
})

test('a transaction on the inner session is part of the outer one, and goes with it', async () => {
  const session = await tides()
  const failed = session.write(async (session) => {
    await session.write((session) => session.run('insert into tides (height) values (1)'))
    throw new Error('the tide turned')
  })
  await expect(failed).rejects.toThrow('the tide turned')
  expect(await heights(session)).toEqual([])
})

test('while a transaction is held, the store refuses everything else and says what is under way', async () => {
  const session = await tides()
  const held = await session.hold('write', 'an import')
  await held.session.run('insert into tides (height) values (1)')
  await expect(heights(session)).rejects.toThrow('in the middle of an import')
  await held.commit()
  expect(await heights(session)).toEqual([1])
})

test('a transaction used after its end is told so', async () => {
  const session = await tides()
  const late = await session.read(async (session) => session)
  await expect(late.all('select 1')).rejects.toThrow('has ended')
})

test('numbers kept in memory are gone when a transaction is taken back, and stay when it is kept', async () => {
  const session = await tides()
  await session.write(async (session) => void session.numbers('harbours').set('Oslo', 1))
  expect(session.numbers('harbours').get('Oslo')).toBe(1)
  const failed = session.write(async (session) => {
    session.numbers('harbours').set('Bergen', 2)
    await session.run('insert into tides (height) values (null)')
  })
  await expect(failed).rejects.toThrow('NOT NULL')
  expect(session.numbers('harbours').size).toBe(0)
})

test('rows come in batches, and a reader that leaves early leaves nothing open', async () => {
  const session = await tides()
  await session.write(async (session) => {
    for (let height = 0; height < 1200; height++) await session.run('insert into tides (height) values (?)', height)
  })
  const sizes: number[] = []
  await session.read(async (session) => {
    for await (const rows of session.batches('select height from tides')) sizes.push(rows.length)
    for await (const _ of session.batches('select height from tides')) break
  })
  expect(sizes.reduce((sum, size) => sum + size)).toBe(1200)
  expect(sizes.length).toBeGreaterThan(1)
  await session.run('delete from tides')
  expect(await heights(session)).toEqual([])
})
