/** One dataset in each format. All are made from the same rows, so none can say what another does not. */
import { UserError } from '../domain.ts'
import { csvOf } from './csv.ts'
import type { Column, Dataset, Row } from './datasets.ts'
import { jsonText } from './json-text.ts'
import { parquetOf } from './parquet.ts'

export const formats = ['csv', 'jsonl', 'parquet'] as const
export type Format = (typeof formats)[number]

interface Choices {
  /** CSV only. */
  bom?: boolean
  /** CSV only: texts as they came, formulas and all. */
  raw?: boolean
}

/** Spreadsheets drop what lies beyond this line without a word. */
export const sheetLines = 1_048_576

export interface Formatted {
  /** `postings.csv`, or `postings.1.csv`, `postings.2.csv` where a spreadsheet could not hold all rows of one. */
  name: string
  bytes: string | Uint8Array
  rows: number
}

export function formatted(dataset: Dataset, rows: Row[], format: Format, choices: Choices = {}): Formatted[] {
  for (const row of rows) checkRow(dataset, row)
  if (format === 'parquet')
    return [{ name: `${dataset.name}.parquet`, bytes: parquetOf(dataset, rows), rows: rows.length }]
  if (format === 'jsonl')
    return [{ name: `${dataset.name}.jsonl`, bytes: jsonLinesOf(dataset, rows), rows: rows.length }]
  const chunks = inChunks(rows, sheetLines - 1)
  return chunks.map((chunk, at) => ({
    name: chunks.length === 1 ? `${dataset.name}.csv` : `${dataset.name}.${at + 1}.csv`,
    bytes: csvOf(dataset, chunk, choices),
    rows: chunk.length,
  }))
}

export function inChunks<T>(rows: T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let from = 0; from < rows.length; from += size) chunks.push(rows.slice(from, from + size))
  return chunks.length === 0 ? [[]] : chunks
}

const jsonLinesOf = (dataset: Dataset, rows: Row[]) =>
  rows
    .map((row) => `${jsonText(Object.fromEntries(dataset.columns.map(({ name }) => [name, row[name] ?? null])))}\n`)
    .join('')

/** A row that breaks its own schema is our fault, found here before a reader finds it. */
function checkRow(dataset: Dataset, row: Row): void {
  for (const column of dataset.columns) {
    const value = row[column.name] ?? null
    if (value === null ? !column.optional : !fits(column, value)) {
      throw new TypeError(`${dataset.name}.${column.name} cannot hold ${JSON.stringify(value)}`)
    }
  }
}

function fits({ type }: Column, value: NonNullable<Row[string]>): boolean {
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value)
  if (type === 'integer') return Number.isSafeInteger(value)
  if (type === 'day') return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  return typeof value === 'string'
}

export function formatNamed(name: string): Format {
  const found = formats.find((format) => format === name)
  if (found === undefined) throw new UserError(`There is no format "${name}". Choose one of ${formats.join(', ')}.`)
  return found
}
