/** Writes what others read: the datasets as files, all of one day, all or none. */
import type { Day } from '../src/days.ts'
import { type Order, type WrittenFile, writeDatasets } from '../src/report/dataset-file.ts'
import { type Dataset, dataset, type Row } from '../src/report/datasets.ts'
import { figuresOf } from '../src/report/figures-in.ts'
import { employerRow, figureRow, postingRow, seriesRows, skillRow } from '../src/report/rows.ts'
import type { EmployerRecord, PostingRecord, SkillReportView } from '../src/report/views.ts'

/** Where the rows come from; each is asked only for the datasets that want it. */
export interface Answers {
  asOf: Day
  reports(): AsyncIterable<SkillReportView>
  postings(): AsyncIterable<PostingRecord[]>
  employers(): Promise<EmployerRecord[]>
}

const rowsOfReport: Partial<Record<Dataset['name'], (view: SkillReportView) => Row[]>> = {
  figures: (view) => figuresOf(view).map(figureRow),
  skills: (view) => [skillRow(view.skill, view.population, view.figures, view.vintage)],
  series: (view) => view.series.flatMap((series) => seriesRows(series, view.vintage)),
}

async function* pages(name: Dataset['name'], answers: Answers): AsyncGenerator<Row[]> {
  const ofReport = rowsOfReport[name]
  if (ofReport !== undefined) for await (const view of answers.reports()) yield ofReport(view)
  else if (name === 'employers') yield (await answers.employers()).map((row) => employerRow(row, answers.asOf))
  else for await (const page of answers.postings()) yield page.map((row) => postingRow(row, answers.asOf))
}

/** Writes the named datasets; see `writeDatasets` for what happens when it cannot. */
export const publishDatasets = (
  names: readonly Dataset['name'][],
  answers: Answers,
  order: Order,
): Promise<WrittenFile[]> =>
  writeDatasets(
    names.map((name) => ({ dataset: dataset(name), rows: pages(name, answers) })),
    order,
  )
