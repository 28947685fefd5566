/** The formats that a dataset is written in. All are made from the same rows, so none can say what another does not. */
import { UserError } from '../domain.ts'
import { didYouMean } from '../nearest.ts'

export const formats = ['csv', 'jsonl', 'parquet'] as const
export type Format = (typeof formats)[number]

/** Spreadsheets drop what lies beyond this line without a word; a longer CSV is split into several. */
export const sheetLines = 1_048_576

export function formatNamed(name: string): Format {
  const found = formats.find((format) => format === name)
  if (found === undefined) {
    throw new UserError(
      `There is no format "${name}".${didYouMean(name, formats)} Choose one of ${formats.join(', ')}.`,
    )
  }
  return found
}
