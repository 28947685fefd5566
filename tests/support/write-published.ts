/** Writes exports and a site again and again, each round all of another mark, until it is killed. */
import { join } from 'node:path'
import { day } from '../../src/days.ts'
import { writeDatasets } from '../../src/report/dataset-file.ts'
import { dataset } from '../../src/report/datasets.ts'
import { employerRow } from '../../src/report/rows.ts'
import { writeFolderWhole } from '../../src/report/write-folder.ts'

const [folder, from] = process.argv.slice(2)
const on = day('2026-11-24')
for (let round = Number(from); ; round++) {
  const mark = `mark${round}.`
  const row = employerRow(
    {
      ...{ employer: mark, name: mark.repeat(20), skill: 'pytorch', population: 'ai', open: 9, naming: 3, required: 1 },
      ...{ status: 'observed', flags: [] },
    },
    on,
  )
  const rows = [Array.from({ length: 2_000 }, () => row)]
  await writeDatasets([{ dataset: dataset('employers'), rows }], {
    ...{ folder: join(folder!, 'out'), day: on, formats: ['csv', 'jsonl', 'parquet'] },
  })
  const files = Array.from({ length: 40 }, (_, at) => ({ path: `deep/${at}.html`, body: mark.repeat(400) }))
  await writeFolderWhole(join(folder!, 'site'), files, { round })
  process.stdout.write('.')
}
