import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../db/open.ts'
import type { Store } from '../../db/store.ts'
import { copyStore, rotate, writePortable } from '../../jobs/backup.ts'
import { type BackupFile, backupName, backupsIn, outdated } from '../../jobs/backup-files.ts'
import { restoreStore } from '../../jobs/restore.ts'
import { addDays, day, monthOf, weekOf } from '../../src/days.ts'
import { fill } from '../support/filled.ts'
import { emptyStore, scratchFolder } from '../support/store.ts'

const now = () => Date.parse('2026-11-24T04:30:00Z')

async function filledStore(): Promise<{ store: Store; folder: string; path: string }> {
  const folder = scratchFolder()
  const path = join(folder, 'store.sqlite')
  const store = await emptyStore(path)
  await fill(store, 3, 8)
  return { store, folder, path }
}

async function contentsOf(path: string) {
  const store = await openStore(path, { readOnly: true, now })
  try {
    return { contents: await store.contents(), damage: await store.verify() }
  } finally {
    await store.close()
  }
}

const messageOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: Error & { exitCode: number }) => `${error.exitCode}: ${error.message}`,
  )

const linesOf = async (lines: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}

describe('a copy', () => {
  test('is made while the store is in use, and restores to the same in every table', async () => {
    const { store, folder } = await filledStore()
    const copy = join(folder, 'copies/one.sqlite')
    await copyStore(store, copy)
    const wanted = await store.contents()
    await store.record({ at: 2, run: null, kind: 'later', subject: null, outcome: null, message: 'after the copy' })
    const restored = join(folder, 'restored/store.sqlite')
    expect(await restoreStore(copy, restored, { now })).toEqual({
      postings: 39,
      snapshots: 18,
      checked: 'checksum',
      kept: null,
    })
    expect(await contentsOf(restored)).toEqual({ contents: wanted, damage: [] })
    expect(readdirSync(join(folder, 'copies'))).toEqual(['one.sqlite', 'one.sqlite.sha256'])
    expect(wanted.filter(({ rows }) => rows === 0).map(({ table }) => table)).toEqual(
      expect.not.arrayContaining(['postings', 'texts', 'labels', 'figures']),
    )
  })

  test('without its checksum is checked row by row', async () => {
    const { store, folder } = await filledStore()
    const copy = join(folder, 'one.sqlite')
    await copyStore(store, copy)
    rmSync(`${copy}.sha256`)
    expect((await restoreStore(copy, join(folder, 'r.sqlite'), { now })).checked).toBe('every row')
  })

  test('that was damaged is refused, with the checksum and without, and leaves nothing behind', async () => {
    const { store, folder } = await filledStore()
    const copy = join(folder, 'one.sqlite')
    await copyStore(store, copy)
    writeFileSync(copy, readFileSync(copy, 'latin1').replaceAll('models of buoy', 'models of bouy'), 'latin1')
    const to = join(folder, 'r.sqlite')
    expect(await messageOf(restoreStore(copy, to, { now }))).toBe(
      `7: ${copy} is not what was copied: its SHA-256 differs from one.sqlite.sha256. Take an older copy.`,
    )
    rmSync(`${copy}.sha256`)
    expect(await messageOf(restoreStore(copy, to, { now }))).toMatch(/^7: .* is damaged: .* Take an older copy\.$/)
    expect(readdirSync(folder).filter((name) => name.startsWith('r.sqlite'))).toEqual([])
  })

  test('never takes the place of a store unless asked, and then the old one is kept', async () => {
    const { store, folder, path } = await filledStore()
    const copy = join(folder, 'one.sqlite')
    await copyStore(store, copy)
    const before = await store.contents()
    expect(await messageOf(restoreStore(copy, path, { now }))).toMatch(/^2: .* is there already\./)
    expect(await messageOf(restoreStore(copy, path, { now, replace: true }))).toMatch(
      /^8: Another run \(process \d+\) is writing to/,
    )
    await store.close()
    const { kept } = await restoreStore(copy, path, { now, replace: true })
    expect(kept).toBe(`${path}.replaced-20261124T043000Z.sqlite`)
    expect((await contentsOf(kept!)).contents).toEqual(before)
    expect((await contentsOf(path)).contents).toEqual(before)
  })

  test.each([
    ['no file', null, 'There is no file'],
    ['a text', 'hello', 'is not a store'],
    ['an empty file', '', 'is empty'],
  ])('that is %s is named', async (_, text, message) => {
    const folder = scratchFolder()
    const from = join(folder, 'copy.sqlite')
    if (text !== null) writeFileSync(from, text)
    expect(await messageOf(restoreStore(from, join(folder, 'r.sqlite'), { now }))).toContain(message)
    expect(existsSync(join(folder, 'r.sqlite'))).toBe(false)
  })
})

describe('the portable form', () => {
  test.each(['all.jsonl', 'all.jsonl.gz'])('%s restores to the same in every table', async (name) => {
    const { store, folder } = await filledStore()
    await store.packOldTexts(day('2030-01-01'), 5)
    const file = join(folder, name)
    await writePortable(store, file)
    const restored = join(folder, 'r.sqlite')
    expect(await restoreStore(file, restored, { now })).toMatchObject({ postings: 39, snapshots: 18 })
    expect(await contentsOf(restored)).toEqual({ contents: await store.contents(), damage: [] })
    const text = name.endsWith('.gz') ? gunzipSync(readFileSync(file)).toString() : readFileSync(file, 'utf8')
    expect(text).toContain('You train the models of buoy 0-0 with PyTorch.')
  })

  const broken: [string, (lines: string[]) => string[], string][] = [
    ['cut off', (lines) => lines.slice(0, 20), 'ends after line 20, before its own end: it was cut off.'],
    [
      'with a row changed',
      (lines) => lines.map((line) => line.replace('buoy 0-0', 'buoy 0-9')),
      'the lines before it are not those that were written',
    ],
    [
      'with a row left out',
      (lines) => lines.filter((_, index) => index !== 3),
      'the lines before it are not those that were written',
    ],
    ['with a line that is no JSON', (lines) => lines.with(2, '[1,'), 'line 3: this is no JSON'],
    [
      'with an unknown table',
      (lines) => lines.with(1, '{"table":"secrets","columns":["a"]}'),
      'line 2: there is no table "secrets"',
    ],
    [
      'with a table named by a trick',
      (lines) => lines.with(1, '{"table":"boards\\" values (1); --","columns":["a"]}'),
      'line 2: there is no table',
    ],
    ['of something else', (lines) => lines.with(0, '{"hello":1}'), 'line 1: this is no portable copy of a store'],
    ['with more after the end', (lines) => [...lines, '[1]'], 'there is more after the end'],
  ]
  test.each(broken)('%s is refused at its line, and leaves nothing behind', async (_, change, message) => {
    const { store, folder } = await filledStore()
    const lines = await linesOf(store.dump())
    const file = join(folder, 'all.jsonl')
    writeFileSync(file, `${change(lines).join('\n')}\n`)
    expect(await messageOf(restoreStore(file, join(folder, 'r.sqlite'), { now }))).toContain(message)
    expect(readdirSync(folder).filter((name) => name.startsWith('r.sqlite'))).toEqual([])
  })

  test('of a newer version is refused with both versions, and a cut gzip is said to be one', async () => {
    const { store, folder } = await filledStore()
    const lines = await linesOf(store.dump())
    const head = JSON.parse(lines[0]!) as object
    const file = join(folder, 'all.jsonl')
    writeFileSync(file, lines.with(0, JSON.stringify({ ...head, version: '9.9.9', schema: 9e15 })).join('\n'))
    expect(await messageOf(restoreStore(file, join(folder, 'r.sqlite'), { now }))).toMatch(
      /^6: The copy was made by skilltide 9\.9\.9; this is \d/,
    )
    const packed = gzipSync(lines.join('\n'))
    writeFileSync(`${file}.gz`, packed.subarray(0, packed.length / 2))
    expect(await messageOf(restoreStore(`${file}.gz`, join(folder, 'r.sqlite'), { now }))).toMatch(
      /^7: .*cannot be unpacked/,
    )
  })
})

describe('the rotation', () => {
  test('tries the copy, and lets older ones go only then', async () => {
    const { store, folder } = await filledStore()
    const copies = join(folder, 'copies')
    let at = now()
    for (let turn = 0; turn < 4; turn++) {
      await rotate(store, copies, { daily: 2, weekly: 1, monthly: 1 }, () => at)
      at += 86_400_000
    }
    expect(readdirSync(copies)).toEqual(
      ['20261126', '20261127'].flatMap((on) => [
        `skilltide-${on}T043000Z.sqlite`,
        `skilltide-${on}T043000Z.sqlite.sha256`,
      ]),
    )
  })

  test('keeps the newest of each of the last days, weeks and months, for every history of copies', () => {
    const fileOn = (offset: number): BackupFile => {
      const on = addDays(day('2025-01-01'), offset)
      return { path: backupName(Date.parse(`${on}T04:30:00Z`)), stamp: `${on} 04:30`, day: on }
    }
    const keeps = fc.record({ daily: fc.integer({ min: 1, max: 9 }), weekly: fc.nat(6), monthly: fc.nat(14) })
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(800), { minLength: 1, maxLength: 120 }), keeps, (offsets, keep) => {
        const files = offsets.sort((one, other) => one - other).map(fileOn)
        const gone = new Set(outdated(files, keep))
        const stay = files.filter((file) => !gone.has(file))
        const newestOf = (period: (file: BackupFile) => string, most: number) =>
          [...new Map(files.map((file) => [period(file), file])).values()].slice(most === 0 ? files.length : -most)
        const wanted = new Set([
          ...newestOf(({ day: on }) => on, keep.daily),
          ...newestOf(({ day: on }) => weekOf(on), keep.weekly),
          ...newestOf(({ day: on }) => monthOf(on), keep.monthly),
        ])
        expect(stay).toEqual(files.filter((file) => wanted.has(file)))
        expect(stay.at(-1)).toBe(files.at(-1))
      }),
    )
  })

  test('leaves alone what is not its own', () => {
    const folder = scratchFolder()
    for (const name of ['skilltide-20261124T043000Z.sqlite', 'skilltide-mine.sqlite', 'notes.txt'])
      writeFileSync(join(folder, name), '')
    expect(backupsIn(folder).map(({ path }) => basename(path))).toEqual(['skilltide-20261124T043000Z.sqlite'])
    expect(backupsIn(join(folder, 'nowhere'))).toEqual([])
  })
})

test('old texts are packed tighter, read as before, and the store stays sound', async () => {
  const { store } = await filledStore()
  const texts = await store.words([1, 2, 3])
  const { packed, savedBytes } = await store.packOldTexts(day('2030-01-01'), 1000)
  // What is still on show stays as it is.
  expect(packed).toBe(15)
  expect(savedBytes).toBeGreaterThan(-1000)
  expect(await store.packOldTexts(day('2030-01-01'), 1000)).toEqual({ packed: 0, savedBytes: 0 })
  expect(await store.words([1, 2, 3])).toEqual(texts)
  expect(await store.verify()).toEqual([])
})

test('old events are let go, but for the newest of each subject and outcome', async () => {
  const { store } = await filledStore()
  const event = (at: number, subject: string, outcome: string) =>
    store.record({ at, run: null, kind: 'job', subject, outcome, message: `${at}` })
  for (const at of [10, 20, 30, 40]) await event(at, 'collect', at === 40 ? 'done' : 'started')
  await event(15, 'backup', 'failed')
  expect(await store.forgetEvents(35)).toBe(2)
  expect((await store.events({ kind: 'job', limit: 10 })).map(({ at }) => at)).toEqual([40, 30, 15])
  expect(await store.verify()).toEqual([])
})
