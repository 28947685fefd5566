/**
 * The lake: partitioned Parquet for analysts. Only parts that changed are written, each beside its place and then moved in
 * under a name of its own; the manifest, moved in last, says which files are the lake. Stopped at any moment, the old
 * manifest and every file that it names are still there.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Lock, takeFolderLock } from '../db/sqlite/lock.ts'
import type { Store } from '../db/store.ts'
import type { Day } from '../src/days.ts'
import { UserError } from '../src/domain.ts'
import { checkRow, type Row } from '../src/report/datasets.ts'
import { figuresOf } from '../src/report/figures-in.ts'
import { type LakeTable, lakeTable, lakeTables } from '../src/report/lake-tables.ts'
import { parquetWriter } from '../src/report/parquet.ts'
import { figureRow, seriesRows } from '../src/report/rows.ts'
import type { SkillReportView } from '../src/report/views.ts'
import { syncFolder, unwritable, writeFileWhole } from '../src/report/write-file.ts'
import { lakeMentionRows, lakePostingRow, lakeSnapshotRow, lakeTraitRows } from './lake-rows.ts'

/** Raised when a column changes: every part is written anew. */
const lakeVersion = 1

export interface LakeFile {
  table: LakeTable['name']
  /** `open`, a month or a day. */
  part: string
  /** Within the lake's folder. */
  path: string
  rows: number
  bytes: number
  sha256: string
  /** Digest of what it was made from. */
  inputs: string
}

export interface LakeManifest {
  lake: number
  asOf: Day
  madeAt: string
  edition: string
  tables: Record<string, { about: string; partedBy: string; rows: number; columns: object[] }>
  files: LakeFile[]
}

export interface LakeOrder {
  store: Store
  folder: string
  asOf: Day
  madeAt: string
  edition: string
  attributions: ReadonlyMap<string, { title: string; attribution?: string }>
  /** The reports whose figures and series go in. */
  reports(): AsyncIterable<SkillReportView>
  onFile?(path: string): void
}

export interface LakeWritten {
  manifest: LakeManifest
  written: LakeFile[]
  removed: number
}

/** Brings the lake in a folder up to the store. Throws a UserError where the folder holds something else or cannot be written. */
export async function writeLake(order: LakeOrder): Promise<LakeWritten> {
  let lock: Lock | null = null
  try {
    lock = takeFolderLock(order.folder)
    const before = await manifestIn(order.folder)
    const known = new Map((before?.files ?? []).map((file) => [`${file.table} ${file.part}`, file]))
    const writer = createWriter(order, known)
    await writeReports(order, writer)
    await writeParts(order, writer)
    // What was said on an earlier day stays.
    const earlier = (before?.files ?? []).filter(
      ({ table, part }) => lakeTable(table).partedBy === 'as_of' && part !== order.asOf,
    )
    const files = [...earlier, ...writer.files].sort((one, other) => (one.path < other.path ? -1 : 1))
    for (const folder of new Set(writer.written.map(({ path }) => join(order.folder, dirname(path))))) {
      await syncFolder(folder)
    }
    const manifest = manifestOf(order, files)
    await writeFileWhole(join(order.folder, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`)
    const removed = await sweep(order.folder, new Set(files.map(({ path }) => path)))
    return { manifest, written: writer.written, removed }
  } catch (error) {
    throw unwritable(error, order.folder)
  } finally {
    lock?.release()
  }
}

function manifestOf({ asOf, madeAt, edition }: LakeOrder, files: LakeFile[]): LakeManifest {
  const rowsOf = (name: string) => files.reduce((sum, { table, rows }) => sum + (table === name ? rows : 0), 0)
  const tables = Object.fromEntries(
    lakeTables.map(({ name, about, partedBy, columns }) => [
      name,
      { about, partedBy, rows: rowsOf(name), columns: columns.map(({ name, type, about }) => ({ name, type, about })) },
    ]),
  )
  return { lake: lakeVersion, asOf, madeAt, edition, tables, files }
}

/** The manifest of the lake in the folder; null where nothing is there yet. */
async function manifestIn(folder: string): Promise<LakeManifest | null> {
  const path = join(folder, 'manifest.json')
  if (!existsSync(path)) {
    const others = existsSync(folder) ? (await readdir(folder)).filter((name) => !isOurs(name)) : []
    if (others.length === 0) return null
    throw new UserError(
      `Nothing was written to ${folder}: it holds files and is no lake. Name an empty or a new folder.`,
    )
  }
  let found: Partial<LakeManifest> | null = null
  try {
    found = JSON.parse(await readFile(path, 'utf8')) as Partial<LakeManifest> | null
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  if (typeof found?.lake !== 'number' || !Array.isArray(found.files)) {
    throw new UserError(
      `Nothing was written to ${folder}: its manifest.json is not of a lake. Name an empty or a new folder.`,
    )
  }
  return found as LakeManifest
}

/** What a run that was stopped before its manifest leaves behind. */
const isOurs = (name: string) =>
  lakeTables.some((table) => table.name === name) || /^\.(?:lock|manifest\.json\.\d+\.part$)/.test(name)

// ---- parts -------------------------------------------------------------------------------------------------------

interface Writer {
  /** Every file of the lake so far, and those of them that are new. */
  files: LakeFile[]
  written: LakeFile[]
  /** True where the part stands as it was written before, in all of these tables. */
  stands(tables: readonly LakeTable['name'][], part: string, digest: string): Promise<boolean>
  write(tables: readonly LakeTable['name'][], part: string, digest: string, pages: Pages): Promise<void>
}
/** Rows for each table, some at a time. */
type Pages = AsyncIterable<Row[][]> | Iterable<Row[][]>

function createWriter({ folder, onFile }: LakeOrder, known: ReadonlyMap<string, LakeFile>): Writer {
  const files: LakeFile[] = []
  const written: LakeFile[] = []
  const inputsOf = (digest: string) => `${lakeVersion} ${digest}`
  return {
    files,
    written,
    stands: async (tables, part, digest) => {
      const old = tables.map((table) => known.get(`${table} ${part}`))
      const stand = old.every((file) => file?.inputs === inputsOf(digest) && existsSync(join(folder, file.path)))
      if (stand) files.push(...(old as LakeFile[]))
      return stand
    },
    write: async (tables, part, digest, pages) => {
      const writers = tables.map((table) => ({
        table: lakeTable(table),
        ...parquetWriter(lakeTable(table), { dates: true }),
        rows: 0,
      }))
      for await (const page of pages) {
        for (const [at, rows] of page.entries()) {
          const writer = writers[at]!
          for (const row of rows) checkRow(writer.table, row)
          if (rows.length > 0) writer.add(rows)
          writer.rows += rows.length
        }
      }
      for (const { table, rows, end } of writers) {
        const bytes = end()
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        const path = `${table.name}/${table.partedBy}=${part}/${sha256.slice(0, 16)}.parquet`
        await writePart(join(folder, path), bytes)
        const file = { table: table.name, part, path, rows, bytes: bytes.length, sha256, inputs: inputsOf(digest) }
        files.push(file)
        written.push(file)
        onFile?.(path)
      }
    },
  }
}

/** Durable before it has its name; the folder is made durable before the manifest is. */
async function writePart(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const beside = `${path}.part`
  const handle = await open(beside, 'w', 0o644)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(beside, path)
}

async function writeReports({ asOf, reports }: LakeOrder, writer: Writer): Promise<void> {
  const rows: Record<'figures' | 'series', Row[]> = { figures: [], series: [] }
  for await (const view of reports()) {
    rows.figures.push(...figuresOf(view).map(figureRow).map(withoutDay))
    rows.series.push(...view.series.flatMap((series) => seriesRows(series, view.vintage)).map(withoutDay))
  }
  for (const table of ['figures', 'series'] as const) {
    const digest = createHash('sha256').update(JSON.stringify(rows[table])).digest('hex')
    if (await writer.stands([table], asOf, digest)) continue
    await writer.write([table], asOf, digest, [[rows[table]]])
  }
}

const withoutDay = ({ as_of: _, ...row }: Row): Row => row

/** Rows of one row group: engines skip and read by these. */
const groupRows = 20_000

async function writeParts({ store, asOf, attributions }: LakeOrder, writer: Writer): Promise<void> {
  const attributionOf = (id: string) => attributions.get(id)?.attribution ?? attributions.get(id)?.title ?? id
  for await (const own of store.lakeParts(asOf)) {
    if (own.table === 'snapshots') {
      const { part, digest, rows } = own
      if (await writer.stands(['snapshots'], part, digest)) continue
      const pages = gathered(rows(), (snapshots) => [snapshots.map(lakeSnapshotRow)])
      await writer.write(['snapshots'], part, digest, pages)
    } else {
      const { part, digest, rows } = own
      const tables = ['postings', 'mentions', 'traits'] as const
      if (await writer.stands(tables, part, digest)) continue
      const pages = gathered(rows(), (postings) => [
        postings.map((row) => lakePostingRow(row, attributionOf(row.source))),
        postings.flatMap(lakeMentionRows),
        postings.flatMap(lakeTraitRows),
      ])
      await writer.write(tables, part, digest, pages)
    }
  }
}

/** Gathers what comes some at a time until it fills a row group. */
async function* gathered<Item>(pages: AsyncIterable<Item[]>, of: (items: Item[]) => Row[][]): AsyncGenerator<Row[][]> {
  let waiting: Row[][] = []
  for await (const page of pages) {
    const rows = of(page)
    waiting = rows.map((own, at) => [...(waiting[at] ?? []), ...own])
    if (waiting.some((own) => own.length >= groupRows)) {
      yield waiting
      waiting = []
    }
  }
  if (waiting.length > 0) yield waiting
}

// ---- what is no longer of the lake -------------------------------------------------------------------------------

/** Removes the files that the manifest no longer names, those of stopped runs among them, and folders left empty. */
async function sweep(folder: string, named: ReadonlySet<string>): Promise<number> {
  let removed = 0
  for (const { name } of lakeTables) {
    for (const part of existsSync(join(folder, name)) ? await readdir(join(folder, name)) : []) {
      const place = join(folder, name, part)
      const files = await readdir(place)
      const old = files.filter((file) => !named.has(`${name}/${part}/${file}`))
      for (const file of old) await rm(join(place, file), { force: true })
      removed += old.filter((file) => file.endsWith('.parquet')).length
      if (old.length === files.length) await rm(place, { recursive: true, force: true })
    }
  }
  return removed
}
