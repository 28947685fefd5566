/** The data dictionary and the JSON Schemas, made from the declared columns so that they cannot differ from the files. */
import { statuses } from '../domain.ts'
import { type Column, type Dataset, datasets, schemaVersion } from './datasets.ts'
import { measures } from './measures.ts'
import { statusAbout } from './wording.ts'

const cell = (text: string) => text.replaceAll('|', '\\|')

const tableOf = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')

export function dictionary(): string {
  const sections = datasets.map((dataset) => {
    const rows = dataset.columns.map((column) => [
      `\`${column.name}\``,
      column.type,
      column.optional ? 'may be empty' : 'always filled',
      column.about,
    ])
    return [
      `## ${dataset.name}`,
      `${dataset.about} One row for each ${dataset.key.map((name) => `\`${name}\``).join(', ')}.`,
      tableOf(['column', 'type', 'empty', 'meaning'], rows),
    ].join('\n\n')
  })
  return `${[
    '# Data dictionary',
    `Made from the declarations in \`src/report/datasets.ts\` and \`src/report/measures.ts\`; a test holds both together. Schema version ${schemaVersion}: columns keep their names, order and meaning; new ones are added at the end, and the version rises.`,
    'CSV is UTF-8 after RFC 4180 with a header line. An empty cell is "no value": its `status` says why, and it is never a zero. A text that a spreadsheet would carry out as a formula has an apostrophe before it; take off one leading apostrophe to read it by program. JSON lines and Parquet hold the same rows with null for empty and texts as they are.',
    ...sections,
    '## Statuses',
    tableOf(
      ['status', 'means'],
      statuses.map((status) => [`\`${status}\``, statusAbout(status)]),
    ),
    '## Measures',
    tableOf(
      ['measure', 'called', 'meaning'],
      measures.map(({ id, label, about }) => [`\`${id}\``, label, about]),
    ),
  ].join('\n\n')}\n`
}

const jsonTypes = { text: 'string', day: 'string', number: 'number', integer: 'integer', boolean: 'boolean' } as const

const property = (column: Column) => ({
  type: column.optional ? [jsonTypes[column.type], 'null'] : jsonTypes[column.type],
  ...(column.type === 'day' ? { format: 'date' } : {}),
  ...(column.name === 'status' || column.name.endsWith('_status') ? { enum: [...statuses] } : {}),
  description: column.about,
})

/** JSON Schema of one row, for the JSON lines file. */
export const jsonSchema = (dataset: Dataset) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: dataset.name,
  description: dataset.about,
  type: 'object',
  properties: Object.fromEntries(dataset.columns.map((column) => [column.name, property(column)])),
  required: dataset.columns.map(({ name }) => name),
  additionalProperties: false,
})
