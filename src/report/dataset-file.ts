/**
 * Datasets as files of any length: rows go out as they come, into parts beside the target, and every part is moved into
 * place only when all are whole. Stopped at any moment, a folder holds the old files or the new ones.
 */
import { createHash } from 'node:crypto'
import { copyFile, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type CsvOptions, csvHead, csvLines } from './csv.ts'
import { checkRow, type Dataset, type Row } from './datasets.ts'
import { type Format, sheetLines } from './formats.ts'
import { jsonText } from './json-text.ts'
import { parquetWriter } from './parquet.ts'
import { sweepParts, syncFolder, unwritable } from './write-file.ts'

export interface WrittenFile {
  dataset: Dataset['name']
  format: Format
  path: string
  rows: number
  bytes: number
  sha256: string
}

interface Part {
  path: string
  handle: FileHandle
  hash: ReturnType<typeof createHash>
  rows: number
  bytes: number
}

interface Sink {
  add(rows: Row[]): Promise<void>
  /** Ends the format's own framing; the parts are whole after it. */
  end(): Promise<Part[]>
}

export interface Order {
  folder: string
  /** The stamp in the dated names: `2026-11-24`. */
  day: string
  formats: readonly Format[]
  choices?: CsvOptions
  /** Lines of a sheet, for tests. */
  sheet?: number
}

/** One dataset being written in several formats at once. */
export class DatasetFile {
  readonly #order: Order
  readonly #dataset: Dataset
  readonly #sinks: { format: Format; sink: Sink }[]
  readonly #parts: Part[] = []

  constructor(dataset: Dataset, order: Order) {
    this.#dataset = dataset
    this.#order = order
    this.#sinks = order.formats.map((format) => ({ format, sink: this.#sink(format) }))
  }

  async add(rows: Row[]): Promise<void> {
    for (const row of rows) checkRow(this.#dataset, row)
    for (const { sink } of this.#sinks) await sink.add(rows)
  }

  /** Ends all parts and makes them durable; moves nothing yet. */
  async finish(): Promise<Finished[]> {
    const finished: Finished[] = []
    for (const { format, sink } of this.#sinks) {
      const parts = await sink.end()
      for (const [at, part] of parts.entries()) {
        await part.handle.sync()
        await part.handle.close()
        const name = parts.length === 1 ? this.#dataset.name : `${this.#dataset.name}.${at + 1}`
        finished.push({
          part: part.path,
          nameOf: (stamp) =>
            join(
              this.#order.folder,
              `${this.#dataset.name}-${stamp}${name.slice(this.#dataset.name.length)}.${format}`,
            ),
          dataset: this.#dataset.name,
          format,
          rows: part.rows,
          bytes: part.bytes,
          sha256: part.hash.digest('hex'),
        })
      }
    }
    return finished
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    for (const part of this.#parts) {
      await part.handle.close().catch(() => undefined)
      for (const path of [part.path, `${part.path}.latest`]) await rm(path, { force: true })
    }
  }

  #sink(format: Format): Sink {
    if (format === 'parquet') return this.#parquetSink()
    const { choices = {}, sheet = sheetLines } = this.#order
    const most = format === 'csv' ? sheet - 1 : Number.POSITIVE_INFINITY
    const encode = (rows: Row[]) =>
      format === 'csv' ? csvLines(this.#dataset, rows, choices) : jsonLines(this.#dataset, rows)
    const head = format === 'csv' ? csvHead(this.#dataset, choices) : ''
    const parts: Part[] = []
    const next = async () => {
      const part = await this.#part(format, parts.length)
      parts.push(part)
      await write(part, head)
      return part
    }
    return {
      add: async (rows) => {
        let part = parts.at(-1) ?? (await next())
        for (let from = 0; from < rows.length; ) {
          if (part.rows >= most) part = await next()
          const chunk = rows.slice(from, from + Math.min(rows.length - from, most - part.rows))
          await write(part, encode(chunk))
          part.rows += chunk.length
          from += chunk.length
        }
      },
      end: async () => {
        if (parts.length === 0) await next()
        return parts
      },
    }
  }

  #parquetSink(): Sink {
    const writer = parquetWriter(this.#dataset)
    let rows = 0
    return {
      add: async (added) => {
        writer.add(added)
        rows += added.length
      },
      end: async () => {
        const part = await this.#part('parquet', 0)
        part.rows = rows
        await write(part, writer.end())
        return [part]
      },
    }
  }

  async #part(format: Format, at: number): Promise<Part> {
    const { folder } = this.#order
    const path = join(folder, `.${this.#dataset.name}.${at}.${format}.${process.pid}.part`)
    await mkdir(folder, { recursive: true })
    const part = { path, handle: await open(path, 'w', 0o644), hash: createHash('sha256'), rows: 0, bytes: 0 }
    this.#parts.push(part)
    return part
  }
}

async function write(part: Part, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  if (bytes.length === 0) return
  await part.handle.writeFile(bytes)
  part.hash.update(bytes)
  part.bytes += bytes.length
}

const jsonLines = (dataset: Dataset, rows: Row[]) =>
  rows
    .map((row) => `${jsonText(Object.fromEntries(dataset.columns.map(({ name }) => [name, row[name] ?? null])))}\n`)
    .join('')

interface Finished extends Omit<WrittenFile, 'path'> {
  part: string
  nameOf(stamp: string): string
}

/**
 * Writes datasets together: all rows of all of them first, then the dated files, then `latest`. A failure before the
 * moves leaves the folder as it was. Throws a UserError (2, or 6 for a full disk) that names the folder.
 */
export async function writeDatasets(
  datasets: { dataset: Dataset; rows: AsyncIterable<Row[]> | Iterable<Row[]> }[],
  order: Order,
): Promise<WrittenFile[]> {
  const files: DatasetFile[] = []
  try {
    await mkdir(order.folder, { recursive: true })
    await sweepParts(order.folder, (name) => name.replace(/^\.[a-z]+\.\d+\.[a-z]+\./, ''))
    const finished: Finished[] = []
    for (const { dataset, rows } of datasets) {
      const file = new DatasetFile(dataset, order)
      files.push(file)
      for await (const page of rows) await file.add(page)
      finished.push(...(await file.finish()))
    }
    // "latest" is copied before anything moves, so that a full disk stops the run while nothing has changed.
    for (const { part } of finished) await copyFile(part, `${part}.latest`)
    for (const each of finished) await rename(each.part, each.nameOf(order.day))
    for (const each of finished) await rename(`${each.part}.latest`, each.nameOf('latest'))
    await syncFolder(order.folder)
    return finished.map(({ part: _, nameOf, ...rest }) => ({ ...rest, path: nameOf(order.day) }))
  } catch (error) {
    for (const file of files) await file.abandon()
    throw unwritable(error, order.folder)
  }
}
