/** The rows of a dataset as a Parquet file, for analysts. */
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import type { Column, Dataset, Row } from './datasets.ts'

const types = { text: 'STRING', day: 'STRING', number: 'DOUBLE', integer: 'INT64', boolean: 'BOOLEAN' } as const

export function parquetOf(dataset: Dataset, rows: Row[]): Uint8Array {
  const columnData: ColumnSource[] = dataset.columns.map((column) => ({
    name: column.name,
    type: types[column.type],
    nullable: true,
    data: rows.map((row) => cell(column, row[column.name] ?? null)),
  }))
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

const cell = (column: Column, value: Row[string]) =>
  value === null || value === undefined ? null : column.type === 'integer' ? BigInt(value as number) : value
