/** The rows of a dataset as a Parquet file, for analysts; each page of rows becomes a row group. */
import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import type { Column, Dataset, Row } from './datasets.ts'

const types = { text: 'STRING', day: 'STRING', number: 'DOUBLE', integer: 'INT64', boolean: 'BOOLEAN' } as const

export function parquetWriter(dataset: Dataset): { add(rows: Row[]): void; end(): Uint8Array } {
  const columnsOf = (rows: Row[]): ColumnSource[] =>
    dataset.columns.map((column) => ({
      name: column.name,
      type: types[column.type],
      nullable: true,
      data: rows.map((row) => cell(column, row[column.name] ?? null)),
    }))
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({ writer: bytes, schema: schemaFromColumnData({ columnData: columnsOf([]) }) })
  return {
    add: (rows) => void writer.write({ columnData: columnsOf(rows) }),
    end: () => {
      writer.finish()
      return new Uint8Array(bytes.getBuffer())
    },
  }
}

const cell = (column: Column, value: Row[string]) =>
  value === null || value === undefined ? null : column.type === 'integer' ? BigInt(value as number) : value
