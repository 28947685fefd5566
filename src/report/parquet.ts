/** The rows of a dataset as a Parquet file, for analysts; each page of rows becomes a row group. */
import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { type Day, dayNumber } from '../days.ts'
import type { Column, Row } from './datasets.ts'

const types = { text: 'STRING', day: 'STRING', number: 'DOUBLE', integer: 'INT64', boolean: 'BOOLEAN' } as const

/** Days are written as their words, or as dates where `dates` asks for them. */
export function parquetWriter(
  { columns }: { columns: readonly Column[] },
  { dates = false }: { dates?: boolean } = {},
): { add(rows: Row[]): void; end(): Uint8Array } {
  const columnsOf = (rows: Row[]): ColumnSource[] =>
    columns.map((column) => ({
      name: column.name,
      data: rows.map((row) => cell(column, row[column.name] ?? null, dates)),
    }))
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(columns, dates) })
  return {
    add: (rows) => void writer.write({ columnData: columnsOf(rows) }),
    end: () => {
      writer.finish()
      return new Uint8Array(bytes.getBuffer())
    },
  }
}

function schemaOf(columns: readonly Column[], dates: boolean) {
  const isDate = (column: Column) => dates && column.type === 'day'
  const columnData: ColumnSource[] = columns.map((column) =>
    isDate(column)
      ? { name: column.name, data: [] }
      : { name: column.name, type: types[column.type], nullable: true, data: [] },
  )
  const date = { type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' } as const
  const schemaOverrides = Object.fromEntries(columns.filter(isDate).map(({ name }) => [name, { name, ...date }]))
  return schemaFromColumnData({ columnData, schemaOverrides })
}

function cell({ type }: Column, value: Row[string], dates: boolean) {
  if (value === null || value === undefined) return null
  if (type === 'integer') return BigInt(value as number)
  return dates && type === 'day' ? dayNumber(value as Day) : value
}
