/** CSV after RFC 4180, in which a spreadsheet finds no formula in a text, and numbers stay exact. */
import { stringify } from 'csv-stringify/sync'
import type { Column, Dataset, Row, Value } from './datasets.ts'

/** Spreadsheets read a cell that starts so, even after spaces and quotes, as something to carry out. */
const formula = /^(?:'|[\s"\u00a0\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/

/**
 * A text as a spreadsheet must show it: an apostrophe before what would be a formula, U+FFFD for controls. The apostrophe
 * is part of the cell, and a text that has one already gets a second: whoever reads by program takes off exactly one.
 */
export function csvText(text: string): string {
  const clean = text.replace(/\p{Cs}/gu, '\ufffd').replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, '\ufffd')
  return formula.test(clean) ? `'${clean}` : clean
}

export interface CsvOptions {
  /** A byte order mark, for spreadsheets that otherwise guess the encoding. */
  bom?: boolean
  /** Texts exactly as they came; a spreadsheet may then carry out what others wrote. */
  raw?: boolean
}

export const csvHead = (dataset: Dataset, { bom = false }: CsvOptions = {}): string =>
  `${bom ? '\ufeff' : ''}${lines([dataset.columns.map((column) => column.name)])}`

export const csvLines = (dataset: Dataset, rows: readonly Row[], { raw = false }: CsvOptions = {}): string =>
  lines(rows.map((row) => dataset.columns.map((column) => cell(column, row[column.name] ?? null, raw))))

const lines = (cells: string[][]) => stringify(cells, { record_delimiter: 'windows', quoted_match: /[\r\n]|^\s|\s$/ })

function cell(column: Column, value: Value, raw: boolean): string {
  if (value === null) return ''
  // The shortest digits that read back as the same number, never in exponent form.
  if (typeof value === 'number') return exactNumber(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return raw || column.ours ? value : csvText(value)
}

/** The number in plain digits: `0.0000001`, not `1e-7`. */
export function exactNumber(value: number): string {
  const text = String(value)
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (parts === null) return text
  const [, sign = '', first = '', rest = '', power = '0'] = parts
  const digits = first + rest
  const point = 1 + Number(power)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0')
}
