import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { migrationsFolder } from '../../db/migrations.ts'
import { openStore } from '../../db/open.ts'
import { applicationId, isNetwork, refuseOldSqlite } from '../../db/sqlite/connection.ts'
import { migrationsUpTo } from '../../db/sqlite/migrate.ts'
import { seal } from '../../db/sqlite/seals.ts'
import { day } from '../../src/days.ts'
import { UserError } from '../../src/domain.ts'
import { fill } from '../support/filled.ts'
import { firstVersion } from '../support/first-version.ts'
import { board, posting, scratchFolder, snapshot } from '../support/store.ts'

const now = () => 1_795_500_000_000

async function refusal(open: Promise<unknown>): Promise<{ message: string; exitCode: number }> {
  const error = await open.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

async function storeFile(): Promise<string> {
  const path = join(scratchFolder(), 'store.sqlite')
  const store = await openStore(path, { now })
  await store.registerBoards([board('greenhouse:tide')], day('2026-01-01'))
  await store.storeSnapshot(snapshot('greenhouse:tide', '2026-03-01', 'complete', [posting('a'), posting('b')]), 1)
  await store.close()
  return path
}

describe('E7: what is no store is refused and left as it is', () => {
  const foreign = (path: string, sql: string) => {
    const other = new Database(path)
    other.exec(sql)
    other.close()
  }
  const cases: [string, number, (path: string) => void][] = [
    ['an empty file', 7, (path) => writeFileSync(path, '')],
    ['random bytes', 7, (path) => writeFileSync(path, Buffer.from(Array.from({ length: 9000 }, (_, at) => at * 37)))],
    ['a text', 7, (path) => writeFileSync(path, '{"kind":"posting"}\n')],
    ['the first bytes of a store', 7, (path) => writeFileSync(path, 'SQLite format 3\0')],
    ['another program’s database', 6, (path) => foreign(path, 'create table postings (no integer)')],
    ['an empty database', 6, (path) => foreign(path, 'create table t (a); drop table t')],
    ['another application’s id', 6, (path) => foreign(path, 'pragma application_id = 7; create table t (a)')],
    ['a folder', 6, (path) => mkdirSync(path)],
  ]
  for (const readOnly of [true, false]) {
    test.each(cases)(`${readOnly ? 'reading' : 'writing'}: %s`, async (_, code, make) => {
      const folder = scratchFolder()
      const path = join(folder, 'store.sqlite')
      make(path)
      const before = readdirSync(folder, { recursive: true }).map((name) => [name, bytesOf(join(folder, String(name)))])
      expect((await refusal(openStore(path, { now, readOnly }))).exitCode).toBe(code)
      expect(
        readdirSync(folder, { recursive: true }).map((name) => [name, bytesOf(join(folder, String(name)))]),
      ).toEqual(before)
    })
  }
  const bytesOf = (path: string) => (path.endsWith('.sqlite') && existsSync(path) ? tryRead(path) : null)
  const tryRead = (path: string) => {
    try {
      return readFileSync(path).toString('latin1')
    } catch {
      return 'folder'
    }
  }

  test('reading one that is not there says how to make one', async () => {
    const { message, exitCode } = await refusal(
      openStore(join(scratchFolder(), 'none.sqlite'), { now, readOnly: true }),
    )
    expect([exitCode, message]).toEqual([6, expect.stringContaining('There is no store at')])
  })

  test('an address of another kind of store is named', async () => {
    expect((await refusal(openStore('postgres://here/there', { now }))).message).toContain('postgres://')
  })
})

describe('E8: a damaged store', () => {
  /** What is told of a file: lines of damage, or the exit code of a refusal. */
  const told = (path: string): Promise<string[] | number> =>
    openStore(path, { now, readOnly: true }).then(
      async (store) => {
        const lines = await store.verify()
        await store.close()
        return lines
      },
      (error: UserError) => error.exitCode,
    )
  const isNoticed = (found: string[] | number) => found === 7 || (typeof found !== 'number' && found.length > 0)
  const pageSize = 4096

  async function filled(): Promise<{ path: string; bytes: Buffer }> {
    const path = join(scratchFolder(), 'store.sqlite')
    const store = await openStore(path, { now })
    await fill(store, 2, 12)
    await store.close()
    return { path, bytes: readFileSync(path) }
  }

  test('that was cut short anywhere is told as damaged', async () => {
    const { path, bytes } = await filled()
    for (let cut = 1; cut < 20; cut++) {
      writeFileSync(path, bytes.subarray(0, Math.floor((bytes.length * cut) / 20)))
      expect([cut, isNoticed(await told(path))]).toEqual([cut, true])
    }
  })

  test('of which any one page is blank is told as damaged, by the table that lost it', async () => {
    const { path, bytes } = await filled()
    const sound = new Database(path)
    const owner = sound.prepare<[number], string>(
      "select coalesce(m.tbl_name, d.name) from dbstat d left join sqlite_master m on m.name = d.name where pageno = ? and pagetype = 'leaf'",
    )
    const names = Array.from(
      { length: bytes.length / pageSize },
      (_, at) => owner.pluck().get(at + 1) as string | undefined,
    )
    sound.close()
    const unnoticed: number[] = []
    const unnamed: string[] = []
    for (const [at, name] of names.entries()) {
      const blank = Buffer.from(bytes)
      blank.fill(0, at * pageSize, (at + 1) * pageSize)
      writeFileSync(path, blank)
      const found = await told(path)
      if (!isNoticed(found)) unnoticed.push(at)
      if (name !== undefined && typeof found !== 'number' && !found.some((line) => line.includes(name)))
        unnamed.push(name)
    }
    expect(unnoticed).toEqual([])
    expect(unnamed).toEqual([])
    expect(names.filter((name) => name !== undefined).length).toBeGreaterThan(30)
  })

  test('whose index lacks a row that its table has is told as damaged', async () => {
    const { path } = await filled()
    const database = new Database(path)
    database.unsafeMode(true)
    database.pragma('writable_schema = on')
    const schema = database.prepare<[], { name: string; sql: string }>(
      "select name, sql from sqlite_master where type = 'index' and name = 'snapshots_gone'",
    )
    const { sql } = schema.get()!
    // While it is said to hold other rows, the rows that it should hold come in without it.
    database
      .prepare("update sqlite_master set sql = ? where name = 'snapshots_gone'")
      .run(sql.replace("'gone'", "'never'"))
    database.close()
    const writer = new Database(path)
    writer.exec("update snapshots set outcome = 'gone' where no = 1")
    writer.unsafeMode(true)
    writer.pragma('writable_schema = on')
    writer.prepare("update sqlite_master set sql = ? where name = 'snapshots_gone'").run(sql)
    writer.close()
    expect(await told(path)).toEqual(expect.arrayContaining([expect.stringContaining('snapshots_gone')]))
  })
})

test('E5: every connection commits to the disk before it says so, also on a file opened again', async () => {
  const path = await storeFile()
  const { connect } = await import('../../db/sqlite/connection.ts')
  for (const readOnly of [false, true]) {
    const connection = connect(path, { readOnly, forceNetworkFs: false })
    const pragmas = ['synchronous', 'foreign_keys', 'journal_mode', 'mmap_size'].map((name) =>
      connection.pragma(name, { simple: true }),
    )
    connection.close()
    expect(pragmas).toEqual([2, 1, 'wal', 0])
  }
})

describe('E14: a store made by a newer version', () => {
  test('is refused by its version and left untouched', async () => {
    const path = await storeFile()
    const newer = new Database(path)
    newer.exec(
      "update facts set value = '9.4.0' where name = 'version'; insert into __drizzle_migrations (hash, created_at) values ('later', 9999999999999)",
    )
    newer.pragma('wal_checkpoint(truncate)')
    newer.close()
    const before = readFileSync(path)
    for (const readOnly of [true, false]) {
      const { message, exitCode } = await refusal(openStore(path, { now, readOnly }))
      expect(exitCode).toBe(6)
      expect(message).toContain('was made by skilltide 9.4.0')
    }
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})

test.each([
  ['3.51.2', true],
  ['3.40.1', true],
  ['3.51.3', false],
  ['3.53.2', false],
  ['4.0.0', false],
])('E20: SQLite %s is refused: %s', (version, refused) => {
  if (refused) expect(() => refuseOldSqlite(version)).toThrow(/3\.51\.3 or later/)
  else expect(() => refuseOldSqlite(version)).not.toThrow()
})

test('E18: network file systems are known by their type, as signed words too', () => {
  expect([0x6969, 0xff534d42, 0xff534d42 | 0, 0x517b, 0xfe534d42 | 0].map(isNetwork)).toEqual(Array(5).fill(true))
  expect([0xef53, 0x01021994, 0x9123683e].map(isNetwork)).toEqual([false, false, false])
})

describe('one writer at a time', () => {
  test('E11: a second one is told within the second, and readers are not kept waiting', async () => {
    const path = await storeFile()
    const writer = await openStore(path, { now })
    const { message, exitCode } = await refusal(openStore(path, { now }))
    expect(exitCode).toBe(8)
    expect(message).toContain(`process ${process.pid}`)
    const reader = await openStore(path, { now, readOnly: true })
    expect(await reader.size()).toMatchObject({ postings: 2 })
    await reader.close()
    await writer.close()
    await (await openStore(path, { now })).close()
  })

  test('E13: a dead owner’s lock is taken over, also when its pid lives on in another process', async () => {
    const path = await storeFile()
    const dead = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => dead.once('exit', resolve))
    for (const owner of [
      { pid: dead.pid, host: hostname(), born: '1' },
      { pid: process.pid, host: hostname(), born: '1' },
    ]) {
      writeFileSync(`${path}.lock`, JSON.stringify(owner))
      await (await openStore(path, { now })).close()
      expect(existsSync(`${path}.lock`)).toBe(false)
    }
  })

  test('E13: a takeover that died half way is taken over too', async () => {
    const path = await storeFile()
    const owner = JSON.stringify({ pid: process.pid, host: hostname(), born: '1' })
    writeFileSync(`${path}.lock`, owner)
    writeFileSync(`${path}.lock.takeover`, owner)
    await (await openStore(path, { now })).close()
    expect(readdirSync(join(path, '..'))).toEqual(['store.sqlite'])
  })

  test('E13: a lock from another machine stays, for nobody here can tell whether its owner lives', async () => {
    const path = await storeFile()
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: 1, host: 'another-machine', born: null }))
    expect((await refusal(openStore(path, { now }))).exitCode).toBe(8)
  })
})

describe('E15: a store made by the first version', () => {
  test('migrates by itself, with a copy beside it first, and keeps every row', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'store.sqlite')
    firstVersion(path)
    expect((await refusal(openStore(path, { now, readOnly: true }))).exitCode).toBe(6)
    const store = await openStore(path, { now })
    expect((await store.posting('greenhouse:tide', 'a'))!.spells).toEqual([
      { firstSeen: '2024-10-04', lastSeen: '2024-10-05', endedOn: null, stock: true },
    ])
    expect((await store.verify()).filter((line) => line.startsWith('seals'))).toEqual([])
    await store.close()
    const copies = readdirSync(folder).filter((name) => name.includes('.before-'))
    expect(copies).toHaveLength(1)
    const copy = new Database(join(folder, copies[0]!), { readonly: true })
    expect(copy.prepare("select value from facts where name = 'version'").get()).toEqual({ value: '0.0.9' })
    copy.close()
    await (await openStore(path, { now, readOnly: true })).close()
  })

  test('with a copy’s name taken, makes another', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'store.sqlite')
    firstVersion(path)
    const old = join(folder, 'old.sqlite')
    copyFileSync(path, old)
    await (await openStore(path, { now })).close()
    copyFileSync(old, path)
    await (await openStore(path, { now })).close()
    expect(readdirSync(folder).filter((name) => name.includes('.before-'))).toHaveLength(2)
  })
})

test('a migration seals anew only what it may have changed: damage elsewhere stays in sight', async () => {
  const path = join(scratchFolder(), 'store.sqlite')
  const old = new Database(path)
  old.pragma(`application_id = ${applicationId}`)
  const journal = readFileSync(join(migrationsFolder(), 'meta', '_journal.json'), 'utf8')
  const { entries } = JSON.parse(journal) as { entries: { tag: string; when: number }[] }
  migrationsUpTo(old, entries.find(({ tag }) => tag === '0010_packed_endings')!.when)
  old.exec("insert into employers (key, name) values ('tide', 'Tide'), ('quay', 'Quay')")
  old.exec('insert into counted_days values (1, 20000, 3, 4, null, 12)')
  seal(old)
  old.exec("update employers set name = 'Ebb' where key = 'tide'")
  old.close()
  const store = await openStore(path, { now })
  expect(await store.verify()).toEqual([
    'seals: employers, row 0 to 1023: not what was written',
    'daily counts: 2024-10-04 does not add up to its rows',
  ])
  await store.close()
})
