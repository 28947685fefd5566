/** Writes the documents that are made from declarations; tests hold the committed ones to them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { datasets } from '../../src/report/datasets.ts'
import { dictionary, jsonSchema } from '../../src/report/dictionary.ts'
import { viewNames, viewSchema } from '../../src/report/view-schemas.ts'

const docs = resolve(import.meta.dirname, '../../docs')
mkdirSync(join(docs, 'schema'), { recursive: true })
writeFileSync(join(docs, 'data-dictionary.md'), dictionary())
for (const dataset of datasets) {
  writeFileSync(
    join(docs, 'schema', `${dataset.name}.schema.json`),
    `${JSON.stringify(jsonSchema(dataset), null, 2)}\n`,
  )
}
mkdirSync(join(docs, 'schema', 'views'), { recursive: true })
for (const name of viewNames) {
  writeFileSync(join(docs, 'schema', 'views', `${name}.schema.json`), `${JSON.stringify(viewSchema(name), null, 2)}\n`)
}
