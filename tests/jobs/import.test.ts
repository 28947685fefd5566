import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../db/store.ts'
import { type ImportReport, importLines } from '../../jobs/import.ts'
import { linesOf } from '../../jobs/lines.ts'
import type { Source } from '../../scrapers/kit/scraper.ts'
import { day } from '../../src/days.ts'
import { UserError } from '../../src/domain.ts'
import { board, emptyStore, noon } from '../support/store.ts'

const today = day('2026-11-24')
const source = { id: 'greenhouse' } as Source

const posting = (over: Record<string, unknown> = {}) => ({
  ...{ kind: 'posting', board: 'greenhouse:tide', externalId: 'a', title: 'River Engineer', company: 'Tide' },
  ...{ text: 'You train models with PyTorch.', seen: [['2026-01-05', '2026-03-01']] },
  ...over,
})
const snapshot = (over: Record<string, unknown> = {}) => ({
  ...{ kind: 'snapshot', board: 'greenhouse:tide', day: '2026-01-05', outcome: 'complete', listed: 1 },
  ...over,
})

async function bring(store: Store, lines: (object | string)[], keepGoing = false): Promise<ImportReport> {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  return importLines(linesOf('-', Readable.from([Buffer.from(text)])), 'file.jsonl', {
    ...{ store, now: () => noon(today), today, keepGoing, signal: new AbortController().signal },
    boardOf: (id) => {
      if (!id.startsWith('greenhouse:')) throw new UserError(`"${id}" names no source that skilltide reads.`)
      return { board: board(id), source }
    },
  })
}

describe('a line that cannot be read is named by its number and reason', () => {
  const cases: [string, object | string, string][] = [
    ['no JSON', '{"kind":"posting"', 'not JSON: '],
    ['a list', '[1]', 'not an object'],
    ['another kind', { kind: 'vacancy' }, 'kind is "vacancy"; it is "posting" or "snapshot"'],
    ['no kind', {}, 'lacks "kind"'],
    ['a board of no known source', posting({ board: 'monstr:tide' }), '"monstr:tide" names no source'],
    ['no id', posting({ externalId: undefined }), 'lacks "externalId"'],
    [
      'an id that no index holds',
      posting({ externalId: 'x'.repeat(513) }),
      '"externalId" has 513 characters; it takes 512 at most',
    ],
    ['a title of another type', posting({ title: ['x'] }), '"title" is ["x"]; it takes a text'],
    ['no spells', posting({ seen: [] }), '"seen" takes a list of spells such as '],
    ['half a spell', posting({ seen: [['2026-01-05']] }), '"seen[0]" is not a pair of days'],
    ['no such day', posting({ seen: [['2026-02-30', null]] }), '"seen[0]" is ["2026-02-30",null]; both are days'],
    ['a spell backwards', posting({ seen: [['2026-03-01', '2026-01-05']] }), '"seen[0]" ends before it begins'],
    [
      'an open spell before another',
      posting({
        seen: [
          ['2026-01-05', null],
          ['2026-02-01', null],
        ],
      }),
      '"seen[0]" is open',
    ],
    [
      'spells that overlap',
      posting({
        seen: [
          ['2026-01-05', '2026-02-01'],
          ['2026-02-01', null],
        ],
      }),
      '"seen[1]" begins before',
    ],
    ['a spell of tomorrow', posting({ seen: [['2026-11-25', null]] }), '"seen[0]" lies in the future'],
    ['another outcome', snapshot({ outcome: 'fine' }), '"outcome" is "fine"; it is one of complete, empty'],
    ['a count that is none', snapshot({ listed: -1 }), '"listed" is -1; it takes a whole number'],
    ['a snapshot of tomorrow', snapshot({ day: '2026-11-25' }), '"day" is 2026-11-25, which lies in the future'],
    ['a day that is none', snapshot({ day: 'monday' }), '"day" is "monday"; it takes a day such as'],
    ['a key of every object', { kind: '__proto__' }, 'kind is "__proto__"'],
  ]
  test.each(cases)('%s', async (_, line, reason) => {
    const store = await emptyStore()
    const report = await bring(store, [posting(), line])
    expect(report).toMatchObject({ lines: 2, badCount: 1, landed: false, postings: 0 })
    expect(report.bad).toEqual([{ line: 2, reason: expect.stringContaining(reason) }])
    expect(await store.size()).toMatchObject({ postings: 0, snapshots: 0, texts: 0 })
    expect(await store.boards()).toEqual([])
  })
})

describe('a file with bad lines', () => {
  test('lands without them under --keep-going, each counted, the first twenty named', async () => {
    const store = await emptyStore()
    const report = await bring(store, [...Array.from({ length: 30 }, () => 'x'), posting(), snapshot()], true)
    expect(report).toMatchObject({ lines: 32, badCount: 30, landed: true, postings: 1, spells: 1, snapshots: 1 })
    expect(report.bad.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
    expect(await store.verify()).toEqual([])
  })

  test('a bad line of a posting takes nothing of it in', async () => {
    const store = await emptyStore()
    await bring(store, [posting({ externalId: 'b', seen: [['2026-01-05', '2026-01-04']] }), posting()], true)
    expect(await store.posting('greenhouse:tide', 'b')).toBeNull()
  })
})

describe('a file', () => {
  test('may begin with a byte-order mark, end lines as Windows does, and hold empty ones', async () => {
    const store = await emptyStore()
    const report = await bring(store, [`\uFEFF${JSON.stringify(posting())}\r`, '\r', `${JSON.stringify(snapshot())}\r`])
    expect(report).toMatchObject({ lines: 3, badCount: 0, landed: true, postings: 1 })
  })

  test('that breaks off leaves no trace', async () => {
    const store = await emptyStore()
    const whole = gzipSync(
      Array.from({ length: 5000 }, (_, at) => JSON.stringify(posting({ externalId: `${at}` }))).join('\n'),
    )
    const folder = mkdtempSync(join(tmpdir(), 'skilltide-import-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'cut.jsonl.gz')
    writeFileSync(path, whole.subarray(0, whole.length / 2))
    const job = {
      ...{ store, now: () => noon(today), today, keepGoing: true, signal: new AbortController().signal },
      boardOf: (id: string) => ({ board: board(id), source }),
    }
    await expect(importLines(linesOf(path, Readable.from([])), path, job)).rejects.toThrow(
      /broke off after line \d+: unexpected end of file\. Nothing was imported\./,
    )
    await expect(importLines(linesOf('/nowhere.jsonl', Readable.from([])), 'x', job)).rejects.toThrow(
      '/nowhere.jsonl cannot be read: ENOENT',
    )
    expect(await store.size()).toMatchObject({ postings: 0, snapshots: 0 })
    writeFileSync(path, whole)
    expect(await importLines(linesOf(path, Readable.from([])), path, job)).toMatchObject({ postings: 5000 })
  })

  test('read twice, in any cut of its bytes, gives the same lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(40)), async (texts, cuts) => {
        const bytes = Buffer.from(texts.map((text) => `${text.replace(/[\r\n]/g, '')}\n`).join(''))
        const chunks: Buffer[] = []
        let from = 0
        for (const cut of cuts) {
          chunks.push(bytes.subarray(from, from + cut + 1))
          from += cut + 1
        }
        chunks.push(bytes.subarray(from))
        const input = Readable.from(
          chunks.filter(({ length }) => length > 0),
          { objectMode: false },
        )
        const lines: string[] = []
        for await (const line of linesOf('-', input)) lines.push(line)
        expect(lines.join('\n')).toBe(bytes.toString().replace(/\n$/, ''))
      }),
      { numRuns: 100 },
    )
  })
})
